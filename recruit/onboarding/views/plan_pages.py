"""A plan as everybody around it reads it: stages and tasks, talks and decisions."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel import clock
from recruit.kernel.permissions import Permission, requires
from recruit.onboarding import forms, operations
from recruit.onboarding.models import CheckIn
from recruit.onboarding.queries import decisions, incentives, mentoring, records
from recruit.onboarding.views.blueprint import Frame, bp, frame, tried
from recruit.people.login import current_person
from recruit.rules.onboarding.states import PlanState, Readiness


@bp.get("/onboarding/plans/<pubid:pubid>")
@requires(Permission.PLAN_READ)
def plan(pubid: str) -> ResponseReturnValue:
    """The stages with their tasks, the gate's criteria, the people around."""
    on = frame(pubid)
    return render_template(
        "onboarding/plan.html",
        plan=on.plan,
        s=on.summary,
        r=on.rights,
        tab="plan",
        proposal=mentoring.open_proposal(on.plan),
    )


def _talks(on: Frame, review: forms.Review) -> str:
    return render_template(
        "onboarding/plan_talks.html",
        plan=on.plan,
        s=on.summary,
        r=on.rights,
        tab="talks",
        form=review,
        check_ins=records.check_ins(on.plan),
        reviews=decisions.reviews(on.plan),
        decided=decisions.decisions(on.plan),
        assignments=mentoring.assignments(on.plan),
        incentives=incentives.incentives(on.plan) if not on.rights.trainee else [],
        me=current_person(),
        running=on.plan.state in (PlanState.ACTIVE, PlanState.PAUSED),
        may_review=(on.rights.head or on.rights.director)
        and not on.rights.trainee
        and on.plan.state is PlanState.ACTIVE,
    )


@bp.get("/onboarding/plans/<pubid:pubid>/talks")
@requires(Permission.PLAN_READ)
def plan_talks(pubid: str) -> ResponseReturnValue:
    """Check-ins, readiness, decisions, mentors."""
    return _talks(frame(pubid), forms.Review(formdata=None))


@bp.post("/onboarding/plans/<pubid:pubid>/readiness")
@requires(Permission.GATE_DECIDE)
def review(pubid: str) -> ResponseReturnValue:
    """Decide whether somebody is ready for independent work."""
    on, form = frame(pubid), forms.Review()
    if not (on.rights.head or on.rights.director):
        abort(404)
    if form.validate():
        problem = tried(
            lambda: operations.review(
                on.plan,
                Readiness(form.result.data),
                form.note.data or "",
                actor=current_person(),
                now=clock.now(),
            )
        )
        if problem is None:
            flash(_("Your decision is recorded with today's figures."), "success")
            return redirect(url_for(".plan_talks", pubid=pubid), 303)
        form.refuse(form.result, problem)
    return _talks(frame(pubid), form), 422


def _check_in(pubid: str) -> tuple[CheckIn, Frame]:
    found = records.check_in_for(current_person(), pubid) or abort(404)
    on = frame(found.plan.pubid)
    rights = on.rights
    if rights.trainee or not (rights.head or rights.recruiter or rights.mentor):
        abort(404)
    return found, on


@bp.route("/onboarding/check-ins/<pubid:pubid>", methods=["GET", "POST"])
@requires(Permission.PLAN_WORK)
def check_in(pubid: str) -> ResponseReturnValue:
    """Record a talk; an agreed action becomes a task."""
    found, on = _check_in(pubid)
    form = forms.HoldCheckIn()
    if form.validate_on_submit():
        problem = tried(
            lambda: operations.hold_check_in(
                found,
                notes=form.notes.data or "",
                private_notes=form.private_notes.data or "",
                action=form.action.data or "",
                action_due_on=form.action_due_on.data,
                version=form.opened_on,
                actor=current_person(),
                now=clock.now(),
            )
        )
        if problem is None:
            flash(_("The talk is recorded."), "success")
            return redirect(url_for(".plan_talks", pubid=on.plan.pubid), 303)
        form.refuse(form.notes, problem)
        found, on = _check_in(pubid)
    elif not form.is_submitted():
        form.opened(found)
    page = render_template(
        "onboarding/edit.html", form=form, title=_("Record a talk"),
        back=url_for(".plan_talks", pubid=on.plan.pubid), back_label=on.plan.trainee.name,
        save=_("Save"),
        lead=_("How is it going? What helps, what hinders? What do you agree on?"),
    )  # fmt: skip
    return page, 422 if form.errors else 200
