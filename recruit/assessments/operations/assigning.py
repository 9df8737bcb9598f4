"""Giving a test to several people at once."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from recruit.assessments.models import Assignment, Attempt, InterestKind, TestVersion
from recruit.assessments.operations.sitting import assign
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules.setting import Refusal
from recruit.rules.sitting import AttemptState

OVER = (AttemptState.RELEASED, AttemptState.CLOSED, AttemptState.VOIDED)


def give(
    version: TestVersion,
    people: Sequence[Person],
    *,
    due_on: date,
    gate_on: date | None = None,
    interests: Sequence[tuple[Person, InterestKind]] = (),
    actor: Person,
    now: datetime,
) -> list[Assignment]:
    """Give a test to all of these people, or to none: raise Refused when somebody has it still
    to sit or waits for its result."""
    if not people:
        raise Refused(Refusal.NOBODY)
    locked(version)
    if held := waiting(version, people):
        raise Refused(Refusal.ALREADY_GIVEN, people=held)
    return [
        assign(
            version,
            person,
            due_on=due_on,
            gate_on=gate_on,
            interests=[(who, kind) for who, kind in interests if who is not person],
            assigned_by=actor,
            now=now,
        )
        for person in people
    ]


def waiting(version: TestVersion, people: Sequence[Person]) -> list[Person]:
    """Return who of these people has a paper of this version that is not over yet."""
    query = (
        select(Person)
        .where(
            Person.id.in_(
                select(Assignment.person_id)
                .join(Attempt, Attempt.assignment_id == Assignment.id)
                .where(
                    Assignment.test_version_id == version.id,
                    Assignment.cancelled_at.is_(None),
                    Attempt.state.not_in(OVER),
                )
            ),
            Person.id.in_([person.id for person in people]),
        )
        .order_by(Person.name)
    )
    return list(db.session.scalars(query))
