"""Has anything changed? One indexed row answers for a session, one sum for a day."""

from datetime import datetime

from sqlalchemy import bindparam, func, select

from recruit.interviews.models import (
    InterviewSession,
    PanelMember,
    Pool,
    SessionPulse,
    Slot,
)
from recruit.interviews.queries.scope import today_at
from recruit.kernel.db import db
from recruit.people.models import Person

_NUMBER = (
    select(SessionPulse.number)
    .join(InterviewSession, InterviewSession.id == SessionPulse.session_id)
    .where(InterviewSession.pubid == bindparam("session"))
)
"""Built once: it is asked every second or two by everybody who looks at a day."""


def number_of(session: str) -> int:
    """Return the pulse of a session, by its public id; 0 before its first change or for none."""
    return db.session.scalar(_NUMBER, {"session": session}) or 0


def number_of_own_day(person: Person, now: datetime) -> int:
    """Return the sum of the pulses of today's sessions in which the person interviews."""
    mine = (
        select(Pool.session_id)
        .join(Slot, Slot.pool_id == Pool.id)
        .join(PanelMember, PanelMember.slot_id == Slot.id)
        .where(PanelMember.person_id == person.id)
    )
    query = (
        select(func.coalesce(func.sum(SessionPulse.number), 0))
        .join(InterviewSession, InterviewSession.id == SessionPulse.session_id)
        .where(InterviewSession.held_on == today_at(person, now), InterviewSession.id.in_(mine))
    )
    return int(db.session.scalar(query) or 0)
