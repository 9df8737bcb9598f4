"""Item analysis of a test, and how far two graders agree. Pure, numpy only.

The definitions are those of the Moodle quiz statistics ("Quiz statistics calculations" of the
Moodle developer documentation), so that figures from both can be put side by side:

- every variance and covariance divides by n - 1; skewness and kurtosis come from k-statistics;
- facility, sd of an item, discrimination and weights are percentages: 70.4, not 0.704;
- mean, median, sd and standard error of a test are in marks, as Moodle stores them;
  Cronbach's alpha (Moodle: coefficient of internal consistency) and the error ratio in percent.

`None` stands for a figure that does not exist: no variance, too few attempts, no marks to get.

A score of None says that the attempt did not hold the item (drawn from a pool, or excused); an
answer left empty is 0. Then an item is judged by the attempts that hold it; an attempt's total
is its share of the marks it could get, times the marks that attempts could get on average; and
items count in the sums by how many attempts hold them. Without None these are the plain sums.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from recruit.rules.double_marks import agreement, icc

__all__ = [
    "Figures",
    "ItemFigures",
    "TestFigures",
    "agreement",
    "icc",
    "item_statistics",
    "test_statistics",
]

Floats = NDArray[np.float64]
Score = float | None
NO_SPREAD = 1e-9
"""Values that lie closer together, relative to their size, are the same but for rounding."""


class Figures:
    """Named numbers, read by attribute or by name; `dict(figures)` gives them all in order."""

    def __getitem__(self, name: str) -> float | None:
        if name not in self.keys():
            raise KeyError(name)
        value: float | None = getattr(self, name)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """Return the names in order."""
        return tuple(one.name for one in fields(cls))  # type: ignore[arg-type]


@dataclass(frozen=True)
class ItemFigures(Figures):
    """One item, all in percent.

    facility: the mean mark of the most possible. sd: of the marks, of the most possible.
    discrimination_index: correlation of the item with the rest of the test, -100 to 100.
    discriminative_efficiency: covariance with the rest, of the greatest that the same marks
    could have had. effective_weight: the item's part in the spread of the totals, None for an
    item that lowers it (negative covariance). intended_weight: its part of the most possible.
    """

    facility: float | None
    sd: float | None
    discrimination_index: float | None
    discriminative_efficiency: float | None
    effective_weight: float | None
    intended_weight: float | None


@dataclass(frozen=True)
class TestFigures(Figures):
    """A whole test. mean, median, sd, standard_error: marks. skewness, kurtosis: plain numbers
    (0 for a bell). cronbach_alpha, error_ratio: percent; the error ratio says how much of the
    spread is chance, the standard error how far chance moves a single total."""

    __test__ = False

    mean: float | None
    median: float | None
    sd: float | None
    skewness: float | None
    kurtosis: float | None
    cronbach_alpha: float | None
    error_ratio: float | None
    standard_error: float | None


def item_statistics(
    scores: Sequence[Sequence[Score]], max_marks: Sequence[float]
) -> list[ItemFigures]:
    """Return the figures of every item.

    scores: a row per attempt, a mark per item (negative ones are allowed), None for an item
    that the attempt did not hold. max_marks: the most possible of each item, 0 or more.
    ValueError when the table is not of this shape or holds something that is no number.
    """
    table = _Table(scores, max_marks)
    shares = table.held.sum(axis=0)
    if not shares.any():
        shares = np.ones(len(table.most))
    together = [table.of(place) for place in range(len(table.most))]
    pulls = [_with_total(mark, rest) for mark, rest in together]
    pull = sum(
        share * np.sqrt(one)
        for share, one in zip(shares, pulls, strict=True)
        if one and one > 0
    )
    intended = float((shares * table.most).sum())
    found = []
    for (mark, rest), most, share, own in zip(together, table.most, shares, pulls, strict=True):
        n = len(mark)
        deviation = float(mark.std(ddof=1)) if n > 1 else None
        covariance = _covariance(mark, rest) if n > 1 else 0.0
        moves = n > 1 and _spread(mark) and _spread(rest)
        found.append(
            ItemFigures(
                facility=100 * float(mark.mean()) / most if n and most else None,
                sd=100 * deviation / most if deviation is not None and most else None,
                discrimination_index=100 * covariance / (deviation * float(rest.std(ddof=1)))
                if moves and deviation
                else None,
                discriminative_efficiency=100
                * covariance
                / _covariance(np.sort(mark), np.sort(rest))
                if moves
                else None,
                effective_weight=100 * float(share * np.sqrt(own)) / float(pull)
                if own is not None and own >= 0 and pull
                else None,
                intended_weight=100 * float(share * most) / intended if intended else None,
            )
        )
    return found


def test_statistics(
    scores: Sequence[Sequence[Score]], max_marks: Sequence[float]
) -> TestFigures:
    """Return the figures of the totals; scores and errors as in `item_statistics`.

    Skewness and alpha need three attempts, kurtosis four. With items that not every attempt
    held, alpha is that of an average paper, and None when fewer than two attempts held one.
    """
    table = _Table(scores, max_marks)
    totals = table.totals
    n = len(totals)
    if n == 0:
        return TestFigures(None, None, None, None, None, None, None, None)
    mean, median = float(totals.mean()), float(np.median(totals))
    if n == 1:
        return TestFigures(mean, median, None, None, None, None, None, None)
    sd = float(totals.std(ddof=1)) if _spread(totals) else 0.0
    skewness = kurtosis = alpha = ratio = error = None
    if n > 2 and sd:
        m2, m3, m4 = (float(((totals - mean) ** power).mean()) for power in (2, 3, 4))
        skewness = n * n * m3 / ((n - 1) * (n - 2)) / sd**3
        if n > 3:
            k4 = n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2)
            kurtosis = k4 / ((n - 1) * (n - 2) * (n - 3)) / sd**4
        alpha = _alpha(table, sd * sd)
    if alpha is not None:
        ratio = 100 * float(np.sqrt(max(0.0, 1 - alpha / 100)))
        error = ratio * sd / 100
    return TestFigures(mean, median, sd, skewness, kurtosis, alpha, ratio, error)


test_statistics.__test__ = False  # type: ignore[attr-defined]


class _Table:
    """Marks as numbers. held: which attempt holds which item; totals as the module says."""

    def __init__(self, scores: Sequence[Sequence[Score]], max_marks: Sequence[float]) -> None:
        self.most = _numbers([max_marks])[0]
        if (self.most < 0).any():
            raise ValueError("the most possible of an item is 0 or more")
        if any(len(row) != len(self.most) for row in scores):
            raise ValueError("every attempt needs a score, or None, for every item")
        self.held = np.array(
            [[value is not None for value in row] for row in scores], dtype=bool
        ).reshape(len(scores), len(self.most))
        filled = [[0.0 if value is None else value for value in row] for row in scores]
        self.marks = _numbers(filled).reshape(self.held.shape)
        attempts = self.held.any(axis=1)  # who held nothing at all tells nothing
        self.held, self.marks = self.held[attempts], self.marks[attempts]
        self.possible = self.held @ self.most
        self.usual = float(self.possible.mean()) if len(self.possible) else 0.0
        self.totals = self._scaled(self.marks.sum(axis=1), self.possible)

    def _scaled(self, sums: Floats, possible: Floats) -> Floats:
        """Sums out of different maxima, made comparable; unchanged where all are the same."""
        if not len(sums) or not _spread(self.possible):
            return sums
        share = np.divide(sums, possible, out=np.zeros_like(sums), where=possible > 0)
        return np.asarray(share * self.usual, dtype=np.float64)

    def of(self, place: int) -> tuple[Floats, Floats]:
        """An item's marks and the rest of the test, over the attempts that hold it."""
        who = self.held[:, place]
        mark = self.marks[who, place]
        rest = self.marks[who].sum(axis=1) - mark
        return mark, self._scaled(rest, self.possible[who] - self.most[place])


def _numbers(rows: Sequence[Sequence[float]]) -> Floats:
    table = np.array(rows, dtype=np.float64)
    if not np.isfinite(table).all():
        raise ValueError("scores and marks are finite numbers")
    return table


def _spread(values: Floats) -> bool:
    """Do they differ by more than rounding?"""
    size = max(1.0, float(np.abs(values).max(initial=0.0)))
    return len(values) > 1 and float(np.ptp(values)) > NO_SPREAD * size


def _covariance(a: Floats, b: Floats) -> float:
    return float(((a - a.mean()) * (b - b.mean())).sum() / (len(a) - 1))


def _with_total(mark: Floats, rest: Floats) -> float | None:
    """Covariance of an item with the total it is part of; what is only rounding is 0."""
    if len(mark) < 2:
        return None
    if not _spread(mark):
        return 0.0
    total = mark + rest
    found = _covariance(mark, total)
    size = float(mark.std(ddof=1) * total.std(ddof=1))
    return found if abs(found) > NO_SPREAD * size else 0.0


def _alpha(table: _Table, variance: float) -> float | None:
    """Cronbach's alpha in percent."""
    n = len(table.marks)
    counts = table.held.sum(axis=0)
    items = float(counts.sum()) / n
    if items <= 1 or (counts == 1).any():
        return None
    own = sum(
        float(count) / n * float(table.marks[table.held[:, place], place].var(ddof=1))
        for place, count in enumerate(counts)
        if count
    )
    return 100 * items / (items - 1) * (1 - own / variance)
