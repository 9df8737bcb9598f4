"""Reading interviews. Loaders take the person: what they return is what that person may see."""

from recruit.interviews.queries.invitations import (
    batch_for,
    invitation_for,
    last_invitation,
    open_invitation,
    slots_to_move_to,
)
from recruit.interviews.queries.rates import show_rates
from recruit.interviews.queries.sessions import session_for, today
from recruit.interviews.queries.settings import interview_settings

__all__ = [
    "batch_for",
    "interview_settings",
    "invitation_for",
    "last_invitation",
    "open_invitation",
    "session_for",
    "show_rates",
    "slots_to_move_to",
    "today",
]
