"""The words of an invitation's life, and which of them hold a place."""

from enum import StrEnum


class Reminder(StrEnum):
    """What an invited person said when asked whether they will come."""

    NOT_CALLED = "not_called"
    NO_ANSWER = "no_answer"
    UNSURE = "unsure"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class InvitationState(StrEnum):
    """A move keeps the state's row: `moves` counts it, and the state says what was answered."""

    PROPOSED = "proposed"
    SENT = "sent"
    CONFIRMED = "confirmed"
    UNSURE = "unsure"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    ARRIVED = "arrived"
    NO_SHOW = "no_show"


class ArrivalState(StrEnum):
    """Where somebody who came stands in the queue."""

    WAITING = "waiting"
    CALLED = "called"
    IN_INTERVIEW = "in_interview"
    DONE = "done"
    TURNED_AWAY = "turned_away"
    LEFT = "left"


AWAITED = (
    InvitationState.PROPOSED,
    InvitationState.SENT,
    InvitationState.CONFIRMED,
    InvitationState.UNSURE,
)
"""Holding a place and not here yet."""

HOLDING = (*AWAITED, InvitationState.ARRIVED)
"""Counted in a slot's `taken`, and unique per application."""

COUNTED = (InvitationState.ARRIVED, InvitationState.NO_SHOW)
"""The show rate's n once a session is closed; `arrived` is its numerator."""
