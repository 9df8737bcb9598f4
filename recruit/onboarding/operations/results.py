"""What comes from elsewhere or is judged at the end: the test, check-ins, readiness."""

from datetime import date, datetime

from recruit.assessments import operations as assessments
from recruit.assessments.models import Attempt, TestVersion
from recruit.assessments.queries import results as test_results
from recruit.kernel import audit
from recruit.kernel.db import db, locked, unchanged
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.onboarding.models import (
    CheckIn,
    OnboardingPlan,
    PlanTest,
    ReadinessReview,
    Task,
)
from recruit.onboarding.operations import interests, stages
from recruit.onboarding.queries import evidence, records
from recruit.onboarding.queries import plans as queries
from recruit.people.models import Person
from recruit.rules.onboarding import conflicts
from recruit.rules.onboarding.states import (
    PlanState,
    Readiness,
    Refusal,
    TaskState,
)


def assign_test(
    plan: OnboardingPlan, version: TestVersion, *, due_on: date, actor: Person, now: datetime
) -> PlanTest:
    """Give the trainee a test in time for the gate, telling assessments who has a stake."""
    locked(plan)
    people = queries.around(plan)
    if not queries.rights(actor, plan, people).manages:
        raise Refused(Refusal.NOT_YOURS)
    if plan.state is not PlanState.ACTIVE:
        raise Refused(Refusal.PLAN_NOT_RUNNING)
    if due_on < queries.today_of(plan, now):
        raise Refused(Refusal.START_IN_PAST)
    if any(one.released_at is None for one in records.tests(plan)):
        raise Refused(Refusal.TEST_ASSIGNED)
    gate = interests.gate_stage(plan)
    assignment = assessments.assign(
        version,
        plan.trainee,
        due_on=due_on,
        gate_on=gate.due_on if gate else None,
        interests=interests.interests(plan),
        assigned_by=actor,
        now=now,
    )
    db.session.flush()
    test = PlanTest(
        plan=plan,
        assignment_ref=assignment.pubid,
        title=version.test.title,
        due_on=due_on,
        assigned_at=now,
    )
    db.session.add(test)
    audit.record("onboarding.test.assigned", test, actor=actor, at=now, plan=plan)
    return test


def record_result(attempt: Attempt, *, now: datetime) -> None:
    """Keep a released result as plain data for the gate: the best of the attempts that count.

    Heard again after an appeal, a regrade or a sitting declared void; then it may be another
    attempt's, or none.
    """
    test = records.test_of(attempt.assignment.pubid)
    if test is None:
        return
    plan = locked(test.plan)
    best = test_results.outcome(attempt.assignment)
    percent = None if best.percent is None else max(0, min(100, int(best.percent)))
    test.percent, test.passed = percent, best.passed
    test.released_at, test.attempt_ref = best.released_at, best.attempt_ref
    audit.record("onboarding.test.released", test, actor=None, at=now, plan=plan)
    db.session.flush()
    stages.settle(plan, now=now)


def review(
    plan: OnboardingPlan, result: Readiness, note: str, *, actor: Person, now: datetime
) -> ReadinessReview:
    """Decide, dated and by name, whether somebody is ready; the figures seen are kept."""
    locked(plan)
    if plan.state is not PlanState.ACTIVE:
        raise Refused(Refusal.PLAN_NOT_RUNNING)
    summary = evidence.summary(plan, now)
    refusal = conflicts.judge_refusal(
        summary.people.parties, actor.id, is_director=Role.DIRECTOR in actor.roles
    )
    if refusal:
        raise Refused(refusal)
    if result is Readiness.NOT_YET and not note.strip():
        raise Refused(Refusal.REASON_MISSING)
    window = summary.window
    row = ReadinessReview(
        plan=plan,
        result=result,
        note=note,
        figures={
            "days": window.days,
            "wanted_days": window.wanted_days,
            "achieved": window.achieved,
            "target": window.target,
            "needed": window.needed,
        },
        by=actor,
        at=now,
    )
    db.session.add(row)
    audit.record(
        "onboarding.readiness.reviewed", row, actor=actor, at=now, plan=plan, result=result
    )
    db.session.flush()
    stages.settle(plan, now=now)
    return row


def hold_check_in(
    check_in: CheckIn,
    *,
    notes: str,
    private_notes: str,
    action: str = "",
    action_due_on: date | None = None,
    version: int | None = None,
    actor: Person,
    now: datetime,
) -> None:
    """Record a talk; an agreed action becomes a task of the trainee."""
    plan = locked(check_in.plan)
    locked(check_in)
    unchanged(check_in, version)
    rights = queries.rights(actor, plan, queries.around(plan))
    if rights.trainee or not (rights.head or rights.recruiter or rights.mentor):
        raise Refused(Refusal.NOT_YOURS)
    if plan.state not in (PlanState.ACTIVE, PlanState.PAUSED):
        raise Refused(Refusal.PLAN_NOT_RUNNING)
    if check_in.held_on is not None:
        raise Refused(Refusal.WRONG_STATE)
    today = queries.today_of(plan, now)
    check_in.held_on, check_in.held_by = today, actor
    check_in.notes, check_in.private_notes = notes, private_notes
    audit.record("onboarding.check-in.held", check_in, actor=actor, at=now, plan=plan)
    stage = queries.running_stage(plan)
    if action.strip() and stage is not None:
        due_on = queries.work_days(plan).on_or_after(max(today, action_due_on or today))
        task = Task(
            title=action,
            owner=plan.trainee,
            required=False,
            state=TaskState.OPEN,
            due_on=due_on,
            baseline_due_on=due_on,
        )
        with db.session.no_autoflush:
            stage.tasks.append(task)
            plan.tasks.append(task)
        audit.record("onboarding.task.agreed", task, actor=actor, at=now, plan=plan)
