"""Where the command `recruit` starts. The engine works on files and needs no application, which
takes a second to load: `recruit overbook` and `recruit attendance evaluate` begin without it."""

import sys

from recruit.commands import overbook

ATTENDANCE = ["attendance", "evaluate"]


def main() -> None:
    """Run the command that the arguments name."""
    given = sys.argv[1:]
    if given[:1] == ["overbook"]:
        overbook.overbook.main(given[1:], prog_name="recruit overbook")
    elif given[:2] == ATTENDANCE:
        overbook.evaluate_attendance.main(given[2:], prog_name="recruit attendance evaluate")
    else:
        from recruit.cli import main as whole  # noqa: PLC0415 (everything else is heavy)

        whole()


if __name__ == "__main__":
    main()
