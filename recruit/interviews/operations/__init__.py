"""Changing interviews. Nothing here commits; the edge does."""

from recruit.interviews.operations.answers import (
    confirm,
    decline,
    no_answer,
    note_answer,
    unsure,
)
from recruit.interviews.operations.closing import (
    Outcome,
    close,
    close_due,
    correct_attendance,
    freeze_forecasts,
    remind,
)
from recruit.interviews.operations.invitations import cancel, invite, move, undo_batch
from recruit.interviews.operations.limits import set_limit, set_limits
from recruit.interviews.operations.planning import (
    cancel_session,
    grant_panel,
    plan_group,
    plan_streaming,
)

__all__ = [
    "Outcome",
    "cancel",
    "cancel_session",
    "close",
    "close_due",
    "confirm",
    "correct_attendance",
    "decline",
    "freeze_forecasts",
    "grant_panel",
    "invite",
    "move",
    "no_answer",
    "note_answer",
    "plan_group",
    "plan_streaming",
    "remind",
    "set_limit",
    "set_limits",
    "undo_batch",
    "unsure",
]
