"""Products: the list in study order, what is true about them, what they earn."""

from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.assessments import forms, operations
from recruit.assessments.models import FactKind, Product, ProductFact
from recruit.assessments.queries import bank, frames
from recruit.assessments.queries import setting as queries
from recruit.assessments.views.blueprint import bp, keep_typed, status_of, words
from recruit.assessments.views.frames import drafted
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused, Stale
from recruit.kernel.fields import version_of
from recruit.kernel.permissions import Permission, requires
from recruit.organization import queries as organization
from recruit.people.login import current_person
from recruit.rules.money import Money


def _product_or_404(pubid: str) -> Product:
    return queries.product(pubid) or abort(404)


@bp.get("/products")
@requires(Permission.PRODUCT_READ)
def products() -> ResponseReturnValue:
    """The products, most profitable first: the order of study."""
    today = clock.now().date()
    rows = queries.study_order(today, active=False)
    return render_template(
        "assessments/products.html", rows=rows, counts=frames.question_counts()
    )


@bp.route("/products/new", methods=["GET", "POST"])
@requires(Permission.PRODUCT_EDIT)
def new_product() -> ResponseReturnValue:
    """Add a product."""
    form = forms.ProductForm()
    if form.validate_on_submit():
        try:
            with transaction():
                product = operations.add_product(
                    name=str(form.name.data),
                    summary=str(form.summary.data or ""),
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("The product was added. Write down what is true about it."), "success")
            return redirect(url_for(".product", pubid=product.pubid), 303)
        except Refused as refused:
            form.refuse(form.name, words(refused))
    page = render_template("assessments/product_edit.html", form=form, product=None)
    return page, 422 if form.errors else 200


@bp.route("/products/<pubid:pubid>/edit", methods=["GET", "POST"])
@requires(Permission.PRODUCT_EDIT)
def edit_product(pubid: str) -> ResponseReturnValue:
    """Change a product."""
    product = _product_or_404(pubid)
    form = forms.ProductForm(obj=product)
    if form.validate_on_submit():
        try:
            with transaction():
                operations.edit_product(
                    product,
                    name=str(form.name.data),
                    summary=str(form.summary.data or ""),
                    active=bool(form.active.data),
                    version=version_of(form.version.data),
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("Saved."), "success")
            return redirect(url_for(".product", pubid=pubid), 303)
        except Refused as refused:
            form.refuse(form.name, words(refused))
        except Stale:
            keep_typed(form, product.version)
    page = render_template("assessments/product_edit.html", form=form, product=product)
    return page, status_of(form)


@bp.get("/products/<pubid:pubid>")
@requires(Permission.PRODUCT_READ)
def product(pubid: str) -> ResponseReturnValue:
    """A product: what is true today, what was, what it earns, its questions."""
    return _show(_product_or_404(pubid))


def _show(product: Product, **given: Any) -> ResponseReturnValue:
    today = clock.now().date()
    fresh: dict[str, Any] = {
        "fact_form": forms.FactForm(
            formdata=None, kind=_next_kind(product, today), valid_from_on=today
        ),
        "profit_form": forms.ProfitForm(formdata=None, as_of_on=today),
    }
    found, count = bank.page(bank.Filters(product=product))
    page = render_template(
        "assessments/product.html",
        product=product,
        questions=found,
        more_questions=count - len(found),
        by_kind=_by_kind(product, today),
        today=today,
        currency=organization.organization().currency,
        **(fresh | given),
    )
    return page, 422 if given else 200


def _by_kind(product: Product, today: date) -> list[tuple[FactKind, list[ProductFact]]]:
    """The facts by what they are about: what holds first, then what comes, then what was."""

    def rank(fact: ProductFact) -> tuple[int, int]:
        order = 0 if fact.holds_on(today) else 1 if fact.valid_from_on > today else 2
        days = fact.valid_from_on.toordinal()
        return order, days if order == 1 else -days

    found: dict[FactKind, list[ProductFact]] = {}
    for fact in sorted(product.facts, key=rank):
        found.setdefault(fact.kind, []).append(fact)
    return [(kind, found[kind]) for kind in FactKind if kind in found]


def _next_kind(product: Product, today: date) -> str:
    """What nothing is written down about yet, so that facts are entered one after another."""
    known = {f.kind for f in product.facts if not f.valid_to_on or f.valid_to_on >= today}
    return next((kind for kind in FactKind if kind not in known), next(iter(FactKind))).value


@bp.post("/products/<pubid:pubid>/facts")
@requires(Permission.PRODUCT_EDIT)
def add_fact(pubid: str) -> ResponseReturnValue:
    """Write down a fact."""
    product, form = _product_or_404(pubid), forms.FactForm()
    if form.validate_on_submit() and form.valid_from_on.data:
        try:
            with transaction():
                operations.record_fact(
                    product,
                    kind=FactKind(form.kind.data),
                    text=str(form.text.data),
                    valid_from_on=form.valid_from_on.data,
                    valid_to_on=form.valid_to_on.data,
                    replaces=bool(form.replaces.data),
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("The fact was written down."), "success")
            return redirect(url_for(".product", pubid=pubid), 303)
        except Refused as refused:
            form.refuse(form.valid_to_on, words(refused))
    return _show(product, fact_form=form)


@bp.route("/products/facts/<pubid:pubid>/end", methods=["GET", "POST"])
@requires(Permission.PRODUCT_EDIT)
def end_fact(pubid: str) -> ResponseReturnValue:
    """Say until when a fact was true."""
    fact = queries.fact(pubid) or abort(404)
    form = forms.EndFact(valid_to_on=fact.valid_to_on or clock.now().date())
    if form.validate_on_submit() and form.valid_to_on.data:
        try:
            with transaction():
                operations.end_fact(
                    fact,
                    valid_to_on=form.valid_to_on.data,
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("Saved."), "success")
            return redirect(url_for(".product", pubid=fact.product.pubid), 303)
        except Refused as refused:
            form.refuse(form.valid_to_on, words(refused))
    page = render_template("assessments/fact_end.html", form=form, fact=fact)
    return page, 422 if form.errors else 200


@bp.route("/products/facts/<pubid:pubid>/replace", methods=["GET", "POST"])
@requires(Permission.PRODUCT_EDIT)
def replace_fact(pubid: str) -> ResponseReturnValue:
    """Write down what is true instead from a day on; the fact ends the day before."""
    fact = queries.fact(pubid) or abort(404)
    form = forms.ReplaceFact(text=fact.text, valid_from_on=clock.now().date())
    if form.validate_on_submit() and form.valid_from_on.data:
        try:
            with transaction():
                operations.replace_fact(
                    fact,
                    text=str(form.text.data),
                    valid_from_on=form.valid_from_on.data,
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(
                _("The fact was replaced; papers of earlier days keep the old one."), "success"
            )
            return redirect(url_for(".product", pubid=fact.product.pubid), 303)
        except Refused:
            form.refuse(
                form.valid_from_on,
                _("Choose a day after the first day of the fact, and not after its last."),
            )
    page = render_template("assessments/fact_replace.html", form=form, fact=fact)
    return page, 422 if form.errors else 200


def _money(amount: Decimal | None, currency: str) -> Money:
    return Money(
        round((amount or Decimal(0)).scaleb(get_currency_precision(currency))), currency
    )


@bp.post("/products/<pubid:pubid>/profit")
@requires(Permission.PRODUCT_EDIT)
def add_profit(pubid: str) -> ResponseReturnValue:
    """Write down what a product earns a month."""
    product, form = _product_or_404(pubid), forms.ProfitForm()
    if form.validate_on_submit() and form.as_of_on.data:
        currency = organization.organization().currency
        with transaction():
            operations.record_profit(
                product,
                as_of_on=form.as_of_on.data,
                profit=_money(form.profit.data, currency),
                actor=current_person(),
                now=clock.now(),
            )
        flash(_("The profit was written down."), "success")
        return redirect(url_for(".product", pubid=pubid), 303)
    return _show(product, profit_form=form)


@bp.post("/products/<pubid:pubid>/questions")
@requires(Permission.TEST_AUTHOR)
def generate_questions(pubid: str) -> ResponseReturnValue:
    """Draft the standard questions that are missing."""
    product = _product_or_404(pubid)
    try:
        with transaction():
            made = operations.generate_frame(product, actor=current_person(), now=clock.now())
    except Refused as refused:
        flash(words(refused), "warning")
        return redirect(url_for(".product", pubid=pubid), 303)
    flash(drafted(len(made)), "success")
    return redirect(url_for(".questions", product=pubid), 303)
