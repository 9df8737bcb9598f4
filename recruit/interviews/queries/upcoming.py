"""Who is to be reminded, and which days lie ahead or behind."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

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
from recruit.kernel.db import db
from recruit.rules.attendance import AWAITED

REMINDER_HOUR = time(10, 0)
"""On the day before, on the site's clock."""
JUST_WRITTEN = timedelta(hours=12)
"""Who got the invitation or a new time so recently is not reminded yet."""
TOO_LATE = timedelta(hours=1)
_MOST = 200


def reminder_at(session: InterviewSession) -> datetime:
    """Return when the reminders of a session are due."""
    day_before = session.held_on - timedelta(days=1)
    zone = ZoneInfo(session.site.zone)
    return datetime.combine(day_before, REMINDER_HOUR, zone).astimezone(UTC)


def to_remind(now: datetime) -> list[Invitation]:
    """Return invitations whose reminder is due and not sent, at most 200, by start."""
    statement = (
        select(Invitation)
        .join(Invitation.slot)
        .join(Slot.pool)
        .join(Pool.session)
        .where(
            InterviewSession.state == SessionState.PLANNED,
            InterviewSession.held_on.between(
                now.date() - timedelta(days=1), now.date() + timedelta(days=2)
            ),
            Slot.starts_at > now + TOO_LATE,
            Invitation.state.in_(AWAITED),
            Invitation.reminded_at.is_(None),
            Invitation.sent_at <= now - JUST_WRITTEN,
        )
        .order_by(Slot.starts_at, Invitation.id)
        .limit(_MOST)
        .with_for_update(of=Invitation, skip_locked=True)
        .options(
            contains_eager(Invitation.slot)
            .contains_eager(Slot.pool)
            .contains_eager(Pool.session),
            joinedload(Invitation.application, innerjoin=True).joinedload(
                Application.vacancy, innerjoin=True
            ),
        )
    )
    due = db.session.scalars(statement).unique()
    return [row for row in due if reminder_at(row.slot.pool.session) <= now]


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
