"""What the report of interview days holds."""

from dataclasses import dataclass
from datetime import date
from math import ceil

from recruit.rules.interview_yield import Gain, WaitOfThird
from recruit.rules.money import Money


@dataclass(frozen=True, slots=True)
class Month:
    """The days of one month. first: its first day; idle in interviewer-minutes."""

    first: date
    days: int
    places: int
    invited: int
    came: int
    held: int
    idle_minutes: float
    waits: tuple[int, ...]

    @property
    def median_wait(self) -> float:
        """Minutes."""
        return _point(self.waits, 0.5)


@dataclass(frozen=True, slots=True)
class Yield:
    """All closed days of the period that the person may count.

    meetings: interviews that were held, in groups too; spent: what promotions that began in
    the period cost, per currency; hour: the price of an interviewer's hour, if one is set.
    """

    meetings: int
    groups: int
    spent: tuple[Money, ...]
    hour: Money | None
    gain: Gain
    months: tuple[Month, ...]
    waits: tuple[int, ...]
    away: int
    """People who came and were not interviewed: turned away, or left."""
    bands: list[tuple[int | None, int]]
    thirds: tuple[WaitOfThird, ...]
    ratio: float | None

    @property
    def idle_minutes(self) -> float:
        """Interviewer-minutes without a candidate, in streaming days."""
        return sum(month.idle_minutes for month in self.months)

    @property
    def idle_cost(self) -> Money | None:
        """What the idle time cost; None without a price."""
        if self.hour is None:
            return None
        return Money(round(self.idle_minutes / 60 * self.hour.minor), self.hour.currency)

    @property
    def median_wait(self) -> float:
        """Minutes."""
        return _point(self.waits, 0.5)

    @property
    def long_wait(self) -> float:
        """The 90 % point, in minutes."""
        return _point(self.waits, 0.9)

    def totals(self) -> list[Money]:
        """Return promotion and idle time together, one amount per currency."""
        sums: dict[str, int] = {}
        for amount in (*self.spent, *([self.idle_cost] if self.idle_cost else [])):
            sums[amount.currency] = sums.get(amount.currency, 0) + amount.minor
        return [Money(minor, currency) for currency, minor in sorted(sums.items())]


def _point(rising: tuple[int, ...], share: float) -> float:
    """The smallest of rising numbers that so large a share of them does not exceed."""
    if not rising:
        return 0.0
    return float(rising[max(0, ceil(share * len(rising)) - 1)])
