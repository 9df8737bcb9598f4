"""Stages and gates: opening, waiting, deciding, the second signature under an exit."""

from datetime import date, datetime

from recruit.kernel import audit
from recruit.kernel.db import db, locked, refused_by_constraint, unchanged
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.onboarding import mails
from recruit.onboarding.models import (
    GateAdvice,
    GateDecision,
    GateSignature,
    OnboardingPlan,
    PlanStage,
)
from recruit.onboarding.operations import closing, interests, schedule
from recruit.onboarding.queries import decisions as records
from recruit.onboarding.queries import evidence
from recruit.onboarding.queries import plans as queries
from recruit.people import queries as accounts
from recruit.people.models import Person
from recruit.rules.onboarding import conflicts, gates
from recruit.rules.onboarding.dates import StageLength, stage_dates
from recruit.rules.onboarding.states import (
    DONE_STAGE,
    DONE_TASK,
    Outcome,
    PlanState,
    Refusal,
    StageState,
    TaskState,
    opening_refusal,
)


def open_stage(plan: OnboardingPlan, number: int, starts_on: date, *, now: datetime) -> None:
    """Open stage `number` with its tasks; its first day is `starts_on`."""
    stage = plan.stages[number - 1]
    if refusal := opening_refusal([one.state for one in plan.stages], number):
        raise Refused(refusal)
    stage.state, stage.attempts = StageState.OPEN, 1
    stage.starts_on = stage.counts_from_on = starts_on
    stage.opened_at = now
    for task in plan.tasks:
        if task.stage is stage and task.state is TaskState.BLOCKED:
            task.state = TaskState.OPEN
    db.session.flush()  # one running stage per plan: the one before is closed by now
    schedule.recompute(plan)
    audit.record("onboarding.stage.opened", stage, actor=None, at=now, plan=plan, number=number)


def settle(plan: OnboardingPlan, *, now: datetime) -> bool:
    """Let the open stage wait for its gate when it is time; tell who decides."""
    stage = queries.running_stage(plan)
    if (
        stage is None
        or stage.state is not StageState.OPEN
        or plan.state is not PlanState.ACTIVE
    ):
        return False
    left = sum(
        task.required
        and task.stage_id == stage.id
        and task.state not in (*DONE_TASK, TaskState.CANCELLED)
        for task in plan.tasks
    )
    if left:
        return False
    db.session.flush()
    summary = evidence.summary(plan, now)
    if not gates.ready_for_gate(
        tasks_left=left,
        reopened=stage.attempts > 1 or stage.extensions > 0,
        all_met=summary.all_met,
        today=summary.today,
        due_on=stage.due_on,
    ):
        return False
    stage.state = StageState.AWAITING_GATE
    audit.record("onboarding.stage.awaits-gate", stage, actor=None, at=now, plan=plan)
    mails.gate_waits(stage, deciders(plan), now=now)
    return True


def deciders(plan: OnboardingPlan) -> list[Person]:
    """Return who decides at this plan's gates: the head, else the directors."""
    people = queries.around(plan)
    if people.head is not None and not people.parties.head_is_judge_in_own_case:
        return [people.head]
    return [
        person
        for person in accounts.people_with(Role.DIRECTOR)
        if not people.parties.has_stake(person.id) and person.id != people.parties.trainee
    ]


def decide(
    stage: PlanStage,
    outcome: Outcome,
    *,
    reason: str = "",
    days: int = 2,
    version: int | None = None,
    actor: Person,
    now: datetime,
) -> GateDecision:
    """Decide at a gate. `days`: working days of a retake (from tomorrow) or an extension.

    An exit takes effect with the second signature, see `cosign`.
    """
    plan = locked(stage.plan)
    locked(stage)
    unchanged(stage, version)
    if plan.state is not PlanState.ACTIVE:
        raise Refused(Refusal.PLAN_NOT_RUNNING)
    summary = evidence.summary(plan, now)
    refusal = conflicts.judge_refusal(
        summary.people.parties, actor.id,
        is_director=Role.DIRECTOR in actor.roles, waives=outcome is Outcome.WAIVE,
    )  # fmt: skip
    if refusal:
        raise Refused(refusal)
    gate = gates.Gate(
        number=stage.number,
        state=stage.state,
        earlier_done=all(one.state in DONE_STAGE for one in plan.stages[: stage.number - 1]),
        exit_pending=records.pending_exit(stage) is not None,
        all_met=summary.all_met,
    )
    if refusal := gates.gate_refusal(gate, outcome, reason=reason):
        raise Refused(refusal)
    decision = GateDecision(
        stage=stage,
        attempt=stage.attempts,
        outcome=outcome,
        reason=reason,
        next_due_on=_try_again(stage, summary, outcome, days, now),
        findings=[_plain(finding) for finding in summary.findings],
        decided_by=actor,
        at=now,
    )
    with refused_by_constraint(Refusal.WRONG_STATE):
        db.session.add(decision)
    audit.record(
        "onboarding.gate.decided", stage, actor=actor, at=now,
        plan=plan, decision=decision, outcome=outcome, attempt=stage.attempts,
    )  # fmt: skip
    if outcome in (Outcome.PASS, Outcome.WAIVE):
        _go_on(stage, outcome, summary.work.next_day(summary.today), actor=actor, now=now)
    if outcome is Outcome.EXIT:
        signers = [one for one in accounts.people_with(Role.RECRUITER) if one is not actor]
        mails.exit_waits(decision, signers, now=now)
    else:
        mails.gate_decided(decision, summary.people.mentor, now=now)
    return decision


def _plain(finding: gates.Finding) -> dict[str, object]:
    one = finding.criterion
    return {
        "source": one.source.value,
        "kind": one.kind.value if one.kind else None,
        "window": one.window,
        "have": finding.have,
        "need": finding.need,
        "met": finding.met,
    }


def _try_again(
    stage: PlanStage, summary: evidence.Summary, outcome: Outcome, days: int, now: datetime
) -> date | None:
    """Open a stage again for a retake or an extension and return its new due date."""
    if outcome not in (Outcome.RETAKE, Outcome.EXTEND):
        return None
    work, today = summary.work, summary.today
    if outcome is Outcome.RETAKE:
        stage.attempts += 1
        stage.counts_from_on = work.next_day(today)
        wanted = work.span(stage.counts_from_on, days)
    else:
        stage.extensions += 1
        wanted = work.add(max(today, stage.due_on), days)
    definition = stage.definition
    length = StageLength(
        definition.days, definition.months_from_start, opened_on=stage.starts_on
    )
    plain = stage_dates(stage.plan.starts_on, [length], work)[0].due_on
    stage.extra_days = max(stage.extra_days, work.count(plain, wanted), 0)
    stage.state = StageState.OPEN
    schedule.recompute(stage.plan)
    interests.follow_gate(stage.plan, now=now)
    return stage.due_on


def _go_on(
    stage: PlanStage, outcome: Outcome, next_on: date, *, actor: Person, now: datetime
) -> None:
    """Close a stage and open the next one, or complete the plan after the last."""
    plan = stage.plan
    stage.state = StageState.PASSED if outcome is Outcome.PASS else StageState.WAIVED
    stage.closed_at = now
    db.session.flush()  # closed before the next one opens: one running stage per plan
    if stage.number < len(plan.stages):
        open_stage(plan, stage.number + 1, next_on, now=now)
    else:
        closing.close(plan, PlanState.COMPLETED, actor=actor, now=now)


def cosign(
    decision: GateDecision, *, agreed: bool, reason: str = "", actor: Person, now: datetime
) -> GateSignature:
    """Put the second signature under an exit, or refuse it: then the gate is open again."""
    stage = decision.stage
    plan = locked(stage.plan)
    pending = records.pending_exit(stage)
    if Role.RECRUITER not in actor.roles:
        raise Refused(Refusal.NOT_YOURS)
    refusal = conflicts.cosign_refusal(
        queries.around(plan).parties,
        decided_by=decision.decided_by_id,
        actor=actor.id,
        pending=pending is decision,
    )
    if refusal:
        raise Refused(refusal)
    if not agreed and not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    with refused_by_constraint(Refusal.NO_EXIT_PENDING):
        signature = GateSignature(
            decision=decision, agreed=agreed, reason=reason, by=actor, at=now
        )
        db.session.add(signature)
    audit.record("onboarding.exit.answered", decision, actor=actor, at=now, agreed=agreed)
    if agreed:
        closing.close(plan, PlanState.EXITED, decision.reason, actor=actor, now=now)
    mails.exit_answered(decision, agreed=agreed, now=now)
    return signature


def advise(stage: PlanStage, words: str, *, actor: Person, now: datetime) -> GateAdvice:
    """Keep what the mentor advises for the gate."""
    if queries.around(stage.plan).mentor is not actor:
        raise Refused(Refusal.NOT_YOURS)
    if stage.state not in (StageState.OPEN, StageState.AWAITING_GATE):
        raise Refused(Refusal.WRONG_STATE)
    if not words.strip():
        raise Refused(Refusal.REASON_MISSING)
    advice = GateAdvice(stage=stage, words=words, by=actor, at=now)
    db.session.add(advice)
    audit.record("onboarding.gate.advised", stage, actor=actor, at=now)
    return advice
