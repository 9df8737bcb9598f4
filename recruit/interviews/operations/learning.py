"""The clock's part in learning: the day's common shock, and what was expected of each slot."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, insert, or_, select, update

from recruit.candidates.models import Application
from recruit.interviews.models import (
    CountedSession,
    InterviewSession,
    Invitation,
    LearnedShock,
    Pool,
    SessionCount,
    SessionState,
    ShockKind,
    Slot,
)
from recruit.interviews.queries import forecast, history, learning, rates
from recruit.interviews.queries.own_past import own_past
from recruit.kernel.db import db
from recruit.rules.attendance import HOLDING
from recruit.rules.show_rate import learn_shocks
from recruit.vacancies.models import Channel, Promotion

AGAIN = timedelta(minutes=30)
"""Learned no more often than this, however often attendance is corrected."""
MOST_AT_ONCE = 500
MOST_SESSIONS = 200
"""Counted in one go."""


def count_sessions() -> int:
    """Keep the counts of sessions closed or corrected since the last time; return of how many.

    The rates read what is kept here and, live, only what is not: so no page ever reads every
    invitation again, and none shows a count that is out of date.
    """
    found = learning.to_count(MOST_SESSIONS)
    if not found:
        return 0
    ids = [session for session, _ in found]
    for table in (SessionCount, CountedSession):
        db.session.execute(delete(table).where(table.session_id.in_(ids)))
    rows = history.invitations(InterviewSession.id.in_(ids))
    keys = tuple(rows.c)
    db.session.execute(
        insert(SessionCount).from_select(
            [column.name for column in keys] + ["n"],
            select(*keys, func.count()).group_by(*keys),
        )
    )
    db.session.execute(
        insert(CountedSession),
        [{"session_id": session, "pulse": pulse} for session, pulse in found],
    )
    return len(found)


def learn_shock(now: datetime) -> bool:
    """Learn the common shock anew if days were closed, corrected or brought in; tell whether
    it was."""
    kept = {row.kind: row for row in db.session.scalars(select(LearnedShock))}
    seen = learning.state_of_history()
    if kept and all(row.seen == seen or row.learned_at > now - AGAIN for row in kept.values()):
        return False
    table, _ = rates.learned()
    found = learn_shocks(learning.latest_days(), table.prior)
    for kind, shock in ((ShockKind.BEFORE, found.before), (ShockKind.AFTER, found.after)):
        row = kept.get(kind) or LearnedShock(kind=kind)
        row.hundredths = round(shock.tau * 100)
        row.days, row.learned = shock.days, shock.learned
        row.seen, row.learned_at = seen, now
        db.session.add(row)
    return True


def keep_expectations(now: datetime) -> int:
    """Keep, when a slot begins, what was expected of everybody holding a place in it; return
    of how many. The calibration compares it with what happened; no page shows it."""
    statement = (
        select(
            Invitation.id,
            Invitation.reminder,
            Channel.name,
            Invitation.created_at,
            Slot.starts_at,
            *own_past(Invitation.id, Application.candidate_id),
        )
        .join(Slot, Slot.id == Invitation.slot_id)
        .join(Pool, Pool.id == Slot.pool_id)
        .join(InterviewSession, InterviewSession.id == Pool.session_id)
        .join(Application, Application.id == Invitation.application_id)
        .outerjoin(Promotion, Promotion.id == Application.promotion_id)
        .outerjoin(Channel, Channel.id == Promotion.channel_id)
        .where(
            InterviewSession.state == SessionState.PLANNED,
            Slot.starts_at <= now,
            Invitation.state.in_(HOLDING),
            or_(Invitation.expected_for.is_(None), Invitation.expected_for != Slot.starts_at),
        )
        .order_by(Invitation.id)
        .limit(MOST_AT_ONCE)
    )
    found = list(db.session.execute(statement))
    if not found:
        return 0
    table = rates.show_rates()
    values = [
        {
            "which": row[0],
            "p": round(forecast.at_start(table, row[1], row[2], row[3], row[4], row[5:]), 3),
            "start": row[4],
        }
        for row in found
    ]
    # a plain statement: what is kept here is no change of the invitation, so no new version
    db.session.connection().execute(
        update(Invitation.__table__)  # type: ignore[arg-type]
        .where(Invitation.__table__.c.id == bindparam("which"))
        .values(expected_p=bindparam("p"), expected_for=bindparam("start")),
        values,
    )
    return len(values)
