"""Which sessions and invitations a person may see: the loaders are the authorization.

Recruiters see all; a head the sessions of their departments and own panels; an interviewer own
panels; a receptionist today's sessions of their site.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from recruit.candidates.models import Application
from recruit.interviews.models import InterviewSession, PanelMember, Pool, PoolVacancy, Slot
from recruit.kernel.permissions import Role
from recruit.people.models import Person
from recruit.vacancies.models import Vacancy


def today_at(person: Person, now: datetime) -> date:
    """The local date at the person's site (else in their own zone)."""
    return now.astimezone(ZoneInfo(person.site.zone if person.site else person.zone)).date()


def sessions_of(person: Person, now: datetime) -> ColumnElement[bool]:
    """The criterion on InterviewSession for what `person` may see at `now`."""
    roles = person.roles
    if Role.RECRUITER in roles:
        return true()
    allowed: list[ColumnElement[bool]] = []
    if Role.HIRING_MANAGER in roles:
        allowed.append(_of_departments(person))
    if roles & {Role.HIRING_MANAGER, Role.INTERVIEWER}:
        allowed.append(_on_panel(person))
    if Role.RECEPTIONIST in roles and person.site_id is not None:
        allowed.append(_at_own_site_today(person, now))
    return or_(*allowed) if allowed else false()


def people_of(person: Person, now: datetime) -> ColumnElement[bool]:
    """The criterion on rows joined with Slot, Pool, InterviewSession and Application (with its
    Vacancy): whose names `person` may see on a session they may see."""
    roles = person.roles
    if Role.RECRUITER in roles:
        return true()
    allowed: list[ColumnElement[bool]] = []
    if Role.HIRING_MANAGER in roles:
        allowed.append(_own_vacancy(person))
    if roles & {Role.HIRING_MANAGER, Role.INTERVIEWER}:
        allowed.append(
            Pool.id.in_(
                select(Slot.pool_id)
                .join(PanelMember, PanelMember.slot_id == Slot.id)
                .where(PanelMember.person_id == person.id)
            )
        )
    if Role.RECEPTIONIST in roles and person.site_id is not None:
        allowed.append(_at_own_site_today(person, now))
    return or_(*allowed) if allowed else false()


def managed_by(person: Person, now: datetime) -> ColumnElement[bool]:
    """The criterion on the same join: whose invitations `person` may answer, move, cancel."""
    roles = person.roles
    if Role.RECRUITER in roles:
        return true()
    allowed: list[ColumnElement[bool]] = []
    if Role.HIRING_MANAGER in roles:
        allowed.append(_own_vacancy(person))
    if Role.RECEPTIONIST in roles and person.site_id is not None:
        allowed.append(_at_own_site_today(person, now))
    return or_(*allowed) if allowed else false()


def _own_vacancy(person: Person) -> ColumnElement[bool]:
    return Application.vacancy_id.in_(
        select(Vacancy.id).where(Vacancy.department_id.in_(person.department_ids))
    )


def _of_departments(person: Person) -> ColumnElement[bool]:
    return exists(
        select(Pool.id)
        .join(PoolVacancy, PoolVacancy.pool_id == Pool.id)
        .join(Vacancy, Vacancy.id == PoolVacancy.vacancy_id)
        .where(
            Pool.session_id == InterviewSession.id,
            Vacancy.department_id.in_(person.department_ids),
        )
        .correlate(InterviewSession)
    )


def _on_panel(person: Person) -> ColumnElement[bool]:
    return exists(
        select(Pool.id)
        .join(Slot, Slot.pool_id == Pool.id)
        .join(PanelMember, PanelMember.slot_id == Slot.id)
        .where(Pool.session_id == InterviewSession.id, PanelMember.person_id == person.id)
        .correlate(InterviewSession)
    )


def _at_own_site_today(person: Person, now: datetime) -> ColumnElement[bool]:
    return and_(
        InterviewSession.site_id == person.site_id,
        InterviewSession.held_on == today_at(person, now),
    )
