"""What onboarding hears from the features below it."""

from datetime import datetime

from recruit.assessments.models import Attempt
from recruit.assessments.signals import released
from recruit.candidates.models import Application, Offer
from recruit.candidates.signals import hired
from recruit.onboarding import operations
from recruit.onboarding.queries import plans
from recruit.organization.models import WorkCalendar
from recruit.organization.signals import calendar_changed


def connect() -> None:
    """Connect the receivers; called once, by the factory."""
    hired.connect(_open_plan)
    released.connect(_record_result)
    calendar_changed.connect(_move_dates)


def _open_plan(application: Application, *, offer: Offer, now: datetime) -> None:
    operations.open_from_hire(application, offer, now=now)


def _record_result(attempt: Attempt, *, now: datetime) -> None:
    operations.record_result(attempt, now=now)


def _move_dates(calendar: WorkCalendar, *, now: datetime) -> None:
    for plan in plans.open_plans_of_calendar(calendar):
        operations.calendar_changed(plan, now=now)
