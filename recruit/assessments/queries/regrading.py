"""What a regrade would do: every paper that was sat with an older version of a question."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from recruit.assessments.models import (
    Assignment,
    Attempt,
    AttemptItem,
    Question,
    QuestionVersion,
    Regrade,
    RegradeLine,
)
from recruit.assessments.queries import grading, sitting
from recruit.kernel.db import by_pubid, db
from recruit.kernel.permissions import Role
from recruit.people.models import Person
from recruit.rules import regrading
from recruit.rules.grading import Entry, EntryKind, Standing, Total, total, value_of
from recruit.rules.regrading import Outcome, Paper
from recruit.rules.sitting import AttemptState


@dataclass(frozen=True, slots=True)
class Line:
    """One paper in a regrade: points of the question, and the paper's result."""

    item: AttemptItem
    outcome: Outcome
    before: float | None
    after: float | None
    sum_before: Total
    sum_after: Total
    passed_before: bool
    passed_after: bool
    told: bool

    @property
    def changes(self) -> bool:
        """Does the regrade write a mark?"""
        return self.outcome is Outcome.CHANGED

    @property
    def flips(self) -> bool:
        """Does a passed paper fail, or a failed one pass?"""
        return self.changes and self.passed_before is not self.passed_after

    @property
    def told_anew(self) -> bool:
        """Does the trainee, who knows the result, get another one?"""
        return self.told and self.changes and self.sum_before != self.sum_after


@dataclass(frozen=True, slots=True)
class Preview:
    """What a regrade with the newest key would do, and the fingerprint of exactly that."""

    question: Question
    earlier: list[QuestionVersion]
    """The versions that papers were sat with, newest first."""
    lines: list[Line]
    spare: bool

    @property
    def version(self) -> QuestionVersion:
        """Whose key would be used."""
        return self.question.current

    @property
    def changes(self) -> list[Line]:
        """The papers that would get another mark."""
        return [line for line in self.lines if line.changes]

    def count(self, outcome: Outcome) -> int:
        """Return how many papers have this outcome."""
        return sum(line.outcome is outcome for line in self.lines)

    @property
    def digest(self) -> str:
        """Return what a confirmation is bound to: other marks or states, another digest."""
        told = hashlib.sha256(repr((self.version.pubid, self.spare)).encode())
        for line in self.lines:
            entries = line.item.entries
            told.update(
                repr(
                    (
                        line.item.pubid,
                        line.outcome.value,
                        line.before,
                        line.after,
                        line.sum_after,
                        line.item.attempt.state.value,
                        entries[-1].pubid if entries else "",
                    )
                ).encode()
            )
        return told.hexdigest()


def papers(question: Question) -> list[Attempt]:
    """Return the papers sat with an older version of a question, with all their marks."""
    asked = (
        select(AttemptItem.attempt_id)
        .join(AttemptItem.question_version)
        .where(
            QuestionVersion.question_id == question.id,
            QuestionVersion.number < question.latest,
        )
    )
    items = selectinload(Attempt.items)
    query = (
        select(Attempt)
        .where(Attempt.id.in_(asked), Attempt.state != AttemptState.VOIDED)
        .options(
            items.selectinload(AttemptItem.entries),
            selectinload(Attempt.control),
            selectinload(Attempt.releases),
            joinedload(Attempt.assignment).selectinload(Assignment.interests),
        )
        .order_by(Attempt.id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def preview(question: Question, person: Person, *, spare: bool) -> Preview:
    """Return what a regrade with the newest key would do if this person confirmed it.

    spare: results that were told keep their points where they would lose some.
    """
    found = papers(question)
    asked = [
        item
        for attempt in found
        for item in attempt.items
        if item.question_version.question_id == question.id
    ]
    answers = sitting.counted_answers(asked)
    lines = []
    for item in asked:
        answer = answers.get(item.id)
        after = regrading.points_by(
            item.question_version.type,
            item.question_version.key,
            question.current.key,
            answer.data if answer else {},
            worth=item.question_version.points,
        )
        if item.question_version.type is not question.current.type:
            after = None
        lines.append(_line(item, after, person, spare=spare))
    earlier = {item.question_version.id: item.question_version for item in asked}
    newest_first = sorted(earlier.values(), key=lambda one: -one.number)
    return Preview(question, newest_first, lines, spare)


def _line(item: AttemptItem, after: float | None, person: Person, *, spare: bool) -> Line:
    attempt = item.attempt
    values = {one.id: grading.item_value(one) for one in attempt.items}
    value = values[item.id]
    before = value.points if value.standing is Standing.MARKED else None
    outcome = regrading.outcome(
        Paper(
            state=attempt.state,
            before=before,
            after=after,
            person_marked=any(entry.kind is EntryKind.FINAL for entry in item.entries),
            controlled=attempt.control is not None,
            is_self=attempt.assignment.person_id == person.id,
            interested=person.id in grading.interested(attempt),
            by_director=Role.DIRECTOR in person.roles,
        ),
        spare=spare,
    )
    then = now = grading.summed(attempt)
    if outcome is Outcome.CHANGED:
        values[item.id] = value_of([Entry(EntryKind.AUTO, after)])
        then = total((one.question_version.points, values[one.id]) for one in attempt.items)
    pass_percent = attempt.assignment.test_version.pass_percent
    return Line(
        item=item,
        outcome=outcome,
        before=before,
        after=after,
        sum_before=now,
        sum_after=then,
        passed_before=now.passed(pass_percent),
        passed_after=then.passed(pass_percent),
        told=regrading.told(attempt.state),
    )


def question(pubid: object) -> Question | None:
    """Return a question of the bank; for those who release results."""
    return by_pubid(Question, pubid)


def by_digest(digest: str) -> Regrade | None:
    """Return the regrade that this preview was confirmed with already."""
    return db.session.scalars(select(Regrade).where(Regrade.digest == digest)).one_or_none()


def regrade(pubid: object) -> Regrade | None:
    """Return a regrade with its papers."""
    found = by_pubid(Regrade, pubid)
    if found is None:
        return None
    query = (
        select(Regrade)
        .where(Regrade.id == found.id)
        .options(
            joinedload(Regrade.confirmed_by),
            selectinload(Regrade.lines)
            .joinedload(RegradeLine.item)
            .joinedload(AttemptItem.attempt),
        )
    )
    return db.session.scalars(query).one()


def recent() -> list[Regrade]:
    """Return the latest regrades with their lines, newest first."""
    query = (
        select(Regrade)
        .options(joinedload(Regrade.confirmed_by), selectinload(Regrade.lines))
        .order_by(Regrade.id.desc())
        .limit(50)
    )
    return list(db.session.scalars(query))


def changed_questions() -> list[tuple[Question, int]]:
    """Return the closed questions whose key changed after papers were sat with an older one,
    with the number of those papers, last changed first."""
    newest = aliased(QuestionVersion)
    query = (
        select(Question, func.count(AttemptItem.id.distinct()))
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .join(AttemptItem, AttemptItem.question_version_id == QuestionVersion.id)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .join(newest, (newest.question_id == Question.id) & (newest.number == Question.latest))
        .where(
            QuestionVersion.number < Question.latest,
            Attempt.state != AttemptState.VOIDED,
        )
        .options(selectinload(Question.current))
        .group_by(Question.id, newest.id)
        .order_by(newest.id.desc())
        .limit(100)
    )
    rows = [(row[0], int(row[1])) for row in db.session.execute(query)]
    return [(one, papers_) for one, papers_ in rows if not one.current.is_open]
