"""Reading products, the question bank and tests."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.assessments.models import (
    Assignment,
    Attempt,
    Product,
    ProductFact,
    ProfitSnapshot,
    Question,
    QuestionPool,
    Test,
    TestItem,
    TestSection,
    TestState,
    TestVersion,
)
from recruit.kernel.db import by_pubid, db
from recruit.kernel.ids import is_pubid


def product(pubid: object) -> Product | None:
    """Return a product by its public id."""
    return by_pubid(Product, pubid)


def products_named(pubids: Sequence[str]) -> list[Product]:
    """Return the products with these public ids, at most 200; others are left out."""
    wanted = [pubid for pubid in pubids if is_pubid(pubid)][:200]
    query = select(Product).where(Product.pubid.in_(wanted)).order_by(Product.id)
    return list(db.session.scalars(query))


def study_order(
    on: date, *, active: bool = True
) -> list[tuple[Product, ProfitSnapshot | None]]:
    """Return the products with their newest profit as of a day, most profitable first.

    Products whose profit nobody recorded come last, by name.
    """
    newest = (
        select(ProfitSnapshot.product_id, func.max(ProfitSnapshot.as_of_on).label("as_of_on"))
        .where(ProfitSnapshot.as_of_on <= on)
        .group_by(ProfitSnapshot.product_id)
        .subquery()
    )
    query = (
        select(Product, ProfitSnapshot)
        .outerjoin(newest, newest.c.product_id == Product.id)
        .outerjoin(
            ProfitSnapshot,
            (ProfitSnapshot.product_id == Product.id)
            & (ProfitSnapshot.as_of_on == newest.c.as_of_on),
        )
        .order_by(
            ProfitSnapshot.profit_minor.is_(None),
            ProfitSnapshot.profit_minor.desc(),
            Product.name,
        )
    )
    rows = db.session.execute(query.where(Product.active) if active else query)
    return [(one, profit) for one, profit in rows]


def facts_on(products: Sequence[int], day: date) -> list[ProductFact]:
    """Return the facts of these products (internal ids) that hold on a day, by kind."""
    query = select(ProductFact).where(
        ProductFact.product_id.in_(products),
        ProductFact.valid_from_on <= day,
        ProductFact.valid_to_on.is_(None) | (ProductFact.valid_to_on >= day),
    )
    return list(db.session.scalars(query.order_by(ProductFact.kind, ProductFact.id)))


def fact(pubid: object) -> ProductFact | None:
    """Return a product's fact by its public id."""
    return by_pubid(ProductFact, pubid)


def question(pubid: object) -> Question | None:
    """Return a question with its product and current version."""
    if not is_pubid(pubid):
        return None
    query = select(Question).where(Question.pubid == pubid)
    query = query.options(joinedload(Question.current), joinedload(Question.product))
    return db.session.scalars(query).one_or_none()


def tests() -> list[Test]:
    """Return every test by title with its versions."""
    query = select(Test).options(selectinload(Test.versions)).order_by(Test.title)
    return list(db.session.scalars(query))


def paper_counts() -> dict[int, int]:
    """Return how many attempts there are per test (internal id)."""
    query = (
        select(TestVersion.test_id, func.count(Attempt.id))
        .join(Assignment, Assignment.test_version_id == TestVersion.id)
        .join(Attempt, Attempt.assignment_id == Assignment.id)
        .group_by(TestVersion.test_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def test(pubid: object) -> Test | None:
    """Return a test by its public id."""
    return by_pubid(Test, pubid)


def test_version(pubid: object) -> TestVersion | None:
    """Return a test version with its sections, items and their wordings."""
    if not is_pubid(pubid):
        return None
    items = selectinload(TestVersion.sections).selectinload(TestSection.items)
    query = (
        select(TestVersion)
        .where(TestVersion.pubid == pubid)
        .options(
            items.joinedload(TestItem.question).joinedload(Question.current),
            items.joinedload(TestItem.question).joinedload(Question.product),
            items.joinedload(TestItem.question_version),
            selectinload(TestVersion.sections)
            .selectinload(TestSection.pools)
            .options(joinedload(QuestionPool.bank), joinedload(QuestionPool.product)),
        )
    )
    return db.session.scalars(query).one_or_none()


def published_versions() -> list[TestVersion]:
    """Return the versions that can be assigned, by title."""
    query = (
        select(TestVersion)
        .join(TestVersion.test)
        .where(TestVersion.state == TestState.PUBLISHED)
        .order_by(Test.title)
    )
    return list(db.session.scalars(query))


def section(pubid: object) -> TestSection | None:
    """Return a section of a test version by its public id."""
    return by_pubid(TestSection, pubid)


def item(pubid: object) -> TestItem | None:
    """Return an item of a test version by its public id."""
    return by_pubid(TestItem, pubid)


def papers_of(one: Test) -> list[Attempt]:
    """Return the newest papers of a test, with the people who sit them."""
    query = (
        select(Attempt)
        .join(Attempt.assignment)
        .join(Assignment.test_version)
        .where(TestVersion.test == one)
        .order_by(Attempt.id.desc())
        .limit(200)
    )
    return list(db.session.scalars(query))
