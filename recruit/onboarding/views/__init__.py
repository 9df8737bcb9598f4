"""Pages of onboarding."""

from recruit.onboarding.views import (
    bonuses,
    gates,
    log,
    mentors,
    plan_pages,
    plans,
    program_editor,
    programs,
    tasks,
    training,
)
from recruit.onboarding.views.blueprint import bp

__all__ = [
    "bonuses",
    "bp",
    "gates",
    "log",
    "mentors",
    "plan_pages",
    "plans",
    "program_editor",
    "programs",
    "tasks",
    "training",
]
