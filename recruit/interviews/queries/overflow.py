"""What helps when the queue is too long: who could step in, which group has a seat."""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from recruit.interviews.models import (
    Arrival,
    InterviewSession,
    PanelMember,
    Pool,
    PoolVacancy,
    SessionKind,
    SessionState,
    Slot,
)
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Role
from recruit.people.models import Person, PersonRole

_LONGEST = timedelta(minutes=480)
MOST = 30


def spare_interviewers(session: InterviewSession, now: datetime) -> list[Person]:
    """Return by name the interviewers of the site who are in no planned slot from now to the
    end of this session."""
    taken = (
        select(PanelMember.person_id)
        .join(Slot, Slot.id == PanelMember.slot_id)
        .join(Pool, Pool.id == Slot.pool_id)
        .join(InterviewSession, InterviewSession.id == Pool.session_id)
        .where(
            InterviewSession.state == SessionState.PLANNED,
            or_(
                InterviewSession.id == session.id,
                (Slot.starts_at > now - _LONGEST)
                & (Slot.starts_at < session.ends_at)
                & (InterviewSession.ends_at > now),
            ),
        )
    )
    query = (
        select(Person)
        .where(
            Person.active,
            or_(Person.site_id == session.site_id, Person.site_id.is_(None)),
            Person.role_rows.any(PersonRole.role == Role.INTERVIEWER),
            Person.id.notin_(taken),
        )
        .order_by(Person.name, Person.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def group_slots(session: InterviewSession, now: datetime) -> list[tuple[Slot, int, set[int]]]:
    """Return the group sessions' slots of the same site and day that are not over and have free
    seats, with their number and the vacancies (internal ids) they are for."""
    walked_in = (
        select(func.count(Arrival.id))
        .where(Arrival.pool_id == Slot.pool_id, Arrival.invitation_id.is_(None))
        .correlate(Slot)
        .scalar_subquery()
    )
    query = (
        select(Slot, Slot.capacity - Slot.taken - walked_in, PoolVacancy.vacancy_id)
        .join(Slot.pool)
        .join(Pool.session)
        .join(PoolVacancy, PoolVacancy.pool_id == Pool.id)
        .where(
            InterviewSession.site_id == session.site_id,
            InterviewSession.held_on == session.held_on,
            InterviewSession.kind == SessionKind.GROUP,
            InterviewSession.state == SessionState.PLANNED,
            InterviewSession.id != session.id,
            InterviewSession.ends_at > now,
            Slot.taken < Slot.limit,
        )
        .order_by(Slot.starts_at, Slot.id)
        .options(contains_eager(Slot.pool).contains_eager(Pool.session))
    )
    found: dict[int, tuple[Slot, int, set[int]]] = {}
    for slot, seats, vacancy in db.session.execute(query).unique():
        if seats > 0:
            found.setdefault(slot.id, (slot, seats, set()))[2].add(vacancy)
    return list(found.values())


def group_slot(session: InterviewSession, pubid: object) -> Slot | None:
    """Return a slot of a group session of the same site and day."""
    if not is_pubid(pubid):
        return None
    query = (
        select(Slot)
        .join(Slot.pool)
        .join(Pool.session)
        .where(
            Slot.pubid == pubid,
            InterviewSession.site_id == session.site_id,
            InterviewSession.held_on == session.held_on,
            InterviewSession.kind == SessionKind.GROUP,
        )
    )
    return db.session.scalars(query).one_or_none()
