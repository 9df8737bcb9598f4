"""What a gate may know of a test: the told result, or what is missing, from whom, by when.

Never an answer, a mark or a sum that was not told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from recruit.assessments.models import Assignment, Attempt, GradingTask
from recruit.assessments.queries.results import Outcome, outcome
from recruit.kernel.db import db
from recruit.rules.grading import EntryKind


@dataclass(frozen=True, slots=True)
class Awaited:
    """Marks that somebody owes. by: a name, "" for any trainer."""

    kind: EntryKind
    by: str
    due_on: date


@dataclass(frozen=True, slots=True)
class GateEvidence:
    """One test of a plan. left: attempts that may still be opened."""

    title: str
    outcome: Outcome
    pass_percent: float
    awaited: tuple[Awaited, ...]
    left: int


def gate_evidence(refs: Sequence[str]) -> list[GateEvidence]:
    """Return the tests behind these assignments (public ids), newest first; the caller may see
    the gate. Three statements for any number of them."""
    tasks = selectinload(Assignment.attempts).selectinload(Attempt.tasks)
    query = (
        select(Assignment)
        .where(Assignment.pubid.in_(refs))
        .options(
            tasks.joinedload(GradingTask.assignee),
            tasks.joinedload(GradingTask.grader),
            selectinload(Assignment.attempts).joinedload(Attempt.control),
        )
        .order_by(Assignment.id.desc())
    )
    return [_evidence(one) for one in db.session.scalars(query).unique()]


def _evidence(assignment: Assignment) -> GateEvidence:
    version, found = assignment.test_version, outcome(assignment)
    counted = [one for one in assignment.attempts if one.voided_at is None]
    last = (counted or assignment.attempts)[-1]
    return GateEvidence(
        title=version.test.title,
        outcome=found,
        pass_percent=version.pass_percent,
        awaited=tuple(
            Awaited(task.kind, _whose(task), task.due_on)
            for task in last.tasks
            if task.done_at is None and found.missing == "grader"
        ),
        left=0 if found.passed else max(0, version.attempts - len(counted)),
    )


def _whose(task: GradingTask) -> str:
    who = task.assignee or task.grader
    return who.name if who else ""
