"""What the public site answers when a lower feature asks."""

from typing import Any

from recruit.careers import queries
from recruit.vacancies import signals
from recruit.vacancies.models import Vacancy


def _count(vacancies: list[Vacancy], **_more: Any) -> signals.Figures:
    return queries.figures(vacancies)


def connect() -> None:
    """Listen; called once, by the application's factory."""
    signals.counting.connect(_count, weak=False)
