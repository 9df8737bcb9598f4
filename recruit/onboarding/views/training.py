"""Topics, role-plays and the test of a plan."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.assessments.queries import setting
from recruit.kernel import clock
from recruit.kernel.fields import choices
from recruit.kernel.permissions import Permission, requires
from recruit.onboarding import forms, operations
from recruit.onboarding.models import RolePlay
from recruit.onboarding.queries import records
from recruit.onboarding.views.blueprint import Frame, bp, frame, refused_on, tried
from recruit.people.login import current_person
from recruit.rules.onboarding.role_plays import assessors_needed, final_refusal
from recruit.rules.onboarding.states import PlanState, RolePlayKind, Side


@bp.get("/onboarding/plans/<pubid:pubid>/training")
@requires(Permission.PLAN_READ)
def plan_training(pubid: str) -> ResponseReturnValue:
    """Topics n of 7, the test, role-plays."""
    on = frame(pubid)
    finals = on.summary.evidence.finals
    marked = {
        one.pubid for one in records.role_plays(on.plan)
        if any(mark.assessor is current_person() for mark in one.marks)
    }  # fmt: skip
    return render_template(
        "onboarding/plan_training.html",
        plan=on.plan,
        s=on.summary,
        r=on.rights,
        tab="training",
        topics=records.topics(on.plan),
        role_plays=records.role_plays(on.plan),
        marked=marked,
        finals=finals,
        final_possible=final_refusal(finals) is None,
        exception=records.exception_of(on.plan),
        needed=assessors_needed(on.summary.people.parties),
        tests=records.tests(on.plan),
        assesses=_assesses(on),
    )


def _assesses(on: Frame) -> bool:
    rights = on.rights
    return (rights.mentor or rights.head or rights.recruiter) and not rights.trainee


@bp.post("/onboarding/plans/<pubid:pubid>/topics/<pubid:topic>")
@requires(Permission.PLAN_WORK)
def confirm_topic(pubid: str, topic: str) -> ResponseReturnValue:
    """Confirm a topic for one's own side: the trainee's, or the mentor's."""
    on = frame(pubid)
    found = records.topic(on.plan, topic) or abort(404)
    if not (on.rights.trainee or on.rights.mentor or on.rights.head):
        abort(404)
    side = Side.TRAINEE if on.rights.trainee else Side.MENTOR
    problem = tried(
        lambda: operations.confirm_topic(
            on.plan, found, side, actor=current_person(), now=clock.now()
        )
    )
    if problem is not None:
        return refused_on(problem, lambda: plan_training(pubid))
    flash(_("The topic is confirmed from your side."), "success")
    return redirect(url_for(".plan_training", pubid=pubid), 303)


@bp.route("/onboarding/plans/<pubid:pubid>/role-plays/new", methods=["GET", "POST"])
@requires(Permission.PLAN_WORK)
def new_role_play(pubid: str) -> ResponseReturnValue:
    """Record a role-play with the first marks."""
    on = frame(pubid)
    if not _assesses(on):
        abort(404)
    form = forms.HoldAndMark()
    if form.validate_on_submit():
        problem = tried(
            lambda: operations.hold(
                on.plan,
                RolePlayKind(form.kind.data),
                scenario=form.scenario.data or "",
                held_on=form.held_on.data,  # type: ignore[arg-type]
                ratings=form.ratings,
                passed=form.passed.data == "yes",
                comment=form.comment.data or "",
                actor=current_person(),
                now=clock.now(),
            )
        )
        if problem is None:
            flash(_("The role-play was recorded."), "success")
            return redirect(url_for(".plan_training", pubid=pubid), 303)
        form.refuse(form.kind, problem)
        on = frame(pubid)
    elif not form.is_submitted():
        form.held_on.data = on.summary.today
    page = render_template(
        "onboarding/role_play.html", form=form, plan=on.plan, role_play=None,
        needed=assessors_needed(on.summary.people.parties),
        finals=on.summary.evidence.finals,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _role_play(pubid: str) -> tuple[RolePlay, Frame]:
    role_play = records.role_play_for(current_person(), pubid) or abort(404)
    on = frame(role_play.plan.pubid)
    if not _assesses(on):
        abort(404)
    return role_play, on


@bp.route("/onboarding/role-plays/<pubid:pubid>/mark", methods=["GET", "POST"])
@requires(Permission.PLAN_WORK)
def mark_role_play(pubid: str) -> ResponseReturnValue:
    """Add the second assessor's marks, without seeing the first's."""
    role_play, on = _role_play(pubid)
    form = forms.Mark()
    if form.validate_on_submit():
        problem = tried(
            lambda: operations.mark(
                role_play,
                ratings=form.ratings,
                passed=form.passed.data == "yes",
                comment=form.comment.data or "",
                actor=current_person(),
                now=clock.now(),
            )
        )
        if problem is None:
            flash(_("Your marks are recorded."), "success")
            return redirect(url_for(".plan_training", pubid=on.plan.pubid), 303)
        form.refuse(form.passed, problem)
        role_play, on = _role_play(pubid)
    page = render_template(
        "onboarding/role_play.html", form=form, plan=on.plan, role_play=role_play,
        needed=assessors_needed(on.summary.people.parties),
        finals=on.summary.evidence.finals,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.post("/onboarding/plans/<pubid:pubid>/third-attempt")
@requires(Permission.PLAN_OPEN)
def ask_third(pubid: str) -> ResponseReturnValue:
    """The head asks for a third final attempt."""
    on = frame(pubid)
    if not on.rights.head:
        abort(404)
    reason = str(request.form.get("reason", ""))[:500]
    problem = tried(
        lambda: operations.ask_third(on.plan, reason, actor=current_person(), now=clock.now())
    )
    if problem is not None:
        return refused_on(problem, lambda: plan_training(pubid))
    flash(_("Asked: recruiter or director decide."), "success")
    return redirect(url_for(".plan_training", pubid=pubid), 303)


@bp.post("/onboarding/plans/<pubid:pubid>/third-attempt/answer")
@requires(Permission.PLAN_OPEN)
def answer_third(pubid: str) -> ResponseReturnValue:
    """Recruiter or director approve or refuse it."""
    on = frame(pubid)
    exception = records.exception_of(on.plan) or abort(404)
    if not (on.rights.recruiter or on.rights.director):
        abort(404)
    approved = request.form.get("approved") == "yes"
    problem = tried(
        lambda: operations.answer_third(
            exception, approved=approved, actor=current_person(), now=clock.now()
        )
    )
    if problem is not None:
        return refused_on(problem, lambda: plan_training(pubid))
    flash(_("Your answer is recorded."), "success")
    return redirect(url_for(".plan_training", pubid=pubid), 303)


@bp.route("/onboarding/plans/<pubid:pubid>/test", methods=["GET", "POST"])
@requires(Permission.PLAN_OPEN)
def assign_test(pubid: str) -> ResponseReturnValue:
    """Give the trainee the product-knowledge test."""
    on = frame(pubid)
    if not on.rights.manages or on.plan.state is not PlanState.ACTIVE:
        abort(404)
    versions = {one.pubid: one for one in setting.published_versions()}
    form = forms.AssignTest()
    form.test.choices = choices(
        ((key, one.test.title) for key, one in versions.items()), _("Choose")
    )
    if form.validate_on_submit():
        problem = tried(
            lambda: operations.assign_test(
                on.plan,
                versions[form.test.data],
                due_on=form.due_on.data,  # type: ignore[arg-type]
                actor=current_person(),
                now=clock.now(),
            )
        )
        if problem is None:
            flash(_("The test is assigned."), "success")
            return redirect(url_for(".plan_training", pubid=pubid), 303)
        form.refuse(form.test, problem)
        on = frame(pubid)
    elif not form.is_submitted():
        form.due_on.data = on.summary.work.add(on.summary.today, 5)
    page = render_template(
        "onboarding/edit.html", form=form, title=_("Assign a test"),
        back=url_for(".plan_training", pubid=pubid), back_label=on.plan.trainee.name,
        save=_("Assign"),
    )  # fmt: skip
    return page, 422 if form.errors else 200
