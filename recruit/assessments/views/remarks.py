"""Remarks that a grader uses again."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.assessments import forms, operations
from recruit.assessments.models import CommentSnippet
from recruit.assessments.queries import snippets as queries
from recruit.assessments.views.blueprint import bp
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person


def _remark_or_404(pubid: str) -> CommentSnippet:
    return queries.own_by_pubid(current_person(), pubid) or abort(404)


@bp.get("/grading/remarks")
@requires(Permission.GRADE)
def remarks() -> ResponseReturnValue:
    """One's own remarks, the most used first."""
    return _remarks(forms.Remark(formdata=None))


def _remarks(form: forms.Remark) -> ResponseReturnValue:
    rows = queries.all_own(current_person())
    page = render_template("assessments/remarks.html", rows=rows, form=form)
    return page, 422 if form.errors else 200


@bp.post("/grading/remarks")
@requires(Permission.GRADE)
def keep_remark() -> ResponseReturnValue:
    """Keep a remark for any question."""
    form, actor, now = forms.Remark(), current_person(), clock.now()
    if not form.validate_on_submit():
        return _remarks(form)
    with transaction():
        snippet = operations.keep(str(form.text.data), actor=actor, now=now)
        operations.share(snippet, bool(form.shared.data), actor=actor, now=now)
    flash(_("Kept."), "success")
    return redirect(url_for(".remarks"), 303)


@bp.post("/grading/remarks/<pubid:remark>/share")
@requires(Permission.GRADE)
def share_remark(remark: str) -> ResponseReturnValue:
    """Offer a remark to all graders, or no longer."""
    found = _remark_or_404(remark)
    with transaction():
        operations.share(found, not found.shared, actor=current_person(), now=clock.now())
    return redirect(url_for(".remarks"), 303)


@bp.post("/grading/remarks/<pubid:remark>/forget")
@requires(Permission.GRADE)
def forget_remark(remark: str) -> ResponseReturnValue:
    """Delete a remark; marks keep their words."""
    found = _remark_or_404(remark)
    with transaction():
        operations.forget(found)
    flash(_("Forgotten."), "success")
    return redirect(url_for(".remarks"), 303)
