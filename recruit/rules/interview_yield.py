"""What a period of closed interview days brought, and what overbooking earned in it.

The comparison: had every place been given to exactly one person, everybody who came would have
been interviewed at once, and as many would have come as by the day's own show rate.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WAIT_BANDS = (5, 10, 20, 30, 45, 60)
"""Upper ends of the bands of waiting minutes; the last band has none."""
FEWEST_FOR_THIRDS = 9


@dataclass(frozen=True, slots=True)
class HeldDay:
    """One closed streaming session.

    places: interviews that fitted into the slots; invited: people holding a place when their
    slot began, of whom came; held: interviews; idle: interviewer-slots, each of so many minutes.
    """

    places: int
    minutes: int
    invited: int
    came: int
    held: int
    overtime: int
    turned_away: int
    idle: float
    waits: tuple[int, ...]

    @property
    def given(self) -> int:
        """Places that would have been given to one person each: no more than were invited."""
        return min(self.places, self.invited)

    @property
    def one_by_one(self) -> float | None:
        """Interviews expected with one person for each place; None where nobody was invited."""
        return self.given * self.came / self.invited if self.invited else None


@dataclass(frozen=True, slots=True)
class Gain:
    """The days together. Only days that invited somebody are compared.

    given: invitations with one person for each place; held and one_by_one: interviews;
    idle_saved: interviewer-minutes that would have been idle beside those that were.
    """

    days: int
    places: int
    given: int
    invited: int
    came: int
    held: int
    one_by_one: float
    idle_minutes: float
    idle_minutes_one_by_one: float
    overtime: int
    turned_away: int

    @property
    def more(self) -> float:
        """Interviews more than one by one."""
        return self.held - self.one_by_one

    @property
    def idle_saved(self) -> float:
        """Interviewer-minutes."""
        return self.idle_minutes_one_by_one - self.idle_minutes


def gain(days: Iterable[HeldDay]) -> Gain:
    """Add the days up."""
    compared = [(day, one) for day in days if (one := day.one_by_one) is not None]
    return Gain(
        len(compared),
        sum(day.places for day, _ in compared),
        sum(day.given for day, _ in compared),
        sum(day.invited for day, _ in compared),
        sum(day.came for day, _ in compared),
        sum(day.held for day, _ in compared),
        sum(one for _, one in compared),
        sum(day.idle * day.minutes for day, _ in compared),
        sum((day.places - one) * day.minutes for day, one in compared),
        sum(day.overtime for day, _ in compared),
        sum(day.turned_away for day, _ in compared),
    )


def wait_bands(waits: Iterable[int]) -> list[tuple[int | None, int]]:
    """(upper end of the band in minutes, None for the last; how many waited so long)."""
    counts = [0] * (len(WAIT_BANDS) + 1)
    for wait in waits:
        counts[sum(wait >= end for end in WAIT_BANDS)] += 1
    return list(zip((*WAIT_BANDS, None), counts, strict=True))


@dataclass(frozen=True, slots=True)
class WaitOfThird:
    """Those of a reliability third who came: how many, and how long they waited on average."""

    n: int
    mean: float


def fairness(
    invited: Sequence[float], came: Iterable[tuple[float, int]]
) -> tuple[tuple[WaitOfThird, ...], float | None]:
    """The mean wait of each reliability third, least reliable first, and the largest over the
    smallest, None where the smallest is nothing.

    invited: what was expected of everybody invited, which cuts the thirds (equal ones stay
    together); came: (what was expected, minutes waited) of those who came. Empty below nine.
    """
    if len(invited) < FEWEST_FOR_THIRDS:
        return (), None
    order = sorted(invited)
    middle = {p: (bisect_left(order, p) + bisect_right(order, p)) / 2 for p in set(order)}
    waits: list[list[int]] = [[], [], []]
    for p, minutes in came:
        if p in middle:
            waits[min(2, int(3 * middle[p] / len(order)))].append(minutes)
    thirds = tuple(
        WaitOfThird(len(third), sum(third) / len(third) if third else 0.0) for third in waits
    )
    shown = [third.mean for third in thirds if third.n]
    smallest = min(shown, default=0.0)
    return thirds, max(shown) / smallest if smallest > 0 and len(shown) > 1 else None
