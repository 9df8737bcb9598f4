"""How good the predicted rates are: log-loss, Brier, calibration, a day's interval."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Literal

from recruit.rules.show_rate.days import by_day, day_interval, distribution, learn_tau
from recruit.rules.show_rate.observations import Observation
from recruit.rules.show_rate.rates import NEUTRAL_PRIOR, Prior, ShowRates

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """People of similar prediction: how many, mean prediction, share that came."""

    n: int
    predicted: float
    shown: float


@dataclass(frozen=True, slots=True)
class Scores:
    """Lower is better; ece over ten bins of equal counts."""

    n: int
    log_loss: float
    brier: float
    ece: float
    bins: tuple[Bin, ...] = ()

    def as_json(self) -> dict[str, float]:
        """The three scores."""
        return {"log_loss": self.log_loss, "brier": self.brier, "ece": self.ece}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The table against one constant rate, on people neither has seen (unless by="none").

    day_coverage: share of days whose arrivals fell between the predicted 10 % and 90 % points,
    None where no day is known. Whole numbers cannot hit those points: each day counts with the
    part of its number's probability that lies between them, so a true model gives 0.8 (an
    interval of whole persons, `day_inside`, holds more, on days of one person always all).
    days: how many; tau: the mean shock used.
    """

    n: int
    model: Scores
    constant: Scores
    day_coverage: float | None
    day_inside: float | None
    days: int
    tau: float

    def as_json(self) -> dict[str, Any]:
        """The command's answer."""
        return {
            "n": self.n,
            "model": self.model.as_json(),
            "constant": self.constant.as_json(),
            "day_coverage": self.day_coverage,
            "day_inside": self.day_inside,
            "days": self.days,
            "tau": self.tau,
            "reliability": [asdict(bin_) for bin_ in self.model.bins],
        }


def log_loss(predicted: Sequence[float], shown: Sequence[bool]) -> float:
    """Mean negative logarithm of the probability given to what happened."""
    clipped = [min(1 - 1e-15, max(1e-15, p)) for p in predicted]
    return -sum(math.log(p if y else 1 - p) for p, y in zip(clipped, shown, strict=True)) / max(
        1, len(clipped)
    )


def brier(predicted: Sequence[float], shown: Sequence[bool]) -> float:
    """Mean squared difference."""
    return sum((p - y) ** 2 for p, y in zip(predicted, shown, strict=True)) / max(
        1, len(predicted)
    )


def reliability(
    predicted: Sequence[float], shown: Sequence[bool], bins: int = BINS
) -> tuple[Bin, ...]:
    """Bins of (nearly) equal counts by prediction, lowest first; equal ones in given order."""
    pairs = sorted(zip(predicted, shown, strict=True), key=lambda pair: pair[0])
    n = len(pairs)
    ends = [round(n * k / bins) for k in range(bins + 1)]
    parts = [pairs[a:b] for a, b in pairwise(ends) if b > a]
    return tuple(
        Bin(len(part), sum(p for p, _ in part) / len(part), sum(y for _, y in part) / len(part))
        for part in parts
    )


def calibration(predicted: Sequence[float], shown: Sequence[bool], bins: int = BINS) -> Scores:
    """All scores of these predictions, over so many bins."""
    parts = reliability(predicted, shown, bins)
    n = len(predicted)
    ece = sum(b.n * abs(b.predicted - b.shown) for b in parts) / max(1, n)
    return Scores(n, log_loss(predicted, shown), brier(predicted, shown), ece, parts)


def fold_of_days(observations: Iterable[Observation], folds: int = 10) -> dict[str, int]:
    """A fold for every day: largest day first, each into the fold with fewest people."""
    sizes = {key: len(day) for key, day in by_day(observations).items()}
    filled = [0] * folds
    chosen: dict[str, int] = {}
    for key in sorted(sizes, key=lambda key: (-sizes[key], key)):
        fold = filled.index(min(filled))
        chosen[key] = fold
        filled[fold] += sizes[key]
    return chosen


def cross_validate(
    observations: Sequence[Observation],
    by: Literal["date", "none"] = "date",
    folds: int = 10,
    prior: Prior = NEUTRAL_PRIOR,
) -> Evaluation:
    """Every day predicted from the other folds' days; by="none": everybody from all."""
    if by == "none":
        return score(observations, observations, prior)
    chosen = fold_of_days(observations, folds)
    parts = []
    for fold in sorted(set(chosen.values())):
        train = [o for o in observations if chosen[o.day_key] != fold]
        test = [o for o in observations if chosen[o.day_key] == fold]
        parts.append((train, test))
    return _evaluation(parts, prior)


def score(
    train: Sequence[Observation], test: Sequence[Observation], prior: Prior = NEUTRAL_PRIOR
) -> Evaluation:
    """Learn from `train`, score on `test`."""
    return _evaluation([(train, test)], prior)


def _evaluation(
    parts: Sequence[tuple[Sequence[Observation], Sequence[Observation]]], prior: Prior
) -> Evaluation:
    model: list[float] = []
    constant: list[float] = []
    shown: list[bool] = []
    covered: list[tuple[float, bool]] = []
    taus = []
    for train, test in parts:
        rates = ShowRates.learn(train, prior)
        shock = learn_tau(train, rates)
        taus.append(shock.tau)
        everybody = ShowRates.learn((Observation(o.showed) for o in train), prior)
        flat = everybody.rate().steps[:2][-1].p
        expected = rates.each(test)
        model += expected
        constant += [flat] * len(test)
        shown += [o.showed for o in test]
        covered += _covered(test, expected, shock.tau)
    days = len(covered)
    return Evaluation(
        len(shown),
        calibration(model, shown),
        calibration(constant, shown),
        sum(part for part, _ in covered) / days if days else None,
        sum(inside for _, inside in covered) / days if days else None,
        days,
        sum(taus) / len(taus) if taus else 0.0,
    )


def _covered(
    test: Sequence[Observation], expected: Sequence[float], tau: float
) -> list[tuple[float, bool]]:
    """Per known day: (part of the number that came between the points, whether in persons)."""
    result = []
    days: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for o, p in zip(test, expected, strict=True):
        days[o.day_key].append((p, o.showed))
    for key, day in days.items():
        if not key:
            continue
        ps = [p for p, _ in day]
        came = sum(showed for _, showed in day)
        reached = [0.0, *distribution(ps, tau)]
        below, at = reached[came], reached[came + 1]
        between = max(0.0, min(at, 0.9) - max(below, 0.1))
        _, low, high = day_interval(ps, tau)
        result.append((between / max(at - below, 1e-300), low <= came <= high))
    return result
