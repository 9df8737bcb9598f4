"""What other features may know of a test: only what was released."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from recruit.assessments.models import Assignment, Attempt, GradingTask
from recruit.kernel.db import db
from recruit.people.models import Person
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
