"""Plans: opened, started on their day, moved, paused, resumed, cancelled."""

from datetime import date, datetime, timedelta

from recruit.candidates.models import Application, Offer
from recruit.kernel import audit
from recruit.kernel.db import Record, db, locked, refused_by_constraint
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.onboarding import mails
from recruit.onboarding.models import (
    CheckIn,
    Employment,
    OnboardingPlan,
    PlanStage,
    ProgramVersion,
    Task,
    TaskDef,
)
from recruit.onboarding.operations import accounts, mentors, programs, schedule, stages
from recruit.onboarding.queries import mentoring, plans
from recruit.onboarding.queries import programs as program_queries
from recruit.organization import queries as organization
from recruit.organization.models import Site
from recruit.people import queries as people
from recruit.people.models import Person
from recruit.positions.models import Position
from recruit.rules.onboarding.dates import CHECK_IN_DAYS
from recruit.rules.onboarding.mentors import mentor_refusal
from recruit.rules.onboarding.states import (
    OPEN_PLAN,
    Anchor,
    AssignmentState,
    MentorKind,
    Owner,
    PlanState,
    Refusal,
    TaskState,
    VersionState,
    plan_refusal,
)


def open_from_hire(application: Application, offer: Offer, *, now: datetime) -> OnboardingPlan:
    """Make account, employment and plan of somebody who accepted an offer.

    The best fitting published program is used; where there is none, the shipped one.
    """
    position = application.vacancy.position
    candidate = application.candidate
    person = accounts.trainee_account(
        name=candidate.name,
        email=candidate.email or f"{candidate.pubid}@no-address.invalid",
        locale=candidate.locale,
        position=position,
        site=offer.site,
        actor=None,
        now=now,
    )
    employment = accounts.employ(
        person, position, offer.site, offer.starts_on,
        application=application, actor=None, now=now,
    )  # fmt: skip
    version = program_queries.version_for(position)
    if version is None:
        currency = organization.organization().currency
        program = programs.install_default(actor=None, now=now, currency=currency)
        program.active = True
        version = program_queries.published_of(program)
    if version is None:  # the shipped program was retired by hand: its newest version serves
        version = program.versions[-1]
    plan = _make(employment, version, opened_by=None, now=now)
    _preboard(plan, actor=None, now=now)
    return plan


def open_for_employee(
    person: Person,
    position: Position,
    site: Site,
    starts_on: date,
    version: ProgramVersion,
    *,
    actor: Person,
    now: datetime,
) -> OnboardingPlan:
    """Draft a plan for somebody employed already who starts in a (new) position."""
    if actor is person:
        raise Refused(Refusal.SELF)
    if starts_on < plans.today_at(site, now):
        raise Refused(Refusal.START_IN_PAST)
    if version.state is not VersionState.PUBLISHED:
        raise Refused(Refusal.WRONG_STATE)
    locked(person)
    if (before := plans.own_plan(person)) and before.state in OPEN_PLAN:
        raise Refused(Refusal.PLAN_ALREADY_OPEN)
    accounts.add_roles(person, {Role.TRAINEE}, actor=actor, now=now)
    employment = accounts.employ(person, position, site, starts_on, actor=actor, now=now)
    return _make(employment, version, opened_by=actor, now=now)


def _make(
    employment: Employment, version: ProgramVersion, *, opened_by: Person | None, now: datetime
) -> OnboardingPlan:
    """Build a draft plan with every stage and task, dated in the site's working days."""
    today = plans.today_at(employment.site, now)
    work = plans.calendar_of(employment.site)
    starts_on = work.on_or_after(max(employment.starts_on, today))
    plan = OnboardingPlan(
        employment=employment,
        program_version=version,
        state=PlanState.DRAFT,
        starts_on=starts_on,
        opened_at=now,
        opened_by=opened_by,
    )
    with refused_by_constraint(Refusal.PLAN_ALREADY_OPEN):
        db.session.add(plan)
    owners = _Owners(plan)
    for definition in version.stages:
        stage = PlanStage(
            definition=definition,
            number=definition.number,
            starts_on=starts_on,
            due_on=starts_on,
            baseline_due_on=starts_on,
        )
        plan.stages.append(stage)
        for one in definition.tasks:
            owner = owners.of(one)
            task = Task(
                definition=one,
                title=one.title,
                required=one.required,
                owner=owner,
                due_on=starts_on,
                baseline_due_on=starts_on,
            )
            with db.session.no_autoflush:
                stage.tasks.append(task)
                plan.tasks.append(task)
    db.session.add_all(
        CheckIn(plan=plan, due_on=work.on_or_after(starts_on + timedelta(days=days)))
        for days in CHECK_IN_DAYS
    )
    db.session.flush()
    schedule.recompute(plan, first=True)
    audit.record(
        "onboarding.plan.opened", plan, actor=opened_by, at=now,
        person=plan.trainee, version=version, starts_on=starts_on,
    )  # fmt: skip
    return plan


class _Owners:
    """Exactly one person behind every task: never "everyone with the role"."""

    def __init__(self, plan: OnboardingPlan) -> None:
        department = plan.employment.department
        head = people.head_of(department)
        application = plan.employment.application
        recruiters = people.people_with(Role.RECRUITER)
        recruiter = application.vacancy.recruiter if application else None
        if recruiter is None or not recruiter.active:
            recruiter = next(iter(recruiters), None)
        admin = next(iter(people.people_with(Role.ADMIN)), None)
        last = plan.opened_by or recruiter or head or admin or plan.trainee
        self._people: dict[Owner, Person] = {
            Owner.TRAINEE: plan.trainee,
            Owner.HEAD: head or last,
            Owner.MENTOR: head or last,  # until a mentor accepts: then the tasks follow
            Owner.RECRUITER: recruiter or last,
            Owner.ADMIN: admin or recruiter or last,
        }

    def of(self, definition: TaskDef) -> Person:
        """Return the owner of a task: the named person, else who holds the role here."""
        named = definition.person
        return named if named is not None and named.active else self._people[definition.owner]

    @property
    def recruiter(self) -> Person:
        return self._people[Owner.RECRUITER]


def preboard(plan: OnboardingPlan, *, actor: Person, now: datetime) -> None:
    """Let a drafted plan begin: what is due before the first day opens."""
    locked(plan)
    if actor is plan.trainee:
        raise Refused(Refusal.SELF)
    _preboard(plan, actor=actor, now=now)


def _preboard(plan: OnboardingPlan, *, actor: Record | None, now: datetime) -> None:
    if refusal := plan_refusal(plan.state, PlanState.PREBOARDING):
        raise Refused(refusal)
    plan.state = PlanState.PREBOARDING
    for task in plan.tasks:
        if (
            task.definition
            and task.definition.anchor is Anchor.START
            and task.stage.number == 1
        ):
            task.state = TaskState.OPEN
    audit.record("onboarding.plan.preboarding", plan, actor=actor, at=now)
    owners, head = _Owners(plan), people.head_of(plan.employment.department)
    mails.plan_opened(plan, [head, owners.recruiter], now=now)
    _propose_mentor(plan, head, now=now)


def _propose_mentor(plan: OnboardingPlan, head: Person | None, *, now: datetime) -> None:
    """Ask the first trainer with a free place; anybody else is a choice people make."""
    for choice in mentoring.choices(plan, head):
        free = mentor_refusal(choice.load, plan.employment.person_id, reason="") is None
        if choice.load.kind is MentorKind.TRAINER and free:
            mentors.propose(plan, choice.person, "", actor=None, now=now)
            return


def begin(plan: OnboardingPlan, *, now: datetime) -> None:
    """Start a plan whose day has come: stage 1 opens, an accepted mentor begins.

    The first day stays the planned one, however late the clock comes by.
    """
    locked(plan)
    if refusal := plan_refusal(plan.state, PlanState.ACTIVE):
        raise Refused(refusal)
    if plan.state is not PlanState.PREBOARDING or plans.today_of(plan, now) < plan.starts_on:
        raise Refused(Refusal.WRONG_STATE)
    plan.state, plan.started_at = PlanState.ACTIVE, now
    audit.record("onboarding.plan.started", plan, actor=None, at=now)
    stages.open_stage(plan, 1, plan.starts_on, now=now)
    current = plans.around(plan).assignment
    if current is not None and current.state is AssignmentState.ACCEPTED:
        mentors.activate(current, now=now)
    mails.plan_started(plan, now=now)
    stages.settle(plan, now=now)
