"""Figures of those who mark a test: severity, agreement, how long papers waited."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from recruit.assessments.models import GradingTask
from recruit.assessments.queries.statistics import Mark, Papers
from recruit.kernel.db import db
from recruit.people.models import Person
from recruit.rules import learning
from recruit.rules.grading import EntryKind, EntryStep
from recruit.rules.item_statistics import agreement, icc

OWN_EYES = frozenset({EntryStep.MARK, EntryStep.GROUP})
"""Marks given while looking at the paper: neither control, nor appeal, nor by rule."""
CATEGORIES = tuple(range(learning.QUARTERS + 1))


@dataclass(frozen=True, slots=True)
class Agreed:
    """Two independent marks compared. answers: how many were marked twice, on `papers` papers.
    kappa, weighted: over quarters of the points, every difference alike and by its square.
    icc: single marks, absolute agreement. None: not to be had, or hidden while `missing`."""

    papers: int
    answers: int
    missing: int
    kappa: float | None = None
    weighted: float | None = None
    icc: float | None = None


@dataclass(frozen=True, slots=True)
class GraderLine:
    """severity: percentage points above (+) or below (-) what others gave on the same questions;
    days: the median from asking for marks to the last one, over `done` papers."""

    person: Person
    papers: int
    missing: int
    agreed: Agreed
    marks: int = 0
    severity: float | None = None
    days: float | None = None
    done: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """The first and the second mark of one answer, as shares of its points."""

    paper: int
    first_by: int
    second_by: int
    first: float
    second: float


def double_marks(found: Papers) -> list[Pair]:
    """Return the answers that two people marked blind, with the last mark of each."""
    last: dict[int, dict[EntryKind, Mark]] = defaultdict(dict)
    for mark in found.marks:
        if mark.entry.kind in (EntryKind.FIRST, EntryKind.SECOND) and mark.step in OWN_EYES:
            last[mark.item][mark.entry.kind] = mark
    pairs = []
    for marks in last.values():
        one, two = marks.get(EntryKind.FIRST), marks.get(EntryKind.SECOND)
        if one is None or two is None:
            continue
        a, b = one.entry, two.entry
        if a.points is None or b.points is None or a.grader is None or b.grader is None:
            continue
        if a.grader != b.grader:
            pairs.append(
                Pair(one.attempt, a.grader, b.grader, a.points / one.most, b.points / two.most)
            )
    return pairs


def agreed(pairs: Sequence[Pair]) -> Agreed:
    """Return how far first and second marks agree, hidden under ten papers."""
    n = len({pair.paper for pair in pairs})
    missing = learning.missing(n)
    if missing:
        return Agreed(n, len(pairs), missing)
    first = [learning.quarter(pair.first) for pair in pairs]
    second = [learning.quarter(pair.second) for pair in pairs]
    return Agreed(
        n,
        len(pairs),
        0,
        agreement(first, second, categories=CATEGORIES),
        agreement(first, second, "quadratic", categories=CATEGORIES),
        icc([(pair.first, pair.second) for pair in pairs]),
    )


def grader_lines(found: Papers, pairs: Sequence[Pair]) -> list[GraderLine]:
    """Return everybody who marked, by name; figures of fewer than ten papers are hidden."""
    last: dict[tuple[int, int], Mark] = {}
    for mark in found.marks:
        by = mark.entry.grader
        if by is not None and mark.step in OWN_EYES and mark.entry.points is not None:
            last[mark.item, by] = mark
    shares: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    marked: dict[int, set[int]] = defaultdict(set)
    for (_item, by), mark in last.items():
        shares[by][mark.question].append((mark.entry.points or 0.0) / mark.most)
        marked[by].add(mark.attempt)
    waits = _waits(found, last.values())
    lines = []
    for person in _people(marked):
        own, n = shares[person.id], len(marked[person.id])
        mine = agreed([p for p in pairs if person.id in (p.first_by, p.second_by)])
        missing = learning.missing(n)
        if missing:
            lines.append(GraderLine(person, n, missing, mine))
            continue
        others: dict[int, list[float]] = defaultdict(list)
        for by, given in shares.items():
            if by != person.id:
                for question, values in given.items():
                    others[question] += values
        seen = set().union(*(ids for by, ids in marked.items() if by != person.id))
        shown = not learning.missing(len(seen))  # else it tells the marks of the few others
        done = waits.get(person.id, [])
        lines.append(
            GraderLine(
                person,
                n,
                0,
                mine,
                sum(map(len, own.values())),
                learning.severity(own, others) if shown else None,
                learning.middle(done),
                len(done),
            )
        )
    return lines


def _people(ids: dict[int, set[int]]) -> list[Person]:
    query = select(Person).where(Person.id.in_(list(ids))).order_by(Person.name, Person.id)
    return list(db.session.scalars(query))


def _waits(found: Papers, marks: Iterable[Mark]) -> dict[int, list[float]]:
    """Days from asking for marks to the last one that somebody gave, per person and paper."""
    query = select(GradingTask.attempt_id, GradingTask.kind, GradingTask.created_at).where(
        GradingTask.attempt_id.in_(found.chosen)
    )
    asked = {(row[0], row[1]): row[2] for row in db.session.execute(query)}
    ended: dict[tuple[int, int, EntryKind], datetime] = {}
    for mark in marks:
        key = (mark.entry.grader or 0, mark.attempt, mark.entry.kind)
        ended[key] = max(mark.at, ended.get(key, mark.at))
    waits: dict[int, list[float]] = defaultdict(list)
    for (grader, paper, kind), at in ended.items():
        if (paper, kind) in asked:
            waits[grader].append((at - asked[paper, kind]).total_seconds() / 86_400)
    return waits
