"""Reading who was asked to choose a time, and which times they may choose."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from recruit.candidates.models import Application, Candidate
from recruit.candidates.queries.access import managed
from recruit.interviews.models import (
    InterviewSession,
    Pool,
    PoolVacancy,
    SessionState,
    Slot,
    SlotHold,
    TimeOffer,
)
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.people.models import Person
from recruit.rules.pipeline import Stage
from recruit.rules.self_booking import BOOKING_NOTICE
from recruit.rules.vacancies import VacancyState
from recruit.vacancies.models import Vacancy

MOST_SLOTS = 60
MOST_PEOPLE = 200


def has_place(now: datetime) -> ColumnElement[bool]:
    """The condition on Slot: a place is left, not counting holds whose time is over (the next
    booking frees them)."""
    expired = (
        select(func.count(SlotHold.id))
        .where(SlotHold.slot_id == Slot.id, SlotHold.expires_at <= now)
        .correlate(Slot)
        .scalar_subquery()
    )
    return or_(Slot.taken < Slot.limit, and_(Slot.limit > 0, Slot.taken - expired < Slot.limit))


def open_offer(application: Application) -> TimeOffer | None:
    """Return the open request to choose a time, if there is one."""
    return db.session.scalars(
        select(TimeOffer).where(
            TimeOffer.application_id == application.id, TimeOffer.closed_at.is_(None)
        )
    ).one_or_none()


def hold_of(application: Application, now: datetime) -> SlotHold | None:
    """Return the place held for this person at this moment, with slot and site."""
    statement = (
        select(SlotHold)
        .where(SlotHold.application_id == application.id, SlotHold.expires_at > now)
        .options(
            joinedload(SlotHold.slot, innerjoin=True)
            .joinedload(Slot.pool, innerjoin=True)
            .joinedload(Pool.session, innerjoin=True)
        )
    )
    return db.session.scalars(statement).one_or_none()


def slots_to_choose(application: Application, now: datetime) -> list[Slot]:
    """Return the slots with places left that this person may choose, by start, at most 60."""
    statement = (
        _open(now)
        .where(PoolVacancy.vacancy_id == application.vacancy_id)
        .order_by(Slot.starts_at, Slot.id)
        .limit(MOST_SLOTS)
        .options(contains_eager(Slot.pool).contains_eager(Pool.session))
    )
    return list(db.session.scalars(statement).unique())


def slot_to_choose(application: Application, pubid: object) -> Slot | None:
    """Return a slot of the person's vacancy that is open to candidates, full or not."""
    if not is_pubid(pubid):
        return None
    statement = (
        select(Slot)
        .join(PoolVacancy, PoolVacancy.pool_id == Slot.pool_id)
        .where(
            Slot.pubid == pubid,
            Slot.open_to_candidates,
            PoolVacancy.vacancy_id == application.vacancy_id,
        )
    )
    return db.session.scalars(statement).one_or_none()


def vacancies_with_times(vacancies: Collection[int], now: datetime) -> set[int]:
    """Return which of these vacancies have a time that candidates may choose."""
    statement = (
        _open(now)
        .with_only_columns(PoolVacancy.vacancy_id)
        .where(PoolVacancy.vacancy_id.in_(vacancies))
        .distinct()
    )
    return set(db.session.scalars(statement))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who may be asked to choose a time."""

    application: str
    name: str
    vacancy: str
    has_mail: bool
    offered_at: datetime | None
    """When they were asked, and have not chosen yet."""


def people_to_ask(session: InterviewSession, person: Person) -> list[Waiting]:
    """Return who waits for an invitation to this session's interviewers, in the recruiter's
    order, at most 200."""
    statement = (
        select(
            Application.pubid,
            Candidate.name,
            Vacancy.title,
            Candidate.email != "",
            TimeOffer.offered_at,
        )
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Vacancy, Vacancy.id == Application.vacancy_id)
        .outerjoin(
            TimeOffer,
            and_(TimeOffer.application_id == Application.id, TimeOffer.closed_at.is_(None)),
        )
        .where(_waiting(session, person))
        .order_by(Application.priority, Application.id)
        .limit(MOST_PEOPLE)
    )
    return [Waiting(*row) for row in db.session.execute(statement)]


def chosen(
    session: InterviewSession, person: Person, pubids: Sequence[str]
) -> list[Application]:
    """Return those of the applications that this person may ask from this session."""
    good = {pubid for pubid in pubids if is_pubid(pubid)}
    statement = (
        select(Application)
        .where(Application.pubid.in_(good), _waiting(session, person))
        .order_by(Application.priority, Application.id)
    )
    return list(db.session.scalars(statement))


def offers_of(person: Person, batch: object) -> list[TimeOffer]:
    """Return the open offers of a batch when `person` may manage all of them, else none."""
    if not is_pubid(batch):
        return []
    everything = select(TimeOffer).where(
        TimeOffer.batch == batch, TimeOffer.closed_at.is_(None)
    )
    mine = everything.join(TimeOffer.application).where(managed(person))
    found = list(db.session.scalars(mine))
    return found if len(found) == len(list(db.session.scalars(everything))) else []


def times_of(session: InterviewSession, now: datetime) -> int:
    """Return how many times candidates of this session's vacancies may choose from, over all
    days: what the people asked will see."""
    statement = (
        _open(now)
        .with_only_columns(func.count(func.distinct(Slot.id)))
        .where(PoolVacancy.vacancy_id.in_(_vacancies(session) or [0]))
    )
    return db.session.scalar(statement) or 0


def _vacancies(session: InterviewSession) -> list[int]:
    return [row.id for pool in session.pools for row in pool.vacancies]


def _waiting(session: InterviewSession, person: Person) -> ColumnElement[bool]:
    vacancies = _vacancies(session)
    if not vacancies:
        return false()
    return and_(
        Application.stage == Stage.TO_INVITE,
        Application.vacancy_id.in_(vacancies),
        managed(person),
    )


def _open(now: datetime) -> Select[Any]:
    return (
        select(Slot)
        .join(Slot.pool)
        .join(Pool.session)
        .join(PoolVacancy, PoolVacancy.pool_id == Pool.id)
        .join(Vacancy, Vacancy.id == PoolVacancy.vacancy_id)
        .where(
            InterviewSession.state == SessionState.PLANNED,
            Vacancy.state != VacancyState.CLOSED,
            Slot.open_to_candidates,
            Slot.starts_at >= now + BOOKING_NOTICE,
            has_place(now),
        )
    )
