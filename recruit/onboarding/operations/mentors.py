"""Mentors: their profile, the proposal, the answer within capacity, the end."""

from datetime import datetime

from recruit.kernel import audit
from recruit.kernel.db import db, locked, refused_by_constraint, unchanged
from recruit.kernel.errors import Refused
from recruit.onboarding import mails
from recruit.onboarding.models import MentorAssignment, MentorProfile, OnboardingPlan
from recruit.onboarding.operations import incentives, interests
from recruit.onboarding.queries import mentoring as queries
from recruit.onboarding.queries import plans as plan_queries
from recruit.people.models import Person
from recruit.rules.onboarding import mentors as rules
from recruit.rules.onboarding.states import (
    OPEN_PLAN,
    UNFINISHED_TASK,
    AssignmentState,
    EndReason,
    Owner,
    PlanState,
    Refusal,
    TaskState,
)


def save_profile(
    person: Person,
    *,
    capacity: int,
    products: str,
    languages: str,
    experience: str,
    willing: bool,
    attested: bool,
    version: int | None = None,
    actor: Person,
    now: datetime,
) -> MentorProfile:
    """Write what a mentor offers. `attested` is a head's word, never about oneself.

    Capacity may fall below the present mentees: then nobody further is accepted.
    """
    profile = _profile(person)
    unchanged(profile, version)
    if attested and actor is person:
        raise Refused(Refusal.SELF)
    profile.capacity, profile.willing = capacity, willing
    profile.products, profile.languages = products, languages
    profile.experience = experience
    if attested and profile.attested_by_id is None:
        profile.attested_by, profile.attested_at = actor, now
    elif not attested:
        profile.attested_by, profile.attested_at = None, None
    audit.record(
        "onboarding.mentor-profile.saved", profile, actor=actor, at=now,
        capacity=capacity, willing=willing, attested=attested,
    )  # fmt: skip
    return profile


def _profile(person: Person) -> MentorProfile:
    """Return somebody's profile under a lock, made with the defaults when there is none."""
    if profile := queries.profile_of(person):
        return locked(profile)
    profile = MentorProfile(person=person, capacity=queries.DEFAULT_CAPACITY, willing=True)
    with refused_by_constraint(Refusal.WRONG_STATE):
        db.session.add(profile)
    return profile


def propose(
    plan: OnboardingPlan, mentor: Person, reason: str, *, actor: Person | None, now: datetime
) -> MentorAssignment:
    """Ask somebody to mentor a trainee; while they have not answered nobody else is asked.

    With a mentor at work it is the proposal of a hand-over.
    """
    locked(plan)
    if plan.state not in OPEN_PLAN:
        raise Refused(Refusal.PLAN_CLOSED)
    if actor is not None and actor.id == plan.employment.person_id:
        raise Refused(Refusal.SELF)
    people = plan_queries.around(plan)
    if queries.open_proposal(plan) or people.mentor is mentor:
        raise Refused(Refusal.ALREADY_PROPOSED)
    choice = queries.choice(mentor, plan, people.head)
    if choice is None:
        raise Refused(Refusal.MENTOR_NOT_SUITABLE)
    if refusal := rules.mentor_refusal(choice.load, people.parties.trainee, reason=reason):
        raise Refused(refusal)
    assignment = MentorAssignment(
        plan=plan,
        mentor=mentor,
        kind=choice.load.kind,
        reason=reason,
        proposed_by=actor,
        proposed_at=now,
    )
    with refused_by_constraint(Refusal.ALREADY_PROPOSED):
        db.session.add(assignment)
    audit.record(
        "onboarding.mentor.proposed", assignment, actor=actor, at=now,
        plan=plan, mentor=mentor, kind=choice.load.kind,
    )  # fmt: skip
    mails.mentor_proposed(assignment, now=now)
    return assignment


def accept(assignment: MentorAssignment, *, actor: Person, now: datetime) -> None:
    """Accept a trainee. Capacity is counted under the lock of the mentor's own profile.

    A mentor before ends with a hand-over: open tasks follow, finished ones keep their author.
    """
    profile = _profile(assignment.mentor)
    plan = locked(assignment.plan)
    _answerable(assignment, actor)
    if queries.mentees(assignment.mentor) >= profile.capacity:
        raise Refused(Refusal.MENTOR_FULL)
    people = plan_queries.around(plan)
    if people.assignment is not None:
        end(people.assignment, EndReason.HANDOVER, actor=actor, now=now)
        db.session.flush()  # one mentor per plan: the one before goes first
    assignment.state, assignment.answered_at = AssignmentState.ACCEPTED, now
    audit.record("onboarding.mentor.accepted", assignment, actor=actor, at=now, plan=plan)
    if plan.state in (PlanState.ACTIVE, PlanState.PAUSED):
        activate(assignment, now=now)
    _hand_over_tasks(assignment, now=now)
    interests.keep_current(plan, now=now)
    mails.mentor_answered(assignment, people.head, accepted=True, now=now)


def decline(assignment: MentorAssignment, answer: str, *, actor: Person, now: datetime) -> None:
    """Say no; somebody else can be asked."""
    locked(assignment.plan)
    _answerable(assignment, actor)
    assignment.state, assignment.answered_at = AssignmentState.DECLINED, now
    assignment.answer = answer
    audit.record("onboarding.mentor.declined", assignment, actor=actor, at=now)
    head = plan_queries.around(assignment.plan).head
    mails.mentor_answered(assignment, head, accepted=False, now=now)


def _answerable(assignment: MentorAssignment, actor: Person) -> None:
    locked(assignment)
    if actor is not assignment.mentor:
        raise Refused(Refusal.NOT_YOURS)
    if assignment.plan.state not in OPEN_PLAN:
        raise Refused(Refusal.PLAN_CLOSED)
    if assignment.state is not AssignmentState.PROPOSED:
        raise Refused(Refusal.WRONG_STATE)


def withdraw(assignment: MentorAssignment, *, actor: Person, now: datetime) -> None:
    """Take a proposal back that has not been answered."""
    locked(assignment)
    if assignment.state is not AssignmentState.PROPOSED:
        raise Refused(Refusal.WRONG_STATE)
    assignment.state, assignment.ended_at = AssignmentState.ENDED, now
    audit.record("onboarding.mentor.withdrawn", assignment, actor=actor, at=now)


def activate(assignment: MentorAssignment, *, now: datetime) -> None:
    """Begin the mentoring with the plan, and with it the bonus."""
    assignment.state = AssignmentState.ACTIVE
    assignment.started_on = plan_queries.today_of(assignment.plan, now)
    audit.record("onboarding.mentor.started", assignment, actor=None, at=now)
    incentives.start(assignment, now=now)


def end(
    assignment: MentorAssignment, reason: EndReason, *, actor: Person | None, now: datetime
) -> None:
    """End a mentoring; what it means for the bonus depends on the reason."""
    assignment.state, assignment.ended_at = AssignmentState.ENDED, now
    assignment.end_reason = reason
    audit.record("onboarding.mentor.ended", assignment, actor=actor, at=now, reason=reason)
    incentives.end(assignment, reason, now=now)
    mails.mentor_ended(assignment, now=now)


def release(
    assignment: MentorAssignment, reason: EndReason, *, actor: Person, now: datetime
) -> None:
    """Part a mentor from a trainee before another one is found: the head has the tasks now."""
    plan = locked(assignment.plan)
    if assignment.state not in (AssignmentState.ACCEPTED, AssignmentState.ACTIVE):
        raise Refused(Refusal.WRONG_STATE)
    if actor.id == plan.employment.person_id:
        raise Refused(Refusal.SELF)
    end(assignment, reason, actor=actor, now=now)
    head = plan_queries.around(plan).head
    for task in plan.tasks:
        if task.owner is assignment.mentor and task.state in UNFINISHED_TASK and head:
            task.owner = head
            mails.task_handed_over(task, now=now)
    interests.keep_current(plan, now=now)


def _hand_over_tasks(assignment: MentorAssignment, *, now: datetime) -> None:
    """Give the unfinished tasks of the mentor's role to the new mentor."""
    for task in assignment.plan.tasks:
        definition = task.definition
        theirs = definition and definition.owner is Owner.MENTOR and not definition.person_id
        if theirs and task.state in UNFINISHED_TASK and task.owner is not assignment.mentor:
            task.owner = assignment.mentor
            if task.state is not TaskState.BLOCKED:
                mails.task_handed_over(task, now=now)
