"""What the desk and the interviewers see of a session: a fixed number of queries, whatever
its size."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from recruit.candidates.models import Application
from recruit.interviews.models import (
    Arrival,
    InterviewerBreak,
    InterviewSession,
    Invitation,
    PanelMember,
    Pool,
    SessionKind,
    SessionState,
    Slot,
)
from recruit.interviews.queries.scope import people_of, sessions_of, today_at
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.people.models import Person
from recruit.rules import desk, queueing
from recruit.rules.attendance import AWAITED, ArrivalState


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
        .options(
            selectinload(InterviewSession.pools).selectinload(Pool.vacancies),
            selectinload(InterviewSession.pools).selectinload(Pool.slots),
        )
    )
    return list(db.session.scalars(query))


@dataclass(frozen=True, slots=True)
class Interviewer:
    """Somebody of the panels: with whom they are now, on a break, or free."""

    person: Person
    pools: frozenset[int]
    arrival: Arrival | None
    resting_since: datetime | None = None
    free_at: datetime | None = None
    """When the interview of now is thought to end."""

    @property
    def free(self) -> bool:
        return self.arrival is None and self.resting_since is None


@dataclass(frozen=True, slots=True)
class Desk:
    """A session as the desk sees it. waiting: in the order in which people are called."""

    awaited: list[Invitation]
    waiting: list[Arrival]
    busy: list[Arrival]
    over: list[Arrival]
    interviewers: list[Interviewer]
    overflow: queueing.Overflow | None = None

    @property
    def next_free(self) -> Interviewer | None:
        """Return who is thought to be free next, when nobody is."""
        if any(one.free for one in self.interviewers):
            return None
        inside = [one for one in self.interviewers if one.free_at is not None]
        return min(inside, key=lambda one: (one.free_at, one.person.name), default=None)

    def split(self, now: datetime) -> tuple[list[Invitation], list[Invitation]]:
        """Return who is expected from now on, and whose slot is over; of those the last first."""
        behind = [
            one
            for one in self.awaited
            if one.slot.starts_at + timedelta(minutes=one.slot.minutes) <= now
        ]
        gone = {one.id for one in behind}
        return [one for one in self.awaited if one.id not in gone], behind[::-1]

    def free_for(self, arrival: Arrival) -> list[Interviewer]:
        """Return the free interviewers who can see this person."""
        return [one for one in self.interviewers if one.free and arrival.pool_id in one.pools]


_PERSON = joinedload(Application.candidate, innerjoin=True)


def desk_of(session: InterviewSession, person: Person, now: datetime) -> Desk:
    """Return who is expected, who waits, who is inside, who is done, who rests: five queries."""
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
    waiting = [by_id[turn.key] for turn in turns]
    interviewers = _interviewers(session, busy, now)
    return Desk(
        awaited,
        waiting,
        busy,
        over,
        interviewers,
        _overflow(session, waiting, interviewers, now),
    )


def minutes_of(session: InterviewSession) -> int:
    """Return the length of the session's first slot."""
    return next((slot.minutes for pool in session.pools for slot in pool.slots), 30)


def ends_at(arrival: Arrival, minutes: int) -> datetime:
    """Return when an interview that runs is thought to end."""
    begun = arrival.started_at or arrival.called_at or arrival.arrived_at
    return begun + timedelta(minutes=minutes + arrival.extra_minutes)


def _overflow(
    session: InterviewSession,
    waiting: list[Arrival],
    interviewers: list[Interviewer],
    now: datetime,
) -> queueing.Overflow | None:
    if session.kind is SessionKind.GROUP:
        return None
    line = [
        queueing.Waiting(a.id, a.pool_id, max(a.due_at or a.arrived_at, a.arrived_at))
        for a in waiting
    ]
    servers = [
        queueing.Server(one.pools, one.free_at or now)
        for one in interviewers
        if one.resting_since is None
    ]
    return queueing.overflow(
        line, servers, minutes_of(session), now=now, ends_at=session.ends_at
    )


def _interviewers(
    session: InterviewSession, busy: list[Arrival], now: datetime
) -> list[Interviewer]:
    pools: dict[int, set[int]] = {}
    people: dict[int, Person] = {}
    for pool in session.pools:
        for slot in pool.slots:
            for member in slot.panel:
                people[member.person_id] = member.person
                pools.setdefault(member.person_id, set()).add(pool.id)
    inside = {arrival.interviewer_id: arrival for arrival in busy}
    resting = {
        row.person_id: row.started_at
        for row in db.session.scalars(
            select(InterviewerBreak).where(
                InterviewerBreak.session_id == session.id, InterviewerBreak.ended_at.is_(None)
            )
        )
    }
    minutes = minutes_of(session)
    return [
        Interviewer(
            people[key],
            frozenset(pools[key]),
            (current := inside.get(key)),
            resting.get(key),
            max(now, ends_at(current, minutes)) if current is not None else None,
        )
        for key in sorted(people, key=lambda key: people[key].name)
    ]


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
