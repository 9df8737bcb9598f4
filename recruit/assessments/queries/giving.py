"""Reading who has a test."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from recruit.assessments.models import Assignment, Attempt, Interest, TestVersion
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.people.models import Person
from recruit.rules.sitting import AttemptState

OVER = (AttemptState.RELEASED, AttemptState.CLOSED, AttemptState.VOIDED)


def given(version: TestVersion, reader: Person) -> list[Assignment]:
    """Return who has a version, newest first; one's own is left out."""
    query = (
        select(Assignment)
        .where(
            Assignment.test_version_id == version.id,
            Assignment.person_id != reader.id,
            Assignment.cancelled_at.is_(None),
        )
        .options(
            selectinload(Assignment.attempts),
            selectinload(Assignment.study),
            selectinload(Assignment.interests).joinedload(Interest.person),
            joinedload(Assignment.assigned_by),
        )
        .order_by(Assignment.id.desc())
        .limit(300)
    )
    return list(db.session.scalars(query))


def waiting_names(version: TestVersion) -> set[str]:
    """Return the public ids of who has a paper of this version that is not over yet."""
    query = (
        select(Person.pubid)
        .join(Assignment, Assignment.person_id == Person.id)
        .join(Attempt, Attempt.assignment_id == Assignment.id)
        .where(
            Assignment.test_version_id == version.id,
            Assignment.cancelled_at.is_(None),
            Attempt.state.not_in(OVER),
        )
    )
    return set(db.session.scalars(query))


def assignment(pubid: object, reader: Person) -> Assignment | None:
    """Return anybody's assignment but one's own."""
    if not is_pubid(pubid):
        return None
    query = select(Assignment).where(
        Assignment.pubid == pubid, Assignment.person_id != reader.id
    )
    return db.session.scalars(query).one_or_none()
