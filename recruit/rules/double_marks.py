"""How far two graders, or several, agree on the same papers: Cohen's kappa, Shrout and Fleiss."""

import math
from collections.abc import Hashable, Sequence
from numbers import Real
from typing import Literal

import numpy as np

from recruit.rules.agreement import Number, mean_squares


def agreement(
    a: Sequence[Hashable],
    b: Sequence[Hashable],
    weights: Literal["linear", "quadratic"] | None = None,
    categories: Sequence[Hashable] | None = None,
) -> float | None:
    """Return Cohen's kappa of two graders: 1 the same, 0 no better than chance, below 0 worse.

    a, b: what each gave to the same papers, in the same order. categories: all that could be
    given, in their order; without it those that were given, sorted. weights: None counts every
    difference alike, "linear" and "quadratic" by how many categories lie between.
    None when nothing else could be expected: both gave one and the same category throughout.
    ValueError: different lengths, nothing to compare, a missing or unknown category.
    """
    if weights not in (None, "linear", "quadratic"):
        raise ValueError("weights are None, 'linear' or 'quadratic'")
    if len(a) != len(b):
        raise ValueError("both graders need a mark for every paper")
    if not len(a):
        raise ValueError("there is nothing to compare")
    given = [*a, *b]
    if any(one is None or one != one for one in given):
        raise ValueError("a mark is missing")
    order = list(categories) if categories is not None else sorted(set(given))  # type: ignore[type-var]
    place = {one: number for number, one in enumerate(order)}
    if len(place) != len(order):
        raise ValueError("a category stands there twice")
    if not set(given) <= set(place):
        raise ValueError("a mark is none of the categories")
    counts = np.zeros((len(order), len(order)))
    for one, other in zip(a, b, strict=True):
        counts[place[one], place[other]] += 1
    apart = np.abs(np.subtract.outer(np.arange(len(order)), np.arange(len(order))))
    loss = (apart > 0).astype(float) if weights is None else apart.astype(float)
    if weights == "quadratic":
        loss **= 2
    expected = float((loss * np.outer(counts.sum(axis=1), counts.sum(axis=0))).sum()) / len(a)
    return 1 - float((loss * counts).sum()) / expected if expected else None


def icc(
    ratings: Sequence[Sequence[Number]], form: Literal["2,1", "3,1"] = "2,1"
) -> float | None:
    """Return an intraclass correlation of Shrout and Fleiss (1979) for single marks.

    ratings: a row per paper, a mark per grader, complete. "2,1": graders drawn at random, who
    must give the same marks; "3,1": these graders, who must agree but for their severity.
    None without variance, or when the estimate of the variance is not above zero.
    ValueError: another form, rows of different length, fewer than two papers or graders, or a
    mark that is missing.
    """
    if form not in ("2,1", "3,1"):
        raise ValueError("the form is '2,1' or '3,1'")
    graders = {len(row) for row in ratings}
    if len(graders) > 1:
        raise ValueError("every paper needs a mark of every grader")
    if len(ratings) < 2 or min(graders) < 2:
        raise ValueError("at least two papers and two graders are needed")
    if any(not _is_mark(mark) for row in ratings for mark in row):
        raise ValueError("a mark is missing")
    between, graders_apart, error = mean_squares(list(zip(*ratings, strict=True)))
    k, n = min(graders), len(ratings)
    whole = between + (k - 1) * error
    if form == "2,1":
        whole += k * (graders_apart - error) / n
    return float((between - error) / whole) if whole > 0 else None


def _is_mark(value: object) -> bool:
    return isinstance(value, Real) and math.isfinite(value)
