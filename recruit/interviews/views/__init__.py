"""Pages of interviews: every module beside this one puts its pages on the blueprint."""

from recruit.interviews.views import (
    attendance,
    board,
    decisions,
    desk,
    group,
    planner,
    scorecards,
    sessions,
)
from recruit.interviews.views.blueprint import bp

__all__ = [
    "attendance",
    "board",
    "bp",
    "decisions",
    "desk",
    "group",
    "planner",
    "scorecards",
    "sessions",
]
