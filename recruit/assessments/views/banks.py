"""Banks, and changing many questions at once."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from recruit.assessments import forms, operations
from recruit.assessments.models import Question, QuestionState
from recruit.assessments.queries import bank as queries
from recruit.assessments.views.blueprint import bp, words
from recruit.assessments.views.questions import bank_page, filters_again, filters_asked
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.forms import clean_text
from recruit.kernel.permissions import Permission, requires
from recruit.kernel.web import argument
from recruit.people.login import current_person

_STATES = {
    "ready": QuestionState.READY,
    "draft": QuestionState.DRAFT,
    "retire": QuestionState.RETIRED,
}


@bp.post("/tests/questions/change")
@requires(Permission.TEST_AUTHOR)
def change_questions() -> ResponseReturnValue:
    """Do one thing with the ticked questions: tag, move, mark as ready, retire."""
    ticked = queries.named(request.form.getlist("question"))
    if not ticked:
        return bank_page(_("Tick at least one question."))
    try:
        with transaction():
            _change(ticked)
    except Refused as refused:
        return bank_page(words(refused))
    flash(
        ngettext(
            "%(num)s question was changed.", "%(num)s questions were changed.", len(ticked)
        ),
        "success",
    )
    again = filters_again(filters_asked())
    return redirect(url_for(".questions", page=argument("page") or None, **again), 303)


def _change(ticked: list[Question]) -> None:
    actor, now = current_person(), clock.now()
    verb = request.form.get("do", "")
    text = str(clean_text(request.form.get("text", "")))
    if verb in _STATES:
        operations.set_state_many(ticked, _STATES[verb], actor=actor, now=now)
    elif verb in ("tag", "untag"):
        operations.tag_many(ticked, text, on=verb == "tag", actor=actor, now=now)
    elif verb == "move":
        path = text.split("/")
        place = operations.bank_named(path, actor=actor, now=now) if text else None
        operations.move_many(ticked, place, actor=actor, now=now)
    else:
        abort(400)


@bp.get("/tests/banks")
@requires(Permission.TEST_READ)
def banks() -> ResponseReturnValue:
    """The banks with how many questions lie in each."""
    rows, counts = queries.banks(), queries.bank_counts()
    return render_template("assessments/banks.html", rows=rows, counts=counts)


@bp.route("/tests/banks/<pubid:pubid>", methods=["GET", "POST"])
@requires(Permission.TEST_AUTHOR)
def rename_bank(pubid: str) -> ResponseReturnValue:
    """Give a bank another name."""
    found = queries.bank(pubid) or abort(404)
    form = forms.BankForm(obj=found)
    if form.validate_on_submit():
        try:
            with transaction():
                operations.rename_bank(
                    found,
                    str(form.name.data).split("/"),
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("Saved."), "success")
            return redirect(url_for(".banks"), 303)
        except Refused as refused:
            form.refuse(form.name, words(refused))
    page = render_template("assessments/bank_edit.html", form=form, bank=found)
    return page, 422 if form.errors else 200
