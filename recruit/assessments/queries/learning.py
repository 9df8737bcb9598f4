"""What a trainee takes from a result: topics, what to study again, the next attempt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from recruit.assessments.models import (
    Assignment,
    Attempt,
    AttemptItem,
    FactKind,
    Product,
    ProductFact,
    Question,
    QuestionVersion,
    StudyProduct,
)
from recruit.assessments.queries import setting
from recruit.assessments.queries.grading import item_value
from recruit.kernel.db import db
from recruit.rules import sitting
from recruit.rules.grading import ItemValue, Standing
from recruit.rules.question_frame import FRAME, Frame
from recruit.rules.sitting import AttemptState


@dataclass(frozen=True, slots=True)
class Topic:
    """Points by product, or by question of the frame. title: as written; "" with a `frame` or
    for what belongs to no product."""

    title: str
    frame: Frame | None
    questions: int
    points: float
    most: float

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.points / self.most if self.most else 0.0


@dataclass(frozen=True, slots=True)
class Study:
    """A question that lost points, with what helps: its feedback, and what is true today."""

    item: AttemptItem
    value: ItemValue
    product: Product | None
    feedback: str
    facts: tuple[ProductFact, ...]

    @property
    def lost(self) -> float:
        return self.item.question_version.points - self.value.points


@dataclass(frozen=True, slots=True)
class Learned:
    """by_product and by_kind: weakest last as asked; study: the most profitable product first."""

    by_product: list[Topic]
    by_kind: list[Topic]
    study: list[Study]


@dataclass(frozen=True, slots=True)
class NextAttempt:
    """left: attempts left; opens_at: when the next may open; refusal: why not now, or None."""

    left: int
    opens_at: datetime | None
    closes_at: datetime
    refusal: sitting.Refusal | None


def learned(attempt: Attempt, today: date) -> Learned:
    """Return what a told result teaches. attempt: whole (`queries.grading.whole`)."""
    questions = _questions(attempt)
    marked = [
        (item, item_value(item), questions[item.question_version_id]) for item in attempt.items
    ]
    counted = [one for one in marked if one[1].standing is Standing.MARKED]
    return Learned(
        _topics((q.product.name if q.product else "", None, i, v) for i, v, q in counted),
        _topics((*_kind(q), i, v) for i, v, q in counted),
        _study(attempt, counted, today),
    )


def next_attempt(assignment: Assignment, now: datetime) -> NextAttempt:
    """Return whether and when another attempt of one's own opens."""
    version, last = assignment.test_version, assignment.attempts[-1]
    taken = sum(one.state is not AttemptState.VOIDED for one in assignment.attempts)
    passed = any(bool(one.passed) for one in assignment.attempts)
    opens_at = None
    if last.released_at is not None:
        opens_at = last.released_at + timedelta(days=version.cooling_off_days)
    return NextAttempt(
        left=0 if passed else max(0, version.attempts - taken),
        opens_at=opens_at,
        closes_at=assignment.closes_at,
        refusal=sitting.retake_refusal(
            state=last.state,
            passed=passed,
            taken=taken,
            allowed=version.attempts,
            released_at=last.released_at,
            cooling_off_days=version.cooling_off_days,
            closes_at=assignment.closes_at,
            now=now,
        ),
    )


def _questions(attempt: Attempt) -> dict[int, Question]:
    """The paper's questions with product and frame, by the version that it asks."""
    query = (
        select(QuestionVersion.id, Question)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(QuestionVersion.id.in_([item.question_version_id for item in attempt.items]))
        .options(joinedload(Question.product), joinedload(Question.frame_question))
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _kind(question: Question) -> tuple[str, Frame | None]:
    """What kind of question it is: the organisation's own title, or one of the seven."""
    own = question.frame_question
    return (own.title, None) if own is not None else ("", question.frame)


def _topics(
    rows: Iterable[tuple[str, Frame | None, AttemptItem, ItemValue]],
) -> list[Topic]:
    sums: dict[tuple[str, Frame | None], list[float]] = {}
    for title, frame, item, value in rows:
        held = sums.setdefault((title, frame), [0, 0.0, 0.0])
        held[0] += 1
        held[1] += value.points
        held[2] += item.question_version.points
    return [
        Topic(title, frame, int(n), round(points, 2), round(most, 2))
        for (title, frame), (n, points, most) in sums.items()
    ]


def _study(
    attempt: Attempt,
    counted: list[tuple[AttemptItem, ItemValue, Question]],
    today: date,
) -> list[Study]:
    lost = [one for one in counted if one[1].points < one[0].question_version.points]
    pinned = select(StudyProduct.product_id, StudyProduct.position).where(
        StudyProduct.assignment_id == attempt.assignment_id
    )
    order = {row[0]: row[1] for row in db.session.execute(pinned)}
    products = [q.product_id for _i, _v, q in lost if q.product_id is not None]
    facts: dict[int, list[ProductFact]] = {}
    for fact in setting.facts_on(products, today) if products else ():
        facts.setdefault(fact.product_id, []).append(fact)
    found = [
        Study(
            item,
            value,
            question.product,
            item.question_version.feedback,
            tuple(
                fact
                for fact in facts.get(question.product_id or 0, ())
                if fact.kind in _kinds(question)
            ),
        )
        for item, value, question in lost
    ]
    last = len(order) + 1
    return sorted(
        found,
        key=lambda one: (
            order.get(one.product.id, last) if one.product else last + 1,
            -one.lost,
            one.item.position,
        ),
    )


def _kinds(question: Question) -> set[FactKind]:
    """The kinds of facts that answer a question of the frame."""
    if question.frame_question is not None:
        codes: Iterable[str] = question.frame_question.facts
    else:
        codes = FRAME[question.frame].facts if question.frame else ()
    return {FactKind(code) for code in codes if code in set(FactKind)}
