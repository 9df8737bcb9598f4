"""What assessments hear from the features below them."""

from datetime import datetime

from recruit.assessments import operations
from recruit.organization.models import WorkCalendar
from recruit.organization.signals import calendar_changed


def connect() -> None:
    """Connect the receivers; called once, by the factory."""
    calendar_changed.connect(_move_due_days)


def _move_due_days(calendar: WorkCalendar, *, now: datetime) -> None:
    operations.follow_calendar(calendar, now=now)
