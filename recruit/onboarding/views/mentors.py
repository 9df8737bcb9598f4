"""The mentor's trainees and answers; choosing a mentor; a mentor's profile."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel import clock
from recruit.kernel.fields import choices
from recruit.kernel.permissions import Permission, Role, requires
from recruit.onboarding import forms, operations, words
from recruit.onboarding.queries import evidence, incentives, mentoring, plans
from recruit.onboarding.views.blueprint import Frame, bp, frame, refused_on, tried
from recruit.onboarding.views.gates import gate_list
from recruit.people.login import current_person
from recruit.rules.onboarding.mentors import mentor_refusal
from recruit.rules.onboarding.states import OPEN_PLAN, EndReason


@bp.get("/onboarding/trainees")
@requires(Permission.MENTOR_ACCEPT)
def trainees() -> ResponseReturnValue:
    """Topics n of 7, the log to confirm, role-play, bonus, load; proposals to answer."""
    person, now = current_person(), clock.now()
    mentored = set(mentoring.mentored_plans(person))
    found = [
        plan
        for plan in plans.plans(person, states=[state.value for state in OPEN_PLAN], limit=200)
        if plan.id in mentored
    ]
    rows = evidence.summaries(found, now)
    mine = {
        one.plan_id: one
        for one in incentives.incentives_for(person)
        if one.assignment.mentor_id == person.id
    }
    return render_template(
        "onboarding/trainees.html",
        rows=rows,
        incentives=mine,
        proposals=mentoring.proposals_to(person),
        profile=mentoring.profile_of(person),
        default_capacity=mentoring.DEFAULT_CAPACITY,
    )


@bp.post("/onboarding/mentoring/<pubid:pubid>/<any(accept, decline):answer>")
@requires(Permission.MENTOR_ACCEPT, Permission.PLAN_OPEN)
def answer_proposal(pubid: str, answer: str) -> ResponseReturnValue:
    """Say yes (within capacity) or no to a proposal."""
    person, now = current_person(), clock.now()
    proposal = mentoring.proposal_for(person, pubid) or abort(404)
    is_mentor = Role.MENTOR in person.roles
    if answer == "accept":
        problem = tried(lambda: operations.accept(proposal, actor=person, now=now))
        message = _("Thank you! The trainee is told.")
    else:
        reason = str(request.form.get("answer", ""))[:300]
        problem = tried(lambda: operations.decline(proposal, reason, actor=person, now=now))
        message = _("Declined. Somebody else is asked.")
    if problem is not None:
        return refused_on(problem, trainees if is_mentor else gate_list)
    flash(message, "success")
    return redirect(url_for(".trainees" if is_mentor else ".gates"), 303)


def _managed(pubid: str) -> Frame:
    on = frame(pubid)
    if not on.rights.manages:
        abort(404)
    return on


@bp.route("/onboarding/plans/<pubid:pubid>/mentor", methods=["GET", "POST"])
@requires(Permission.PLAN_OPEN)
def propose_mentor(pubid: str) -> ResponseReturnValue:
    """Choose a mentor from a ranked list with reasons."""
    on = _managed(pubid)
    found = mentoring.choices(on.plan, on.summary.people.head)
    by_pubid = {one.person.pubid: one for one in found}
    form = forms.Propose()
    form.mentor.choices = choices((key, one.person.name) for key, one in by_pubid.items())
    if form.validate_on_submit():
        problem = tried(
            lambda: operations.propose(
                on.plan,
                by_pubid[form.mentor.data].person,
                form.reason.data or "",
                actor=current_person(),
                now=clock.now(),
            )
        )
        if problem is None:
            flash(_("Asked. The answer shows on the plan."), "success")
            return redirect(url_for(".plan", pubid=pubid), 303)
        form.refuse(form.mentor, problem)
        on = _managed(pubid)
        found = mentoring.choices(on.plan, on.summary.people.head)
    trainee = on.plan.employment.person_id
    notes = {one.person.pubid: _choice_words(one, trainee) for one in found}
    page = render_template(
        "onboarding/propose.html", form=form, plan=on.plan, notes=notes,
        proposal=mentoring.open_proposal(on.plan), people=on.summary.people,
        end_reasons=(EndReason.HANDOVER, EndReason.LEFT),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _choice_words(choice: mentoring.Choice, trainee: int) -> str:
    load = choice.load
    said = [
        str(words.MENTOR_KINDS[load.kind]),
        _("%(taken)s of %(places)s places taken", taken=load.mentees, places=load.capacity),
    ]
    if load.same_site:
        said.append(_("same site"))
    if choice.profile and choice.profile.languages:
        said.append(choice.profile.languages)
    if choice.profile and choice.profile.products:
        said.append(choice.profile.products)
    if refusal := mentor_refusal(load, trainee, reason="-"):
        said.append(str(words.REFUSALS[refusal]))
    return " · ".join(said)


@bp.post("/onboarding/plans/<pubid:pubid>/mentor/withdraw")
@requires(Permission.PLAN_OPEN)
def withdraw_proposal(pubid: str) -> ResponseReturnValue:
    """Take back a proposal nobody has answered."""
    on = _managed(pubid)
    proposal = mentoring.open_proposal(on.plan) or abort(404)
    problem = tried(
        lambda: operations.withdraw(proposal, actor=current_person(), now=clock.now())
    )
    if problem is not None:
        return refused_on(problem, lambda: propose_mentor(pubid))
    flash(_("The proposal was taken back."), "success")
    return redirect(url_for(".propose_mentor", pubid=pubid), 303)


@bp.post("/onboarding/plans/<pubid:pubid>/mentor/end")
@requires(Permission.PLAN_OPEN)
def release_mentor(pubid: str) -> ResponseReturnValue:
    """Part a mentor from a trainee before another one is found."""
    on = _managed(pubid)
    assignment = on.summary.people.assignment or abort(404)
    left = request.form.get("reason") == EndReason.LEFT.value
    reason = EndReason.LEFT if left else EndReason.HANDOVER
    problem = tried(
        lambda: operations.release(assignment, reason, actor=current_person(), now=clock.now())
    )
    if problem is not None:
        return refused_on(problem, lambda: propose_mentor(pubid))
    flash(_("The mentoring ended. The head has the open tasks now."), "success")
    return redirect(url_for(".propose_mentor", pubid=pubid), 303)


@bp.route("/onboarding/mentors/<pubid:pubid>", methods=["GET", "POST"])
@requires(Permission.PLAN_OPEN)
def mentor_profile(pubid: str) -> ResponseReturnValue:
    """Places, products, languages, and the head's word for an experienced seller."""
    mentor = mentoring.mentor_for(current_person(), pubid) or abort(404)
    profile = mentoring.profile_of(mentor)
    form = forms.Profile()
    if form.validate_on_submit():
        problem = tried(
            lambda: operations.save_profile(
                mentor,
                capacity=form.capacity.data or 0,
                products=form.products.data or "",
                languages=form.languages.data or "",
                experience=form.experience.data or "",
                willing=bool(form.willing.data),
                attested=bool(form.attested.data),
                version=form.opened_on,
                actor=current_person(),
                now=clock.now(),
            )
        )
        if problem is None:
            flash(_("The profile was saved."), "success")
            return (
                redirect(url_for(".gates"), 303)
                if _decides()
                else redirect(url_for(".plans"), 303)
            )
        form.refuse(form.attested, problem)
    elif not form.is_submitted():
        form.capacity.data = profile.capacity if profile else mentoring.DEFAULT_CAPACITY
        form.willing.data = profile.willing if profile else True
        if profile:
            form.opened(profile)
            form.products.data, form.languages.data = profile.products, profile.languages
            form.experience.data = profile.experience
            form.attested.data = profile.attested_by_id is not None
    page = render_template(
        "onboarding/edit.html", form=form,
        title=_("Mentor: %(name)s", name=mentor.name),
        back=url_for(".gates") if _decides() else url_for(".plans"),
        back_label=_("Gates and mentors") if _decides() else _("Plans"), save=_("Save"),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _decides() -> bool:
    return bool(current_person().roles & {Role.HIRING_MANAGER, Role.DIRECTOR})
