"""Reading what belongs to one plan: log, prospects, topics, role-plays, decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.onboarding.models import (
    ActivityEntry,
    CheckIn,
    OnboardingPlan,
    PlanTest,
    ProspectEntry,
    RolePlay,
    RolePlayException,
    StageDef,
    TopicConfirmation,
    TopicDef,
)
from recruit.onboarding.queries.plans import scope
from recruit.people.models import Person
from recruit.rules.onboarding.role_plays import Finals
from recruit.rules.onboarding.states import ActivityKind, RolePlayKind, Side


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with who has confirmed it."""

    definition: TopicDef
    trainee: TopicConfirmation | None
    mentor: TopicConfirmation | None

    @property
    def both(self) -> bool:
        return self.trainee is not None and self.mentor is not None


def topics(plan: OnboardingPlan) -> list[Topic]:
    """Return the topics of a plan's program with their confirmations, in order."""
    defined = db.session.scalars(
        select(TopicDef)
        .join(TopicDef.stage)
        .where(StageDef.version_id == plan.version_id)
        .order_by(StageDef.number, TopicDef.number)
    )
    confirmed = {
        (row.topic_id, row.side): row
        for row in db.session.scalars(
            select(TopicConfirmation)
            .where(TopicConfirmation.plan_id == plan.id)
            .options(joinedload(TopicConfirmation.person))
        )
    }
    return [
        Topic(one, confirmed.get((one.id, Side.TRAINEE)), confirmed.get((one.id, Side.MENTOR)))
        for one in defined
    ]


def topic(plan: OnboardingPlan, pubid: object) -> TopicDef | None:
    """Return a topic of the plan's own program version."""
    if not is_pubid(pubid):
        return None
    query = (
        select(TopicDef)
        .join(TopicDef.stage)
        .where(TopicDef.pubid == pubid, StageDef.version_id == plan.version_id)
    )
    return db.session.scalars(query).one_or_none()


def confirmed(plan: OnboardingPlan, topic_: TopicDef, side: Side) -> bool:
    """Tell whether a side has confirmed a topic."""
    query = select(TopicConfirmation.id).where(
        TopicConfirmation.plan_id == plan.id,
        TopicConfirmation.topic_id == topic_.id,
        TopicConfirmation.side == side,
    )
    return db.session.scalar(query) is not None


def entries(plan: OnboardingPlan, *, limit: int = 60) -> list[ActivityEntry]:
    """Return the newest lines of the log."""
    query = (
        select(ActivityEntry)
        .where(ActivityEntry.plan_id == plan.id)
        .options(joinedload(ActivityEntry.confirmed_by), joinedload(ActivityEntry.seconded_by))
        .order_by(ActivityEntry.on.desc(), ActivityEntry.id.desc())
    )
    return list(db.session.scalars(query.limit(limit)).unique())


def unverified(plan: OnboardingPlan) -> list[ActivityEntry]:
    """Return the lines of the log that do not count yet, oldest first."""
    query = (
        select(ActivityEntry)
        .where(ActivityEntry.plan_id == plan.id, ActivityEntry.verified_at.is_(None))
        .order_by(ActivityEntry.on, ActivityEntry.id)
    )
    return list(db.session.scalars(query))


def entry_for(person: Person, pubid: object) -> ActivityEntry | None:
    """Return a line of the log of a plan that this person may read."""
    if not is_pubid(pubid):
        return None
    query = (
        select(ActivityEntry)
        .join(ActivityEntry.plan)
        .join(OnboardingPlan.employment)
        .where(ActivityEntry.pubid == pubid, scope(person))
    )
    return db.session.scalars(query).unique().one_or_none()


def counted_on(plan: OnboardingPlan, day: date) -> dict[ActivityKind, int]:
    """Return what was logged for one day, verified or not."""
    query = (
        select(ActivityEntry.kind, func.sum(ActivityEntry.count))
        .where(ActivityEntry.plan_id == plan.id, ActivityEntry.on == day)
        .group_by(ActivityEntry.kind)
    )
    return {kind: int(total) for kind, total in db.session.execute(query)}


def prospects(plan: OnboardingPlan) -> list[ProspectEntry]:
    """Return the client base a trainee has collected, newest first."""
    query = select(ProspectEntry).where(ProspectEntry.plan_id == plan.id)
    return list(db.session.scalars(query.order_by(ProspectEntry.id.desc()).limit(500)))


def same_company(keys: Sequence[str], plan: OnboardingPlan) -> set[str]:
    """Return which of these companies another trainee has in the base already."""
    query = select(ProspectEntry.company_key).where(
        ProspectEntry.company_key.in_(keys), ProspectEntry.plan_id != plan.id
    )
    return set(db.session.scalars(query))


def role_plays(plan: OnboardingPlan) -> list[RolePlay]:
    """Return practice and final attempts with their marks, newest first."""
    query = (
        select(RolePlay)
        .where(RolePlay.plan_id == plan.id)
        .options(selectinload(RolePlay.marks))
        .order_by(RolePlay.id.desc())
    )
    return list(db.session.scalars(query))


def role_play_for(person: Person, pubid: object) -> RolePlay | None:
    """Return a role-play of a plan that this person may read."""
    if not is_pubid(pubid):
        return None
    query = (
        select(RolePlay)
        .join(RolePlay.plan)
        .join(OnboardingPlan.employment)
        .where(RolePlay.pubid == pubid, scope(person))
    )
    return db.session.scalars(query).unique().one_or_none()


def exception_of(plan: OnboardingPlan) -> RolePlayException | None:
    """Return the request for a third final attempt."""
    query = select(RolePlayException).where(RolePlayException.plan_id == plan.id)
    return db.session.scalars(query).one_or_none()


def finals(plan: OnboardingPlan) -> Finals:
    """Return the final attempts as the rules see them."""
    query = (
        select(RolePlay.outcome)
        .where(RolePlay.plan_id == plan.id, RolePlay.kind == RolePlayKind.FINAL)
        .order_by(RolePlay.number)
    )
    exception = exception_of(plan)
    return Finals(tuple(db.session.scalars(query)), bool(exception and exception.approved))


def check_ins(plan: OnboardingPlan) -> list[CheckIn]:
    """Return the check-ins of a plan by date."""
    query = (
        select(CheckIn)
        .where(CheckIn.plan_id == plan.id)
        .options(joinedload(CheckIn.held_by))
        .order_by(CheckIn.due_on, CheckIn.id)
    )
    return list(db.session.scalars(query).unique())


def check_in_for(person: Person, pubid: object) -> CheckIn | None:
    """Return a check-in of a plan that this person may read."""
    if not is_pubid(pubid):
        return None
    query = (
        select(CheckIn)
        .join(CheckIn.plan)
        .join(OnboardingPlan.employment)
        .where(CheckIn.pubid == pubid, scope(person))
    )
    return db.session.scalars(query).unique().one_or_none()


def tests(plan: OnboardingPlan) -> list[PlanTest]:
    """Return the tests assigned for a plan, newest first."""
    query = select(PlanTest).where(PlanTest.plan_id == plan.id)
    return list(db.session.scalars(query.order_by(PlanTest.id.desc())))


def test_of(assignment_ref: str) -> PlanTest | None:
    """Return the plan's test that an assignment belongs to."""
    query = select(PlanTest).where(PlanTest.assignment_ref == assignment_ref)
    return db.session.scalars(query).one_or_none()


def open_line(plan: OnboardingPlan, kind: ActivityKind, on: date) -> ActivityEntry | None:
    """Return the unconfirmed line of a day that further taps on the counter add to."""
    query = (
        select(ActivityEntry)
        .where(
            ActivityEntry.plan_id == plan.id,
            ActivityEntry.on == on,
            ActivityEntry.kind == kind,
            ActivityEntry.confirmed_by_id.is_(None),
            ActivityEntry.late.is_(False),
            ActivityEntry.note == "",
            ActivityEntry.amount_minor == 0,
        )
        .order_by(ActivityEntry.id.desc())
    )
    return db.session.scalars(query.limit(1)).first()
