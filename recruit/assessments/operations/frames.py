"""The organisation's standard questions, and drafting them about products."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from recruit.assessments.models import FrameQuestion, Product, Question
from recruit.assessments.operations.questions import Wording, write_question
from recruit.assessments.queries import frames as queries
from recruit.assessments.queries import setting as setting_queries
from recruit.kernel import audit
from recruit.kernel.db import db, locked, unchanged
from recruit.kernel.errors import Refused
from recruit.kernel.ids import new_code
from recruit.people.models import Person
from recruit.rules import rubric, setting
from recruit.rules.marking import QuestionType
from recruit.rules.question_frame import FRAME, Frame, about, proposed_answer


@dataclass(frozen=True, slots=True)
class FrameWording:
    """What a standard question says; see FrameQuestion. Marked by a person: the key of a closed
    question would differ from product to product."""

    title: str
    type: QuestionType
    stem: str
    points: float
    rubric: Sequence[Mapping[str, Any]] = ()
    feedback: str = ""
    facts: Sequence[str] = ()
    active: bool = True


def adopt_frame(*, actor: Person | None, now: datetime) -> list[FrameQuestion]:
    """Write our seven suggestions down as the organisation's frame, unless there is one; return
    the whole frame in order."""
    there = queries.frame()
    if there:
        return there
    for position, (standard, ours) in enumerate(FRAME.items(), start=1):
        row = FrameQuestion(standard=standard, position=position, changed_at=now)
        _write(row, suggestion(standard))
        db.session.add(row)
        db.session.flush()
        audit.record("assessments.frame.adopted", row, actor=actor, at=now, points=ours.points)
    return queries.frame()


def suggestion(standard: Frame) -> FrameWording:
    """Return our words for one of the seven."""
    ours = FRAME[standard]
    return FrameWording(
        title=ours.title,
        type=ours.type,
        stem=ours.stem,
        points=ours.points,
        rubric=[
            {"id": new_code(), "points": points, "text": line, "example": "", "group": ""}
            for points, line in ours.rubric
        ],
        feedback=ours.feedback,
        facts=list(ours.facts),
    )


def add_frame_question(wording: FrameWording, *, actor: Person, now: datetime) -> FrameQuestion:
    """Add a standard question of one's own at the end, or raise Refused."""
    _refuse(wording)
    last = adopt_frame(actor=actor, now=now)[-1].position
    row = FrameQuestion(position=last + 1, changed_by=actor, changed_at=now)
    _write(row, wording)
    db.session.add(row)
    audit.record("assessments.frame.added", row, actor=actor, at=now)
    return row


def edit_frame_question(
    row: FrameQuestion,
    wording: FrameWording,
    *,
    version: int | None,
    actor: Person,
    now: datetime,
) -> None:
    """Change a standard question. Questions drafted from it stay as they are."""
    unchanged(row, version)
    _refuse(wording)
    _write(row, wording)
    row.changed_by, row.changed_at = actor, now
    audit.record("assessments.frame.edited", row, actor=actor, at=now, active=wording.active)


def reset_frame_question(row: FrameQuestion, *, actor: Person, now: datetime) -> None:
    """Bring our suggestion back; one's own questions have none and stay."""
    if row.standard is None:
        return
    _write(row, suggestion(row.standard))
    row.changed_by, row.changed_at = None, now
    audit.record("assessments.frame.reset", row, actor=actor, at=now)


def move_frame_question(row: FrameQuestion, *, up: bool, actor: Person, now: datetime) -> None:
    """Move a standard question one place."""
    order = queries.frame()
    at = order.index(row)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for position, one in enumerate(order, start=1):
        one.position = position
    audit.record("assessments.frame.moved", row, actor=actor, at=now)


def _refuse(wording: FrameWording) -> None:
    if wrong := rubric.problem(wording.rubric):
        raise Refused(setting.Refusal.RUBRIC_BROKEN, problem=wrong)
    most = rubric.most(wording.rubric)
    if reason := setting.wording_refusal(wording.stem, wording.points, most):
        raise Refused(reason)


def _write(row: FrameQuestion, wording: FrameWording) -> None:
    for name, value in asdict(wording).items():
        setattr(row, name, value)
    row.rubric = [dict(line) for line in wording.rubric]
    row.facts = list(wording.facts)


def generate_frame(product: Product, *, actor: Person, now: datetime) -> list[Question]:
    """Draft the standard questions that this product does not have yet; return the new ones."""
    return draft_frame([product], actor=actor, now=now)


def draft_frame(products: Sequence[Product], *, actor: Person, now: datetime) -> list[Question]:
    """Draft, for every product, the standard questions that it does not have yet, each with the
    answer that the product's facts of the day give. Return the new ones."""
    frame = [row for row in adopt_frame(actor=actor, now=now) if row.active]
    if not frame:
        raise Refused(setting.Refusal.FRAME_EMPTY)
    for product in products:
        locked(product)
    ids = [product.id for product in products]
    rows = db.session.execute(
        select(Question.product_id, Question.frame, Question.frame_question_id).where(
            Question.product_id.in_(ids)
        )
    )
    there: set[tuple[object, object]] = set()
    for product_id, standard, origin in rows:
        there |= {(product_id, standard), (product_id, origin)}
    facts: dict[int, list[tuple[str, str]]] = {}
    for fact in setting_queries.facts_on(ids, now.date()):
        facts.setdefault(fact.product_id, []).append((fact.kind.value, fact.text))
    return [
        write_question(
            _about(row, product, facts.get(product.id, ())),
            product=product,
            frame=row.standard,
            frame_question=row,
            ready=False,
            actor=actor,
            now=now,
        )
        for product in products
        for row in frame
        if (product.id, row.id) not in there
        and (row.standard is None or (product.id, row.standard) not in there)
    ]


def _about(row: FrameQuestion, product: Product, facts: Sequence[tuple[str, str]]) -> Wording:
    return Wording(
        type=row.type,
        stem=about(row.stem, product.name),
        points=row.points,
        rubric=[{**line, "id": new_code()} for line in row.rubric],
        model_answer=proposed_answer(row.facts, facts),
        feedback=row.feedback,
    )
