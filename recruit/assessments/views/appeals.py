"""Appeals: a trainee objects to a mark, somebody without a mark on it decides."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from recruit.assessments import forms, operations
from recruit.assessments.models import Appeal
from recruit.assessments.queries import deciding as queries
from recruit.assessments.queries import grading as grading_queries
from recruit.assessments.queries import sitting as sitting_queries
from recruit.assessments.views import presenting
from recruit.assessments.views.blueprint import REFUSALS, bp, words
from recruit.assessments.views.grading import paper_lines
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.rules import releasing
from recruit.rules import sitting as rules
from recruit.rules.sitting import AttemptState

REFUSALS |= {
    releasing.ResultRefusal.LOWERED: _l(
        "An objection never lowers a result: give no fewer points, or let the mark stand."
    )
}


@bp.route("/tests/answers/<pubid:pubid>/appeal", methods=["GET", "POST"])
@requires(Permission.TEST_SIT)
def appeal(pubid: str) -> ResponseReturnValue:
    """Object to the mark of one question."""
    item = sitting_queries.item_for(current_person(), pubid) or abort(404)
    if item.attempt.state not in rules.SEEN_BY_TRAINEE:
        abort(404)
    form = forms.Appeal()
    if form.validate_on_submit():
        try:
            with transaction():
                operations.raise_appeal(
                    item, text=str(form.text.data), actor=current_person(), now=clock.now()
                )
            flash(_("Your objection was sent. Somebody else will look at it."), "success")
            return redirect(url_for(".attempt", pubid=item.attempt.pubid), 303)
        except Refused as refused:
            form.refuse(form.text, words(refused))
    page = render_template(
        "assessments/appeal.html",
        form=form,
        item=item,
        question=presenting.asked(item),
        value=grading_queries.item_value(item),
        until=item.attempt.appeal_until_on,
        zone=sitting_queries.zone_of(item.attempt.assignment.person),
    )
    return page, 422 if form.errors else 200


@bp.get("/grading/appeals")
@requires(Permission.APPEAL_DECIDE)
def appeals() -> ResponseReturnValue:
    """Objections that this person may decide, and the latest decided ones."""
    person = current_person()
    return render_template(
        "assessments/appeals.html",
        rows=queries.open_appeals(person),
        elsewhere=queries.waiting_elsewhere(person),
        decided=queries.decided_appeals(person),
    )


@bp.route("/grading/appeals/<pubid:pubid>", methods=["GET", "POST"])
@requires(Permission.APPEAL_DECIDE)
def decide_appeal(pubid: str) -> ResponseReturnValue:
    """Decide one."""
    found: Appeal = queries.appeal_for(current_person(), pubid) or abort(404)
    form = forms.Decide()
    if form.validate_on_submit():
        upheld = form.outcome.data == "uphold"
        try:
            with transaction():
                operations.decide_appeal(
                    found,
                    given=form.mark(found.item) if upheld else None,
                    reply=str(form.comment.data or ""),
                    actor=current_person(),
                    now=clock.now(),
                )
            left = found.item.attempt.state is AttemptState.APPEALED
            flash(
                _("Decided. The trainee is told when the other objections are decided too.")
                if left
                else _("Decided. The trainee was told."),
                "success",
            )
            return redirect(url_for(".appeals"), 303)
        except Refused as refused:
            form.refuse(form.comment, words(refused))
            found = queries.appeal_for(current_person(), pubid) or abort(404)
    attempt = grading_queries.whole(found.item.attempt)
    lines: list[dict[str, Any]] = [
        line for line in paper_lines(attempt) if line["item"].id == found.item_id
    ]
    page = render_template(
        "assessments/appeal_decide.html",
        appeal=found,
        attempt=attempt,
        line=lines[0],
        form=form,
        wrote=any(entry.grader_id == current_person().id for entry in found.item.entries),
        others=[
            item.appeal for item in attempt.items if item.appeal and item.id != found.item_id
        ],
    )
    return page, 422 if form.errors else 200
