"""When stages and tasks of a plan are due, in the working days of the site's calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from recruit.rules.calendar import WorkDays, add_months


@dataclass(frozen=True, slots=True)
class StageLength:
    """A stage as its dates see it: so many working days, or until months after the start.

    opened_on, closed_on: what really happened; None while it has not.
    """

    days: int | None = None
    months: int | None = None
    extra_days: int = 0
    opened_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class StageDates:
    starts_on: date
    due_on: date


def stage_dates(start: date, stages: Sequence[StageLength], work: WorkDays) -> list[StageDates]:
    """Return the dates of every stage in order; the day a stage opens is its first day.

    A stage that has not opened is expected on the working day after the one before it.
    """
    dates: list[StageDates] = []
    expected = work.on_or_after(start)
    for stage in stages:
        first = stage.opened_on or expected
        due = _due(start, first, stage, work)
        dates.append(StageDates(first, due))
        expected = work.next_day(max(first, stage.closed_on) if stage.closed_on else due)
    return dates


def _due(start: date, first: date, stage: StageLength, work: WorkDays) -> date:
    if stage.days is not None:
        return work.span(first, stage.days + stage.extra_days)
    plain = WorkDays(work.weekdays, work.holidays)
    until = plain.on_or_before(add_months(start, stage.months or 1))
    lost = sum(
        len(plain.between(max(pause.first, start), pause.last))
        for pause in work.pauses
        if pause.last is not None and pause.last >= start and pause.first <= until
    )
    due = work.add(until, lost + stage.extra_days)
    return max(due, work.on_or_after(first))


def task_due(anchor_on: date, offset: int, work: WorkDays) -> date:
    """Return the due date: `offset` working days from the anchor; zero is the anchor's day."""
    return work.add(anchor_on, offset)


CHECK_IN_DAYS = (30, 60, 90)
"""Calendar days after the start on which trainee and head talk; moved to a working day."""


class Reminder(StrEnum):
    """Which reminder of a due date is right today."""

    TOMORROW = "tomorrow"
    TODAY = "today"
    OVERDUE = "overdue"
    ESCALATED = "escalated"


ESCALATE_AFTER = 2
"""Working days after the due date on which the head hears of it too."""


def reminders(due_on: date, today: date, work: WorkDays) -> tuple[Reminder, ...]:
    """Return what is to be said today of something unfinished that is due on `due_on`.

    Each is said once, whenever the clock comes by: after an outage only what is true today.
    Nothing is said on a day that is not worked.
    """
    if not work.works(today):
        return ()
    if due_on == today:
        return (Reminder.TODAY,)
    if due_on > today:
        return (Reminder.TOMORROW,) if work.count(today, due_on) == 1 else ()
    late = work.count(due_on, today) >= ESCALATE_AFTER
    return (Reminder.OVERDUE, Reminder.ESCALATED) if late else (Reminder.OVERDUE,)
