"""Who came to our own closed sessions. Each session's counts are kept once it is closed, so that
no page reads every invitation again; a session that changed since is read live."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, null, select

from recruit.candidates.models import Application
from recruit.interviews.models import (
    CountedSession,
    InterviewSession,
    Invitation,
    Pool,
    SessionCount,
    SessionPulse,
    SessionState,
    Slot,
)
from recruit.interviews.queries.spans import days_between
from recruit.rules.attendance import COUNTED, InvitationState
from recruit.vacancies.models import Channel, Promotion

PULSE = func.coalesce(SessionPulse.number, 0)
"""What a session's counts were kept at; a session without a pulse has none of its changes."""


def band_of(days: Any) -> Any:
    """Return the first day of the lead-time band: what the rates look at, and few groups."""
    return case(
        (days.is_(None), null()),
        (days < 1, 0),
        (days < 3, 1),
        (days < 8, 3),
        (days < 15, 8),
        else_=15,
    )


def counted() -> Select[*tuple[Any, ...]]:
    """The ids of the sessions whose kept counts are still right."""
    return (
        select(CountedSession.session_id)
        .outerjoin(SessionPulse, SessionPulse.session_id == CountedSession.session_id)
        .where(CountedSession.pulse == PULSE)
    )


def not_counted() -> ColumnElement[bool]:
    """The criterion on InterviewSession for a closed one without counts that are right."""
    return and_(
        InterviewSession.state == SessionState.CLOSED, InterviewSession.id.not_in(counted())
    )


def invitations(which: ColumnElement[bool]) -> Any:
    """Every invitation that counts in these sessions: session, reminder, channel, lead, showed."""
    return (
        select(
            InterviewSession.id.label("session_id"),
            Invitation.reminder.label("reminder"),
            func.coalesce(Channel.name, "").label("channel"),
            band_of(days_between(Slot.starts_at, Invitation.created_at)).label("lead"),
            case((Invitation.state == InvitationState.ARRIVED, 1), else_=0).label("showed"),
        )
        .select_from(InterviewSession)
        .join(Pool, Pool.session_id == InterviewSession.id)
        .join(Slot, Slot.pool_id == Pool.id)
        .join(Invitation, Invitation.slot_id == Slot.id)
        .join(Application, Application.id == Invitation.application_id)
        .outerjoin(Promotion, Promotion.id == Application.promotion_id)
        .outerjoin(Channel, Channel.id == Promotion.channel_id)
        .where(which, Invitation.state.in_(COUNTED))
        .subquery()
    )


def kept() -> Any:
    """The kept counts that are right: reminder, channel, lead, showed, n."""
    return (
        select(
            SessionCount.reminder.label("reminder"),
            SessionCount.channel.label("channel"),
            SessionCount.lead.label("lead"),
            SessionCount.showed.label("showed"),
            SessionCount.n.label("n"),
        )
        .where(SessionCount.session_id.in_(counted()))
        .subquery()
    )
