"""Reading certificates: the holder's page, the trainers', and the public check of a code."""

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from recruit.assessments.models import Assignment, Attempt, Certificate
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Permission, may
from recruit.people.models import Person
from recruit.rules import releasing


def valid(attempt: Attempt) -> Certificate | None:
    """Return the certificate of a paper that holds now."""
    query = select(Certificate).where(
        Certificate.attempt_id == attempt.id, Certificate.withdrawn_at.is_(None)
    )
    return db.session.scalars(query).one_or_none()


def certificate_for(person: Person, attempt_pubid: object) -> Certificate | None:
    """Return the valid certificate of a paper: the own one, for who reads papers any."""
    if not is_pubid(attempt_pubid):
        return None
    query = (
        select(Certificate)
        .join(Certificate.attempt)
        .join(Attempt.assignment)
        .where(Attempt.pubid == attempt_pubid, Certificate.withdrawn_at.is_(None))
        .options(contains_eager(Certificate.attempt).contains_eager(Attempt.assignment))
    )
    if not may(person, Permission.TEST_READ):
        query = query.where(Assignment.person_id == person.id)
    return db.session.scalars(query).one_or_none()


def by_code(given: str) -> Certificate | None:
    """Return the certificate with this code, withdrawn or not; None for any other text."""
    code = releasing.read_code(given)
    if code is None:
        return None
    query = (
        select(Certificate)
        .join(Certificate.attempt)
        .join(Attempt.assignment)
        .where(Certificate.code == code)
        .options(contains_eager(Certificate.attempt).contains_eager(Attempt.assignment))
    )
    return db.session.scalars(query).one_or_none()
