"""Reading the question bank: a page of what the filters find, banks and tags with counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.assessments.models import (
    Product,
    Question,
    QuestionBank,
    QuestionState,
    QuestionTag,
    QuestionVersion,
    Test,
    TestItem,
    TestSection,
    TestVersion,
)
from recruit.assessments.queries.pools import inside
from recruit.kernel.db import by_pubid, db
from recruit.kernel.ids import is_pubid
from recruit.rules.marking import QuestionType

PAGE = 50
MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Filters:
    """What to look for; everything empty finds the whole bank."""

    bank: QuestionBank | None = None
    product: Product | None = None
    tag: str = ""
    type: QuestionType | None = None
    state: QuestionState | None = None
    words: str = ""


def matching(filters: Filters) -> Select[Question]:
    """Return the query of what the filters find, joined with the current version."""
    query = select(Question).join(Question.current)
    if filters.bank is not None:
        query = query.where(Question.bank_id.in_(inside(filters.bank)))
    if filters.product is not None:
        query = query.where(Question.product == filters.product)
    if filters.tag:
        tagged = select(QuestionTag.question_id).where(QuestionTag.tag == filters.tag)
        query = query.where(Question.id.in_(tagged))
    if filters.type is not None:
        query = query.where(QuestionVersion.type == filters.type)
    if filters.state is not None:
        query = query.where(Question.state == filters.state)
    if filters.words:
        words = QuestionVersion.stem.icontains(filters.words, autoescape=True)
        named = QuestionVersion.name.icontains(filters.words, autoescape=True)
        query = query.where(words | named)
    return query


def page(
    filters: Filters, number: int = 1, *, without: TestVersion | None = None
) -> tuple[list[Question], int]:
    """Return one page, newest first, with everything a list shows; and how many there are.

    without: leave out what this version asks of everybody, and what was retired.
    """
    query = matching(filters)
    if without is not None:
        taken = (
            select(TestItem.question_id)
            .join(TestSection, TestSection.id == TestItem.section_id)
            .where(TestSection.test_version_id == without.id)
        )
        query = query.where(Question.state != QuestionState.RETIRED, Question.id.not_in(taken))
    counted = query.with_only_columns(func.count()).order_by(None)
    found = db.session.scalar(counted) or 0
    query = query.options(
        joinedload(Question.current),
        joinedload(Question.product),
        joinedload(Question.bank),
        selectinload(Question.tags),
    )
    query = query.order_by(Question.id.desc()).limit(PAGE).offset((max(number, 1) - 1) * PAGE)
    return list(db.session.scalars(query)), found


def named(pubids: Sequence[str]) -> list[Question]:
    """Return the questions with these public ids, at most 500, with their tags; ids that are
    none, or unknown, are left out."""
    wanted = [pubid for pubid in pubids if is_pubid(pubid)][:MOST_AT_ONCE]
    query = select(Question).where(Question.pubid.in_(wanted)).order_by(Question.id)
    query = query.options(joinedload(Question.current), selectinload(Question.tags))
    return list(db.session.scalars(query))


def bank(pubid: object) -> QuestionBank | None:
    """Return a bank by its public id."""
    return by_pubid(QuestionBank, pubid)


def banks() -> list[QuestionBank]:
    """Return every bank by its path."""
    return list(db.session.scalars(select(QuestionBank).order_by(QuestionBank.name)))


def bank_counts() -> dict[int, int]:
    """Return per bank (internal id) how many questions in use lie right in it."""
    query = (
        select(Question.bank_id, func.count())
        .where(Question.bank_id.is_not(None), Question.state != QuestionState.RETIRED)
        .group_by(Question.bank_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query) if row[0] is not None}


def tags() -> list[str]:
    """Return every tag in use."""
    query = select(QuestionTag.tag).distinct().order_by(QuestionTag.tag).limit(500)
    return list(db.session.scalars(query))


def tests_with(question: Question) -> list[TestVersion]:
    """Return the versions of tests that ask a question of everybody, newest first."""
    query = (
        select(TestVersion)
        .join(Test, Test.id == TestVersion.test_id)
        .join(TestSection, TestSection.test_version_id == TestVersion.id)
        .join(TestItem, TestItem.section_id == TestSection.id)
        .where(TestItem.question_id == question.id)
        .order_by(TestVersion.id.desc())
        .limit(50)
    )
    return list(db.session.scalars(query))
