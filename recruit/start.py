"""Where the command `recruit` starts. What works on files needs no application, which takes a
second to load: `recruit overbook`, `recruit attendance evaluate` and `recruit questions check`
begin without it."""

import sys

ATTENDANCE = ["attendance", "evaluate"]
QUESTIONS = ["questions", "check"]


def main() -> None:
    """Run the command that the arguments name."""
    given = sys.argv[1:]
    if given[:2] == QUESTIONS:
        from recruit.assessments import commands  # noqa: PLC0415 (one start loads one thing)

        commands.check.main(given[2:], prog_name="recruit questions check")
    elif given[:1] == ["overbook"] or given[:2] == ATTENDANCE:
        _engine(given)
    else:
        from recruit.cli import main as whole  # noqa: PLC0415 (everything else is heavy)

        whole()


def _engine(given: list[str]) -> None:
    from recruit.commands import overbook  # noqa: PLC0415 (numpy takes a while)

    if given[:1] == ["overbook"]:
        overbook.overbook.main(given[1:], prog_name="recruit overbook")
    else:
        overbook.evaluate_attendance.main(given[2:], prog_name="recruit attendance evaluate")


if __name__ == "__main__":
    main()
