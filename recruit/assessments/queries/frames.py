"""Reading the organisation's standard questions, and which products have them."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from recruit.assessments.models import FrameQuestion, Product, Question, QuestionState
from recruit.kernel.db import by_pubid, db


def frame() -> list[FrameQuestion]:
    """Return the frame in its order; empty until somebody uses it for the first time."""
    query = select(FrameQuestion).order_by(FrameQuestion.position, FrameQuestion.id)
    return list(db.session.scalars(query.options(joinedload(FrameQuestion.changed_by))))


def frame_question(pubid: object) -> FrameQuestion | None:
    """Return a standard question by its public id."""
    return by_pubid(FrameQuestion, pubid)


def drafted_counts() -> dict[int, int]:
    """Return how many questions were drafted from each standard question (internal id)."""
    query = (
        select(Question.frame_question_id, func.count())
        .where(Question.frame_question_id.is_not(None))
        .group_by(Question.frame_question_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query) if row[0] is not None}


def question_counts() -> dict[int, tuple[int, int]]:
    """Return per product (internal id) how many questions in use it has, and how many of them
    grew from the frame."""
    grew = Question.frame.is_not(None) | Question.frame_question_id.is_not(None)
    query = (
        select(Question.product_id, func.count(), func.count().filter(grew))
        .where(Question.product_id.is_not(None), Question.state != QuestionState.RETIRED)
        .group_by(Question.product_id)
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query) if row[0] is not None}


def frame_questions_of(products: Sequence[Product]) -> list[Question]:
    """Return the questions in use that these products have from the frame, in its order."""
    query = (
        select(Question)
        .outerjoin(Question.frame_question)
        .where(
            Question.product_id.in_([one.id for one in products]),
            Question.state != QuestionState.RETIRED,
            Question.frame.is_not(None) | Question.frame_question_id.is_not(None),
        )
        .options(joinedload(Question.current))
        .order_by(FrameQuestion.position, Question.id)
    )
    return list(db.session.scalars(query))
