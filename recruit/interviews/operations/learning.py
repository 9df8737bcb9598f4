"""The clock's part in learning: the day's common shock, and what was expected of each slot."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, or_, select, update

from recruit.candidates.models import Application
from recruit.interviews.models import (
    InterviewSession,
    Invitation,
    LearnedShock,
    Pool,
    SessionState,
    ShockKind,
    Slot,
)
from recruit.interviews.queries import forecast, learning, rates
from recruit.interviews.queries.own_past import own_past
from recruit.kernel.db import db
from recruit.rules.attendance import HOLDING
from recruit.rules.show_rate import learn_shocks
from recruit.vacancies.models import Channel, Promotion

ANEW = timedelta(days=1)
"""So old, it is learned again even without new days: attendance may have been corrected."""
MOST_AT_ONCE = 500


def learn_shock(now: datetime) -> bool:
    """Learn the common shock anew if days were closed or brought in; tell whether it was."""
    kept = {row.kind: row for row in db.session.scalars(select(LearnedShock))}
    seen = learning.state_of_history()
    if kept and all(row.seen == seen and row.learned_at > now - ANEW for row in kept.values()):
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
