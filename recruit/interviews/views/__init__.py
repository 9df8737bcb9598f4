"""Pages of interviews: every module beside this one puts its pages on the blueprint."""

from recruit.interviews.views import decisions, desk, scorecards
from recruit.interviews.views.blueprint import bp

__all__ = ["bp", "decisions", "desk", "scorecards"]
