"""Reading what was decided about a plan, and what waits to be."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.onboarding.models import (
    GateAdvice,
    GateDecision,
    GateSignature,
    OnboardingPlan,
    PlanStage,
    ReadinessReview,
    RolePlayException,
)
from recruit.onboarding.queries.plans import scope
from recruit.people.models import Person
from recruit.rules.onboarding.states import Outcome


def decisions(plan: OnboardingPlan) -> list[GateDecision]:
    """Return the decisions at a plan's gates, newest first."""
    query = (
        select(GateDecision)
        .join(GateDecision.stage)
        .where(PlanStage.plan_id == plan.id)
        .options(
            joinedload(GateDecision.stage),
            joinedload(GateDecision.decided_by),
            joinedload(GateDecision.signature).joinedload(GateSignature.by),
        )
        .order_by(GateDecision.id.desc())
    )
    return list(db.session.scalars(query).unique())


def pending_exit(stage: PlanStage) -> GateDecision | None:
    """Return the exit decided at this stage that waits for its second signature."""
    query = (
        select(GateDecision)
        .outerjoin(GateDecision.signature)
        .where(
            GateDecision.stage_id == stage.id,
            GateDecision.outcome == Outcome.EXIT,
            GateSignature.id.is_(None),
        )
    )
    return db.session.scalars(query).one_or_none()


def pending_exits(person: Person) -> list[GateDecision]:
    """Return every exit that waits for a second signature, among the plans somebody reads."""
    query = (
        select(GateDecision)
        .outerjoin(GateDecision.signature)
        .join(GateDecision.stage)
        .join(PlanStage.plan)
        .join(OnboardingPlan.employment)
        .where(GateDecision.outcome == Outcome.EXIT, GateSignature.id.is_(None), scope(person))
        .options(
            joinedload(GateDecision.decided_by),
            joinedload(GateDecision.stage).joinedload(PlanStage.plan),
        )
        .order_by(GateDecision.id)
    )
    return list(db.session.scalars(query).unique())


def advice(stage: PlanStage) -> list[GateAdvice]:
    """Return what mentors advised for a stage's gate, oldest first."""
    query = (
        select(GateAdvice)
        .where(GateAdvice.stage_id == stage.id)
        .options(joinedload(GateAdvice.by))
        .order_by(GateAdvice.id)
    )
    return list(db.session.scalars(query).unique())


def reviews(plan: OnboardingPlan) -> list[ReadinessReview]:
    """Return the readiness reviews, newest first."""
    query = (
        select(ReadinessReview)
        .where(ReadinessReview.plan_id == plan.id)
        .options(joinedload(ReadinessReview.by))
        .order_by(ReadinessReview.id.desc())
    )
    return list(db.session.scalars(query).unique())


def decision_for(person: Person, pubid: object) -> GateDecision | None:
    """Return a gate decision of a plan that this person may read."""
    if not is_pubid(pubid):
        return None
    query = (
        select(GateDecision)
        .join(GateDecision.stage)
        .join(PlanStage.plan)
        .join(OnboardingPlan.employment)
        .where(GateDecision.pubid == pubid, scope(person))
    )
    return db.session.scalars(query).unique().one_or_none()


def exceptions_waiting(person: Person) -> list[RolePlayException]:
    """Return the requests for a third attempt that nobody has answered."""
    query = (
        select(RolePlayException)
        .join(RolePlayException.plan)
        .join(OnboardingPlan.employment)
        .where(RolePlayException.approved.is_(None), scope(person))
        .options(joinedload(RolePlayException.plan), joinedload(RolePlayException.requested_by))
    )
    return list(db.session.scalars(query).unique())
