"""Oral tests as their examiners see them."""

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import selectinload

from recruit.assessments.models import (
    Assignment,
    Attempt,
    Conductor,
    TestForm,
    TestVersion,
)
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Permission, may
from recruit.people.models import Person
from recruit.rules.sitting import AttemptState


def _theirs(person: Person) -> ColumnElement[bool]:
    """Trainers examine anybody but themselves; a recruiter whom they gave a test that recruiters
    conduct."""
    given: ColumnElement[bool] = true()
    if not may(person, Permission.TEST_AUTHOR):
        given = and_(
            TestVersion.conducted_by == Conductor.RECRUITER,
            Assignment.assigned_by_id == person.id,
        )
    return and_(TestVersion.form == TestForm.ORAL, Assignment.person_id != person.id, given)


def oral_for(person: Person, pubid: object) -> Attempt | None:
    """Return an oral test that this person may hold, with its questions."""
    if not is_pubid(pubid):
        return None
    query = (
        select(Attempt)
        .join(Attempt.assignment)
        .join(Assignment.test_version)
        .where(Attempt.pubid == pubid, _theirs(person))
        .options(selectinload(Attempt.items))
    )
    return db.session.scalars(query).one_or_none()


def to_hold(person: Person) -> list[Attempt]:
    """Return the oral tests that wait for an examiner, or that this person holds right now."""
    waits = and_(Attempt.state == AttemptState.ASSIGNED, Assignment.cancelled_at.is_(None))
    held = and_(Attempt.state == AttemptState.HELD, Attempt.examiner_id == person.id)
    query = (
        select(Attempt)
        .join(Attempt.assignment)
        .join(Assignment.test_version)
        .where(_theirs(person), or_(waits, held))
        .order_by(Assignment.closes_at, Attempt.id)
    )
    return list(db.session.scalars(query))
