"""The director's control: what waits, what was decided, one paper with both marks."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from recruit.assessments import forms, operations
from recruit.assessments.models import Attempt
from recruit.assessments.queries import deciding as queries
from recruit.assessments.queries import grading as grading_queries
from recruit.assessments.queries.deciding import ControlFilter
from recruit.assessments.queries.results import fingerprint
from recruit.assessments.views.blueprint import bp, words
from recruit.assessments.views.grading import paper_lines
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused, Stale
from recruit.kernel.permissions import Permission, requires
from recruit.kernel.web import argument
from recruit.people.login import current_person
from recruit.rules.releasing import ControlReason
from recruit.rules.sitting import AttemptState

REASONS = {
    ControlReason.ALL: _l("Every paper is controlled"),
    ControlReason.NEAR_PASS_LINE: _l("Near the pass line"),
    ControlReason.SAMPLE: _l("In the sample"),
}


def _paper_or_404(pubid: str) -> Attempt:
    control = queries.control_for(current_person(), pubid) or abort(404)
    return control.attempt


@bp.get("/grading/control")
@requires(Permission.CONTROL)
def controls() -> ResponseReturnValue:
    """The papers that wait for the director, or those that were decided."""
    reason = argument("reason")
    wanted = ControlFilter(
        decided=argument("decided") == "1",
        test=argument("test"),
        reason=ControlReason(reason) if reason in list(ControlReason) else None,
    )
    rows = queries.controls(current_person(), wanted)
    return render_template(
        "assessments/controls.html",
        rows=[(row, grading_queries.summed(row.attempt)) for row in rows],
        wanted=wanted,
        tests=[("", _("All")), *((one.pubid, one.title) for one in queries.controlled_tests())],
        reasons=REASONS,
    )


@bp.get("/grading/control/<pubid:pubid>")
@requires(Permission.CONTROL)
def control(pubid: str) -> ResponseReturnValue:
    """One paper with its marks, to confirm or correct."""
    return _show(_paper_or_404(pubid))


def _show(
    attempt: Attempt,
    problem: str | None = None,
    comment: forms.Comment | None = None,
    failed: tuple[str, Any] | None = None,
    *,
    stale: bool = False,
) -> ResponseReturnValue:
    page = render_template(
        "assessments/control.html",
        attempt=attempt,
        version=attempt.assignment.test_version,
        control=attempt.control,
        lines=paper_lines(attempt, form_class=forms.Correction, failed=failed),
        summed=grading_queries.summed(attempt),
        changes=queries.changes(attempt),
        seen=fingerprint(attempt),
        comment=comment or forms.Comment(formdata=None),
        problem=problem,
        stale=stale,
        reasons=REASONS,
        pending=attempt.state is AttemptState.GRADED,
    )
    return page, 409 if stale else 422 if problem or failed or comment else 200


@bp.post("/grading/control/<pubid:pubid>/items/<pubid:item>")
@requires(Permission.CONTROL)
def correct(pubid: str, item: str) -> ResponseReturnValue:
    """Correct one mark by a new entry with a reason."""
    attempt = _paper_or_404(pubid)
    found = grading_queries.item_of(attempt, item) or abort(404)
    form = forms.Correction()
    if not form.validate_on_submit():
        return _show(attempt, failed=(item, form))
    try:
        with transaction():
            operations.correct(
                attempt, found, form.mark(found), actor=current_person(), now=clock.now()
            )
    except Refused as refused:
        form.refuse(form.comment, words(refused))
        return _show(_paper_or_404(pubid), failed=(item, form))
    flash(_("Corrected. The earlier mark stays readable."), "success")
    return redirect(url_for(".control", pubid=pubid, _anchor=f"q-{item}"), 303)


@bp.post("/grading/control/<pubid:pubid>")
@requires(Permission.CONTROL)
def confirm(pubid: str) -> ResponseReturnValue:
    """Confirm a paper's marks, as the page showed them."""
    attempt, form = _paper_or_404(pubid), forms.Comment()
    if not form.validate_on_submit():
        return _show(attempt, comment=form)
    try:
        with transaction():
            operations.confirm(
                attempt,
                comment=str(form.comment.data or ""),
                seen=request.form.get("seen"),
                actor=current_person(),
                now=clock.now(),
            )
    except Stale:
        return _show(_paper_or_404(pubid), stale=True)
    except Refused as refused:
        attempt = _paper_or_404(pubid)
        if attempt.control is None or attempt.control.decided_by_id != current_person().id:
            return _show(attempt, words(refused))  # else it is the button pressed twice
    flash(_("Confirmed. The result can be released."), "success")
    return redirect(url_for(".releases"), 303)
