"""Comparing the candidates of a session by several observers' marks.

Three ways to put them in order, each shown with its name: the plain mean, the mean of
standardised marks (a harsh and a mild observer count the same), and Borda (only each observer's
order counts). The mean of one card's criteria is the observer's score of the candidate.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

CRITERIA = ("motivation", "competence", "suitability")
"""The keys of the kit that ships with the product."""
LOWEST, HIGHEST = 1, 5


class Refusal(StrEnum):
    INCOMPLETE = "scorecard_incomplete"
    LOCKED = "scorecard_locked"
    NOT_SUBMITTED = "scorecard_not_submitted"
    NOT_ON_PANEL = "not_on_panel"
    NOT_HERE = "candidate_not_here"
    EMPTY = "amendment_empty"
    NEWER_DRAFT = "draft_written_elsewhere"
    KIT_CHANGED = "kit_changed"
    NOT_REVEALED = "own_marks_missing"
    ROUND_CLOSED = "round_not_open"
    ROUND_OVER = "round_over"
    STILL_WRITING = "observer_still_writing"
    NOBODY_SUBMITTED = "nobody_submitted"
    SAME_MARK = "same_mark"
    NO_MARK = "not_a_mark"
    REASON_MISSING = "reason_missing"
    NOT_LEADING = "not_the_facilitator"
    NO_GROUP = "no_group_session"
    SESSION_OVER = "group_session_over"


def submit_refusal(
    ratings: Mapping[str, int],
    recommendation: object | None,
    submitted: bool,
    criteria: Sequence[str] = CRITERIA,
) -> Refusal | None:
    """Return why a scorecard cannot be submitted, or None. Every criterion needs a rating."""
    if submitted:
        return Refusal.LOCKED
    complete = all(LOWEST <= ratings.get(name, 0) <= HIGHEST for name in criteria)
    return None if complete and recommendation is not None else Refusal.INCOMPLETE


def draft_refusal(*, by: str, last_by: str, base: int, version: int) -> Refusal | None:
    """Return why a draft may not be written over the one that is kept, or None.

    by, last_by: the page that writes now and the one that wrote last; base: the version on which
    this page was built. A page may always write over its own words.
    """
    return None if base == version or (by and by == last_by) else Refusal.NEWER_DRAFT


def change_refusal(
    *, revealed: bool, round_open: bool, known: int | None, rating: int, reason: str
) -> Refusal | None:
    """Return why an observer may not change a submitted mark, or None.

    known: the mark that counts now. Changes belong to the moderated round, after the reveal.
    """
    if not revealed:
        return Refusal.NOT_REVEALED
    if not round_open:
        return Refusal.ROUND_CLOSED
    if known is None or not LOWEST <= rating <= HIGHEST:
        return Refusal.NO_MARK
    if known == rating:
        return Refusal.SAME_MARK
    return None if reason.strip() else Refusal.REASON_MISSING


def round_refusal(*, submitted: int, drafts: int, opened: bool, closed: bool) -> Refusal | None:
    """Return why the moderated round cannot be opened, or None.

    submitted: observers with all their marks submitted; drafts: those who are still writing.
    """
    if opened and not closed:
        return None
    if closed:
        return Refusal.ROUND_OVER
    if drafts:
        return Refusal.STILL_WRITING
    return None if submitted else Refusal.NOBODY_SUBMITTED


@dataclass(frozen=True, slots=True)
class Marks:
    """One observer's ratings (1-5 by criterion) of one candidate; a criterion may be missing."""

    candidate: str
    observer: str
    ratings: Mapping[str, int]


class Method(StrEnum):
    """How candidates are put in order."""

    MEAN = "mean"
    STANDARDISED = "standardised"
    BORDA = "borda"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate's place. means: per criterion, for those with a mark; overall: the mean of the
    observers' scores; standardised: the mean of their scores in standard deviations of each
    observer; duels_won of duels: Borda, the comparisons with another candidate won in the
    observers' orders (a tie is half); observers: how many."""

    candidate: str
    place: int
    means: Mapping[str, float]
    overall: float
    standardised: float
    duels_won: float
    duels: int
    observers: int
    agreement: float | None
    """1 when all observers gave the same marks, 0 when they were as far apart as they can be;
    None with a single observer."""


def observer_scores(
    marks: Sequence[Marks], criterion: str | None = None
) -> dict[str, dict[str, Fraction]]:
    """Return observer -> candidate -> score: the mean of the card, or its one criterion. A card
    without a mark (there) is left out."""
    found: dict[str, dict[str, Fraction]] = {}
    for mark in marks:
        if criterion is not None:
            values = [mark.ratings[criterion]] if criterion in mark.ratings else []
        else:
            values = list(mark.ratings.values())
        if values:
            score = Fraction(sum(values), len(values))
            found.setdefault(mark.observer, {})[mark.candidate] = score
    return found


def standardised(scores: Mapping[str, Fraction]) -> dict[str, float]:
    """Return one observer's scores in their own standard deviations from their own mean; nought
    for everybody when they made no difference (or saw one candidate only)."""
    mean = sum(scores.values(), Fraction()) / len(scores)
    variance = sum(((one - mean) ** 2 for one in scores.values()), Fraction()) / len(scores)
    if not variance:
        return dict.fromkeys(scores, 0.0)
    return {
        name: math.copysign(math.sqrt((score - mean) ** 2 / variance), score - mean)
        for name, score in scores.items()
    }


def duels(scores: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return each candidate's Borda points in one observer's order: how many of the others they
    stand above; a tie is half a point."""
    return {
        name: sum(
            (
                Fraction(1) if own > other else Fraction(1, 2)
                for rival, other in scores.items()
                if rival != name and own >= other
            ),
            Fraction(),
        )
        for name, own in scores.items()
    }


def ranking(marks: Sequence[Marks], method: Method = Method.MEAN) -> list[Ranked]:
    """Rank candidates by `method`; equals share a place and stand in the order of their names.

    Means and Borda points are exact fractions and standardised means are rounded to 12 places,
    so that a tie is a tie. Each criterion and each observer weighs the same. Who was marked by
    few observers is compared by the share of duels won, not by their number.
    """
    scores = observer_scores(marks)
    by_candidate: dict[str, list[Marks]] = {}
    for mark in marks:
        if mark.ratings:
            by_candidate.setdefault(mark.candidate, []).append(mark)
    z = {observer: standardised(own) for observer, own in scores.items()}
    points = {observer: duels(own) for observer, own in scores.items()}
    rows: list[tuple[Fraction | float, Ranked]] = []
    for candidate, cards in by_candidate.items():
        seen_by = [observer for observer, own in scores.items() if candidate in own]
        overall = sum((scores[who][candidate] for who in seen_by), Fraction()) / len(seen_by)
        level = math.fsum(z[who][candidate] for who in seen_by) / len(seen_by)
        won = sum((points[who][candidate] for who in seen_by), Fraction())
        possible = sum(len(scores[who]) - 1 for who in seen_by)
        keys: dict[Method, Fraction | float] = {
            Method.MEAN: overall,
            Method.STANDARDISED: round(level, 12),
            Method.BORDA: won / possible if possible else Fraction(),
        }
        row = Ranked(
            candidate=candidate,
            place=0,
            means=_means(cards),
            overall=float(overall),
            standardised=round(level, 12) + 0.0,
            duels_won=float(won),
            duels=possible,
            observers=len(seen_by),
            agreement=_agreement(cards),
        )
        rows.append((keys[method], row))
    return _placed(rows)


def _placed(rows: list[tuple[Fraction | float, Ranked]]) -> list[Ranked]:
    rows.sort(key=lambda row: (-row[0], row[1].candidate))
    placed: list[Ranked] = []
    for index, (key, row) in enumerate(rows):
        tied = index > 0 and rows[index - 1][0] == key
        fields = {name: getattr(row, name) for name in Ranked.__slots__}
        placed.append(Ranked(**fields | {"place": placed[-1].place if tied else index + 1}))
    return placed


def _means(cards: Sequence[Marks]) -> dict[str, float]:
    given: dict[str, list[int]] = {}
    for card in cards:
        for criterion, rating in card.ratings.items():
            given.setdefault(criterion, []).append(rating)
    return {name: float(Fraction(sum(all_), len(all_))) for name, all_ in given.items()}


def _agreement(cards: Sequence[Marks]) -> float | None:
    """1 - (mean absolute difference over all pairs and shared criteria) / (widest possible)."""
    gaps = [
        abs(one.ratings[name] - other.ratings[name])
        for one, other in combinations(cards, 2)
        for name in one.ratings
        if name in other.ratings
    ]
    if not gaps:
        return None
    return float(1 - Fraction(sum(gaps), len(gaps) * (HIGHEST - LOWEST)))
