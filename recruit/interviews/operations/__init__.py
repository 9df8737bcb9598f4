"""Changing interviews. Nothing here commits; the edge does."""

from recruit.interviews.operations.answers import (
    call_back,
    confirm,
    decline,
    no_answer,
    note_answer,
    running_late,
    unsure,
)
from recruit.interviews.operations.cancelling import cancel_session
from recruit.interviews.operations.closing import (
    Outcome,
    close,
    close_due,
    correct_attendance,
    freeze_forecasts,
)
from recruit.interviews.operations.invitations import cancel, invite, move, undo_batch
from recruit.interviews.operations.limits import set_limit, set_limits
from recruit.interviews.operations.planning import (
    grant_panel,
    plan_group,
    plan_streaming,
)
from recruit.interviews.operations.reminders import remind
from recruit.interviews.operations.self_booking import book, hold, offer_times

__all__ = [
    "Outcome",
    "book",
    "call_back",
    "cancel",
    "cancel_session",
    "close",
    "close_due",
    "confirm",
    "correct_attendance",
    "decline",
    "freeze_forecasts",
    "grant_panel",
    "hold",
    "invite",
    "move",
    "no_answer",
    "note_answer",
    "offer_times",
    "plan_group",
    "plan_streaming",
    "remind",
    "running_late",
    "set_limit",
    "set_limits",
    "undo_batch",
    "unsure",
]
