"""Do the observers agree? Kendall's W, the intraclass correlation, and what to look at twice.

Everything is exact (fractions) until the last step; nothing here decides anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from recruit.rules.scoring import Marks, observer_scores

Number = int | float | Fraction

FAR = Fraction(1)
"""An observer whose marks are this much lower (or higher), on average, than those of each of the
others is pointed out."""
FLAT = Fraction(1, 2)
"""A criterion whose candidates' means lie closer together than this tells nobody apart."""
ENOUGH = 3
"""Fewer candidates than this say nothing about an observer's habits or a criterion."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """kendall_w: 0 to 1, the observers' orders compared. icc_single, icc_mean: ICC(2,1) and
    ICC(2,k) of Shrout and Fleiss, the marks themselves compared, for one observer and for the
    mean of these k. None: not to be had. candidates: those whom every observer marked."""

    observers: int
    candidates: int
    kendall_w: float | None
    icc_single: float | None
    icc_mean: float | None


class Oddity(StrEnum):
    HARSH = "observer_harsh"
    MILD = "observer_mild"
    FLAT = "criterion_flat"


@dataclass(frozen=True, slots=True)
class Remark:
    """What the panel should look at: `about` is an observer or a criterion, `by` how many marks
    they lie below or above the others, or how far apart the criterion's means are."""

    oddity: Oddity
    about: str
    by: float


def ranks(values: Sequence[Number]) -> list[Fraction]:
    """Return ranks from 1 (the smallest); equal values share the mean of their ranks."""
    order = sorted(values)
    first: dict[Number, int] = {}
    count: dict[Number, int] = {}
    for place, value in enumerate(order, 1):
        first.setdefault(value, place)
        count[value] = count.get(value, 0) + 1
    return [first[value] + Fraction(count[value] - 1, 2) for value in values]


def kendall_w(rows: Sequence[Sequence[Number]]) -> float | None:
    """Return Kendall's coefficient of concordance, corrected for ties.

    rows: one per observer, a value per candidate, complete. None with fewer than two observers
    or candidates, and when every observer ranks everybody alike.
    """
    observers = len(rows)
    candidates = len(rows[0]) if rows else 0
    if observers < 2 or candidates < 2:
        return None
    ranked = [ranks(row) for row in rows]
    sums = [sum(column, Fraction()) for column in zip(*ranked, strict=True)]
    middle = Fraction(observers * (candidates + 1), 2)
    spread = sum(((total - middle) ** 2 for total in sums), Fraction())
    ties = sum(count**3 - count for row in rows for count in _group_sizes(row))
    most = observers**2 * (candidates**3 - candidates) - observers * ties
    return float(12 * spread / most) if most else None


def icc(rows: Sequence[Sequence[Number]]) -> tuple[float | None, float | None]:
    """Return ICC(2,1) and ICC(2,k): two-way random effects, absolute agreement.

    rows: one per observer, a mark per candidate, complete. A value below zero says that the
    observers agree less than by chance. None where it cannot be estimated: fewer than two
    observers or candidates, no variance, or for the mean a variance that comes out negative.
    """
    k = len(rows)
    n = len(rows[0]) if rows else 0
    if k < 2 or n < 2:
        return None, None
    msr, msc, mse = mean_squares(rows)
    single = msr + (k - 1) * mse + Fraction(k) * (msc - mse) / n
    mean = msr + (msc - mse) / n
    return (
        float((msr - mse) / single) if single > 0 else None,
        float((msr - mse) / mean) if mean > 0 else None,
    )


def mean_squares(rows: Sequence[Sequence[Number]]) -> tuple[Fraction, Fraction, Fraction]:
    """Return the mean squares between candidates, between observers, and of what is left.

    rows: one per observer, a mark per candidate, complete, at least two of each.
    """
    k, n = len(rows), len(rows[0])
    marks = [[Fraction(value) for value in row] for row in rows]
    everything = [value for row in marks for value in row]
    grand = _mean(everything)
    of_candidates = [_mean(column) for column in zip(*marks, strict=True)]
    of_observers = [_mean(row) for row in marks]
    between = k * sum(((mean - grand) ** 2 for mean in of_candidates), Fraction())
    observers = n * sum(((mean - grand) ** 2 for mean in of_observers), Fraction())
    total = sum(((value - grand) ** 2 for value in everything), Fraction())
    left = total - between - observers
    return between / (n - 1), observers / (k - 1), left / ((n - 1) * (k - 1))


def agreement(marks: Sequence[Marks], criterion: str | None = None) -> Agreement:
    """Return how far the observers agree, overall (the mean of each card) or on one criterion,
    over the candidates whom every one of them marked."""
    given = observer_scores(marks, criterion)
    seen = [set(scores) for scores in given.values()]
    shared = sorted(set.intersection(*seen)) if seen else []
    rows = [[scores[name] for name in shared] for _, scores in sorted(given.items())]
    single, mean = icc(rows)
    return Agreement(
        observers=len(rows),
        candidates=len(shared),
        kendall_w=kendall_w(rows),
        icc_single=single,
        icc_mean=mean,
    )


def remarks(marks: Sequence[Marks], criteria: Sequence[str]) -> list[Remark]:
    """Return what stands out: an observer far harsher or milder than the others on the same
    candidates, a criterion on which nobody differs. Needs three candidates to say anything."""
    found: list[Remark] = []
    given = observer_scores(marks)
    for observer, own in sorted(given.items()):
        gaps = [_gap(own, scores) for name, scores in given.items() if name != observer]
        known = [gap for gap in gaps if gap is not None]
        if known and max(known) <= -FAR:
            found.append(Remark(Oddity.HARSH, observer, -float(_mean(known))))
        elif len(known) > 1 and min(known) >= FAR:  # of two, the lower one is named
            found.append(Remark(Oddity.MILD, observer, float(_mean(known))))
    for criterion in criteria:
        by_candidate: dict[str, list[Fraction]] = {}
        for scores in observer_scores(marks, criterion).values():
            for candidate, score in scores.items():
                by_candidate.setdefault(candidate, []).append(score)
        means = [_mean(scores) for scores in by_candidate.values()]
        if len(means) >= ENOUGH and max(means) - min(means) < FLAT:
            found.append(Remark(Oddity.FLAT, criterion, float(max(means) - min(means))))
    return found


def _gap(own: Mapping[str, Fraction], theirs: Mapping[str, Fraction]) -> Fraction | None:
    """How much higher, on average, one observer marks than another on the same candidates."""
    gaps = [
        score - theirs[candidate] for candidate, score in own.items() if candidate in theirs
    ]
    return _mean(gaps) if len(gaps) >= ENOUGH else None


def _group_sizes(row: Sequence[Number]) -> list[int]:
    count: dict[Number, int] = {}
    for value in row:
        count[value] = count.get(value, 0) + 1
    return list(count.values())


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction()) / len(values)
