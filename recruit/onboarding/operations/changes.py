"""What happens to a plan on its way: another start, a pause, new holidays, a cancellation."""

from datetime import date, datetime, timedelta

from recruit.assessments import operations as assessments
from recruit.kernel import audit
from recruit.kernel.db import db, locked, refused_by_constraint
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.onboarding import mails
from recruit.onboarding.models import OnboardingPlan, Pause
from recruit.onboarding.operations import closing, interests, schedule
from recruit.onboarding.queries import plans, records
from recruit.people.models import Person
from recruit.rules.onboarding.states import OPEN_PLAN, PlanState, Refusal, plan_refusal


def move_start(plan: OnboardingPlan, starts_on: date, *, actor: Person, now: datetime) -> None:
    """Move the first day of a plan that has not begun, and everything after it."""
    locked(plan)
    if plan.state not in (PlanState.DRAFT, PlanState.PREBOARDING):
        raise Refused(Refusal.WRONG_STATE)
    if actor is plan.trainee:
        raise Refused(Refusal.SELF)
    if starts_on < plans.today_of(plan, now):
        raise Refused(Refusal.START_IN_PAST)
    before = plan.starts_on
    work = plans.work_days(plan)
    plan.starts_on = work.on_or_after(starts_on)
    plan.employment.starts_on = starts_on
    for check_in in records.check_ins(plan):
        if check_in.held_on is not None:
            continue
        check_in.due_on = work.on_or_after(check_in.due_on + (plan.starts_on - before))
    schedule.recompute(plan, first=True)
    audit.record(
        "onboarding.plan.moved", plan, actor=actor, at=now, starts_on=[before, plan.starts_on]
    )


def pause(
    plan: OnboardingPlan, from_on: date, reason: str, *, actor: Person, now: datetime
) -> Pause:
    """Stop a plan's clocks from a day on (today, or earlier in the same illness)."""
    locked(plan)
    if refusal := plan_refusal(plan.state, PlanState.PAUSED):
        raise Refused(refusal)
    if actor is plan.trainee:
        raise Refused(Refusal.SELF)
    today = plans.today_of(plan, now)
    earliest = max(
        [
            plan.starts_on,
            *(one.until_on + timedelta(days=1) for one in plan.pauses if one.until_on),
        ]
    )
    if from_on > today:
        raise Refused(Refusal.IN_FUTURE)
    if from_on < earliest:
        raise Refused(Refusal.OUTSIDE_PLAN)
    with refused_by_constraint(Refusal.WRONG_STATE):
        paused = Pause(plan=plan, from_on=from_on, reason=reason, by=actor)
        db.session.add(paused)
    plan.state = PlanState.PAUSED
    assessments.pause_grading(plan.trainee, since=from_on, now=now)
    audit.record("onboarding.plan.paused", plan, actor=actor, at=now, from_on=from_on)
    return paused


def resume(plan: OnboardingPlan, *, actor: Person, now: datetime) -> None:
    """Let the clocks run again from today; every open date moves by the days missed."""
    locked(plan)
    if plan.state is not PlanState.PAUSED:
        raise Refused(Refusal.WRONG_STATE)
    if actor is plan.trainee:
        raise Refused(Refusal.SELF)
    today = plans.today_of(plan, now)
    paused = next(one for one in plan.pauses if one.until_on is None)
    if paused.from_on >= today:
        plan.pauses.remove(paused)  # back on the same day: nothing was missed
        db.session.delete(paused)
    else:
        paused.until_on = today - timedelta(days=1)
    plan.state = PlanState.ACTIVE
    db.session.flush()
    moved = schedule.recompute(plan)
    interests.resume_tests(plan, today, now=now)
    interests.follow_gate(plan, now=now)
    audit.record("onboarding.plan.resumed", plan, actor=actor, at=now, moved=moved)
    mails.plan_resumed(plan, now=now)


def cancel(plan: OnboardingPlan, reason: str, *, actor: Person, now: datetime) -> None:
    """Cancel a plan that should not have been, or whose person never started."""
    locked(plan)
    if actor is plan.trainee:
        raise Refused(Refusal.SELF)
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    if plan.state not in (PlanState.DRAFT, PlanState.PREBOARDING) and not (
        actor.roles & {Role.RECRUITER, Role.DIRECTOR}
    ):
        raise Refused(Refusal.NOT_YOURS)  # a running plan ends by an exit, which two sign
    closing.close(plan, PlanState.CANCELLED, reason, actor=actor, now=now)


def calendar_changed(plan: OnboardingPlan, *, now: datetime) -> None:
    """Move what is not done after holidays changed; the baseline stays."""
    if plan.state in OPEN_PLAN and (moved := schedule.recompute(plan)):
        audit.record("onboarding.plan.rescheduled", plan, actor=None, at=now, moved=moved)
        interests.follow_gate(plan, now=now)
