"""The time of a sitting: what is left, pauses, a moved end, a person's standing accommodation."""

from datetime import datetime, timedelta

from recruit.rules.sitting import MOST_EXTRA_MINUTES, AttemptState, Refusal

MOST_ACCOMMODATION = 200
"""Percent of a time limit."""
NOTICE = timedelta(minutes=10)
"""An end is moved earlier only so far that the person still has this long."""


def time_left(
    deadline_at: datetime | None, now: datetime, paused_at: datetime | None = None
) -> float | None:
    """Return the seconds to the end, None where no clock runs; in a pause they stand still."""
    if deadline_at is None:
        return None
    return (deadline_at - (now if paused_at is None else paused_at)).total_seconds()


def accommodated_minutes(limit_minutes: int | None, percent: int) -> int:
    """Return the minutes that a person's accommodation adds, rounded up. Where a test has no
    limit but its last day, there is nothing to add to."""
    return 0 if limit_minutes is None else -(-limit_minutes * percent // 100)


def accommodation_refusal(
    *, is_self: bool, percent: int, reason: str, open_already: bool
) -> Refusal | None:
    """Return why a person gets no standing accommodation, or None."""
    if is_self:
        return Refusal.OWN_TIME
    if open_already:
        return Refusal.ACCOMMODATED
    if not 1 <= percent <= MOST_ACCOMMODATION:
        return Refusal.OUT_OF_PERCENT
    return None if reason.strip() else Refusal.REASON_MISSING


def pause_refusal(
    state: AttemptState,
    *,
    is_self: bool,
    paused: bool,
    deadline_at: datetime | None,
    reason: str,
    now: datetime,
) -> Refusal | None:
    """Return why the clock of a sitting may not be stopped now, or None."""
    if is_self:
        return Refusal.OWN_TIME
    if state is not AttemptState.IN_PROGRESS:
        return Refusal.WRONG_STATE
    if paused:
        return Refusal.PAUSED
    if deadline_at is None or now > deadline_at:
        return Refusal.TIME_OVER
    return None if reason.strip() else Refusal.REASON_MISSING


def end_refusal(
    state: AttemptState,
    *,
    is_self: bool,
    deadline_at: datetime | None,
    wanted: datetime,
    paused_at: datetime | None,
    reason: str,
    now: datetime,
) -> Refusal | None:
    """Return why a running sitting may not end at `wanted` instead of `deadline_at`, or None.

    Later is free up to a day. Earlier leaves the person NOTICE to finish; in a pause that is
    counted from its beginning, since the rest of the time is given back at its end.
    """
    if is_self:
        return Refusal.OWN_TIME
    if state is not AttemptState.IN_PROGRESS or deadline_at is None:
        return Refusal.WRONG_STATE
    if wanted == deadline_at:
        return Refusal.SAME_END
    clock = now if paused_at is None else paused_at
    if clock > deadline_at:
        return Refusal.TIME_OVER
    if wanted < deadline_at and wanted < clock + NOTICE:
        return Refusal.NO_NOTICE
    if wanted > deadline_at + timedelta(minutes=MOST_EXTRA_MINUTES):
        return Refusal.TOO_MUCH_TIME
    return None if reason.strip() else Refusal.REASON_MISSING
