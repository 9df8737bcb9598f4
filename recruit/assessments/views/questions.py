"""The question bank."""

from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.assessments import forms, operations
from recruit.assessments.models import Product, Question, QuestionState
from recruit.assessments.queries import setting as queries
from recruit.assessments.views.blueprint import bp, words
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.fields import choices, version_of
from recruit.kernel.permissions import Permission, requires
from recruit.kernel.web import argument
from recruit.people.login import current_person
from recruit.rules import setting
from recruit.rules.marking import QuestionType

E = TypeVar("E", bound=StrEnum)


def chosen(kind: type[E], name: str) -> E | None:
    """Return a filter from the address; a value outside of its list is a bad request."""
    value = argument(name)
    if not value:
        return None
    try:
        return kind(value)
    except ValueError:
        abort(400)


@bp.get("/tests/questions")
@requires(Permission.TEST_READ)
def questions() -> ResponseReturnValue:
    """The bank, newest first."""
    page = argument("page", "1")
    if not page.isdecimal() or not 1 <= int(page) <= 10_000:
        abort(400)
    product = queries.product(argument("product")) if argument("product") else None
    kind, state = chosen(QuestionType, "type"), chosen(QuestionState, "state")
    rows, found = queries.questions(
        product=product, kind=kind, state=state, words=argument("q"), page=int(page)
    )
    return render_template(
        "assessments/questions.html",
        rows=rows,
        found=found,
        page_number=int(page),
        more=int(page) * queries.PAGE < found,
        products=queries.study_order(clock.now().date(), active=False),
        product=product,
        kind=kind,
        state=state,
        q=argument("q"),
    )


def _form(kind: QuestionType, question: Question | None) -> forms.QuestionForm:
    data = {}
    if question is not None:
        data = forms.QuestionForm.values(question.current) | {
            "product": question.product.pubid if question.product else "",
            "ready": question.state is QuestionState.READY,
            "version": question.version,
        }
    elif wanted := queries.product(argument("product")):
        data = {"product": wanted.pubid}
    form = forms.QuestionForm(data=data)
    form.kind = kind
    rows = queries.study_order(clock.now().date(), active=False)
    form.product.choices = choices(((one.pubid, one.name) for one, _p in rows), _("None"))
    return form


def _product(form: forms.QuestionForm) -> Product | None:
    return queries.product(form.product.data) if form.product.data else None


def _refuse(form: forms.QuestionForm, refused: Refused) -> None:
    """Put a refusal beside the field that can mend it."""
    where = {
        setting.Refusal.STEM: form.stem,
        setting.Refusal.POINTS: form.points,
        setting.Refusal.RUBRIC_TOO_HIGH: form.rubric,
    }.get(setting.Refusal(refused.reason))
    key_field = form.value if form.kind is QuestionType.NUMERIC else form.lines
    form.refuse(where or key_field, words(refused))


@bp.route("/tests/questions/new", methods=["GET", "POST"])
@requires(Permission.TEST_AUTHOR)
def new_question() -> ResponseReturnValue:
    """Write a question; ?type= says which kind."""
    kind = chosen(QuestionType, "type") or QuestionType.OPEN_LONG
    form = _form(kind, None)
    if request.method == "GET":
        form.points.data = form.points.data or Decimal(1)
    if form.validate_on_submit():
        try:
            with transaction():
                question = operations.write_question(
                    form.wording(),
                    product=_product(form),
                    ready=bool(form.ready.data),
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("The question is in the bank."), "success")
            return redirect(url_for(".question", pubid=question.pubid), 303)
        except Refused as refused:
            _refuse(form, refused)
    page = render_template(
        "assessments/question_edit.html", form=form, kind=kind, question=None
    )
    return page, 422 if form.errors else 200


@bp.get("/tests/questions/<pubid:pubid>")
@requires(Permission.TEST_READ)
def question(pubid: str) -> ResponseReturnValue:
    """A question with key, rubric and history."""
    found = queries.question(pubid) or abort(404)
    return render_template("assessments/question.html", question=found)


@bp.route("/tests/questions/<pubid:pubid>/edit", methods=["GET", "POST"])
@requires(Permission.TEST_AUTHOR)
def edit_question(pubid: str) -> ResponseReturnValue:
    """Write a new version of a question."""
    found = queries.question(pubid) or abort(404)
    kind = found.current.type
    form = _form(kind, found)
    if form.validate_on_submit():
        try:
            with transaction():
                operations.reword(
                    found,
                    form.wording(),
                    product=_product(form),
                    ready=bool(form.ready.data),
                    version=version_of(form.version.data),
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(
                _("A new version was saved. Papers keep the one they were asked with."),
                "success",
            )
            return redirect(url_for(".question", pubid=pubid), 303)
        except Refused as refused:
            _refuse(form, refused)
    page = render_template(
        "assessments/question_edit.html", form=form, kind=kind, question=found
    )
    return page, 422 if form.errors else 200


@bp.post("/tests/questions/<pubid:pubid>/retire")
@requires(Permission.TEST_AUTHOR)
def retire_question(pubid: str) -> ResponseReturnValue:
    """Take a question out of the bank, or bring it back."""
    found = queries.question(pubid) or abort(404)
    with transaction():
        if found.state is QuestionState.RETIRED:
            operations.restore_question(found, actor=current_person(), now=clock.now())
        else:
            operations.retire_question(found, actor=current_person(), now=clock.now())
    flash(_("Saved."), "success")
    return redirect(url_for(".question", pubid=pubid), 303)
