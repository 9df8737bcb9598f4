"""Do test results say anything about later? By test, in six statements, never by person.

A person's first told result of a test, beside what the onboarding plan recorded. A head counts
the own departments, a recruiter and the director everybody. Hidden under ten people.
"""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select, true

from recruit.assessments.models import Assignment, Attempt, Test, TestVersion
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.onboarding.models import (
    ActivityEntry,
    Employment,
    GateDecision,
    Incentive,
    OnboardingPlan,
    PlanStage,
    PlanTest,
    ReadinessReview,
)
from recruit.people.models import Person
from recruit.rules import learning
from recruit.rules.incentive import IncentiveState
from recruit.rules.learning import Group, Link
from recruit.rules.onboarding.states import ActivityKind, Outcome, Readiness
from recruit.rules.sitting import SEEN_BY_TRAINEE

CALLS_STAGE, RHYTHM_STAGE = 2, 4
ACTIVE = (ActivityKind.CALL, ActivityKind.REQUEST, ActivityKind.MEETING)
REACHED = frozenset({IncentiveState.ELIGIBLE, IncentiveState.APPROVED, IncentiveState.PAID})
DECIDED = (*REACHED, IncentiveState.MISSED)


class Measure(StrEnum):
    CALLS_GATE = "calls_gate"
    """1: the gate of the first calls was passed at its first decision, else 0."""
    ACTIVITY = "activity"
    """Confirmed calls, requests and meetings per day with any, in the last stage."""
    READINESS = "readiness"
    """Days from the first day to being ready for independent work."""
    BONUS = "bonus"
    """1: the mentor's bonus was reached, 0: missed."""


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """link: None while hidden, or when one of the two is the same for everybody."""

    measure: Measure
    n: int
    missing: int
    link: Link | None
    groups: list[Group]


@dataclass(frozen=True, slots=True)
class TestLine:
    """One test: how many people have a result and a plan, and what it says about later."""

    __test__ = False

    test: Test
    people: int
    missing: int
    measures: list[MeasureLine]


def results_and_later(person: Person) -> list[TestLine]:
    """Return every test that somebody within reach has a result of, by title."""
    reach = _reach(person)
    results = _results(reach)
    later = {
        Measure.CALLS_GATE: _calls_gate(reach),
        Measure.ACTIVITY: _activity(reach),
        Measure.READINESS: _readiness(reach),
        Measure.BONUS: _bonus(reach),
    }
    query = select(Test).where(Test.id.in_(list(results))).order_by(Test.title)
    lines = []
    for test in db.session.scalars(query):
        own = results[test.id]
        lines.append(
            TestLine(
                test,
                len(own),
                learning.missing(len(own)),
                [_measured(measure, own, figures) for measure, figures in later.items()],
            )
        )
    return lines


def _measured(
    measure: Measure, results: dict[int, float], figures: dict[int, float]
) -> MeasureLine:
    pairs = [(percent, figures[plan]) for plan, percent in results.items() if plan in figures]
    return MeasureLine(
        measure,
        len(pairs),
        learning.missing(len(pairs)),
        learning.link(pairs),
        learning.groups(pairs),
    )


def _reach(person: Person) -> ColumnElement[bool]:
    if person.roles & {Role.RECRUITER, Role.DIRECTOR}:
        return true()
    return Employment.department_id.in_(person.department_ids)


def _results(reach: ColumnElement[bool]) -> dict[int, dict[int, float]]:
    """Test -> plan -> percent of the first told result."""
    query = (
        select(TestVersion.test_id, PlanTest.plan_id, Attempt.percent)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .join(TestVersion, TestVersion.id == Assignment.test_version_id)
        .join(PlanTest, PlanTest.assignment_ref == Assignment.pubid)
        .join(OnboardingPlan, OnboardingPlan.id == PlanTest.plan_id)
        .join(Employment, Employment.id == OnboardingPlan.employment_id)
        .where(reach, Attempt.state.in_(SEEN_BY_TRAINEE), Attempt.percent.is_not(None))
        .order_by(Attempt.id)
    )
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for test, plan, percent in db.session.execute(query):
        if percent is not None:
            found[test].setdefault(plan, percent)
    return found


def _calls_gate(reach: ColumnElement[bool]) -> dict[int, float]:
    query = (
        select(PlanStage.plan_id, GateDecision.outcome)
        .join(PlanStage, PlanStage.id == GateDecision.stage_id)
        .join(OnboardingPlan, OnboardingPlan.id == PlanStage.plan_id)
        .join(Employment, Employment.id == OnboardingPlan.employment_id)
        .where(reach, PlanStage.number == CALLS_STAGE)
        .order_by(GateDecision.id)
    )
    found: dict[int, float] = {}
    for plan, outcome in db.session.execute(query):
        found.setdefault(plan, float(outcome is Outcome.PASS))
    return found


def _activity(reach: ColumnElement[bool]) -> dict[int, float]:
    query = (
        select(
            ActivityEntry.plan_id,
            func.sum(ActivityEntry.count),
            func.count(ActivityEntry.on.distinct()),
        )
        .join(OnboardingPlan, OnboardingPlan.id == ActivityEntry.plan_id)
        .join(Employment, Employment.id == OnboardingPlan.employment_id)
        .join(PlanStage, PlanStage.plan_id == OnboardingPlan.id)
        .where(
            reach,
            PlanStage.number == RHYTHM_STAGE,
            PlanStage.opened_at.is_not(None),
            ActivityEntry.on >= PlanStage.starts_on,
            ActivityEntry.kind.in_(ACTIVE),
            ActivityEntry.verified_at.is_not(None),
        )
        .group_by(ActivityEntry.plan_id)
    )
    return {plan: float(total) / days for plan, total, days in db.session.execute(query)}


def _readiness(reach: ColumnElement[bool]) -> dict[int, float]:
    query = (
        select(ReadinessReview.plan_id, OnboardingPlan.starts_on, func.min(ReadinessReview.at))
        .join(OnboardingPlan, OnboardingPlan.id == ReadinessReview.plan_id)
        .join(Employment, Employment.id == OnboardingPlan.employment_id)
        .where(reach, ReadinessReview.result == Readiness.READY)
        .group_by(ReadinessReview.plan_id, OnboardingPlan.starts_on)
    )
    return {
        plan: float((at.date() - starts_on).days)
        for plan, starts_on, at in db.session.execute(query)
    }


def _bonus(reach: ColumnElement[bool]) -> dict[int, float]:
    query = (
        select(Incentive.plan_id, Incentive.state)
        .join(OnboardingPlan, OnboardingPlan.id == Incentive.plan_id)
        .join(Employment, Employment.id == OnboardingPlan.employment_id)
        .where(reach, Incentive.state.in_(DECIDED))
    )
    found: dict[int, float] = {}
    for plan, state in db.session.execute(query):
        found[plan] = max(found.get(plan, 0.0), float(state in REACHED))
    return found
