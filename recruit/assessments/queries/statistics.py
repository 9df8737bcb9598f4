"""Figures of a test from the results that were told: sums, in a fixed number of statements.

Each person counts once, with their first sitting of the test that was not void: later ones
build on it. The newest papers count, at most `MOST_PAPERS`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from recruit.assessments.models import (
    Assignment,
    Attempt,
    AttemptItem,
    GradeEntry,
    QuestionVersion,
    Test,
    TestVersion,
)
from recruit.kernel.db import db
from recruit.rules import item_statistics, learning
from recruit.rules.grading import Entry, EntryStep, Standing, value_of
from recruit.rules.item_statistics import TestFigures
from recruit.rules.marking import QuestionType
from recruit.rules.sitting import SEEN_BY_TRAINEE, AttemptState

MOST_PAPERS = 2_000
CHOICES = (QuestionType.ONE_OF_MANY, QuestionType.SEVERAL_OF_MANY, QuestionType.TRUE_FALSE)


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry of somebody on one question of one paper."""

    attempt: int
    item: int
    question: int
    most: float
    entry: Entry
    step: EntryStep
    at: datetime


@dataclass(slots=True)
class Papers:
    """The papers that are looked at, by internal ids."""

    versions: dict[int, int] = field(default_factory=dict)
    """Paper -> test version."""
    percents: dict[int, float] = field(default_factory=dict)
    passed: int = 0
    started: dict[int, datetime] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    values: dict[int, dict[int, float | None]] = field(default_factory=dict)
    """Paper -> question version -> points; None: left out."""
    chosen: Select[Any] = field(default_factory=lambda: select(Attempt.id))

    @property
    def n(self) -> int:
        """How many papers."""
        return len(self.versions)


@dataclass(frozen=True, slots=True)
class Whole:
    """The test as a whole. most: the points of an average paper."""

    figures: TestFigures
    most: float
    passed: int
    histogram: list[tuple[int, int]]

    def percent(self, points: float | None) -> float | None:
        """Return points as a share of the most possible, in percent."""
        return None if points is None or not self.most else 100 * points / self.most


def first_sittings(test: Test) -> Select[Any]:
    """Select the ids of the papers that count: told results of first sittings."""
    first = (
        select(func.min(Attempt.id))
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .join(TestVersion, TestVersion.id == Assignment.test_version_id)
        .where(TestVersion.test_id == test.id, Attempt.state != AttemptState.VOIDED)
        .group_by(Assignment.person_id)
    )
    return select(Attempt.id).where(Attempt.id.in_(first), Attempt.state.in_(SEEN_BY_TRAINEE))


def paper_counts(test: Test) -> dict[int, int]:
    """Return how many papers count, per test version (internal id), every version named."""
    counted = first_sittings(test).subquery()
    query = (
        select(TestVersion.id, func.count(counted.c.id))
        .outerjoin(Assignment, Assignment.test_version_id == TestVersion.id)
        .outerjoin(Attempt, Attempt.assignment_id == Assignment.id)
        .outerjoin(counted, counted.c.id == Attempt.id)
        .where(TestVersion.test_id == test.id)
        .group_by(TestVersion.id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def papers(test: Test, versions: Sequence[int]) -> Papers:
    """Load the marks of the papers of these test versions (internal ids)."""
    chosen = (
        first_sittings(test)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(Assignment.test_version_id.in_(versions))
        .order_by(Attempt.id.desc())
        .limit(MOST_PAPERS)
        .subquery()
    )
    found = Papers(chosen=select(chosen.c.id))
    heads = (
        select(
            Attempt.id,
            Assignment.test_version_id,
            Attempt.percent,
            Attempt.passed,
            Attempt.started_at,
        )
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(Attempt.id.in_(found.chosen))
    )
    for paper, version, percent, passed, started in db.session.execute(heads):
        found.versions[paper] = version
        found.percents[paper] = percent or 0.0
        found.passed += bool(passed)
        if started is not None:
            found.started[paper] = started
    rows = (
        select(
            AttemptItem.attempt_id,
            AttemptItem.id,
            AttemptItem.question_version_id,
            QuestionVersion.points,
            GradeEntry.kind,
            GradeEntry.points,
            GradeEntry.excused,
            GradeEntry.grader_id,
            GradeEntry.step,
            GradeEntry.at,
        )
        .join(QuestionVersion, QuestionVersion.id == AttemptItem.question_version_id)
        .join(GradeEntry, GradeEntry.item_id == AttemptItem.id)
        .where(AttemptItem.attempt_id.in_(found.chosen))
        .order_by(GradeEntry.id)
    )
    entries: dict[tuple[int, int], list[Entry]] = defaultdict(list)
    for row in db.session.execute(rows):
        paper, item, question, most, kind, points, excused, grader, step, at = row
        entry = Entry(kind=kind, points=points, excused=excused, grader=grader)
        found.marks.append(Mark(paper, item, question, most, entry, step, at))
        entries[paper, question].append(entry)
    for (paper, question), given in entries.items():
        value = value_of(given)
        marked = value.points if value.standing is Standing.MARKED else None
        found.values.setdefault(paper, {})[question] = marked
    return found


def whole(found: Papers, most: Mapping[int, float]) -> Whole:
    """Return the figures of the totals. most: points by question version."""
    order = sorted(most)
    rows = [[given.get(one) for one in order] for given in found.values.values()]
    figures = item_statistics.test_statistics(rows, [most[one] for one in order])
    possible = [
        sum(most[one] for one, points in given.items() if points is not None)
        for given in found.values.values()
    ]
    return Whole(
        figures,
        sum(possible) / len(possible) if possible else 0.0,
        found.passed,
        learning.histogram(list(found.percents.values())),
    )
