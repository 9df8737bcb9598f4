"""What the clock does to vacancies."""

from collections.abc import Callable
from datetime import datetime, timedelta

from recruit.vacancies import operations


def pause_expired(now: datetime) -> None:
    """Take vacancies from the public once their closing date has passed at their site."""
    operations.pause_expired(now)


JOBS: tuple[tuple[str, timedelta, Callable[[datetime], None]], ...] = (
    ("vacancies.pause_expired", timedelta(minutes=5), pause_expired),
)
