"""Changing products, what they earn, and what is true about them."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from recruit.assessments.models import FactKind, Product, ProductFact, ProfitSnapshot
from recruit.kernel import audit
from recruit.kernel.db import db, locked, unchanged
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import setting
from recruit.rules.money import Money


def add_product(*, name: str, summary: str, actor: Person, now: datetime) -> Product:
    """Add a product, or raise Refused when its name is taken."""
    _refuse_taken(name, None)
    product = Product(name=name, summary=summary, created_at=now)
    db.session.add(product)
    audit.record("assessments.product.added", product, actor=actor, at=now)
    return product


def edit_product(
    product: Product,
    *,
    name: str,
    summary: str,
    active: bool,
    version: int | None,
    actor: Person,
    now: datetime,
) -> None:
    """Change a product's name, summary and whether it is still sold."""
    unchanged(product, version)
    _refuse_taken(name, product)
    product.name, product.summary, product.active = name, summary, active
    audit.record("assessments.product.edited", product, actor=actor, at=now, active=active)


def _refuse_taken(name: str, product: Product | None) -> None:
    other = db.session.scalars(select(Product).where(Product.name == name)).first()
    if other is not None and other is not product:
        raise Refused(setting.Refusal.NAME_TAKEN)


def record_profit(
    product: Product, *, as_of_on: date, profit: Money, actor: Person, now: datetime
) -> ProfitSnapshot:
    """Write down what a product earned a month as of a day; the same day is corrected."""
    locked(product)
    query = select(ProfitSnapshot).where(
        ProfitSnapshot.product == product, ProfitSnapshot.as_of_on == as_of_on
    )
    snapshot = db.session.scalars(query).one_or_none()
    if snapshot is None:
        snapshot = ProfitSnapshot(product=product, as_of_on=as_of_on)
        db.session.add(snapshot)
    snapshot.profit_minor, snapshot.currency = profit.minor, profit.currency
    snapshot.recorded_by, snapshot.recorded_at = actor, now
    audit.record(
        "assessments.product.profit-recorded", product, actor=actor, at=now, as_of_on=as_of_on
    )
    return snapshot


def record_fact(
    product: Product,
    *,
    kind: FactKind,
    text: str,
    valid_from_on: date,
    valid_to_on: date | None = None,
    replaces: bool = True,
    actor: Person,
    now: datetime,
) -> ProductFact:
    """Write down something true about a product from a day on.

    replaces: facts of this kind that hold on that day and began before end the day before.
    """
    if reason := setting.period_refusal(valid_from_on, valid_to_on):
        raise Refused(reason)
    locked(product)
    if replaces:
        older = select(ProductFact).where(
            ProductFact.product == product,
            ProductFact.kind == kind,
            ProductFact.valid_from_on < valid_from_on,
            ProductFact.valid_to_on.is_(None) | (ProductFact.valid_to_on >= valid_from_on),
        )
        for fact in db.session.scalars(older):
            fact.valid_to_on = valid_from_on - timedelta(days=1)
    fact = ProductFact(
        product=product,
        kind=kind,
        text=text,
        valid_from_on=valid_from_on,
        valid_to_on=valid_to_on,
        recorded_by=actor,
        recorded_at=now,
    )
    db.session.add(fact)
    audit.record(
        "assessments.fact.recorded", fact, actor=actor, at=now, kind=kind, product=product
    )
    return fact


def replace_fact(
    fact: ProductFact, *, text: str, valid_from_on: date, actor: Person, now: datetime
) -> ProductFact:
    """Write down what is true instead of a fact from a day on; the fact ends the day before.

    The new fact lasts as long as the old one was to last. One that begins in the future, or on
    that very day, is corrected by ending it.
    """
    if reason := setting.period_refusal(fact.valid_from_on + timedelta(days=1), valid_from_on):
        raise Refused(reason)
    last = fact.valid_to_on
    if reason := setting.period_refusal(valid_from_on, last):
        raise Refused(reason)
    fact.valid_to_on = valid_from_on - timedelta(days=1)
    return record_fact(
        fact.product,
        kind=fact.kind,
        text=text,
        valid_from_on=valid_from_on,
        valid_to_on=last,
        replaces=False,
        actor=actor,
        now=now,
    )


def end_fact(fact: ProductFact, *, valid_to_on: date, actor: Person, now: datetime) -> None:
    """Say on which day a fact was true for the last time."""
    if reason := setting.period_refusal(fact.valid_from_on, valid_to_on):
        raise Refused(reason)
    fact.valid_to_on = valid_to_on
    audit.record("assessments.fact.ended", fact, actor=actor, at=now, valid_to_on=valid_to_on)
