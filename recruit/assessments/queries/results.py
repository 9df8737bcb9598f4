"""What other features may know of a test: only what was released."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from recruit.assessments.models import Assignment, Attempt, GradingTask
from recruit.assessments.queries import grading
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.people.models import Person
from recruit.rules import releasing
from recruit.rules.grading import Refusal
from recruit.rules.sitting import SEEN_BY_TRAINEE, AttemptState


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where an assignment stands, for a gate that waits for it.

    passed: None while nothing was released; any passed attempt decides.
    missing: whose move it is: "trainee", "grader", "director", "releaser", "decider" or "".
    """

    state: AttemptState
    passed: bool | None
    percent: float | None
    released_at: datetime | None
    due_on: date
    missing: str
    attempt_ref: str | None = None
    """The public id of the attempt whose result this is."""


_MISSING = {
    AttemptState.ASSIGNED: "trainee",
    AttemptState.IN_PROGRESS: "trainee",
    AttemptState.HELD: "grader",
    AttemptState.SUBMITTED: "grader",
    AttemptState.GRADING: "grader",
    AttemptState.GRADED: "releaser",
    AttemptState.CONTROLLED: "director",
    AttemptState.APPEALED: "decider",
}


def outcome(assignment: Assignment) -> Outcome:
    """Return what may be told about an assignment: the best released attempt, else the last."""
    attempts = [one for one in assignment.attempts if one.state is not AttemptState.VOIDED]
    last = (attempts or assignment.attempts)[-1]
    told = [one for one in attempts if one.state in SEEN_BY_TRAINEE]
    best = max(told, key=lambda one: (bool(one.passed), one.percent or 0), default=None)
    missing = _MISSING.get(last.state, "")
    if last.state is AttemptState.GRADED and last.control is not None:
        missing = "director"
    return Outcome(
        state=last.state,
        passed=best.passed if best else None,
        percent=best.percent if best else None,
        released_at=best.released_at if best else None,
        due_on=assignment.due_on,
        missing="" if best and best.passed else missing,
        attempt_ref=best.pubid if best else None,
    )


def assignments_of(person: Person) -> list[Assignment]:
    """Return a person's assignments, newest first, with attempts; the caller may see them."""
    query = (
        select(Assignment)
        .where(Assignment.person == person, Assignment.cancelled_at.is_(None))
        .options(selectinload(Assignment.attempts).selectinload(Attempt.control))
        .order_by(Assignment.id.desc())
    )
    return list(db.session.scalars(query))


def grading_due_on(attempt: Attempt) -> date | None:
    """Return the day by which a paper is to be graded, None when nobody has to mark it."""
    query = select(GradingTask.due_on).where(GradingTask.attempt == attempt)
    return db.session.scalars(query.order_by(GradingTask.due_on.desc())).first()


def fingerprint(*attempts: Attempt) -> str:
    """Return what stands for the present marks and states of some papers, in any order.

    A page that shows marks sends it back with the decision about them, which is refused when
    it is another one by then. The papers are `whole`.
    """
    told = hashlib.sha256()
    for attempt in sorted(attempts, key=lambda one: one.pubid):
        marks = [
            (item.pubid, item.entries[-1].pubid if item.entries else "")
            for item in attempt.items
        ]
        control = attempt.control.state.value if attempt.control else ""
        told.update(repr((attempt.pubid, attempt.state.value, control, marks)).encode())
    return told.hexdigest()


def release_refusal(attempt: Attempt, person: Person) -> Refusal | None:
    """Return why this person may not release this paper's result now, or None."""
    reason = releasing.release_refusal(
        attempt.state,
        control_wanted=attempt.control is not None,
        is_self=attempt.assignment.person_id == person.id,
        director=Role.DIRECTOR in person.roles,
    )
    if reason is not None:
        return reason
    summed = grading.summed(attempt)
    if summed.complete:
        return None
    return Refusal.UNMARKED if summed.ungraded else Refusal.NOTHING_LEFT
