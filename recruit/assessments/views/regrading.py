"""Regrade after a key change: the dry run, the named confirmation, the record."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from recruit.assessments import forms, operations
from recruit.assessments.models import Question
from recruit.assessments.queries import regrading as queries
from recruit.assessments.views.blueprint import REFUSALS, bp, words
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused, Stale
from recruit.kernel.permissions import Permission, requires
from recruit.kernel.web import argument
from recruit.people.login import current_person
from recruit.rules import regrading as rules
from recruit.rules.accepted import plain
from recruit.rules.regrading import Outcome

OUTCOMES = {
    Outcome.CHANGED: _l("Marked anew"),
    Outcome.SAME: _l("Same points"),
    Outcome.PERSONS_MARK: _l("A person’s mark stands"),
    Outcome.OTHER_QUESTION: _l("Asked in another way: cannot be read with this key"),
    Outcome.NOT_HANDED_IN: _l("Not handed in yet: marked by its own key first"),
    Outcome.SPARED: _l("Would lose points of a told result: stays"),
    Outcome.APPEAL_OPEN: _l("An objection is open: decide it first"),
    Outcome.DIRECTOR: _l("The director controlled it: the director confirms"),
    Outcome.SELF: _l("Your own paper: somebody else confirms"),
    Outcome.INTERESTED: _l("You have a stake in it: somebody else confirms"),
}
REFUSALS |= {
    rules.Refusal.NOTHING_CHANGES: _l("No paper would change."),
    rules.Refusal.REASON_MISSING: _l("Write the reason."),
}


@bp.get("/grading/regrades")
@requires(Permission.RESULT_RELEASE)
def regrades() -> ResponseReturnValue:
    """Questions whose key changed after papers were sat, and the regrades so far."""
    return render_template(
        "assessments/regrades.html", rows=queries.changed_questions(), done=queries.recent()
    )


@bp.route("/grading/regrades/questions/<pubid:pubid>", methods=["GET", "POST"])
@requires(Permission.RESULT_RELEASE)
def regrade(pubid: str) -> ResponseReturnValue:
    """The list of what a regrade would do; a confirmation is bound to exactly this list."""
    question = queries.question(pubid) or abort(404)
    form = forms.Reason()
    if request.method == "GET":
        return _show(question, forms.Reason(formdata=None), spare=argument("lower") != "1")
    spare = request.form.get("lower") != "1"
    if not form.validate_on_submit():
        return _show(question, form, spare=spare)
    try:
        with transaction():
            done = operations.regrade(
                question,
                digest=request.form.get("digest", "")[:64],
                spare=spare,
                reason=str(form.reason.data),
                actor=current_person(),
                now=clock.now(),
            )
            changed = sum(line.entry_id is not None for line in done.lines)
            target = done.pubid
    except Stale:
        return _show(question, form, spare=spare, stale=True)
    except Refused as refused:
        return _show(question, form, spare=spare, problem=words(refused))
    flash(
        ngettext("%(num)s paper was marked anew.", "%(num)s papers were marked anew.", changed),
        "success",
    )
    return redirect(url_for(".regraded", pubid=target), 303)


def _show(
    question: Question,
    form: forms.Reason,
    *,
    spare: bool,
    stale: bool = False,
    problem: str | None = None,
) -> ResponseReturnValue:
    shown = queries.preview(question, current_person(), spare=spare)
    page = render_template(
        "assessments/regrade.html",
        shown=shown,
        form=form,
        outcomes=OUTCOMES,
        stale=stale,
        problem=problem,
        reworded=any(plain(one.stem) != plain(shown.version.stem) for one in shown.earlier),
        reweighted=any(one.points != shown.version.points for one in shown.earlier),
    )
    status = 409 if stale else 422 if problem or form.errors else 200
    return page, status


@bp.get("/grading/regrades/<pubid:pubid>")
@requires(Permission.RESULT_RELEASE)
def regraded(pubid: str) -> ResponseReturnValue:
    """What a regrade did, by whom and why."""
    found = queries.regrade(pubid) or abort(404)
    return render_template("assessments/regraded.html", regrade=found, outcomes=OUTCOMES)
