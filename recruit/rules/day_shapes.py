"""The shape of a streaming day without its date: a template, or a copy of a day that was.

Times are minutes from midnight on the site's wall clock; people, rooms and vacancies are public
ids, so a shape outlives whoever it names.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from recruit.rules.slots import Hours

POSITIONS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""The steps from "nobody waits" to "no idle interviewer"."""
DEFAULT_WAIT = 0.2


@dataclass(frozen=True, slots=True)
class Worker:
    """One interviewer and their hours."""

    person: str
    hours: Hours


@dataclass(frozen=True, slots=True)
class PoolShape:
    """Interviewers who can all see the same candidates."""

    name: str
    vacancies: tuple[str, ...]
    workers: tuple[Worker, ...]


@dataclass(frozen=True, slots=True)
class DayShape:
    """A whole day. position: on the scale from "nobody waits" (0) to "no idle time" (1)."""

    site: str
    minutes: int
    position: float
    pools: tuple[PoolShape, ...]
    room: str = ""
    title: str = ""
    fair: bool = True
    top_ups_per_day: int = 0
    top_ups_cut_off: int = 24

    def as_json(self) -> dict[str, Any]:
        """Plain lists and numbers, for storage."""
        return asdict(self)

    @property
    def start(self) -> int:
        """When the first interviewer begins."""
        return min(one.hours.start for pool in self.pools for one in pool.workers)

    @property
    def end(self) -> int:
        """When the last one ends."""
        return max(one.hours.end for pool in self.pools for one in pool.workers)

    @property
    def common_break(self) -> tuple[int, int] | None:
        """The one break that everybody has, if that is so."""
        breaks = {one.hours.breaks for pool in self.pools for one in pool.workers}
        only = breaks.pop() if len(breaks) == 1 else ()
        return only[0] if len(only) == 1 else None


def from_json(given: Mapping[str, Any]) -> DayShape:
    """Return the shape that `as_json` wrote."""
    pools = tuple(
        PoolShape(
            pool["name"],
            tuple(pool["vacancies"]),
            tuple(
                Worker(
                    one["person"],
                    Hours(
                        one["hours"]["start"],
                        one["hours"]["end"],
                        tuple((a, b) for a, b in one["hours"]["breaks"]),
                    ),
                )
                for one in pool["workers"]
            ),
        )
        for pool in given["pools"]
    )
    return DayShape(**{**given, "pools": pools})


def hours_of(busy: Iterable[tuple[int, int]]) -> Hours:
    """Return the hours of somebody whose interviews were [start, end): the gaps are breaks."""
    rising = sorted(busy)
    gaps = tuple(
        (before[1], after[0]) for before, after in pairwise(rising) if before[1] < after[0]
    )
    return Hours(rising[0][0], rising[-1][1], gaps)


def position_of(cost_wait: float) -> float:
    """Return the step of the scale that is nearest to a cost of waiting."""
    if cost_wait <= 0:
        return POSITIONS[-1]
    exact = (1 - math.log10(cost_wait / DEFAULT_WAIT)) / 2
    return min(POSITIONS, key=lambda step: abs(step - exact))


def same_weekday_after(day: date, today: date) -> date:
    """Return the first day after today that falls on the weekday of `day`."""
    return today + timedelta(days=(day.weekday() - today.weekday() - 1) % 7 + 1)


def next_open_day(today: date, weekdays: int, holidays: Sequence[date]) -> date:
    """Return the first worked day after today; `weekdays` has a bit per day, Monday = 1."""
    for ahead in range(1, 31):
        day = today + timedelta(days=ahead)
        if weekdays >> day.weekday() & 1 and day not in holidays:
            return day
    return today + timedelta(days=1)
