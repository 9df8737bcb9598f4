"""What a test teaches those who set it: what may be shown, what stands out, what it says later.

Figures of fewer than ten papers say more about people than about questions: they stay hidden,
also behind filters whose difference would show them.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from statistics import NormalDist, fmean, median
from typing import TypeVar

from recruit.rules.item_statistics import ItemFigures

ENOUGH = 10
"""Papers, or people, from which on figures are shown."""
VERY_EASY, VERY_HARD = 90.0, 20.0
"""Facility, percent."""
APART = 15.0
"""A discrimination index below this does not tell people apart."""
MANY = 1 / 3
"""A wrong option that so large a share chose deserves a look."""
HEAVY, LIGHT = 1.5, 0.5
"""Effective against intended weight."""
QUARTERS = 4

K = TypeVar("K", bound=Hashable)


def missing(papers: int) -> int:
    """Return how many papers are missing before figures may be shown; 0 when none are."""
    return max(0, ENOUGH - papers)


def together(papers: Mapping[K, int]) -> frozenset[K]:
    """Return which editions may be shown together, beside those that are shown alone.

    Whoever sees a sum and some of its parts sees the rest: a rest of one to nine papers is left
    out of the sum. Each edition with ten or more papers is shown alone too.
    """
    alone = {one for one, n in papers.items() if n >= ENOUGH}
    rest = sum(n for one, n in papers.items() if one not in alone)
    return frozenset(alone if 0 < rest < ENOUGH else papers)


class Flag(StrEnum):
    VERY_EASY = "very_easy"
    VERY_HARD = "very_hard"
    ALL_ALIKE = "all_alike"
    """Everybody got the same marks."""
    NOT_APART = "does_not_tell_apart"
    AGAINST = "better_people_do_worse"
    HEAVY = "weighs_more_than_meant"
    LIGHT = "weighs_less_than_meant"


def flags(figures: ItemFigures) -> list[Flag]:
    """Return what stands out about a question."""
    found = []
    if figures.facility is None:
        return []
    if figures.facility >= VERY_EASY:
        found.append(Flag.VERY_EASY)
    elif figures.facility <= VERY_HARD:
        found.append(Flag.VERY_HARD)
    index = figures.discrimination_index
    if figures.sd is not None and figures.sd < 1e-6:
        return [*found, Flag.ALL_ALIKE]
    if index is not None and index < 0:
        found.append(Flag.AGAINST)
    elif index is not None and index < APART:
        found.append(Flag.NOT_APART)
    effective, intended = figures.effective_weight, figures.intended_weight
    if effective is not None and intended:
        if effective > HEAVY * intended:
            found.append(Flag.HEAVY)
        elif effective < LIGHT * intended and Flag.VERY_EASY not in found:
            found.append(Flag.LIGHT)
    return found


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How many chose an option, in all and among the best and the worst third by total."""

    text: str
    right: bool
    chosen: int
    upper: int
    lower: int


def tempting(options: Sequence[OptionCount], papers: int) -> list[OptionCount]:
    """Return the wrong options that many chose, or more of the best than of the worst third."""
    return [
        one
        for one in options
        if not one.right
        and papers
        and one.chosen >= 2
        and (one.chosen / papers >= MANY or one.upper > one.lower)
    ]


def thirds(totals: Mapping[K, float]) -> tuple[frozenset[K], frozenset[K]]:
    """Return (the best third, the worst third), rounded down.

    Where the border falls among equal totals, whoever is of that total belongs to neither.
    """
    size = len(totals) // 3
    if not size:
        return frozenset(), frozenset()
    rising = sorted(totals.values())
    low, high = rising[size - 1], rising[-size]
    below, above = rising[size], rising[-size - 1]
    worst = frozenset(k for k, v in totals.items() if v < low or (v == low and below > low))
    best = frozenset(k for k, v in totals.items() if v > high or (v == high and above < high))
    return best, worst


def histogram(percents: Sequence[float]) -> list[tuple[int, int]]:
    """Return (from this percent, how many) in steps of ten; 100 is in the last step."""
    counts = [0] * 10
    for percent in percents:
        counts[max(0, min(9, int(percent // 10)))] += 1
    return [(10 * step, n) for step, n in enumerate(counts)]


def minutes_spent(started_at: datetime, last_saved: Mapping[K, datetime]) -> dict[K, float]:
    """Return the minutes that one paper spent on each question, as well as saving tells.

    last_saved: when each question's last text arrived. Time runs from the last text of the
    question finished just before, or from the beginning; going back and forth blurs it.
    """
    found = {}
    before = started_at
    for one, at in sorted(last_saved.items(), key=lambda pair: pair[1]):
        found[one] = max(0.0, (at - before).total_seconds() / 60)
        before = at
    return found


# --- graders ----------------------------------------------------------------------------------


def severity(
    own: Mapping[K, Sequence[float]], others: Mapping[K, Sequence[float]]
) -> float | None:
    """Return by how many percentage points somebody marks above (+) or below (-) the others.

    own, others: shares (0 to 1) of the points given, by question. Only questions that both
    marked count, each by how often this person marked it. None without one.
    """
    gaps = [
        (len(shares), fmean(shares) - fmean(others[one]))
        for one, shares in own.items()
        if shares and others.get(one)
    ]
    marks = sum(n for n, _ in gaps)
    return 100 * sum(n * gap for n, gap in gaps) / marks if marks else None


def quarter(share: float) -> int:
    """Return a mark's category for kappa: 0 (nothing) to 4 (everything), the nearest."""
    return max(0, min(QUARTERS, math.floor(share * QUARTERS + 0.5)))


def middle(values: Sequence[float]) -> float | None:
    """Return the median, None of nothing."""
    return median(values) if values else None


# --- what came later --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Link:
    """A correlation (-1 to 1) with its 95 % interval over n people."""

    r: float
    low: float
    high: float
    n: int

    @property
    def says_nothing(self) -> bool:
        """Does the interval hold zero?"""
        return self.low <= 0 <= self.high


def link(pairs: Sequence[tuple[float, float]]) -> Link | None:
    """Return how two figures of the same people go together (Pearson, interval by Fisher's z).

    None for fewer than ten pairs, or when one of the two is the same for everybody.
    """
    n = len(pairs)
    if n < ENOUGH:
        return None
    x, y = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    dx, dy = [one - fmean(x) for one in x], [one - fmean(y) for one in y]
    size = math.sqrt(math.fsum(a * a for a in dx)) * math.sqrt(math.fsum(b * b for b in dy))
    if max(x) - min(x) < 1e-9 or max(y) - min(y) < 1e-9 or not size:
        return None
    r = max(-1.0, min(1.0, math.fsum(a * b for a, b in zip(dx, dy, strict=True)) / size))
    if abs(r) > 1 - 1e-12:
        return Link(r, r, r, n)
    reach = NormalDist().inv_cdf(0.975) / math.sqrt(n - 3)
    z = math.atanh(r)
    return Link(r, math.tanh(z - reach), math.tanh(z + reach), n)


@dataclass(frozen=True, slots=True)
class Group:
    """People next to each other by result: how many, their mean result, their mean figure."""

    n: int
    result: float
    figure: float


def groups(pairs: Sequence[tuple[float, float]]) -> list[Group]:
    """Return the people in groups by result, the lowest first, at least five in each: halves
    from ten people on, thirds from fifteen. Nothing for fewer."""
    n = len(pairs)
    if n < ENOUGH:
        return []
    count = 3 if n >= 3 * ENOUGH // 2 else 2
    rising = sorted(pairs)
    cuts = [round(n * step / count) for step in range(count + 1)]
    return [
        Group(len(part), fmean(one[0] for one in part), fmean(one[1] for one in part))
        for part in (rising[a:b] for a, b in pairwise(cuts))
    ]
