"""What a group session's pages show: who leads, who observes, who takes part, who sits where."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from recruit.candidates.models import Application
from recruit.interviews.models import (
    Arrival,
    GroupPlan,
    GroupSeat,
    InterviewSession,
    Invitation,
    Pool,
    Scorecard,
    SessionKind,
    SessionState,
    Slot,
)
from recruit.interviews.queries.scope import people_of
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.people import queries as people
from recruit.people.models import Person
from recruit.rules.attendance import AWAITED, ArrivalState
from recruit.vacancies.models import Vacancy

GONE = (ArrivalState.LEFT, ArrivalState.TURNED_AWAY)


def plan_of(session: InterviewSession) -> GroupPlan | None:
    """Return how the session is run, once somebody has said anything about it."""
    query = select(GroupPlan).where(GroupPlan.session_id == session.id)
    return db.session.scalars(query.options(joinedload(GroupPlan.facilitator))).first()


def slot_of(session: InterviewSession) -> Slot | None:
    """Return the group session's one slot: start, length, seats."""
    return next((slot for pool in session.pools for slot in pool.slots), None)


def observers_of(session: InterviewSession) -> list[Person]:
    """Return everybody on the panel, by name."""
    panel = {
        member.person_id: member.person
        for pool in session.pools
        for slot in pool.slots
        for member in slot.panel
    }
    return sorted(panel.values(), key=lambda person: person.name)


def possible_facilitators(session: InterviewSession) -> list[Person]:
    """Return who may lead the session: its observers and the recruiters."""
    found = {person.id: person for person in observers_of(session)}
    found |= {person.id: person for person in people.people_with(Role.RECRUITER)}
    return sorted(found.values(), key=lambda person: person.name)


def sessions_led(ids: Collection[int], session: InterviewSession) -> dict[int, int]:
    """Return how many group sessions each person (internal id) has led before this one."""
    query = (
        select(GroupPlan.facilitator_id, func.count())
        .join(GroupPlan.session)
        .where(
            GroupPlan.facilitator_id.in_(ids),
            GroupPlan.session_id != session.id,
            InterviewSession.state != SessionState.CANCELLED,
            or_(GroupPlan.begun_at.is_not(None), InterviewSession.state == SessionState.CLOSED),
        )
        .group_by(GroupPlan.facilitator_id)
    )
    return {who: count for who, count in db.session.execute(query) if who is not None}


def leads(session: InterviewSession, person: Person, plan: GroupPlan | None) -> bool:
    """Tell whether the person runs the session: its facilitator, a recruiter, or any observer
    while nobody is named."""
    if Role.RECRUITER in person.roles:
        return True
    if plan is not None and plan.facilitator_id is not None:
        return plan.facilitator_id == person.id
    return person.id in {one.id for one in observers_of(session)}


@dataclass(frozen=True, slots=True)
class Progress:
    """An observer: cards submitted, cards still in draft, and how many there are to write."""

    person: Person
    submitted: int
    drafts: int
    of: int

    @property
    def finished(self) -> bool:
        """Has everybody who is here been marked?"""
        return self.of > 0 and self.submitted >= self.of


def progress(session: InterviewSession) -> list[Progress]:
    """Return how far each observer is: numbers only, no marks."""
    counted = (
        select(
            Scorecard.interviewer_id,
            func.count(Scorecard.submitted_at),
            func.count() - func.count(Scorecard.submitted_at),
        )
        .where(Scorecard.session_id == session.id)
        .group_by(Scorecard.interviewer_id)
    )
    done = {who: (sent, open_) for who, sent, open_ in db.session.execute(counted)}
    here = db.session.scalar(
        select(func.count()).where(Arrival.session_id == session.id, Arrival.state.not_in(GONE))
    )
    return [
        Progress(person, *done.get(person.id, (0, 0)), here or 0)
        for person in observers_of(session)
    ]


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who has come or may still come; seat: their number, if they have one."""

    application: Application
    arrival: Arrival | None
    seat: int | None


def participants(
    session: InterviewSession, person: Person | None, now: datetime
) -> list[Participant]:
    """Return who takes part, by name, as far as `person` may see them (None: everybody)."""
    arrivals = (
        select(Arrival)
        .join(Arrival.pool)
        .join(Pool.session)
        .join(Arrival.application)
        .where(Arrival.session_id == session.id, Arrival.state.not_in(GONE))
        .options(contains_eager(Arrival.application).joinedload(Application.candidate))
    )
    awaited = (
        select(Invitation)
        .join(Invitation.slot)
        .join(Slot.pool)
        .join(Pool.session)
        .join(Invitation.application)
        .where(Pool.session_id == session.id, Invitation.state.in_(AWAITED))
        .options(contains_eager(Invitation.application).joinedload(Application.candidate))
    )
    if person is not None:
        allowed = people_of(person, now)
        arrivals, awaited = arrivals.where(allowed), awaited.where(allowed)
    seats = dict(
        db.session.execute(
            select(GroupSeat.application_id, GroupSeat.number).where(
                GroupSeat.session_id == session.id
            )
        ).all()
    )
    rows = {
        row.application_id: Participant(row.application, None, seats.get(row.application_id))
        for row in db.session.scalars(awaited).unique()
    }
    rows |= {
        row.application_id: Participant(row.application, row, seats.get(row.application_id))
        for row in db.session.scalars(arrivals).unique()
    }
    return sorted(rows.values(), key=lambda row: row.application.candidate.name.casefold())


def groups_with_places(vacancy_ids: Collection[int], now: datetime) -> list[Slot]:
    """Return the slots of coming group sessions with a place left for any of the vacancies."""
    query = (
        select(Slot)
        .join(Slot.pool)
        .join(Pool.session)
        .where(
            InterviewSession.kind == SessionKind.GROUP,
            InterviewSession.state == SessionState.PLANNED,
            Slot.starts_at > now,
            Slot.taken < Slot.limit,
            Pool.vacancies.any(Vacancy.id.in_(vacancy_ids)),
        )
        .order_by(Slot.starts_at, Slot.id)
        .limit(50)
        .options(contains_eager(Slot.pool).contains_eager(Pool.session))
    )
    return list(db.session.scalars(query))


def individual_slots(vacancy_id: int, now: datetime) -> list[Slot]:
    """Return the coming slots of streaming days with a place left for the vacancy."""
    query = (
        select(Slot)
        .join(Slot.pool)
        .join(Pool.session)
        .where(
            InterviewSession.kind == SessionKind.STREAMING,
            InterviewSession.state == SessionState.PLANNED,
            Slot.starts_at > now,
            Slot.taken < Slot.limit,
            Pool.vacancies.any(Vacancy.id == vacancy_id),
        )
        .order_by(Slot.starts_at, Slot.id)
        .limit(60)
        .options(contains_eager(Slot.pool).contains_eager(Pool.session))
    )
    return list(db.session.scalars(query))
