"""Role-plays: practice, two final attempts, a third only by exception."""

from collections.abc import Mapping
from datetime import date, datetime

from recruit.kernel import audit
from recruit.kernel.db import db, locked, refused_by_constraint
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.onboarding import mails
from recruit.onboarding.models import (
    OnboardingPlan,
    RolePlay,
    RolePlayException,
    RolePlayMark,
)
from recruit.onboarding.operations import stages
from recruit.onboarding.queries import plans as queries
from recruit.onboarding.queries import records
from recruit.people import queries as people
from recruit.people.models import Person
from recruit.rules.onboarding import role_plays as rules
from recruit.rules.onboarding.states import (
    PlanState,
    Refusal,
    RolePlayKind,
)

CRITERIA = ("contact", "need", "offer", "objections", "closing")
"""What assessors mark from 1 to 5."""


def hold(
    plan: OnboardingPlan,
    kind: RolePlayKind,
    *,
    scenario: str,
    held_on: date,
    ratings: Mapping[str, int],
    passed: bool,
    comment: str,
    actor: Person,
    now: datetime,
) -> RolePlay:
    """Record a role-play with the first assessor's marks. Finals are counted under a lock."""
    locked(plan)
    _refuse_assessor(plan, actor)
    if plan.state is not PlanState.ACTIVE:
        raise Refused(Refusal.PLAN_NOT_RUNNING)
    if held_on > queries.today_of(plan, now):
        raise Refused(Refusal.IN_FUTURE)
    if held_on < plan.starts_on:
        raise Refused(Refusal.OUTSIDE_PLAN)
    number = None
    if kind is RolePlayKind.FINAL:
        finals = records.finals(plan)
        if refusal := rules.final_refusal(finals):
            raise Refused(refusal)
        number = len(finals.outcomes) + 1
    role_play = RolePlay(
        plan=plan, kind=kind, number=number, scenario=scenario, held_on=held_on,
        created_by_id=actor.id,
    )  # fmt: skip
    with refused_by_constraint(Refusal.ALREADY_HELD):
        db.session.add(role_play)
    audit.record(
        "onboarding.role-play.held", role_play, actor=actor, at=now,
        plan=plan, kind=kind, number=number,
    )  # fmt: skip
    mark(role_play, ratings=ratings, passed=passed, comment=comment, actor=actor, now=now)
    return role_play


def mark(
    role_play: RolePlay,
    *,
    ratings: Mapping[str, int],
    passed: bool,
    comment: str,
    actor: Person,
    now: datetime,
) -> RolePlayMark:
    """Add an assessor's marks; with enough of them the outcome stands and is final."""
    locked(role_play)
    plan = role_play.plan
    _refuse_assessor(plan, actor)
    if role_play.outcome is not None:
        raise Refused(Refusal.WRONG_STATE)
    if any(mark.assessor_id == actor.id for mark in role_play.marks):
        raise Refused(Refusal.SAME_PERSON)
    with refused_by_constraint(Refusal.SAME_PERSON):
        row = RolePlayMark(
            role_play=role_play,
            assessor=actor,
            ratings={name: int(ratings[name]) for name in CRITERIA},
            passed=passed,
            comment=comment,
            at=now,
        )
        db.session.add(row)
    verdicts: dict[object, bool] = {one.assessor_id: one.passed for one in role_play.marks}
    parties = queries.around(plan).parties
    outcome = rules.role_play_outcome(parties, verdicts)
    if role_play.kind is RolePlayKind.PRACTICE:
        outcome = rules.practice_outcome(verdicts)
    if outcome is not None:
        role_play.outcome, role_play.decided_at = outcome, now
    audit.record(
        "onboarding.role-play.marked", role_play, actor=actor, at=now, plan=plan,
        outcome=outcome,
    )  # fmt: skip
    db.session.flush()
    stages.settle(plan, now=now)
    return row


def _refuse_assessor(plan: OnboardingPlan, actor: Person) -> None:
    people = queries.around(plan)
    rights = queries.rights(actor, plan, people)
    if rights.trainee:
        raise Refused(Refusal.SELF)
    if not (rights.mentor or rights.head or rights.recruiter):
        raise Refused(Refusal.NOT_YOURS)


def ask_third(
    plan: OnboardingPlan, reason: str, *, actor: Person, now: datetime
) -> RolePlayException:
    """Ask for a third final attempt, as the head."""
    locked(plan)
    if plan.state is not PlanState.ACTIVE:
        raise Refused(Refusal.PLAN_NOT_RUNNING)
    refusal = rules.third_request_refusal(
        queries.around(plan).parties,
        records.finals(plan),
        actor=actor.id,
        asked=records.exception_of(plan) is not None,
    )
    if refusal:
        raise Refused(refusal)
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    exception = RolePlayException(
        plan=plan, reason=reason, requested_by=actor, requested_at=now
    )
    with refused_by_constraint(Refusal.WRONG_STATE):
        db.session.add(exception)
    audit.record("onboarding.third-attempt.asked", exception, actor=actor, at=now, plan=plan)
    deciders = {*people.people_with(Role.RECRUITER), *people.people_with(Role.DIRECTOR)}
    told = sorted(deciders - {actor, plan.trainee}, key=lambda person: person.id)
    mails.third_asked(exception, told, now=now)
    return exception


def answer_third(
    exception: RolePlayException, *, approved: bool, actor: Person, now: datetime
) -> None:
    """Approve or refuse a third attempt, as a recruiter or director."""
    locked(exception)
    plan = exception.plan
    if not actor.roles & {Role.RECRUITER, Role.DIRECTOR}:
        raise Refused(Refusal.NOT_YOURS)
    if exception.approved is not None:
        raise Refused(Refusal.WRONG_STATE)
    refusal = rules.third_approval_refusal(
        queries.around(plan).parties, requested_by=exception.requested_by_id, actor=actor.id
    )
    if refusal:
        raise Refused(refusal)
    exception.approved, exception.answered_by, exception.answered_at = approved, actor, now
    audit.record(
        "onboarding.third-attempt.answered", exception, actor=actor, at=now,
        plan=plan, approved=approved,
    )  # fmt: skip
    mails.third_answered(exception, now=now)
