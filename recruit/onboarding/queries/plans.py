"""Reading plans: the loaders that scope by the actor, calendars, and who is who."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Role
from recruit.onboarding.models import (
    Employment,
    Incentive,
    MentorAssignment,
    OnboardingPlan,
    Pause,
    PlanStage,
    ProgramVersion,
    StageDef,
    Task,
)
from recruit.organization.models import Department, Site, WorkCalendar
from recruit.people.models import Membership, Person
from recruit.rules.calendar import Period, WorkDays
from recruit.rules.incentive import STAKE
from recruit.rules.onboarding.conflicts import Parties
from recruit.rules.onboarding.states import (
    COUNTED,
    OPEN_PLAN,
    RUNNING_STAGE,
    PlanState,
)


def scope(person: Person) -> ColumnElement[bool]:
    """Return which plans somebody may read: all, the own department's, own mentees, the own."""
    roles = person.roles
    if roles & {Role.RECRUITER, Role.DIRECTOR}:
        return true()
    reached: list[ColumnElement[bool]] = [false()]
    if Role.TRAINEE in roles:
        reached.append(Employment.person_id == person.id)
    if Role.HIRING_MANAGER in roles:
        reached.append(Employment.department_id.in_(headed_by(person)))
    if roles & {Role.MENTOR, Role.HIRING_MANAGER}:
        mentored = select(MentorAssignment.plan_id).where(
            MentorAssignment.mentor_id == person.id, MentorAssignment.state.in_(COUNTED)
        )
        reached.append(OnboardingPlan.id.in_(mentored))
    return or_(*reached)


def headed_by(person: Person) -> list[int]:
    """Return the departments this person leads (internal ids)."""
    return [row.department_id for row in person.memberships if row.is_head]


def _plans() -> Select[OnboardingPlan]:
    return select(OnboardingPlan).join(OnboardingPlan.employment)


def with_everything(query: Select[OnboardingPlan]) -> Select[OnboardingPlan]:
    """Load what a summary of plans needs, in a fixed number of statements."""
    calendar = joinedload(OnboardingPlan.employment).joinedload(Employment.site)
    return query.options(
        calendar.joinedload(Site.calendar).selectinload(WorkCalendar.holidays),
        selectinload(OnboardingPlan.stages)
        .joinedload(PlanStage.definition)
        .joinedload(StageDef.gate),
        selectinload(OnboardingPlan.pauses),
        selectinload(OnboardingPlan.tasks).joinedload(Task.definition),
        selectinload(OnboardingPlan.program_version).joinedload(ProgramVersion.program),
    )


def plan_for(person: Person, pubid: object) -> OnboardingPlan | None:
    """Return a plan that this person may read."""
    if not is_pubid(pubid):
        return None
    query = _plans().where(OnboardingPlan.pubid == pubid, scope(person))
    return db.session.scalars(query).unique().one_or_none()


def own_plan(person: Person) -> OnboardingPlan | None:
    """Return the plan somebody is trained by: the open one, else the newest."""
    query = (
        _plans()
        .where(Employment.person_id == person.id)
        .order_by(OnboardingPlan.state.in_(OPEN_PLAN).desc(), OnboardingPlan.id.desc())
    )
    return db.session.scalars(query.limit(1)).unique().first()


def stage_for(person: Person, pubid: object) -> PlanStage | None:
    """Return a stage of a plan that this person may read."""
    if not is_pubid(pubid):
        return None
    query = (
        select(PlanStage)
        .join(PlanStage.plan)
        .join(OnboardingPlan.employment)
        .where(PlanStage.pubid == pubid, scope(person))
    )
    return db.session.scalars(query).unique().one_or_none()


def plans(
    person: Person,
    *,
    states: Sequence[str] = (),
    department: Department | None = None,
    search: str = "",
    after: int = 0,
    limit: int = 50,
) -> list[OnboardingPlan]:
    """Return plans this person may read, newest start first; one more than `limit` if any."""
    query = _plans().join(Employment.person).where(scope(person))
    if states:
        query = query.where(OnboardingPlan.state.in_(states))
    if department is not None:
        query = query.where(Employment.department_id == department.id)
    if search:
        text = search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        query = query.where(Person.name.ilike(f"%{text}%", escape="\\"))
    query = query.order_by(OnboardingPlan.starts_on.desc(), OnboardingPlan.id.desc())
    rows = db.session.scalars(with_everything(query).offset(after).limit(limit + 1))
    return list(rows.unique())


def open_plans_of_calendar(calendar: WorkCalendar) -> list[OnboardingPlan]:
    """Return the open plans whose dates are counted in this calendar."""
    query = (
        _plans()
        .join(Employment.site)
        .where(Site.calendar_id == calendar.id, OnboardingPlan.state.in_(OPEN_PLAN))
    )
    return list(db.session.scalars(with_everything(query)).unique())


def today_at(site: Site, now: datetime) -> date:
    """Return the date on the wall calendar of a site."""
    return now.astimezone(ZoneInfo(site.zone)).date()


def today_of(plan: OnboardingPlan, now: datetime) -> date:
    """Return the date where the trainee works."""
    return today_at(plan.employment.site, now)


def calendar_of(site: Site, pauses: Sequence[Pause] = ()) -> WorkDays:
    """Return the working days of a site without the given pauses."""
    return WorkDays(
        site.calendar.weekdays,
        frozenset(holiday.on for holiday in site.calendar.holidays),
        tuple(Period(pause.from_on, pause.until_on) for pause in pauses),
    )


def work_days(plan: OnboardingPlan) -> WorkDays:
    """Return the working days that count for a plan."""
    return calendar_of(plan.employment.site, plan.pauses)


def running_stage(plan: OnboardingPlan) -> PlanStage | None:
    """Return the stage that is open or waits for its gate."""
    return next((stage for stage in plan.stages if stage.state in RUNNING_STAGE), None)


@dataclass(frozen=True, slots=True)
class Around:
    """The people around a plan, and the same as the rules see them (by internal id)."""

    parties: Parties
    head: Person | None
    assignment: MentorAssignment | None
    """The accepted or active mentor."""

    @property
    def mentor(self) -> Person | None:
        return self.assignment.mentor if self.assignment else None


def around(plan: OnboardingPlan) -> Around:
    """Return who is who around one plan."""
    return around_many([plan])[plan.id]


def around_many(some: Sequence[OnboardingPlan]) -> dict[int, Around]:
    """Return who is who, by the plan's internal id."""
    ids = [plan.id for plan in some]
    headed = {plan.employment.department_id for plan in some}
    heads = {
        row.department_id: row.person
        for row in db.session.scalars(
            select(Membership)
            .join(Membership.person)
            .where(Membership.department_id.in_(headed), Membership.is_head, Person.active)
            .options(joinedload(Membership.person))
        )
    }
    current = {
        row.plan_id: row
        for row in db.session.scalars(
            select(MentorAssignment).where(
                MentorAssignment.plan_id.in_(ids), MentorAssignment.state.in_(COUNTED)
            )
        )
    }
    paid: dict[int, set[object]] = {}
    stakes = (
        select(Incentive.plan_id, MentorAssignment.mentor_id)
        .join(MentorAssignment, and_(MentorAssignment.id == Incentive.assignment_id))
        .where(Incentive.plan_id.in_(ids), Incentive.state.in_(STAKE))
    )
    for plan_id, mentor_id in db.session.execute(stakes):
        paid.setdefault(plan_id, set()).add(mentor_id)
    return {
        plan.id: _around(
            plan,
            heads.get(plan.employment.department_id),
            current.get(plan.id),
            paid.get(plan.id, set()),
        )
        for plan in some
    }


def _around(
    plan: OnboardingPlan,
    head: Person | None,
    assignment: MentorAssignment | None,
    paid: set[object],
) -> Around:
    parties = Parties(
        trainee=plan.employment.person_id,
        head=head.id if head else None,
        mentor=assignment.mentor_id if assignment else None,
        paid=frozenset(paid),
    )
    return Around(parties, head, assignment)


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody is to one plan. Roles add up; the rules subtract the conflicts."""

    trainee: bool
    mentor: bool
    head: bool
    recruiter: bool
    director: bool

    @property
    def manages(self) -> bool:
        """Opens, waives, assigns: recruiter, head, director, and never about themselves."""
        return (self.recruiter or self.head or self.director) and not self.trainee


def rights(person: Person, plan: OnboardingPlan, people: Around) -> Rights:
    """Return what this person is to this plan."""
    roles = person.roles
    return Rights(
        trainee=plan.employment.person_id == person.id,
        mentor=people.mentor is not None and people.mentor.id == person.id,
        head=Role.HIRING_MANAGER in roles and person.heads(plan.employment.department_id),
        recruiter=Role.RECRUITER in roles,
        director=Role.DIRECTOR in roles,
    )


def present_employment(person: Person) -> Employment | None:
    """Return somebody's present employment."""
    query = (
        select(Employment)
        .where(Employment.person_id == person.id, Employment.ended_on.is_(None))
        .order_by(Employment.starts_on.desc(), Employment.id.desc())
    )
    return db.session.scalars(query.limit(1)).unique().first()


def in_states(*states: PlanState) -> list[OnboardingPlan]:
    """Return every plan in these states, for the clock."""
    query = _plans().where(OnboardingPlan.state.in_(states)).order_by(OnboardingPlan.id)
    owners = selectinload(OnboardingPlan.tasks).joinedload(Task.owner)
    return list(db.session.scalars(with_everything(query).options(owners)).unique())
