"""Reading bonuses: which there are, and what counts for them."""

from datetime import date

from sqlalchemy import and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Role
from recruit.onboarding.models import (
    ActivityEntry,
    Incentive,
    MentorAssignment,
    OnboardingPlan,
)
from recruit.onboarding.queries.plans import scope
from recruit.people.models import Person
from recruit.rules.incentive import UNDECIDED, IncentiveState
from recruit.rules.onboarding.states import Unit

_SIGNERS = {Role.RECRUITER, Role.HIRING_MANAGER, Role.DIRECTOR}


def incentives(plan: OnboardingPlan) -> list[Incentive]:
    """Return the bonuses that depend on a plan."""
    query = select(Incentive).where(Incentive.plan_id == plan.id).order_by(Incentive.id)
    return list(db.session.scalars(query))


def incentives_for(person: Person) -> list[Incentive]:
    """Return the bonuses somebody signs for or is paid, the ones that wait first."""
    reached = or_(
        scope(person) if person.roles & _SIGNERS else false(),
        MentorAssignment.mentor_id == person.id,
    )
    query = (
        select(Incentive)
        .join(Incentive.assignment)
        .join(Incentive.plan)
        .join(OnboardingPlan.employment)
        .where(reached)
        .options(
            joinedload(Incentive.plan),
            joinedload(Incentive.verified_by),
            joinedload(Incentive.proposed_by),
            joinedload(Incentive.approved_by),
        )
        .order_by(Incentive.state.in_(UNDECIDED).desc(), Incentive.id.desc())
    )
    return list(db.session.scalars(query.limit(200)).unique())


def incentive_for(person: Person, pubid: object) -> Incentive | None:
    """Return a bonus that this person may sign for."""
    if not is_pubid(pubid) or not person.roles & _SIGNERS:
        return None
    query = (
        select(Incentive)
        .join(Incentive.plan)
        .join(OnboardingPlan.employment)
        .where(Incentive.pubid == pubid, scope(person))
    )
    return db.session.scalars(query).unique().one_or_none()


def running_incentives() -> list[Incentive]:
    """Return the bonuses whose period is still being counted."""
    query = (
        select(Incentive)
        .where(Incentive.state == IncentiveState.RUNNING)
        .options(joinedload(Incentive.plan).joinedload(OnboardingPlan.employment))
        .options(joinedload(Incentive.plan).selectinload(OnboardingPlan.pauses))
    )
    return list(db.session.scalars(query).unique())


def achieved(incentive: Incentive, first: date, last: date) -> int:
    """Return the verified results that count for a bonus, in its unit.

    What only people with a stake have confirmed does not count, whenever they did.
    """
    paid = select(MentorAssignment.mentor_id).where(
        MentorAssignment.plan_id == incentive.plan_id,
        MentorAssignment.id.in_(
            select(Incentive.assignment_id).where(Incentive.plan_id == incentive.plan_id)
        ),
    )
    column = ActivityEntry.count if incentive.unit is Unit.COUNT else ActivityEntry.amount_minor
    query = select(func.coalesce(func.sum(column), 0)).where(
        ActivityEntry.plan_id == incentive.plan_id,
        ActivityEntry.kind == incentive.kind,
        ActivityEntry.on >= first,
        ActivityEntry.on <= last,
        ActivityEntry.verified_at.is_not(None),
        or_(
            ActivityEntry.confirmed_by_id.not_in(paid),
            and_(
                ActivityEntry.seconded_by_id.is_not(None),
                ActivityEntry.seconded_by_id.not_in(paid),
            ),
        ),
    )
    return int(db.session.scalar(query) or 0)
