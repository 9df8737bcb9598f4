"""How a plan ends: completed, exited, cancelled. What is open is closed with it."""

from datetime import datetime

from recruit.kernel import audit
from recruit.kernel.errors import Refused
from recruit.onboarding.models import OnboardingPlan
from recruit.onboarding.operations import incentives, interests, mentors
from recruit.onboarding.queries import mentoring, plans
from recruit.people.models import Person
from recruit.rules.onboarding.states import (
    UNFINISHED_TASK,
    EndReason,
    PlanState,
    StageState,
    TaskState,
    plan_refusal,
)


def close(
    plan: OnboardingPlan,
    state: PlanState,
    reason: str = "",
    *,
    actor: Person | None,
    now: datetime,
) -> None:
    """Bring a plan to its end state with everything that hangs on it."""
    if refusal := plan_refusal(plan.state, state):
        raise Refused(refusal)
    completed = state is PlanState.COMPLETED
    running = plans.running_stage(plan)
    plan.state, plan.closed_at, plan.exit_reason = state, now, reason
    if running is not None and not completed:
        running.closed_at = now
        if state is PlanState.EXITED:
            running.state, plan.exit_stage = StageState.FAILED, running.number
        else:
            running.state = StageState.LOCKED
    for task in plan.tasks:
        if task.state in UNFINISHED_TASK:
            task.state, task.decided_at, task.reason = TaskState.CANCELLED, now, ""
    for pause in plan.pauses:
        if pause.until_on is None:
            pause.until_on = max(pause.from_on, plans.today_of(plan, now))
            interests.resume_tests(plan, pause.until_on, now=now)
    if proposal := mentoring.open_proposal(plan):
        mentors.withdraw(proposal, actor=actor or proposal.mentor, now=now)
    if current := plans.around(plan).assignment:
        ended = EndReason.PLAN_COMPLETED if completed else EndReason.PLAN_ENDED
        mentors.end(current, ended, actor=actor, now=now)
    if not completed:
        incentives.forfeit_for_plan(plan, now=now)
        today = plans.today_of(plan, now)
        if state is PlanState.EXITED:
            plan.employment.ended_on = max(plan.employment.starts_on, today)
    interests.keep_current(plan, now=now)
    audit.record(
        f"onboarding.plan.{state.value}", plan, actor=actor, at=now, stage=plan.exit_stage
    )
