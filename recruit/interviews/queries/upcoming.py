"""Who is to be reminded, and which days lie ahead or behind."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from recruit.candidates.models import Application
from recruit.interviews.models import (
    InterviewSession,
    Invitation,
    Pool,
    SessionState,
    Slot,
)
from recruit.interviews.queries.settings import interview_settings
from recruit.kernel.db import db
from recruit.rules import reminders
from recruit.rules.attendance import AWAITED

_MOST = 200


def to_remind(now: datetime) -> list[tuple[Invitation, int]]:
    """Return invitations whose reminder is due and not sent, with how many hours before the
    start it is meant to come: at most 200, by start."""
    hours = interview_settings().reminder_hours
    if not hours:
        return []
    awaited = (
        select(Invitation.id, Slot.starts_at, Invitation.reminded_at, Invitation.sent_at)
        .join(Invitation.slot)
        .join(Slot.pool)
        .join(Pool.session)
        .where(
            InterviewSession.state == SessionState.PLANNED,
            Slot.starts_at.between(now, now + timedelta(hours=max(hours))),
            Invitation.state.in_(AWAITED),
            Invitation.sent_at.is_not(None),
        )
        .order_by(Slot.starts_at, Invitation.id)
    )
    due: dict[int, int] = {}
    for id_, starts_at, reminded_at, sent_at in db.session.execute(awaited):
        written_at = reminded_at or sent_at or now
        hour = reminders.due(hours, starts_at, written_at, now=now)
        if hour is not None and len(due) < _MOST:
            due[id_] = hour
    statement = (
        select(Invitation)
        .join(Invitation.slot)
        .where(Invitation.id.in_(due), Invitation.state.in_(AWAITED))
        .order_by(Slot.starts_at, Invitation.id)
        .with_for_update(of=Invitation, skip_locked=True)
        .options(
            contains_eager(Invitation.slot)
            .joinedload(Slot.pool, innerjoin=True)
            .joinedload(Pool.session, innerjoin=True),
            joinedload(Invitation.application, innerjoin=True).joinedload(
                Application.vacancy, innerjoin=True
            ),
        )
        .execution_options(populate_existing=True)
    )
    return [(row, due[row.id]) for row in db.session.scalars(statement).unique()]


def counts_of(sessions: Sequence[InterviewSession]) -> dict[int, tuple[int, int, int, int]]:
    """Return per session id: interview slots (sum of capacity), places, limits, slots."""
    statement = (
        select(
            Pool.session_id,
            func.sum(Slot.capacity),
            func.sum(Slot.taken),
            func.sum(Slot.limit),
            func.count(Slot.id),
        )
        .join(Slot, Slot.pool_id == Pool.id)
        .where(Pool.session_id.in_([session.id for session in sessions]))
        .group_by(Pool.session_id)
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in db.session.execute(statement)}
