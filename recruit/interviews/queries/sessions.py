"""Sessions: the list of days, one day, who could interview and whom there is to invite."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import selectinload

from recruit.candidates.models import Application, Candidate
from recruit.interviews.models import (
    InterviewSession,
    Pool,
    PoolVacancy,
    SessionKind,
    SessionState,
    Slot,
)
from recruit.interviews.queries.scope import sessions_of, today_at
from recruit.kernel.db import by_pubid, db
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Role
from recruit.people.models import Person, PersonRole
from recruit.rules.pipeline import Stage
from recruit.vacancies.models import Vacancy, VacancyState

PAGE = 40


@dataclass(frozen=True, slots=True)
class DayRow:
    """One line of the list of days. interviews: the sum of capacity; places: invited now."""

    session: InterviewSession
    begins_at: datetime | None
    interviews: int
    places: int
    limit: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of days; `older` is the public id after which the next page goes on."""

    rows: list[DayRow]
    older: str | None


def session_for(person: Person, pubid: object, now: datetime) -> InterviewSession | None:
    """Return a session that `person` may see, with its site; None for anything else."""
    if not is_pubid(pubid):
        return None
    statement = select(InterviewSession).where(
        InterviewSession.pubid == pubid, sessions_of(person, now)
    )
    return db.session.scalars(statement).one_or_none()


def session_by(pubid: object) -> InterviewSession | None:
    """Return any session: for those who set limits and see numbers, but no names."""
    return by_pubid(InterviewSession, pubid)


def upcoming(person: Person, now: datetime) -> list[DayRow]:
    """Return the planned sessions from today on, the next first."""
    statement = (
        _days(sessions_of(person, now))
        .where(InterviewSession.state == SessionState.PLANNED)
        .order_by(InterviewSession.held_on, InterviewSession.id)
        .limit(200)
    )
    return [_row(row) for row in db.session.execute(statement)]


def to_limit() -> list[DayRow]:
    """Return every planned session, the next first: for those who set limits."""
    statement = (
        _days(InterviewSession.state == SessionState.PLANNED)
        .order_by(InterviewSession.held_on, InterviewSession.id)
        .limit(50)
    )
    return [_row(row) for row in db.session.execute(statement)]


def past(person: Person, now: datetime, after: object = None) -> Page:
    """Return closed and cancelled sessions, the latest first, by keyset."""
    statement = (
        _days(sessions_of(person, now))
        .where(InterviewSession.state != SessionState.PLANNED)
        .order_by(InterviewSession.held_on.desc(), InterviewSession.id.desc())
        .limit(PAGE + 1)
    )
    if (last := by_pubid(InterviewSession, after)) is not None:
        statement = statement.where(
            or_(
                InterviewSession.held_on < last.held_on,
                and_(InterviewSession.held_on == last.held_on, InterviewSession.id < last.id),
            )
        )
    rows = [_row(row) for row in db.session.execute(statement)]
    return Page(rows[:PAGE], rows[PAGE - 1].session.pubid if len(rows) > PAGE else None)


def held_on(person: Person, on: date, now: datetime) -> list[InterviewSession]:
    """Return the planned sessions of one local date that `person` may see."""
    statement = (
        select(InterviewSession)
        .where(
            InterviewSession.held_on == on,
            InterviewSession.state == SessionState.PLANNED,
            sessions_of(person, now),
        )
        .order_by(InterviewSession.id)
    )
    return list(db.session.scalars(statement))


def today(person: Person, now: datetime) -> list[InterviewSession]:
    """Return today's planned sessions that `person` may see."""
    return held_on(person, today_at(person, now), now)


def interviewers() -> list[Person]:
    """Return the active people who may interview, by name."""
    able = select(PersonRole.person_id).where(
        PersonRole.role.in_((Role.INTERVIEWER, Role.HIRING_MANAGER))
    )
    statement = select(Person).where(Person.active, Person.id.in_(able)).order_by(Person.name)
    return list(db.session.scalars(statement))


@dataclass(frozen=True, slots=True)
class VacancyChoice:
    """A vacancy to plan for, and how many of its people are waiting for an invitation."""

    vacancy: Vacancy
    to_invite: int


def vacancies_to_plan() -> list[VacancyChoice]:
    """Return the vacancies that still hire, those with people to invite first."""
    waiting = (
        select(Application.vacancy_id, func.count().label("n"))
        .where(Application.stage == Stage.TO_INVITE)
        .group_by(Application.vacancy_id)
        .subquery()
    )
    count = func.coalesce(waiting.c.n, 0)
    statement = (
        select(Vacancy, count)
        .outerjoin(waiting, waiting.c.vacancy_id == Vacancy.id)
        .where(Vacancy.state.in_((VacancyState.PUBLISHED, VacancyState.PAUSED)))
        .order_by(count.desc(), Vacancy.title, Vacancy.id)
        .limit(200)
    )
    return [VacancyChoice(vacancy, n) for vacancy, n in db.session.execute(statement)]


def waiting_for(vacancies: Collection[Vacancy]) -> dict[int, int]:
    """Return how many people of each of these vacancies (by id) are to be invited."""
    statement = (
        select(Application.vacancy_id, func.count())
        .where(
            Application.vacancy_id.in_({one.id for one in vacancies}),
            Application.stage == Stage.TO_INVITE,
        )
        .group_by(Application.vacancy_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def to_invite(vacancies: Collection[int], most: int) -> Sequence[Row[Application, str]]:
    """Return (application, name) of the people to invite, in the recruiter's order."""
    statement = (
        select(Application, Candidate.name)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(Application.vacancy_id.in_(vacancies), Application.stage == Stage.TO_INVITE)
        .order_by(Application.priority, Application.id)
        .limit(most)
    )
    return db.session.execute(statement).all()


def with_slots(session: InterviewSession) -> list[Pool]:
    """Return the session's pools with their slots and vacancies."""
    statement = (
        select(Pool)
        .where(Pool.session_id == session.id)
        .order_by(Pool.id)
        .options(selectinload(Pool.slots), selectinload(Pool.vacancies))
    )
    return list(db.session.scalars(statement))


def is_group(session: InterviewSession) -> bool:
    """Tell whether a session is a group session."""
    return session.kind is SessionKind.GROUP


def vacancies_of(session: InterviewSession) -> list[str]:
    """Return the titles of the vacancies a session interviews for."""
    statement = (
        select(Vacancy.title)
        .join(PoolVacancy, PoolVacancy.vacancy_id == Vacancy.id)
        .join(Pool, Pool.id == PoolVacancy.pool_id)
        .where(Pool.session_id == session.id)
        .distinct()
        .order_by(Vacancy.title)
    )
    return list(db.session.scalars(statement))


def _days(seen: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The sessions with sums over their slots; the correlated sums are computed for the rows of
    the page only."""

    def of_slots(what: Any) -> Any:
        return (
            select(what)
            .select_from(Slot)
            .join(Pool, Pool.id == Slot.pool_id)
            .where(Pool.session_id == InterviewSession.id)
            .scalar_subquery()
        )

    return select(
        InterviewSession,
        of_slots(func.min(Slot.starts_at)),
        of_slots(func.sum(Slot.capacity)),
        of_slots(func.sum(Slot.taken)),
        of_slots(func.sum(Slot.limit)),
    ).where(seen)


def _row(row: Any) -> DayRow:
    session, begins, capacity, taken, limit = row
    return DayRow(session, begins, capacity or 0, taken or 0, limit or 0)
