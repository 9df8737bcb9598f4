"""Pages of interviews: every module beside this one puts its pages on the blueprint."""

from recruit.interviews.views import (
    attendance,
    board,
    calls,
    closing,
    decisions,
    desk,
    desk_kept,
    desk_overflow,
    group,
    kiosk,
    mine,
    planner,
    rates,
    scorecards,
    self_booking,
    sessions,
    settings,
)
from recruit.interviews.views.blueprint import bp

__all__ = [
    "attendance",
    "board",
    "bp",
    "calls",
    "closing",
    "decisions",
    "desk",
    "desk_kept",
    "desk_overflow",
    "group",
    "kiosk",
    "mine",
    "planner",
    "rates",
    "scorecards",
    "self_booking",
    "sessions",
    "settings",
]
