"""Reading the queue of papers to mark: by time left, one's own first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from recruit.assessments.models import (
    Assignment,
    Attempt,
    AttemptItem,
    GradingTask,
    Product,
    Question,
    QuestionVersion,
    Test,
    TestVersion,
)
from recruit.assessments.queries import grading
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.people.models import Person

PAGE = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the queue to show. test, product: public ids, "" for any."""

    test: str = ""
    product: str = ""
    mine: bool = False

    @property
    def narrowed(self) -> bool:
        return bool(self.test or self.product or self.mine)


@dataclass(frozen=True, slots=True)
class Page:
    tasks: list[GradingTask]
    total: int
    number: int

    @property
    def more(self) -> bool:
        return self.total > self.number * PAGE


@dataclass(frozen=True, slots=True)
class TestWaiting:
    """The papers of one test version that wait for somebody."""

    __test__ = False

    version: TestVersion
    papers: int
    overdue: int
    soonest_at: datetime


def queue_page(person: Person, wanted: Wanted, number: int, now: datetime) -> Page:
    """Return one page of the queue: first what one holds, then what one was asked for, each
    with the least time left first; what stands still comes last."""
    query = _wanted(person, wanted, now)
    total = db.session.scalar(
        select(func.count()).select_from(query.with_only_columns(GradingTask.id).subquery())
    )
    held = and_(GradingTask.grader_id == person.id, GradingTask.leased_until > now)
    rank = case(
        (held, 0),
        (GradingTask.paused_since_on.is_not(None), 3),
        (GradingTask.assignee_id == person.id, 1),
        else_=2,
    )
    rows = db.session.scalars(
        query.options(
            contains_eager(GradingTask.attempt).contains_eager(Attempt.assignment),
            joinedload(GradingTask.grader),
            joinedload(GradingTask.assignee),
        )
        .order_by(rank, GradingTask.due_at, GradingTask.pubid)
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    )
    return Page(list(rows), total or 0, number)


def _wanted(person: Person, wanted: Wanted, now: datetime) -> Select[GradingTask]:
    query = grading.waiting_tasks(person)
    if wanted.test:
        of_test = TestVersion.test.has(Test.pubid == wanted.test)
        query = query.where(Assignment.test_version.has(of_test))
    if wanted.product:
        query = query.where(
            Attempt.items.any(
                AttemptItem.question_version.has(
                    QuestionVersion.question.has(
                        Question.product.has(Product.pubid == wanted.product)
                    )
                )
            )
        )
    if wanted.mine:
        held = and_(GradingTask.grader_id == person.id, GradingTask.leased_until > now)
        query = query.where(or_(held, GradingTask.assignee_id == person.id))
    return query


def by_test(person: Person, now: datetime) -> list[TestWaiting]:
    """Return per test version how many papers wait, the least time left first."""
    late = and_(GradingTask.due_at <= now, GradingTask.paused_since_on.is_(None))
    query = (
        grading.waiting_tasks(person)
        .with_only_columns(
            Assignment.test_version_id,
            func.count(),
            func.sum(case((late, 1), else_=0)),
            func.min(GradingTask.due_at),
        )
        .group_by(Assignment.test_version_id)
        .order_by(func.min(GradingTask.due_at), Assignment.test_version_id)
    )
    rows = db.session.execute(query).all()
    versions = {
        row.id: row
        for row in db.session.scalars(
            select(TestVersion).where(TestVersion.id.in_([row[0] for row in rows]))
        )
    }
    return [TestWaiting(versions[at], papers, late, soon) for at, papers, late, soon in rows]


def products_waiting(person: Person) -> list[Product]:
    """Return the products about which papers that wait ask, by name."""
    attempts = grading.waiting_tasks(person).with_only_columns(GradingTask.attempt_id)
    query = (
        select(Product)
        .where(
            Product.id.in_(
                select(Question.product_id)
                .join(QuestionVersion, QuestionVersion.question_id == Question.id)
                .join(AttemptItem, AttemptItem.question_version_id == QuestionVersion.id)
                .where(AttemptItem.attempt_id.in_(attempts))
            )
        )
        .order_by(Product.name)
    )
    return list(db.session.scalars(query))


def known(pubid: str | None) -> str:
    """Return a public id as asked for, "" for anything else."""
    return pubid if pubid and is_pubid(pubid) else ""
