"""Counting working days: deadlines are local dates, never "now + 24 h x n".

A day counts when the site's calendar works on its weekday, it is no holiday, and the plan is
not paused on it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

EVERY_DAY = 127
MONDAY_TO_FRIDAY = 31
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A run of days, both ends included; `last` None means "until further notice"."""

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise ValueError("a period ends before it starts")

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class WorkDays:
    """Which days count. `weekdays` has a bit per day: Monday = 1 .. Sunday = 64.

    A pause without an end stops the clock only while one counts up to a given day; the day of
    a deadline cannot be known before the pause ends, so adding days skips closed pauses only.
    """

    weekdays: int = MONDAY_TO_FRIDAY
    holidays: frozenset[date] = frozenset()
    pauses: tuple[Period, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.weekdays <= EVERY_DAY:
            raise ValueError("a calendar works on at least one weekday")

    def works(self, day: date) -> bool:
        """Tell whether this day counts."""
        return self._open(day) and not any(day in pause for pause in self.pauses)

    def on_or_after(self, day: date) -> date:
        """Return this day when it counts, else the next one that does."""
        while not self._counts_for_deadlines(day):
            day += _DAY
        return day

    def on_or_before(self, day: date) -> date:
        """Return this day when it counts, else the last one before it that does."""
        while not self._counts_for_deadlines(day):
            day -= _DAY
        return day

    def next_day(self, day: date) -> date:
        """Return the first working day after `day`."""
        return self.on_or_after(day + _DAY)

    def previous_day(self, day: date) -> date:
        """Return the last working day before `day`."""
        return self.on_or_before(day - _DAY)

    def add(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`; negative counts go back.

        Zero is the day itself, or the next working day when it is not one.
        """
        if count < 0:
            return self.subtract(day, -count)
        if count == 0:
            return self.on_or_after(day)
        for _ in range(count):
            day = self.next_day(day)
        return day

    def subtract(self, day: date, count: int) -> date:
        """Return the `count`-th working day before `day`; zero as in `add`."""
        if count < 0:
            return self.add(day, -count)
        if count == 0:
            return self.on_or_after(day)
        for _ in range(count):
            day = self.previous_day(day)
        return day

    def span(self, first: date, length: int) -> date:
        """Return the last day of a stretch of `length` working days that starts on `first`."""
        if length < 1:
            raise ValueError("a stretch has at least one day")
        return self.add(self.on_or_after(first), length - 1)

    def count(self, after: date, until: date) -> int:
        """Return how many working days lie after `after`, up to and including `until`.

        Negative when `until` is the earlier one.
        """
        if until < after:
            return -self.count(until, after)
        days = (after + _DAY * n for n in range(1, (until - after).days + 1))
        return sum(1 for day in days if self.works(day))

    def between(self, first: date, last: date) -> list[date]:
        """Return the working days from `first` to `last`, both included."""
        days = (first + _DAY * n for n in range((last - first).days + 1))
        return [day for day in days if self.works(day)]

    def _open(self, day: date) -> bool:
        return bool(self.weekdays >> day.weekday() & 1) and day not in self.holidays

    def _counts_for_deadlines(self, day: date) -> bool:
        return self._open(day) and not any(
            day in pause for pause in self.pauses if pause.last is not None
        )


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    following = date(year + month // 12, month % 12 + 1, 1)
    last = (following - _DAY).day
    return date(year, month, min(day.day, last))
