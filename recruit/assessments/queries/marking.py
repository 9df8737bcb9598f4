"""Reading many papers for marking: the questions and answers that wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from recruit.assessments.models import (
    Assignment,
    Attempt,
    AttemptItem,
    GradeEntry,
    GradingTask,
    QuestionLease,
    QuestionVersion,
    TestVersion,
)
from recruit.assessments.queries import entries, grading, second_marks
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.people.models import Person
from recruit.rules.grading import EntryKind
from recruit.rules.marking import OPEN_TYPES


@dataclass(frozen=True, slots=True)
class Waiting:
    """One question and kind of mark over the papers that wait."""

    question_version: QuestionVersion
    kind: EntryKind
    answers: int
    marked: int
    lease: QuestionLease | None


def version_for(person: Person, pubid: object) -> TestVersion | None:
    """Return a test version of which papers wait for this person."""
    if not is_pubid(pubid):
        return None
    of_it = Assignment.test_version.has(TestVersion.pubid == pubid)
    task = db.session.scalars(
        grading.waiting_tasks(person)
        .where(of_it)
        .options(contains_eager(GradingTask.attempt).contains_eager(Attempt.assignment))
        .limit(1)
    ).first()
    return task.attempt.assignment.test_version if task else None


def _items(person: Person, version: TestVersion, kind: EntryKind) -> Select[AttemptItem]:
    tasks = (
        grading.waiting_tasks(person)
        .where(Assignment.test_version_id == version.id, GradingTask.kind == kind)
        .with_only_columns(GradingTask.attempt_id)
    )
    return (
        select(AttemptItem)
        .join(AttemptItem.question_version)
        .where(AttemptItem.attempt_id.in_(tasks), QuestionVersion.type.in_(OPEN_TYPES))
    )


def questions_waiting(person: Person, version: TestVersion) -> list[Waiting]:
    """Return the open questions of a version with the marks that wait for this person."""
    leases = {
        (row.question_version_id, row.kind): row
        for row in db.session.scalars(
            select(QuestionLease).where(QuestionLease.test_version_id == version.id)
        )
    }
    kinds = (EntryKind.THIRD, EntryKind.FIRST, EntryKind.SECOND, EntryKind.FINAL)
    counts = [(kind, row) for kind in kinds for row in _counts(person, version, kind)]
    ids = {question_id for _kind, (question_id, _answers, _marked) in counts}
    questions = {
        row.id: row
        for row in db.session.scalars(
            select(QuestionVersion).where(QuestionVersion.id.in_(ids))
        )
    }
    return [
        Waiting(questions[at], kind, answers, marked, leases.get((at, kind)))
        for kind, (at, answers, marked) in counts
    ]


def _counts(
    person: Person, version: TestVersion, kind: EntryKind
) -> Iterable[tuple[int, int, int]]:
    """Return per question version: its id, answers that wait, and how many are marked."""
    if kind is EntryKind.THIRD:
        by_question: dict[int, list[AttemptItem]] = {}
        for item in _apart_items(person, version):
            by_question.setdefault(item.question_version_id, []).append(item)
        return [
            (
                at,
                len(items),
                sum(map(entries.stands, entries.current_entries(items, kind).values())),
            )
            for at, items in by_question.items()
        ]
    inside = _items(person, version, kind).subquery()
    last = (
        select(GradeEntry.item_id, func.max(GradeEntry.id).label("id"))
        .where(GradeEntry.kind.in_(entries.kinds_beside(kind)))
        .group_by(GradeEntry.item_id)
        .subquery()
    )
    mark = aliased(GradeEntry)
    query = (
        select(inside.c.question_version_id, func.count(), func.count(mark.id))
        .select_from(inside)
        .outerjoin(last, last.c.item_id == inside.c.id)
        .outerjoin(
            mark, and_(mark.id == last.c.id, or_(mark.points.is_not(None), mark.excused))
        )
        .group_by(inside.c.question_version_id)
        .order_by(func.min(inside.c.position), inside.c.question_version_id)
    )
    return [(at, answers, marked) for at, answers, marked in db.session.execute(query)]


def _apart_items(person: Person, version: TestVersion) -> list[AttemptItem]:
    tasks = grading.waiting_tasks(person).where(
        Assignment.test_version_id == version.id, GradingTask.kind == EntryKind.THIRD
    )
    attempts = grading.wholes(tasks.with_only_columns(GradingTask.attempt_id))
    return [item for attempt in attempts for item in second_marks.apart(attempt)]


def lease_for(person: Person, pubid: object) -> QuestionLease | None:
    """Return one question's work, for somebody for whom papers of its test wait or who holds
    it."""
    if not is_pubid(pubid):
        return None
    lease = db.session.scalars(
        select(QuestionLease).where(QuestionLease.pubid == pubid)
    ).one_or_none()
    if lease is None:
        return None
    mine = lease.grader_id == person.id
    return lease if mine or version_for(person, lease.test_version.pubid) else None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a question's work."""

    item: AttemptItem
    task: GradingTask
    entry: GradeEntry | None
    """The last mark of the kind, whoever wrote it."""

    @property
    def marked(self) -> bool:
        return entries.stands(self.entry)


def answers_of(person: Person, lease: QuestionLease, now: datetime) -> list[Answer]:
    """Return the answers of a question that wait for this person, in an order that says
    nothing about whose they are. Papers that somebody else marks as a whole are left out."""
    kind, version = lease.kind, lease.test_version
    if kind is EntryKind.THIRD:
        items = [
            item
            for item in _apart_items(person, version)
            if item.question_version_id == lease.question_version_id
        ]
    else:
        query = _items(person, version, kind).where(
            AttemptItem.question_version_id == lease.question_version_id
        )
        items = list(db.session.scalars(query.options(joinedload(AttemptItem.attempt))))
    tasks = {
        row.attempt_id: row
        for row in db.session.scalars(
            select(GradingTask)
            .where(GradingTask.kind == kind)
            .where(GradingTask.attempt_id.in_([item.attempt_id for item in items]))
        )
    }
    marks = entries.current_entries(items, kind)
    found = [
        Answer(item, tasks[item.attempt_id], marks.get(item.id))
        for item in sorted(items, key=lambda item: item.pubid)
    ]
    return [one for one in found if not held_by_other(one.task, person, now)]


def held_by_other(task: GradingTask, person: Person, now: datetime) -> bool:
    """Tell whether somebody else marks the paper as a whole just now."""
    held = task.grader_id not in (None, person.id)
    return held and task.leased_until is not None and task.leased_until > now


def complete_tasks(
    person: Person, version: TestVersion, kind: EntryKind, now: datetime
) -> list[GradingTask]:
    """Return the tasks of a version whose every mark is there, and which nobody else holds."""
    query = (
        grading.waiting_tasks(person)
        .where(Assignment.test_version_id == version.id, GradingTask.kind == kind)
        .options(
            contains_eager(GradingTask.attempt).options(
                contains_eager(Attempt.assignment).selectinload(Assignment.interests),
                selectinload(Attempt.items).selectinload(AttemptItem.entries),
            )
        )
        .order_by(GradingTask.attempt_id)
        .limit(300)
    )
    return [
        task
        for task in db.session.scalars(query)
        if not held_by_other(task, person, now)
        and not second_marks.incomplete(task.attempt, kind)
    ]


def lease_of(
    version: TestVersion, question: QuestionVersion, kind: EntryKind
) -> QuestionLease | None:
    """Return the row of a question's work, if anybody ever took it."""
    query = select(QuestionLease).where(
        QuestionLease.test_version_id == version.id,
        QuestionLease.question_version_id == question.id,
        QuestionLease.kind == kind,
    )
    return db.session.scalars(query).one_or_none()
