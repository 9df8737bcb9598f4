"""The director's control, and the release of results."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.assessments import forms, operations
from recruit.assessments.models import Attempt
from recruit.assessments.queries import grading as queries
from recruit.assessments.views.blueprint import bp, words
from recruit.assessments.views.grading import paper_lines
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.rules.sitting import AttemptState


def _paper_or_404(pubid: str) -> Attempt:
    control = queries.control_for(current_person(), pubid) or abort(404)
    return control.attempt


@bp.get("/grading/control")
@requires(Permission.CONTROL)
def controls() -> ResponseReturnValue:
    """The papers that wait for the director."""
    rows = queries.controls(current_person())
    return render_template("assessments/controls.html", rows=rows)


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
) -> ResponseReturnValue:
    page = render_template(
        "assessments/control.html",
        attempt=attempt,
        version=attempt.assignment.test_version,
        control=attempt.control,
        lines=paper_lines(attempt, form_class=forms.Correction, failed=failed),
        summed=queries.summed(attempt),
        comment=comment or forms.Comment(formdata=None),
        problem=problem,
        pending=attempt.state is AttemptState.GRADED,
    )
    return page, 422 if problem or failed or comment else 200


@bp.post("/grading/control/<pubid:pubid>/items/<pubid:item>")
@requires(Permission.CONTROL)
def correct(pubid: str, item: str) -> ResponseReturnValue:
    """Correct one mark by a new entry with a reason."""
    attempt = _paper_or_404(pubid)
    found = queries.item_of(attempt, item) or abort(404)
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
    """Confirm a paper's marks."""
    attempt, form = _paper_or_404(pubid), forms.Comment()
    if not form.validate_on_submit():
        return _show(attempt, comment=form)
    try:
        with transaction():
            operations.confirm(
                attempt,
                comment=str(form.comment.data or ""),
                actor=current_person(),
                now=clock.now(),
            )
    except Refused as refused:
        return _show(_paper_or_404(pubid), words(refused))
    flash(_("Confirmed. The result can be released."), "success")
    return redirect(url_for(".releases"), 303)
