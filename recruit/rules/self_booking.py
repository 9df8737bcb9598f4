"""Choosing a time oneself: who may, and for how long a place is held."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from recruit.rules.pipeline import CLOSED, Stage

HOLD = timedelta(minutes=10)
"""How long a place is kept for somebody who has chosen it and not booked yet."""
BOOKING_NOTICE = timedelta(hours=2)
"""A time that begins sooner cannot be chosen: somebody must still get there."""
LATENESS = (5, 10, 15, 20, 30, 45, 60, 90)
"""By how many minutes somebody can say they will be late."""


class Refusal(StrEnum):
    NOT_ASKED = "not_asked_to_choose"
    NOT_WAITING = "not_waiting_for_a_time"
    NO_TIMES = "no_times_left"
    TOO_SOON = "slot_too_soon"


def offer_refusal(stage: Stage, vacancy: int, with_times: Collection[int]) -> Refusal | None:
    """Return why a person cannot be asked to choose a time, or None.

    with_times: the vacancies for which a place is open to candidates.
    """
    if stage in CLOSED or stage is not Stage.TO_INVITE:
        return Refusal.NOT_WAITING
    return None if vacancy in with_times else Refusal.NO_TIMES


def refusal(stage: Stage, asked: bool, starts_at: datetime, *, now: datetime) -> Refusal | None:
    """Return why a person cannot hold or book this time, or None. Whether a place is left is
    decided by the UPDATE that takes it."""
    if not asked:
        return Refusal.NOT_ASKED
    if stage is not Stage.TO_INVITE:
        return Refusal.NOT_WAITING
    return Refusal.TOO_SOON if starts_at - now < BOOKING_NOTICE else None


def lateness(value: str) -> int | None:
    """Return a number of minutes that somebody may choose, or None for anything else."""
    return next((minutes for minutes in LATENESS if value == str(minutes)), None)
