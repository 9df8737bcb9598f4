"""Reading mentors: who could be one, who is whose, and the bonuses."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Role
from recruit.onboarding.models import (
    MentorAssignment,
    MentorProfile,
    OnboardingPlan,
)
from recruit.onboarding.queries.plans import headed_by
from recruit.people import queries as people
from recruit.people.models import Membership, Person, PersonRole
from recruit.rules.onboarding.mentors import Load, ranked
from recruit.rules.onboarding.states import (
    COUNTED,
    OPEN_PLAN,
    AssignmentState,
    MentorKind,
)

DEFAULT_CAPACITY = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """A possible mentor with what speaks for and against."""

    person: Person
    profile: MentorProfile | None
    load: Load


def profile_of(person: Person) -> MentorProfile | None:
    """Return what somebody offers as a mentor."""
    query = select(MentorProfile).where(MentorProfile.person_id == person.id)
    return db.session.scalars(query).one_or_none()


def mentees(person: Person) -> int:
    """Return how many trainees count against this person's capacity."""
    return _mentees([person.id]).get(person.id, 0)


def _mentees(ids: Sequence[int]) -> dict[int, int]:
    query = (
        select(MentorAssignment.mentor_id, func.count())
        .where(MentorAssignment.mentor_id.in_(ids), MentorAssignment.state.in_(COUNTED))
        .group_by(MentorAssignment.mentor_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def choices(plan: OnboardingPlan, head: Person | None) -> list[Choice]:
    """Return the possible mentors for a plan, best first.

    Mentors of the trainee's department and those of none, then its head.
    """
    department = plan.employment.department_id
    candidates = [
        person
        for person in people.people_with(Role.MENTOR)
        if person.id != plan.employment.person_id
        and (
            not person.memberships
            or Role.TRAINER in person.roles
            or department in person.department_ids
        )
    ]
    if head is not None and head not in candidates and head.id != plan.employment.person_id:
        candidates.append(head)
    return _choices(candidates, plan, head)


def choice(person: Person, plan: OnboardingPlan, head: Person | None) -> Choice | None:
    """Return somebody as a possible mentor of a plan; None when they cannot be one at all."""
    return next((one for one in choices(plan, head) if one.person is person), None)


def kind_of(person: Person, head: Person | None) -> MentorKind:
    """Return in which capacity somebody mentors: trainer, experienced seller or head."""
    if Role.TRAINER in person.roles:
        return MentorKind.TRAINER
    return MentorKind.HEAD if head is not None and person.id == head.id else MentorKind.SELLER


def _choices(
    candidates: Sequence[Person], plan: OnboardingPlan, head: Person | None
) -> list[Choice]:
    ids = [person.id for person in candidates]
    counts = _mentees(ids)
    profiles = {
        row.person_id: row
        for row in db.session.scalars(
            select(MentorProfile).where(MentorProfile.person_id.in_(ids))
        )
    }
    found: dict[object, Choice] = {}
    for person in candidates:
        profile = profiles.get(person.id)
        found[person.id] = Choice(
            person,
            profile,
            Load(
                key=person.id,
                kind=kind_of(person, head),
                capacity=profile.capacity if profile else DEFAULT_CAPACITY,
                mentees=counts.get(person.id, 0),
                same_site=person.site_id == plan.employment.site_id,
                attested=bool(profile and profile.attested_by_id),
                willing=profile.willing if profile else True,
            ),
        )
    return [found[load.key] for load in ranked(one.load for one in found.values())]


@dataclass(frozen=True, slots=True)
class MentorLoad:
    """A mentor in the overview of loads."""

    person: Person
    profile: MentorProfile | None
    mentees: int

    @property
    def capacity(self) -> int:
        return self.profile.capacity if self.profile else DEFAULT_CAPACITY


def mentor_loads(person: Person) -> list[MentorLoad]:
    """Return the mentors this person may see: a head those of the own departments, else all."""
    query = (
        select(Person)
        .join(Person.role_rows)
        .where(Person.active, PersonRole.role == Role.MENTOR)
        .order_by(Person.name, Person.id)
    )
    if not person.roles & {Role.RECRUITER, Role.DIRECTOR}:
        mine = Person.memberships.any(Membership.department_id.in_(headed_by(person)))
        query = query.where(mine)
    rows = list(db.session.scalars(query))
    ids = [row.id for row in rows]
    counts = _mentees(ids)
    profiles = {
        profile.person_id: profile
        for profile in db.session.scalars(
            select(MentorProfile)
            .where(MentorProfile.person_id.in_(ids))
            .options(joinedload(MentorProfile.attested_by))
        )
    }
    return [MentorLoad(row, profiles.get(row.id), counts.get(row.id, 0)) for row in rows]


def mentor_for(person: Person, pubid: object) -> Person | None:
    """Return a mentor whose profile this person may edit."""
    return next((row.person for row in mentor_loads(person) if row.person.pubid == pubid), None)


def proposal_for(person: Person, pubid: object) -> MentorAssignment | None:
    """Return a proposal that is addressed to this person."""
    if not is_pubid(pubid):
        return None
    query = select(MentorAssignment).where(
        MentorAssignment.pubid == pubid, MentorAssignment.mentor_id == person.id
    )
    return db.session.scalars(query).one_or_none()


def proposals_to(person: Person) -> list[MentorAssignment]:
    """Return the proposals somebody has not answered yet."""
    query = (
        select(MentorAssignment)
        .join(MentorAssignment.plan)
        .where(
            MentorAssignment.mentor_id == person.id,
            MentorAssignment.state == AssignmentState.PROPOSED,
            OnboardingPlan.state.in_(OPEN_PLAN),
        )
        .options(joinedload(MentorAssignment.plan))
        .order_by(MentorAssignment.id)
    )
    return list(db.session.scalars(query).unique())


def assignments(plan: OnboardingPlan) -> list[MentorAssignment]:
    """Return everybody who was asked to mentor a plan, in order."""
    query = select(MentorAssignment).where(MentorAssignment.plan_id == plan.id)
    return list(db.session.scalars(query.order_by(MentorAssignment.id)))


def open_proposal(plan: OnboardingPlan) -> MentorAssignment | None:
    """Return the proposal of a plan that waits for an answer."""
    query = select(MentorAssignment).where(
        MentorAssignment.plan_id == plan.id,
        MentorAssignment.state == AssignmentState.PROPOSED,
    )
    return db.session.scalars(query).one_or_none()


def mentored_plans(person: Person) -> list[int]:
    """Return the internal ids of the open plans somebody mentors."""
    query = (
        select(MentorAssignment.plan_id)
        .join(MentorAssignment.plan)
        .where(
            MentorAssignment.mentor_id == person.id,
            MentorAssignment.state.in_(COUNTED),
            OnboardingPlan.state.in_(OPEN_PLAN),
        )
    )
    return list(db.session.scalars(query))
