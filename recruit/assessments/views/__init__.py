"""Pages of assessments."""

from recruit.assessments.views import (
    answers,
    appeals,
    control,
    grading,
    papers,
    products,
    questions,
    sitting,
    statistics,
    tests,
)
from recruit.assessments.views.blueprint import bp

__all__ = [
    "answers",
    "appeals",
    "bp",
    "control",
    "grading",
    "papers",
    "products",
    "questions",
    "sitting",
    "statistics",
    "tests",
]
