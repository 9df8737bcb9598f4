"""Reading what pools can draw, and what somebody was asked before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from recruit.assessments.models import (
    Assignment,
    Attempt,
    AttemptItem,
    PoolMember,
    Question,
    QuestionBank,
    QuestionPool,
    QuestionState,
    QuestionTag,
    QuestionVersion,
    TestState,
    TestVersion,
)
from recruit.kernel.db import by_pubid, db
from recruit.rules.drawing import shared_out
from recruit.rules.marking import QuestionType

MOST = 5000
"""A pool finds at most so many questions, the oldest first."""


@dataclass(frozen=True, slots=True)
class Found:
    """A question that a pool can draw (internal ids)."""

    question_id: int
    version_id: int
    type: QuestionType
    points: float
    state: QuestionState
    rubric: list[dict[str, Any]]
    has_model_answer: bool


def pool(pubid: object) -> QuestionPool | None:
    """Return a pool by its public id."""
    return by_pubid(QuestionPool, pubid)


def inside(bank: QuestionBank) -> Select[int]:
    """Return the ids of a bank and of every bank inside it, as a query."""
    return select(QuestionBank.id).where(
        or_(
            QuestionBank.id == bank.id,
            QuestionBank.name.startswith(f"{bank.name}/", autoescape=True),
        )
    )


def _rows(one: QuestionPool) -> list[Found]:
    if one.section.test_version.state is not TestState.DRAFT:
        pinned = QuestionVersion.id == PoolMember.question_version_id
    else:
        pinned = (QuestionVersion.question_id == Question.id) & (
            QuestionVersion.number == Question.latest
        )
    query = select(
        Question.id,
        QuestionVersion.id,
        QuestionVersion.type,
        QuestionVersion.points,
        Question.state,
        QuestionVersion.rubric,
        QuestionVersion.model_answer != "",
    )
    if one.chosen or one.section.test_version.state is not TestState.DRAFT:
        query = query.join(PoolMember, PoolMember.question_id == Question.id)
        query = query.where(PoolMember.pool_id == one.id)
    else:
        query = query.where(Question.state == QuestionState.READY)
        if one.bank is not None:
            query = query.where(Question.bank_id.in_(inside(one.bank)))
        if one.product_id is not None:
            query = query.where(Question.product_id == one.product_id)
        if one.tag:
            tagged = select(QuestionTag.question_id).where(QuestionTag.tag == one.tag)
            query = query.where(Question.id.in_(tagged))
        if one.type is not None:
            query = query.where(QuestionVersion.type == one.type)
    query = query.join(QuestionVersion, pinned).order_by(Question.id).limit(MOST)
    return [Found(*row) for row in db.session.execute(query)]


def candidates(version: TestVersion) -> dict[int, list[Found]]:
    """Return per pool (internal id) what it can draw: nothing that everybody is asked, nothing
    that an earlier pool can draw."""
    pools = version.pools
    rows = [{row.question_id: row for row in _rows(one)} for one in pools]
    shares = shared_out((item.question_id for item in version.items), rows)
    return {
        one.id: [found[key] for key in share]
        for one, found, share in zip(pools, rows, shares, strict=True)
    }


def asked_before(attempt: Attempt) -> dict[int, int]:
    """Return the questions (internal ids) that this person was asked in other attempts of this
    test, each with a number that grows with the attempt."""
    assignment = attempt.assignment
    query = (
        select(QuestionVersion.question_id, func.max(Attempt.id))
        .join(AttemptItem, AttemptItem.question_version_id == QuestionVersion.id)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .join(TestVersion, TestVersion.id == Assignment.test_version_id)
        .where(
            Assignment.person_id == assignment.person_id,
            TestVersion.test_id == assignment.test_version.test_id,
            Attempt.id != attempt.id,
        )
        .group_by(QuestionVersion.question_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def wordings(ids: Sequence[int]) -> dict[int, QuestionVersion]:
    """Return question versions by internal id, with their questions."""
    query = (
        select(QuestionVersion)
        .where(QuestionVersion.id.in_(ids))
        .options(joinedload(QuestionVersion.question))
    )
    return {one.id: one for one in db.session.scalars(query)}
