"""Comparing the candidates of a session: the mean of several observers, and their agreement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

CRITERIA = ("motivation", "competence", "suitability")
LOWEST, HIGHEST = 1, 5


class Refusal(StrEnum):
    INCOMPLETE = "scorecard_incomplete"
    LOCKED = "scorecard_locked"
    NOT_SUBMITTED = "scorecard_not_submitted"
    NOT_ON_PANEL = "not_on_panel"
    NOT_HERE = "candidate_not_here"
    EMPTY = "amendment_empty"


def submit_refusal(
    ratings: Mapping[str, int], recommendation: object | None, submitted: bool
) -> Refusal | None:
    """Return why a scorecard cannot be submitted, or None. Every criterion needs a rating."""
    if submitted:
        return Refusal.LOCKED
    complete = all(LOWEST <= ratings.get(name, 0) <= HIGHEST for name in CRITERIA)
    return None if complete and recommendation is not None else Refusal.INCOMPLETE


@dataclass(frozen=True, slots=True)
class Marks:
    """One observer's ratings (1-5 per criterion) of one candidate."""

    candidate: str
    observer: str
    ratings: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate's place. means: per criterion; overall: their mean; observers: how many."""

    candidate: str
    place: int
    means: Mapping[str, float]
    overall: float
    observers: int
    agreement: float | None
    """1 when all observers gave the same marks, 0 when they were as far apart as they can be;
    None with a single observer."""


def ranking(marks: Sequence[Marks]) -> list[Ranked]:
    """Rank candidates by the mean of their criteria's means; equal means share a place.

    Means are exact fractions, so that a tie is a tie. Each criterion weighs the same.
    """
    by_candidate: dict[str, list[Marks]] = {}
    for mark in marks:
        by_candidate.setdefault(mark.candidate, []).append(mark)
    rows: list[tuple[Fraction, str, dict[str, Fraction], list[Marks]]] = []
    for candidate, given in by_candidate.items():
        means = {
            name: Fraction(sum(mark.ratings[name] for mark in given), len(given))
            for name in CRITERIA
        }
        rows.append((sum(means.values(), Fraction()) / len(CRITERIA), candidate, means, given))
    rows.sort(key=lambda row: (-row[0], row[1]))
    ranked: list[Ranked] = []
    for index, (overall, candidate, means, given) in enumerate(rows):
        tied = index > 0 and rows[index - 1][0] == overall
        ranked.append(
            Ranked(
                candidate=candidate,
                place=ranked[-1].place if tied else index + 1,
                means={name: float(mean) for name, mean in means.items()},
                overall=float(overall),
                observers=len(given),
                agreement=_agreement(given),
            )
        )
    return ranked


def _agreement(given: Sequence[Marks]) -> float | None:
    """1 - (mean absolute difference over all pairs and criteria) / (widest possible)."""
    if len(given) < 2:
        return None
    gaps = [
        abs(one.ratings[name] - other.ratings[name])
        for one, other in combinations(given, 2)
        for name in CRITERIA
    ]
    return float(1 - Fraction(sum(gaps), len(gaps) * (HIGHEST - LOWEST)))
