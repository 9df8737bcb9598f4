"""Reading papers that two people mark independently."""

import zlib

from recruit.assessments.models import Attempt, AttemptItem, TestVersion
from recruit.assessments.queries import entries, grading
from recruit.rules import second_marks
from recruit.rules.grading import EntryKind, last_of
from recruit.rules.second_marks import Compared, Outcome, SecondMarkPolicy


def policy_of(version: TestVersion) -> SecondMarkPolicy:
    """Return which papers of a version two people mark."""
    return SecondMarkPolicy(
        second_mark=version.second_mark,
        pass_percent=version.pass_percent,
        margin=version.control_margin,
        sample_percent=version.second_sample_percent,
    )


def opening_kinds(attempt: Attempt) -> tuple[EntryKind, ...]:
    """Return the marks that a paper is owed when it is handed in."""
    draw = zlib.crc32(f"second mark of {attempt.pubid}".encode()) % 100
    return second_marks.opening_kinds(policy_of(attempt.assignment.test_version), draw)


def is_doubled(attempt: Attempt) -> bool:
    """Tell whether two people mark this paper independently, or may come to."""
    return all(task.kind is not EntryKind.FINAL for task in attempt.tasks)


def compared(item: AttemptItem, attempt: Attempt) -> Compared:
    """Return what the two independent marks of a question come to now."""
    marks = grading.entries_of(item)
    return second_marks.compare(
        last_of(marks, EntryKind.FIRST),
        last_of(marks, EntryKind.SECOND),
        most=item.question_version.points,
        tolerance_percent=attempt.assignment.test_version.mark_tolerance,
        interested=grading.interested(attempt),
    )


def apart(attempt: Attempt) -> list[AttemptItem]:
    """Return the questions of a whole paper that a third person decides."""
    return [
        item
        for item in attempt.items
        if item.question_version.is_open
        and compared(item, attempt).outcome is not Outcome.AGREED
    ]


def incomplete(attempt: Attempt, kind: EntryKind) -> list[AttemptItem]:
    """Return the questions of a whole paper that lack a mark of this kind."""
    if kind is EntryKind.THIRD:
        wanted = apart(attempt)
    elif kind is EntryKind.FINAL:
        wanted = list(attempt.items)
    else:
        wanted = [item for item in attempt.items if item.question_version.is_open]
    beside = entries.kinds_beside(kind)
    if kind is EntryKind.FINAL:
        beside = beside | {EntryKind.AUTO}
    missing = []
    for item in wanted:
        entry = next((row for row in reversed(item.entries) if row.kind in beside), None)
        if not entries.stands(entry):
            missing.append(item)
    return missing
