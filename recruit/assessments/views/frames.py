"""The organisation's standard questions: our suggestion, to change."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from recruit.assessments import forms, operations
from recruit.assessments.models import FrameQuestion
from recruit.assessments.queries import frames as queries
from recruit.assessments.queries import setting as setting_queries
from recruit.assessments.views.blueprint import bp, keep_typed, status_of, words
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused, Stale
from recruit.kernel.fields import version_of
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.rules import setting
from recruit.rules.question_frame import FRAME


@bp.get("/tests/frame")
@requires(Permission.TEST_READ)
def frame() -> ResponseReturnValue:
    """The standard questions in order; before the first use, our suggestion."""
    return render_template(
        "assessments/frame.html",
        rows=queries.frame(),
        suggestion=FRAME.values(),
        drafted=queries.drafted_counts(),
    )


@bp.post("/tests/frame")
@requires(Permission.TEST_AUTHOR)
def adopt_frame() -> ResponseReturnValue:
    """Take our suggestion over, to change it."""
    with transaction():
        operations.adopt_frame(actor=current_person(), now=clock.now())
    return redirect(url_for(".frame"), 303)


def _editor(form: forms.FrameForm, row: FrameQuestion | None) -> ResponseReturnValue:
    form.add_rows()
    page = render_template("assessments/frame_edit.html", form=form, row=row)
    return page, status_of(form)


def _refuse(form: forms.FrameForm, refused: Refused) -> None:
    where = {
        setting.Refusal.STEM: form.stem,
        setting.Refusal.RUBRIC_BROKEN: form.rubric,
    }.get(setting.Refusal(refused.reason))
    form.refuse(form.points if where is None else where, words(refused))


@bp.route("/tests/frame/new", methods=["GET", "POST"])
@requires(Permission.TEST_AUTHOR)
def new_frame_question() -> ResponseReturnValue:
    """Add a standard question of one's own."""
    form = forms.FrameForm()
    if request.form.get("more") != "rubric" and form.validate_on_submit():
        try:
            with transaction():
                operations.add_frame_question(
                    form.wording(), actor=current_person(), now=clock.now()
                )
            flash(_("The standard question was added."), "success")
            return redirect(url_for(".frame"), 303)
        except Refused as refused:
            _refuse(form, refused)
    return _editor(form, None)


def _row_or_404(pubid: str) -> FrameQuestion:
    return queries.frame_question(pubid) or abort(404)


@bp.route("/tests/frame/<pubid:pubid>", methods=["GET", "POST"])
@requires(Permission.TEST_AUTHOR)
def edit_frame_question(pubid: str) -> ResponseReturnValue:
    """Change a standard question; questions drafted from it stay."""
    row = _row_or_404(pubid)
    form = forms.FrameForm(data=forms.FrameForm.values(row))
    if request.form.get("more") != "rubric" and form.validate_on_submit():
        try:
            with transaction():
                operations.edit_frame_question(
                    row,
                    form.wording(row.rubric),
                    version=version_of(form.version.data),
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("Saved. Questions drafted before stay as they are."), "success")
            return redirect(url_for(".frame"), 303)
        except Refused as refused:
            _refuse(form, refused)
        except Stale:
            keep_typed(form, row.version)
    return _editor(form, row)


@bp.post("/tests/frame/<pubid:pubid>/move")
@requires(Permission.TEST_AUTHOR)
def move_frame_question(pubid: str) -> ResponseReturnValue:
    """Move a standard question up or down."""
    row, up = _row_or_404(pubid), request.form.get("direction") == "up"
    with transaction():
        operations.move_frame_question(row, up=up, actor=current_person(), now=clock.now())
    return redirect(url_for(".frame"), 303)


@bp.post("/tests/frame/<pubid:pubid>/reset")
@requires(Permission.TEST_AUTHOR)
def reset_frame_question(pubid: str) -> ResponseReturnValue:
    """Bring our suggestion back."""
    row = _row_or_404(pubid)
    with transaction():
        operations.reset_frame_question(row, actor=current_person(), now=clock.now())
    flash(_("Our suggestion is back."), "success")
    return redirect(url_for(".frame"), 303)


@bp.post("/products/questions")
@requires(Permission.TEST_AUTHOR)
def generate_for_many() -> ResponseReturnValue:
    """Draft what is missing of the standard questions for the ticked products."""
    ticked = setting_queries.products_named(request.form.getlist("product"))
    if not ticked:
        flash(_("Tick at least one product."), "warning")
        return redirect(url_for(".products"), 303)
    try:
        with transaction():
            made = operations.draft_frame(ticked, actor=current_person(), now=clock.now())
    except Refused as refused:
        flash(words(refused), "warning")
        return redirect(url_for(".products"), 303)
    flash(drafted(len(made)), "success")
    return redirect(url_for(".questions", state="draft"), 303)


def drafted(count: int) -> str:
    """Say how many questions were drafted."""
    if not count:
        return str(_("Every standard question is there already."))
    told = ngettext(
        "%(num)s question was drafted: look through it, then mark it as ready.",
        "%(num)s questions were drafted: look through them, then mark them as ready.",
        count,
    )
    return str(told)
