"""What the clock does for interviews. Every job asks what is due and not done."""

from collections.abc import Callable
from datetime import datetime, timedelta

from recruit.interviews import operations
from recruit.interviews.operations import attendance_import, holds, learning, top_ups
from recruit.notifications import undo


def close_sessions(now: datetime) -> None:
    """Sessions that are over are closed; who did not come is a no-show."""
    operations.close_due(now)


def freeze_forecasts(now: datetime) -> None:
    """What was expected is kept when a day begins."""
    operations.freeze_forecasts(now)


def keep_expectations(now: datetime) -> None:
    """What was expected of a slot's people is kept when it begins."""
    learning.keep_expectations(now)


def learn_shock(now: datetime) -> None:
    """Closed days are counted; what a day's people share is learned from them."""
    learning.count_sessions()
    learning.learn_shock(now)


def remind(now: datetime) -> None:
    """Who is awaited is reminded, so many hours before as the company has chosen."""
    operations.remind(now)


def free_holds(now: datetime) -> None:
    """Places of people who chose and did not book are free again."""
    holds.free_expired(now)


def top_up(now: datetime) -> None:
    """Where a day allows it, the next people are invited in place of those who declined."""
    top_ups.top_up_due(now, due_at=undo.leaves_at(now))


def read_attendance(now: datetime) -> None:
    """The next piece of a file of past interviews is read."""
    attendance_import.step(now)


JOBS: tuple[tuple[str, timedelta, Callable[[datetime], None]], ...] = (
    ("interviews.forecast", timedelta(seconds=30), freeze_forecasts),
    ("interviews.expect", timedelta(seconds=30), keep_expectations),
    ("interviews.learn", timedelta(minutes=1), learn_shock),
    ("interviews.close", timedelta(minutes=1), close_sessions),
    ("interviews.remind", timedelta(minutes=5), remind),
    ("interviews.top-ups", timedelta(minutes=1), top_up),
    ("interviews.holds", timedelta(minutes=1), free_holds),
    ("interviews.attendance", timedelta(seconds=2), read_attendance),
)
