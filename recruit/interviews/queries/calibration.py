"""Were the forecasts right? What was expected when each slot began, against who came."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, func, select

from recruit.interviews.models import (
    InterviewSession,
    Invitation,
    Pool,
    SessionState,
    Slot,
)
from recruit.kernel.db import db
from recruit.rules.attendance import COUNTED, InvitationState
from recruit.rules.show_rate import BINS, Scores, brier, calibration, log_loss

LOOKED_BACK = timedelta(days=730)
FEWEST = 3
"""Nothing is said about fewer invitations: of one, it would be that person's own chance."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month's forecasts. first: its first day; expected: how many were expected to come;
    days_inside of days: pools whose arrivals fell into the day's 80 % interval."""

    first: date
    n: int
    expected: float
    came: int
    brier: float
    log_loss: float
    days_inside: int
    days: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """All forecasts of two years, and month by month, the oldest first."""

    scores: Scores
    expected: float
    came: int
    months: tuple[Month, ...]
    days_inside: int
    days: int


def kept_forecasts(now: datetime) -> Calibration:
    """Return how the forecasts kept at the start of slots and days did: two statements."""
    since = (now - LOOKED_BACK).date()
    showed = case((Invitation.state == InvitationState.ARRIVED, 1), else_=0)
    people = (
        select(InterviewSession.held_on, Invitation.expected_p, showed, func.count())
        .join(Slot, Slot.id == Invitation.slot_id)
        .join(Pool, Pool.id == Slot.pool_id)
        .join(InterviewSession, InterviewSession.id == Pool.session_id)
        .where(
            InterviewSession.state == SessionState.CLOSED,
            InterviewSession.held_on >= since,
            Invitation.state.in_(COUNTED),
            Invitation.expected_p.is_not(None),
        )
        .group_by(InterviewSession.held_on, Invitation.expected_p, showed)
        .order_by(InterviewSession.held_on, Invitation.expected_p, showed)
    )
    predicted: dict[date, list[float]] = defaultdict(list)
    shown: dict[date, list[bool]] = defaultdict(list)
    for held_on, p, came, n in db.session.execute(people):
        month = held_on.replace(day=1)
        predicted[month] += [p] * n
        shown[month] += [bool(came)] * n
    for month in [key for key, given in predicted.items() if len(given) < FEWEST]:
        del predicted[month], shown[month]  # the numbers would be one person's
    days = _days(since)
    months = tuple(
        Month(
            month,
            len(shown[month]),
            sum(predicted[month]),
            sum(shown[month]),
            brier(predicted[month], shown[month]),
            log_loss(predicted[month], shown[month]),
            *days.get(month, (0, 0)),
        )
        for month in sorted({*predicted, *days})
    )
    everybody = [p for month in sorted(predicted) for p in predicted[month]]
    outcomes = [came for month in sorted(shown) for came in shown[month]]
    return Calibration(
        calibration(everybody, outcomes, max(1, min(BINS, len(everybody) // FEWEST))),
        sum(everybody),
        sum(outcomes),
        months,
        sum(inside for inside, _ in days.values()),
        sum(n for _, n in days.values()),
    )


def _days(since: date) -> dict[date, tuple[int, int]]:
    """Per month (days inside their 80 % interval, days); a day of a pool counts as one."""
    came = func.sum(case((Invitation.state == InvitationState.ARRIVED, 1), else_=0))
    statement = (
        select(InterviewSession.held_on, Pool.forecast_low, Pool.forecast_high, came)
        .join(Pool, Pool.session_id == InterviewSession.id)
        .join(Slot, Slot.pool_id == Pool.id)
        .join(Invitation, Invitation.slot_id == Slot.id)
        .where(
            InterviewSession.state == SessionState.CLOSED,
            InterviewSession.held_on >= since,
            Pool.forecast_at.is_not(None),
            Invitation.state.in_(COUNTED),
        )
        .group_by(Pool.id, InterviewSession.held_on, Pool.forecast_low, Pool.forecast_high)
    )
    found: dict[date, tuple[int, int]] = {}
    for held_on, low, high, shows in db.session.execute(statement):
        month = held_on.replace(day=1)
        inside, n = found.get(month, (0, 0))
        found[month] = (inside + (low <= shows <= high), n + 1)
    return found
