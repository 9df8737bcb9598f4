"""The head's queue of gates, and one gate with its evidence side by side."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.assessments.queries.gate_evidence import gate_evidence
from recruit.kernel import clock
from recruit.kernel.permissions import Permission, Role, requires
from recruit.onboarding import forms, operations, words
from recruit.onboarding.models import PlanStage
from recruit.onboarding.queries import decisions, evidence, mentoring, plans, records
from recruit.onboarding.views.blueprint import Frame, bp, frame, tried
from recruit.people.login import current_person
from recruit.rules.onboarding.conflicts import judge_refusal
from recruit.rules.onboarding.states import (
    RUNNING_STAGE,
    Outcome,
    PlanState,
    StageState,
)


@bp.get("/onboarding/gates", endpoint="gates")
@requires(Permission.GATE_DECIDE)
def gate_list() -> ResponseReturnValue:
    """What waits for a decision, who has no mentor, and the mentors with their load."""
    person, now = current_person(), clock.now()
    running = plans.plans(
        person, states=[PlanState.PREBOARDING.value, PlanState.ACTIVE.value], limit=200
    )
    mine = [plan for plan in running if plan.employment.person is not person]
    rows = evidence.summaries(mine, now)
    director = Role.DIRECTOR in person.roles

    def decides(row: evidence.Summary) -> bool:
        parties = row.people.parties
        return judge_refusal(parties, person.id, is_director=director) is None

    waiting = [
        row for row in rows
        if row.stage and row.stage.state is StageState.AWAITING_GATE and decides(row)
    ]  # fmt: skip
    late = [
        row for row in rows
        if row.stage and row.stage.state is StageState.OPEN and row.overdue and decides(row)
    ]  # fmt: skip
    return render_template(
        "onboarding/gates.html",
        waiting=waiting,
        late=late,
        running=[row for row in rows if row not in waiting and row not in late],
        mentorless=[row for row in rows if row.people.mentor is None],
        mentors=mentoring.mentor_loads(person),
        exits=decisions.pending_exits(person),
        proposals=mentoring.proposals_to(person),
    )


def _stage(pubid: str) -> tuple[PlanStage, Frame]:
    stage = plans.stage_for(current_person(), pubid) or abort(404)
    on = frame(stage.plan.pubid)
    return stage, on


def _gate_page(
    stage: PlanStage,
    on: Frame,
    decide: forms.Decide,
    cosign: forms.Cosign,
    advice: forms.Advice,
) -> str:
    person, parties = current_person(), on.summary.people.parties
    running = stage.state in RUNNING_STAGE
    pending = decisions.pending_exit(stage)
    may_decide = (
        running
        and pending is None
        and on.plan.state is PlanState.ACTIVE
        and (on.rights.head or on.rights.director)
        and judge_refusal(
            parties, person.id, is_director=on.rights.director, waives=on.rights.director
        )
        is None
    )
    return render_template(
        "onboarding/gate.html",
        plan=on.plan,
        stage=stage,
        s=on.summary,
        r=on.rights,
        running=running,
        form=next((one for one in (decide, cosign, advice) if one.errors), decide),
        decide=decide,
        cosign=cosign,
        advice=advice,
        pending=pending,
        may_decide=may_decide,
        may_cosign=pending is not None
        and on.rights.recruiter
        and pending.decided_by is not person
        and not on.rights.trainee,
        may_advise=on.rights.mentor and running,
        advices=decisions.advice(stage) if not on.rights.trainee else [],
        decided=[one for one in decisions.decisions(on.plan) if one.stage is stage],
        role_plays=records.role_plays(on.plan),
        topics=records.topics(on.plan),
        tests=gate_evidence([one.assignment_ref for one in records.tests(on.plan)]),
        today=plans.today_of(on.plan, clock.now()),
        judge=judge_refusal(parties, person.id, is_director=on.rights.director),
    )


def _offered(stage: PlanStage, on: Frame) -> list[Outcome]:
    """The outcomes somebody may choose; a director who is no judge here may waive only."""
    refusal = judge_refusal(
        on.summary.people.parties, current_person().id, is_director=on.rights.director
    )
    if refusal is not None:
        return [Outcome.WAIVE]
    if stage.state is StageState.AWAITING_GATE:
        return list(Outcome)
    return [Outcome.EXTEND, Outcome.WAIVE, Outcome.EXIT]


def _blank(stage: PlanStage, on: Frame) -> tuple[forms.Decide, forms.Cosign, forms.Advice]:
    decide = forms.Decide(formdata=None)
    decide.offer(_offered(stage, on))
    decide.opened(stage)
    return decide, forms.Cosign(formdata=None), forms.Advice(formdata=None)


@bp.get("/onboarding/stages/<pubid:pubid>")
@requires(Permission.PLAN_READ)
def gate(pubid: str) -> ResponseReturnValue:
    """A stage's gate: criteria, evidence, advice, decisions."""
    stage, on = _stage(pubid)
    return _gate_page(stage, on, *_blank(stage, on))


@bp.post("/onboarding/stages/<pubid:pubid>/decide")
@requires(Permission.GATE_DECIDE)
def decide_gate(pubid: str) -> ResponseReturnValue:
    """Pass, second try, more time, waive, or exit."""
    stage, on = _stage(pubid)
    if not (on.rights.head or on.rights.director):
        abort(404)
    form = forms.Decide()
    form.offer(list(Outcome))
    if form.validate():
        outcome = Outcome(form.outcome.data)
        problem = tried(
            lambda: operations.decide(
                stage,
                outcome,
                reason=form.reason.data or "",
                days=form.days.data or 2,
                version=form.opened_on,
                actor=current_person(),
                now=clock.now(),
            )
        )
        if problem is None:
            flash(
                _("The exit waits for a recruiter's signature.")
                if outcome is Outcome.EXIT
                else _("Decided: %(outcome)s.", outcome=words.OUTCOMES[outcome]),
                "success",
            )
            return redirect(url_for(".gate", pubid=pubid), 303)
        form.refuse(form.outcome, problem)
    stage, on = _stage(pubid)
    _decide, cosign, advice = _blank(stage, on)
    form.offer(_offered(stage, on))
    return _gate_page(stage, on, form, cosign, advice), 422


@bp.post("/onboarding/stages/<pubid:pubid>/cosign")
@requires(Permission.GATE_COSIGN)
def cosign_exit(pubid: str) -> ResponseReturnValue:
    """The second signature under an exit."""
    stage, on = _stage(pubid)
    pending = decisions.pending_exit(stage) or abort(404)
    form = forms.Cosign()
    if form.validate():
        agreed = form.agreed.data == "yes"
        problem = tried(
            lambda: operations.cosign(
                pending,
                agreed=agreed,
                reason=form.reason.data or "",
                actor=current_person(),
                now=clock.now(),
            )
        )
        if problem is None:
            flash(
                _("Signed: the training has ended.")
                if agreed
                else _("Not agreed: the gate is open again."),
                "success",
            )
            return redirect(url_for(".gate", pubid=pubid), 303)
        form.refuse(form.agreed, problem)
    stage, on = _stage(pubid)
    decide, _cosign, advice = _blank(stage, on)
    return _gate_page(stage, on, decide, form, advice), 422


@bp.post("/onboarding/stages/<pubid:pubid>/advise")
@requires(Permission.GATE_ADVISE, Permission.GATE_DECIDE)
def advise(pubid: str) -> ResponseReturnValue:
    """The mentor's advice for the gate."""
    stage, on = _stage(pubid)
    if not on.rights.mentor:
        abort(404)
    form = forms.Advice()
    if form.validate():
        problem = tried(
            lambda: operations.advise(
                stage, form.words.data or "", actor=current_person(), now=clock.now()
            )
        )
        if problem is None:
            flash(_("Your advice is kept for the decision."), "success")
            return redirect(url_for(".gate", pubid=pubid), 303)
        form.refuse(form.words, problem)
    stage, on = _stage(pubid)
    decide, cosign, _advice = _blank(stage, on)
    return _gate_page(stage, on, decide, cosign, form), 422
