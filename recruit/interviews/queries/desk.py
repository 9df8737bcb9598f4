"""What the desk and the interviewers see of a session: a fixed number of queries, whatever
its size."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.candidates.models import Application, Candidate
from recruit.interviews.models import (
    Arrival,
    InterviewSession,
    Invitation,
    PanelMember,
    Pool,
    SessionState,
    Slot,
)
from recruit.interviews.queries.scope import people_of, sessions_of, today_at
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.people.models import Person
from recruit.rules import desk
from recruit.rules.attendance import AWAITED, ArrivalState
from recruit.rules.pipeline import CLOSED

MOST_FOUND = 8


def session_for(person: Person, pubid: object, now: datetime) -> InterviewSession | None:
    """Return a session this person may see, with pools, slots and panels; else None."""
    if not is_pubid(pubid):
        return None
    query = (
        select(InterviewSession)
        .where(InterviewSession.pubid == pubid, sessions_of(person, now))
        .options(
            selectinload(InterviewSession.pools).selectinload(Pool.vacancies),
            selectinload(InterviewSession.pools)
            .selectinload(Pool.slots)
            .selectinload(Slot.panel),
        )
    )
    return db.session.scalars(query).one_or_none()


def sessions_today(person: Person, now: datetime) -> list[InterviewSession]:
    """Return the sessions of today (at the person's site or zone) that they may see."""
    query = (
        select(InterviewSession)
        .where(
            InterviewSession.held_on == today_at(person, now),
            InterviewSession.state != SessionState.CANCELLED,
            sessions_of(person, now),
        )
        .order_by(InterviewSession.ends_at, InterviewSession.id)
        .options(selectinload(InterviewSession.pools).selectinload(Pool.vacancies))
    )
    return list(db.session.scalars(query))


@dataclass(frozen=True, slots=True)
class Interviewer:
    """Somebody of the panels: with whom they are now, or free."""

    person: Person
    pools: frozenset[int]
    arrival: Arrival | None


@dataclass(frozen=True, slots=True)
class Desk:
    """A session as the desk sees it. waiting: in the order in which people are called."""

    awaited: list[Invitation]
    waiting: list[Arrival]
    busy: list[Arrival]
    over: list[Arrival]
    interviewers: list[Interviewer]

    def free_for(self, arrival: Arrival) -> list[Interviewer]:
        """Return the free interviewers who can see this person."""
        return [
            one
            for one in self.interviewers
            if one.arrival is None and arrival.pool_id in one.pools
        ]


_PERSON = joinedload(Application.candidate, innerjoin=True)


def desk_of(session: InterviewSession, person: Person, now: datetime) -> Desk:
    """Return who is expected, who waits, who is inside, who is done: four queries."""
    awaited = list(
        db.session.scalars(
            select(Invitation)
            .join(Invitation.slot)
            .join(Slot.pool)
            .join(Pool.session)
            .join(Invitation.application)
            .where(
                Pool.session_id == session.id,
                Invitation.state.in_(AWAITED),
                people_of(person, now),
            )
            .order_by(Slot.starts_at, Invitation.id)
            .options(
                joinedload(Invitation.slot, innerjoin=True),
                joinedload(Invitation.application, innerjoin=True).options(
                    _PERSON, joinedload(Application.vacancy, innerjoin=True)
                ),
            )
        )
    )
    arrivals = list(
        db.session.scalars(
            select(Arrival)
            .where(Arrival.session_id == session.id)
            .order_by(Arrival.arrived_at, Arrival.id)
            .options(
                joinedload(Arrival.application, innerjoin=True).options(
                    _PERSON, joinedload(Application.vacancy, innerjoin=True)
                ),
                joinedload(Arrival.interviewer),
                joinedload(Arrival.invitation),
            )
        )
    )
    by_id = {arrival.id: arrival for arrival in arrivals}
    turns = desk.queue(
        [
            desk.Queued(arrival.id, arrival.arrived_at, arrival.due_at)
            for arrival in arrivals
            if arrival.state is ArrivalState.WAITING
        ]
    )
    busy = [arrival for arrival in arrivals if arrival.state in desk.BUSY]
    over = [
        arrival
        for arrival in arrivals
        if arrival.state in (ArrivalState.DONE, ArrivalState.LEFT, ArrivalState.TURNED_AWAY)
    ]
    return Desk(
        awaited, [by_id[turn.key] for turn in turns], busy, over, _interviewers(session, busy)
    )


def _interviewers(session: InterviewSession, busy: list[Arrival]) -> list[Interviewer]:
    pools: dict[int, set[int]] = {}
    people: dict[int, Person] = {}
    for pool in session.pools:
        for slot in pool.slots:
            for member in slot.panel:
                people[member.person_id] = member.person
                pools.setdefault(member.person_id, set()).add(pool.id)
    inside = {arrival.interviewer_id: arrival for arrival in busy}
    return [
        Interviewer(people[key], frozenset(pools[key]), inside.get(key))
        for key in sorted(people, key=lambda key: people[key].name)
    ]


def invitation_at_desk(session: InterviewSession, pubid: object) -> Invitation | None:
    """Return an invitation of this session (already scoped by its loader)."""
    if not is_pubid(pubid):
        return None
    query = (
        select(Invitation)
        .join(Invitation.slot)
        .join(Slot.pool)
        .where(Pool.session_id == session.id, Invitation.pubid == pubid)
    )
    return db.session.scalars(query).one_or_none()


def arrival_for(person: Person, pubid: object, now: datetime) -> Arrival | None:
    """Return an arrival of a session this person may see; else None."""
    if not is_pubid(pubid):
        return None
    query = (
        select(Arrival)
        .join(Arrival.session)
        .join(Arrival.pool)
        .join(Arrival.application)
        .join(Slot, Slot.pool_id == Pool.id)
        .where(Arrival.pubid == pubid, sessions_of(person, now), people_of(person, now))
        .options(joinedload(Arrival.application, innerjoin=True))
    )
    return db.session.scalars(query).unique().one_or_none()


def find_for_walk_in(session: InterviewSession, words: str) -> list[Application]:
    """Return open applications for this session's vacancies whose person's name, mail or phone
    contains the words, at most eight."""
    vacancies = [vacancy.id for pool in session.pools for vacancy in pool.vacancies]
    digits = "".join(char for char in words if char.isdigit())
    pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    matches: list[ColumnElement[bool]] = [
        Candidate.name.ilike(pattern, escape="\\"),
        Candidate.email.ilike(pattern, escape="\\"),
    ]
    if len(digits) >= 4:
        matches.append(Candidate.phone_e164.contains(digits[-9:]))
    query = (
        select(Application)
        .join(Application.candidate)
        .where(
            Application.vacancy_id.in_(vacancies),
            Application.stage.notin_(CLOSED),
            or_(*matches),
        )
        .order_by(Candidate.name, Application.id)
        .limit(MOST_FOUND)
        .options(joinedload(Application.vacancy, innerjoin=True))
    )
    return list(db.session.scalars(query))


def application_for_walk_in(session: InterviewSession, pubid: object) -> Application | None:
    """Return an application for one of this session's vacancies."""
    if not is_pubid(pubid):
        return None
    vacancies = [vacancy.id for pool in session.pools for vacancy in pool.vacancies]
    query = select(Application).where(
        Application.pubid == pubid, Application.vacancy_id.in_(vacancies)
    )
    return db.session.scalars(query).one_or_none()


def own_pools(session: InterviewSession, person: Person) -> set[int]:
    """Return the pools of the session in which the person interviews (internal ids)."""
    return {
        pool.id
        for pool in session.pools
        for slot in pool.slots
        for member in slot.panel
        if member.person_id == person.id
    }


def panel_sessions(person: Person, now: datetime) -> list[InterviewSession]:
    """Return the sessions from today on in which the person interviews, the next first."""
    query = (
        select(InterviewSession)
        .where(
            InterviewSession.held_on >= today_at(person, now),
            InterviewSession.state == SessionState.PLANNED,
            InterviewSession.id.in_(
                select(Pool.session_id)
                .join(Slot, Slot.pool_id == Pool.id)
                .join(PanelMember, PanelMember.slot_id == Slot.id)
                .where(PanelMember.person_id == person.id)
            ),
        )
        .order_by(InterviewSession.held_on, InterviewSession.ends_at)
        .limit(20)
        .options(
            selectinload(InterviewSession.pools)
            .selectinload(Pool.slots)
            .selectinload(Slot.panel)
        )
    )
    return list(db.session.scalars(query))
