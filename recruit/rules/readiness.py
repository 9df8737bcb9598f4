"""Is somebody ready for independent work? Verified results of the last worked days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from recruit.rules.calendar import WorkDays

WINDOW_DAYS = 15
THRESHOLD_PERCENT = 80
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The last worked days and what was achieved on them, in the target's unit."""

    days: int
    """Worked days in the window so far; fewer than `wanted_days` means "too early to say"."""
    wanted_days: int
    achieved: int
    target: int
    """What the wanted days ask for at 100 %."""
    threshold_percent: int

    @property
    def needed(self) -> int:
        """What must be achieved: the threshold's share of the target, rounded up."""
        return -(-self.target * self.threshold_percent // 100)

    @property
    def percent(self) -> int:
        """The share of the target reached, in whole per cent, rounded down."""
        return self.achieved * 100 // self.target if self.target else 0

    @property
    def complete(self) -> bool:
        return self.days >= self.wanted_days

    @property
    def met(self) -> bool:
        """Whether the window is full and its results reach the threshold."""
        return self.complete and self.target > 0 and self.achieved >= self.needed


def window(
    results: Mapping[date, int],
    work: WorkDays,
    *,
    since: date,
    today: date,
    target_per_day: int,
    days: int = WINDOW_DAYS,
    threshold_percent: int = THRESHOLD_PERCENT,
) -> Window:
    """Return the window of the last `days` worked days before `today`, not before `since`.

    results: verified results per day. A result on a day that is not worked (a fair on a
    Saturday) counts towards the window in which the day lies. Today is not over: left out.
    """
    worked: list[date] = []
    day = today - _DAY
    while day >= since and len(worked) < days:
        if work.works(day):
            worked.append(day)
        day -= _DAY
    first = worked[-1] if len(worked) == days else since
    achieved = sum(amount for on, amount in results.items() if first <= on < today)
    return Window(len(worked), days, achieved, target_per_day * days, threshold_percent)
