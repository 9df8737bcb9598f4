"""Gathering what gates look at: everything for many plans in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select

from recruit.kernel.db import db
from recruit.onboarding.models import (
    ActivityEntry,
    GateCriterion,
    OnboardingPlan,
    PlanStage,
    PlanTest,
    ReadinessReview,
    RolePlay,
    RolePlayException,
    TopicConfirmation,
    TopicDef,
)
from recruit.onboarding.queries.plans import (
    Around,
    around_many,
    running_stage,
    today_of,
    work_days,
)
from recruit.rules import readiness
from recruit.rules.calendar import WorkDays
from recruit.rules.onboarding.gates import Criterion, Entry, Evidence, Finding, evaluate
from recruit.rules.onboarding.role_plays import Finals
from recruit.rules.onboarding.states import (
    DONE_TASK,
    ActivityKind,
    Readiness,
    RolePlayKind,
    RolePlayOutcome,
    Side,
    TaskState,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Summary:
    """A plan as lists and gates show it."""

    plan: OnboardingPlan
    people: Around
    today: date
    work: WorkDays
    stage: PlanStage | None
    """The running stage; None before the start and after the end."""
    findings: Sequence[Finding]
    evidence: Evidence
    window: readiness.Window
    topics: int
    topics_confirmed: int
    unconfirmed: int
    """Log entries that wait for a confirmation."""
    totals: dict[ActivityKind, int]
    """Verified so far in the running stage's present attempt."""
    test: PlanTest | None

    @property
    def all_met(self) -> bool:
        return all(finding.met for finding in self.findings)

    @property
    def days_left(self) -> int | None:
        """Working days to the gate's date; negative when it has passed."""
        return self.work.count(self.today, self.stage.due_on) if self.stage else None

    @property
    def overdue(self) -> bool:
        return self.stage is not None and self.today > self.stage.due_on


@dataclass(slots=True)
class _Facts:
    """What one plan's rows say."""

    entries: list[tuple[date, ActivityKind, bool, int, int]] = field(default_factory=list)
    pending: int = 0
    sides: dict[int, set[Side]] = field(default_factory=dict)
    finals: list[RolePlayOutcome | None] = field(default_factory=list)
    third: bool = False
    test: PlanTest | None = None
    review: tuple[Readiness, datetime] | None = None


def summary(plan: OnboardingPlan, now: datetime) -> Summary:
    """Return one plan's summary."""
    return summaries([plan], now)[0]


def summaries(plans: Sequence[OnboardingPlan], now: datetime) -> list[Summary]:
    """Return the summaries of plans, in their order."""
    if not plans:
        return []
    facts, people = _facts(plans), around_many(plans)
    gates = [stage.definition.gate for plan in plans if (stage := running_stage(plan))]
    criteria: dict[int, list[GateCriterion]] = {}
    wanted = {gate.id for gate in gates if gate}
    query = select(GateCriterion).where(GateCriterion.gate_id.in_(wanted))
    for row in db.session.scalars(query.order_by(GateCriterion.position)):
        criteria.setdefault(row.gate_id, []).append(row)
    topics: dict[int, list[int]] = {}
    versions = {plan.version_id: plan for plan in plans}
    stages = {
        stage.def_id: stage.plan.version_id for p in versions.values() for stage in p.stages
    }
    for topic_id, stage_id in db.session.execute(
        select(TopicDef.id, TopicDef.stage_id).where(TopicDef.stage_id.in_(stages))
    ):
        topics.setdefault(stages[stage_id], []).append(topic_id)
    return [
        _summary(
            plan,
            people[plan.id],
            facts[plan.id],
            criteria,
            topics.get(plan.version_id, []),
            now,
        )
        for plan in plans
    ]


def _summary(
    plan: OnboardingPlan,
    people: Around,
    facts: _Facts,
    criteria: dict[int, list[GateCriterion]],
    topics: Sequence[int],
    now: datetime,
) -> Summary:
    stage, today, work = running_stage(plan), today_of(plan, now), work_days(plan)
    window = _window(plan, stage, facts, work, today)
    evidence = _evidence(plan, stage, facts, topics, window, today)
    gate = stage.definition.gate if stage else None
    asked = [
        Criterion(row.id, row.source, row.threshold, row.kind, row.window_days)
        for row in (criteria.get(gate.id, []) if gate else [])
    ]
    totals: dict[ActivityKind, int] = {}
    for on, kind, verified, count, _amount in facts.entries:
        if verified and (evidence.since is None or on >= evidence.since):
            totals[kind] = totals.get(kind, 0) + count
    return Summary(
        plan=plan, people=people, today=today, work=work, stage=stage, evidence=evidence,
        findings=evaluate(asked, evidence, work), window=window, topics=len(topics),
        topics_confirmed=evidence.topics_both, unconfirmed=facts.pending, totals=totals,
        test=facts.test,
    )  # fmt: skip


def _window(
    plan: OnboardingPlan, stage: PlanStage | None, facts: _Facts, work: WorkDays, today: date
) -> readiness.Window:
    version = plan.program_version
    results: dict[date, int] = {}
    for on, kind, verified, count, amount in facts.entries:
        if verified and kind is version.target_kind:
            value = count if version.target_unit is Unit.COUNT else amount
            results[on] = results.get(on, 0) + value
    return readiness.window(
        results,
        work,
        since=stage.starts_on if stage else plan.starts_on,
        today=today,
        target_per_day=version.target_per_day,
        days=version.readiness_days,
        threshold_percent=version.readiness_percent,
    )


def _evidence(
    plan: OnboardingPlan,
    stage: PlanStage | None,
    facts: _Facts,
    topics: Sequence[int],
    window: readiness.Window,
    today: date,
) -> Evidence:
    tasks = [
        task
        for task in plan.tasks
        if stage and task.stage_id == stage.id and task.required
        and task.state is not TaskState.CANCELLED
    ]  # fmt: skip
    sides = [facts.sides.get(topic, set()) for topic in topics]
    reviewed = facts.review
    if reviewed and stage and stage.opened_at and reviewed[1] < stage.opened_at:
        reviewed = None  # a review of an earlier stage says nothing about this one
    return Evidence(
        tasks_required=len(tasks),
        tasks_done=sum(task.state in DONE_TASK for task in tasks),
        tasks_submitted=sum(task.state is TaskState.SUBMITTED for task in tasks),
        entries=[Entry(on, kind, count, done) for on, kind, done, count, _ in facts.entries],
        since=stage.counts_from_on if stage else None,
        until=today,
        topics_both=sum(len(side) == len(Side) for side in sides),
        topics_trainee=sum(Side.TRAINEE in side for side in sides),
        test_assigned=facts.test is not None,
        test_percent=facts.test.percent if facts.test else None,
        test_passed=facts.test.passed if facts.test else None,
        finals=Finals(tuple(facts.finals), facts.third),
        target_percent=window.percent,
        target_complete=window.complete,
        review=reviewed[0] if reviewed else None,
    )


def _facts(plans: Sequence[OnboardingPlan]) -> dict[int, _Facts]:
    ids = [plan.id for plan in plans]
    facts = {plan_id: _Facts() for plan_id in ids}
    verified = ActivityEntry.verified_at.is_not(None)
    grouped = (
        select(
            ActivityEntry.plan_id, ActivityEntry.on, ActivityEntry.kind, verified,
            func.sum(ActivityEntry.count), func.sum(ActivityEntry.amount_minor),
            func.count(),
        )
        .where(ActivityEntry.plan_id.in_(ids))
        .group_by(ActivityEntry.plan_id, ActivityEntry.on, ActivityEntry.kind, verified)
    )  # fmt: skip
    for plan_id, on, kind, done, count, amount, rows in db.session.execute(grouped):
        facts[plan_id].entries.append((on, kind, bool(done), int(count), int(amount)))
        facts[plan_id].pending += 0 if done else rows
    confirmed = select(
        TopicConfirmation.plan_id, TopicConfirmation.topic_id, TopicConfirmation.side
    ).where(TopicConfirmation.plan_id.in_(ids))
    for plan_id, topic_id, side in db.session.execute(confirmed):
        facts[plan_id].sides.setdefault(topic_id, set()).add(side)
    finals = (
        select(RolePlay.plan_id, RolePlay.outcome)
        .where(RolePlay.plan_id.in_(ids), RolePlay.kind == RolePlayKind.FINAL)
        .order_by(RolePlay.number)
    )
    for plan_id, outcome in db.session.execute(finals):
        facts[plan_id].finals.append(outcome)
    allowed = select(RolePlayException.plan_id).where(
        RolePlayException.plan_id.in_(ids), RolePlayException.approved.is_(True)
    )
    for plan_id in db.session.scalars(allowed):
        facts[plan_id].third = True
    tests = select(PlanTest).where(PlanTest.plan_id.in_(ids)).order_by(PlanTest.id)
    for test in db.session.scalars(tests):
        facts[test.plan_id].test = test
    reviews = (
        select(ReadinessReview.plan_id, ReadinessReview.result, ReadinessReview.at)
        .where(ReadinessReview.plan_id.in_(ids))
        .order_by(ReadinessReview.id)
    )
    for plan_id, result, at in db.session.execute(reviews):
        facts[plan_id].review = (result, at)
    return facts
