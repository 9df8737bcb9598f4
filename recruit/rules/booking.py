"""Who may be invited to a slot, and why not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from recruit.rules.pipeline import CLOSED, Stage


class Refusal(StrEnum):
    SLOT_FULL = "slot_full"
    JUST_TAKEN = "just_taken"
    NOBODY = "nobody_chosen"
    TWICE = "chosen_twice"
    ALREADY_INVITED = "already_invited"
    NOT_TO_INVITE = "not_to_invite"
    APPLICATION_CLOSED = "application_closed"
    OTHER_VACANCY = "other_vacancy"
    SAME_SLOT = "same_slot"
    SLOT_NOT_OPEN = "slot_not_open"
    STARTED = "slot_started"
    SESSION_OVER = "session_over"
    NOT_HOLDING = "invitation_over"
    ALREADY_HERE = "already_here"
    ANSWER_UNKNOWN = "answer_unknown"
    UNDO_OVER = "undo_over"
    BELOW_TAKEN = "limit_below_taken"
    TOO_LATE_TO_CORRECT = "too_late_to_correct"
    ALREADY_INTERVIEWED = "already_interviewed"
    CALL_BACK_TIME = "call_back_time"
    NOT_THE_DAY = "not_the_day"


@dataclass(frozen=True, slots=True)
class Booking:
    """A wish to invite an application to a slot."""

    stage: Stage
    vacancy: int
    vacancies: Collection[int]
    """The vacancies whose candidates the slot's interviewers see."""
    starts_at: datetime
    session_planned: bool


def refusal(booking: Booking, *, now: datetime) -> Refusal | None:
    """Return why the application may not be invited there, or None.

    Whether a place is left is decided by the UPDATE that takes it, and not here.
    """
    if booking.stage in CLOSED:
        return Refusal.APPLICATION_CLOSED
    if booking.stage is Stage.INVITED:
        return Refusal.ALREADY_INVITED
    if booking.stage is not Stage.TO_INVITE:
        return Refusal.NOT_TO_INVITE
    if booking.vacancy not in booking.vacancies:
        return Refusal.OTHER_VACANCY
    return slot_refusal(booking.starts_at, booking.session_planned, now=now)


def slot_refusal(
    starts_at: datetime, session_planned: bool, *, now: datetime
) -> Refusal | None:
    """Return why nobody can be put into a slot any more, or None."""
    if not session_planned:
        return Refusal.SESSION_OVER
    return Refusal.STARTED if starts_at <= now else None
