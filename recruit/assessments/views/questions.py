"""The question bank: its list, one question with its history, the editor."""

from enum import StrEnum
from io import BytesIO
from typing import Any, TypeVar

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.assessments import forms, operations
from recruit.assessments.models import Product, Question, QuestionBank, QuestionState
from recruit.assessments.queries import attachments, bank
from recruit.assessments.queries import setting as queries
from recruit.assessments.views import versions
from recruit.assessments.views.blueprint import bp, keep_typed, status_of, words
from recruit.kernel import clock, files
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused, Stale
from recruit.kernel.fields import choices, version_of
from recruit.kernel.permissions import Permission, requires
from recruit.kernel.web import argument
from recruit.people.login import current_person
from recruit.rules import setting
from recruit.rules.marking import QuestionType

E = TypeVar("E", bound=StrEnum)
MOST_PAGES = 10_000


def chosen(kind: type[E], name: str) -> E | None:
    """Return a filter from the address; a value outside of its list is a bad request."""
    value = argument(name)
    if not value:
        return None
    try:
        return kind(value)
    except ValueError:
        abort(400)


def filters_asked() -> bank.Filters:
    """Return the list's filters from the address."""
    return bank.Filters(
        bank=bank.bank(argument("bank")) if argument("bank") else None,
        product=queries.product(argument("product")) if argument("product") else None,
        tag=argument("tag"),
        type=chosen(QuestionType, "type"),
        state=chosen(QuestionState, "state"),
        words=argument("q"),
    )


def filters_again(filters: bank.Filters) -> dict[str, Any]:
    """Return the filters as arguments of the list's address."""
    return {
        "bank": filters.bank.pubid if filters.bank else None,
        "product": filters.product.pubid if filters.product else None,
        "tag": filters.tag or None,
        "type": filters.type,
        "state": filters.state,
        "q": filters.words or None,
    }


@bp.get("/tests/questions")
@requires(Permission.TEST_READ)
def questions() -> ResponseReturnValue:
    """The bank, newest first."""
    return bank_page()


def bank_page(problem: str | None = None) -> ResponseReturnValue:
    """Show the list; `problem` says why a change of many was refused."""
    page = argument("page", "1")
    if not page.isdecimal() or not 1 <= int(page) <= MOST_PAGES:
        abort(400)
    filters = filters_asked()
    rows, found = bank.page(filters, int(page))
    shown = render_template(
        "assessments/questions.html",
        rows=rows,
        found=found,
        page_number=int(page),
        more=int(page) * bank.PAGE < found,
        products=queries.study_order(clock.now().date(), active=False),
        banks=bank.banks(),
        tags=bank.tags(),
        filters=filters,
        again=filters_again(filters),
        problem=problem,
    )
    return shown, 422 if problem else 200


def _form(kind: QuestionType, question: Question | None) -> forms.QuestionForm:
    data: dict[str, Any] = {}
    if question is not None:
        data = forms.QuestionForm.values(question.current) | {
            "product": question.product.pubid if question.product else "",
            "bank": question.bank.name if question.bank else "",
            "tags": ", ".join(row.tag for row in question.tags),
            "ready": question.state is QuestionState.READY,
            "version": question.version,
        }
    else:
        wanted = queries.product(argument("product"))
        place = bank.bank(argument("bank"))
        data = {
            "product": wanted.pubid if wanted else "",
            "bank": place.name if place else "",
        }
    form = forms.QuestionForm(data=data)
    form.kind, form.before = kind, question.current if question else None
    rows = queries.study_order(clock.now().date(), active=False)
    form.product.choices = choices(((one.pubid, one.name) for one, _p in rows), _("None"))
    return form


def _product(form: forms.QuestionForm) -> Product | None:
    return queries.product(form.product.data) if form.product.data else None


def _bank(form: forms.QuestionForm) -> QuestionBank | None:
    if not form.bank_path:
        return None
    return operations.bank_named(form.bank_path, actor=current_person(), now=clock.now())


def _refuse(form: forms.QuestionForm, refused: Refused) -> None:
    """Put a refusal beside the field that can mend it."""
    where = {
        setting.Refusal.STEM: form.stem,
        setting.Refusal.POINTS: form.points,
        setting.Refusal.RUBRIC_TOO_HIGH: form.points,
        setting.Refusal.RUBRIC_BROKEN: form.rubric,
        setting.Refusal.BANK_NAME: form.bank,
        setting.Refusal.TAG: form.tags,
        setting.Refusal.FILE_TYPE: form.files,
        setting.Refusal.FILE_TOO_LARGE: form.files,
        setting.Refusal.ALT_MISSING: form.files,
        setting.Refusal.TOO_MANY_FILES: form.files,
    }.get(setting.Refusal(refused.reason))
    key_field = form.value if form.kind is QuestionType.NUMERIC else form.lines_text
    form.refuse(key_field if where is None else where, words(refused))


def _editor(form: forms.QuestionForm, question: Question | None) -> ResponseReturnValue:
    if request.form.get("more") != "files":
        form.add_rows()
    form.add_file_row()
    page = render_template(
        "assessments/question_edit.html",
        form=form,
        kind=form.kind,
        question=question,
        banks=bank.banks(),
        tags=bank.tags(),
        kept={one.file.pubid: one for one in question.current.attachments} if question else {},
        facts=versions.facts_today(_product(form)),
    )
    return page, status_of(form)


def _more_rows() -> bool:
    """Was only another row asked for?"""
    return request.method == "POST" and request.form.get("more") in ("rubric", "files")


@bp.route("/tests/questions/new", methods=["GET", "POST"])
@requires(Permission.TEST_AUTHOR)
def new_question() -> ResponseReturnValue:
    """Write a question; ?type= says which kind."""
    form = _form(chosen(QuestionType, "type") or QuestionType.OPEN_LONG, None)
    if not _more_rows() and form.validate_on_submit():
        try:
            with transaction():
                question = operations.write_question(
                    form.wording(),
                    product=_product(form),
                    bank=_bank(form),
                    tags=form.tag_words,
                    ready=bool(form.ready.data),
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("The question is in the bank."), "success")
            return redirect(url_for(".question", pubid=question.pubid), 303)
        except Refused as refused:
            _refuse(form, refused)
    return _editor(form, None)


@bp.get("/tests/questions/<pubid:pubid>")
@requires(Permission.TEST_READ)
def question(pubid: str) -> ResponseReturnValue:
    """A question with key, rubric and history."""
    found = queries.question(pubid) or abort(404)
    return render_template(
        "assessments/question.html",
        question=found,
        history=versions.history(found),
        tests=bank.tests_with(found),
        facts=versions.facts_today(found.product),
    )


@bp.route("/tests/questions/<pubid:pubid>/edit", methods=["GET", "POST"])
@requires(Permission.TEST_AUTHOR)
def edit_question(pubid: str) -> ResponseReturnValue:
    """Write a new version of a question."""
    found = queries.question(pubid) or abort(404)
    form = _form(found.current.type, found)
    if not _more_rows() and form.validate_on_submit():
        try:
            with transaction():
                operations.reword(
                    found,
                    form.wording(),
                    product=_product(form),
                    bank=_bank(form),
                    tags=form.tag_words,
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
        except Stale:
            form.before = found.current
            keep_typed(form, found.version)
    return _editor(form, found)


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


@bp.get("/tests/files/<pubid:pubid>")
@requires(Permission.TEST_READ, Permission.TEST_SIT, Permission.GRADE)
def stem_file(pubid: str) -> ResponseReturnValue:
    """A picture or a file of a question, for who may read the question now."""
    found = attachments.attachment_for(current_person(), pubid) or abort(404)
    file = found.file
    path = files.path_of(file.stored_name)
    if not path.is_file():
        abort(404)
    answer = send_file(
        BytesIO(path.read_bytes()),  # small by rule, and no handle stays open
        file.media_type,
        as_attachment=not file.is_picture,
        download_name=file.filename,
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
