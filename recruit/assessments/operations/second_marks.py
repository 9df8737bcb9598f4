"""Two independent marks: what follows when one of them, or a third person's, is finished."""

from datetime import datetime

from recruit.assessments.models import Attempt, AttemptItem, GradeEntry
from recruit.assessments.operations import grading_clock, papers
from recruit.assessments.queries import grading as queries
from recruit.assessments.queries import second_marks as double
from recruit.kernel import audit
from recruit.kernel.db import db
from recruit.people.models import Person
from recruit.rules import second_marks
from recruit.rules.grading import EntryKind, EntryStep, total
from recruit.rules.grading import last_of as last_entry
from recruit.rules.second_marks import Compared


def advance(attempt: Attempt, finished: EntryKind, *, actor: Person, now: datetime) -> None:
    """Ask for the marks that are needed next, or settle the result by rule.

    attempt: whole and locked. finished: the kind of marks that ends just now.
    """
    done = {
        task.kind: task.kind is finished or task.done_at is not None for task in attempt.tasks
    }
    if not all(done.values()):
        return
    if EntryKind.SECOND not in done:
        if _second_wanted(attempt):
            grading_clock.owe(attempt, EntryKind.SECOND, now=now)
        else:
            _settle_by_first(attempt, actor=actor, now=now)
    elif EntryKind.THIRD not in done and double.apart(attempt):
        task = grading_clock.owe(attempt, EntryKind.THIRD, now=now)
        audit.record("assessments.marks.apart", task, actor=actor, at=now)
    else:
        _settle_by_rule(attempt, actor=actor, now=now)


def _second_wanted(attempt: Attempt) -> bool:
    """Tell whether finished first marks call for second ones."""
    stakes = queries.interested(attempt)
    marks = [queries.entries_of(item) for item in attempt.items]
    firsts = [last_entry(one, EntryKind.FIRST) for one in marks]
    values = [
        (last_entry(one, EntryKind.FIRST) or last_entry(one, EntryKind.AUTO)) for one in marks
    ]
    summed = total(
        (item.question_version.points, entry.value)
        for item, entry in zip(attempt.items, values, strict=True)
        if entry is not None
    )
    return second_marks.wanted_after_first(
        double.policy_of(attempt.assignment.test_version),
        summed.percent,
        first_by_interested=any(one and one.grader in stakes for one in firsts),
    )


def _settle_by_first(attempt: Attempt, *, actor: Person, now: datetime) -> None:
    """Let first marks be the final ones, each still by whom it was given."""
    for item, first in _open(attempt, EntryKind.FIRST):
        item.entries.append(
            GradeEntry(
                kind=EntryKind.FINAL,
                step=EntryStep.AGREED,
                grader=first.grader,
                points=first.points,
                excused=first.excused,
                ticks=first.ticks,
                comment=first.comment,
                at=now,
            )
        )
    db.session.flush()
    papers.settle(attempt, actor=actor, now=now)


def _settle_by_rule(attempt: Attempt, *, actor: Person, now: datetime) -> None:
    """Write the mean of marks that agree, by nobody, and settle the result."""
    apart = set(double.apart(attempt))
    for item, second in _open(attempt, EntryKind.SECOND):
        if item in apart:
            continue  # the third person's mark counts
        first = _last(item, EntryKind.FIRST)
        agreed = double.compared(item, attempt)
        item.entries.append(_agreed(agreed, first, second, now))
    db.session.flush()
    papers.settle(attempt, actor=actor, now=now)


def _agreed(
    agreed: Compared, first: GradeEntry | None, second: GradeEntry, now: datetime
) -> GradeEntry:
    comments = [first.comment] if first and first.comment else []
    if second.comment and second.comment not in comments:
        comments.append(second.comment)
    return GradeEntry(
        kind=EntryKind.FINAL,
        step=EntryStep.AGREED,
        points=agreed.points,
        excused=agreed.excused,
        ticks=[tick for tick in second.ticks if first and tick in first.ticks],
        comment="\n\n".join(comments)[:2000],
        at=now,
    )


def _open(attempt: Attempt, kind: EntryKind) -> list[tuple[AttemptItem, GradeEntry]]:
    found = [
        (item, _last(item, kind)) for item in attempt.items if item.question_version.is_open
    ]
    return [(item, entry) for item, entry in found if entry is not None]


def _last(item: AttemptItem, kind: EntryKind) -> GradeEntry | None:
    return next((row for row in reversed(item.entries) if row.kind is kind), None)
