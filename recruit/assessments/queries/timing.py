"""Reading what moved the time of a sitting."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from recruit.assessments.models import (
    Accommodation,
    Attempt,
    AttemptPause,
    PresenceEvent,
    TimeChange,
)
from recruit.kernel.db import db
from recruit.people.models import Person


def open_pause(attempt: Attempt) -> AttemptPause | None:
    """Return the pause that holds a sitting now."""
    query = select(AttemptPause).where(
        AttemptPause.attempt_id == attempt.id, AttemptPause.ended_at.is_(None)
    )
    return db.session.scalars(query.options(joinedload(AttemptPause.paused_by))).one_or_none()


def pauses(attempt: Attempt) -> list[AttemptPause]:
    """Return every pause of a sitting with the people who decided them, oldest first."""
    query = (
        select(AttemptPause)
        .where(AttemptPause.attempt_id == attempt.id)
        .options(joinedload(AttemptPause.paused_by), joinedload(AttemptPause.resumed_by))
        .order_by(AttemptPause.id)
    )
    return list(db.session.scalars(query))


def changes(attempt: Attempt) -> list[TimeChange]:
    """Return every change of a sitting's end with who decided it, oldest first."""
    query = select(TimeChange).where(TimeChange.attempt_id == attempt.id)
    query = query.options(joinedload(TimeChange.by)).order_by(TimeChange.id)
    return list(db.session.scalars(query))


def presence(attempt: Attempt) -> list[PresenceEvent]:
    """Return when the page was left and came back, oldest first."""
    query = select(PresenceEvent).where(PresenceEvent.attempt_id == attempt.id)
    return list(db.session.scalars(query.order_by(PresenceEvent.id)))


def accommodation(person: Person) -> Accommodation | None:
    """Return what a person is given on every test now."""
    query = select(Accommodation).where(
        Accommodation.person_id == person.id, Accommodation.ended_at.is_(None)
    )
    return db.session.scalars(
        query.options(joinedload(Accommodation.approved_by))
    ).one_or_none()


def accommodations() -> list[Accommodation]:
    """Return every accommodation, the open ones first, with the people."""
    query = select(Accommodation).options(
        joinedload(Accommodation.person),
        joinedload(Accommodation.approved_by),
        joinedload(Accommodation.ended_by),
    )
    ordered = query.order_by(Accommodation.ended_at.is_not(None), Accommodation.id.desc())
    return list(db.session.scalars(ordered))
