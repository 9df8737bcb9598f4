"""The rows of the session board: pools, slots, people, the next to invite; a statement each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, false, func, select

from recruit.candidates.models import Application, Candidate
from recruit.interviews.models import (
    Arrival,
    InterviewSession,
    Invitation,
    PanelMember,
    Pool,
    PoolVacancy,
    Slot,
)
from recruit.interviews.queries import next_in_line
from recruit.interviews.queries.own_past import own_past
from recruit.interviews.queries.scope import managed_by, people_of
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.people.models import Person
from recruit.rules.attendance import AWAITED, ArrivalState, InvitationState, Reminder
from recruit.rules.overbooking import Arrivals
from recruit.rules.pipeline import Stage
from recruit.rules.vacancies import VacancyState
from recruit.vacancies.models import Channel, Promotion, Vacancy

FEWEST = 3
"""Of fewer awaited people no expectation is shown: it would be somebody's own chance."""
_SHOWN = (
    *AWAITED,
    InvitationState.ARRIVED,
    InvitationState.NO_SHOW,
    InvitationState.DECLINED,
)


@dataclass(frozen=True, slots=True)
class Guest:
    """An invited person as the board shows them: an answer in words, never a number."""

    pubid: str
    application: str
    name: str | None
    """None: somebody of another department, counted but not named."""
    state: InvitationState
    reminder: Reminder
    arrival: ArrivalState | None
    late: bool
    managed: bool

    @property
    def word(self) -> str:
        """The code of the word shown: where they are, what became of it, what they answered."""
        if self.arrival is not None:
            return self.arrival.value
        if self.state not in (InvitationState.PROPOSED, InvitationState.SENT):
            return self.state.value
        return "no_answer" if self.reminder is Reminder.NO_ANSWER else "no_reply"


@dataclass(slots=True)
class SlotView:
    """One row of the board."""

    pubid: str
    starts_at: datetime
    minutes: int
    capacity: int
    limit: int
    taken: int
    open_to_candidates: bool
    panel: list[str] = field(default_factory=list)
    guests: list[Guest] = field(default_factory=list)
    arrivals: Arrivals | None = None
    """Expected of those still awaited; None once the slot is over, and where so few are awaited
    that the number would be somebody's own chance."""
    risk: float = 0.0
    """That more people are there than can be interviewed at once."""
    phase: str = "next"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def came(self) -> int:
        """How many of this slot's people are or were here."""
        return sum(guest.state is InvitationState.ARRIVED for guest in self.guests)

    @property
    def awaited(self) -> int:
        """How many hold a place and have not come yet."""
        return sum(guest.state in AWAITED for guest in self.guests)

    @property
    def few(self) -> bool:
        """Tell whether a number about the awaited would be one about a person."""
        return 0 < self.awaited < FEWEST

    @property
    def booked(self) -> int:
        """How many hold (or held at the start) a place."""
        return sum(guest.state is not InvitationState.DECLINED for guest in self.guests)


@dataclass(frozen=True, slots=True)
class Chance:
    """What the engine needs of one awaited person."""

    reminder: Reminder
    channel: str
    created_at: datetime
    own: tuple[int, int] = (0, 0)
    """How often they came before, of how often invited: only ever part of a sum."""


@dataclass(frozen=True, slots=True)
class PoolRow:
    """One pool with its slots and the queue's counts, walk-ins among them."""

    id: int
    pubid: str
    name: str
    waiting: int
    in_interview: int
    done: int
    slots: list[SlotView] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NextPerson:
    """The first of the recruiter's list for a pool, and how many are on it."""

    application: str
    name: str
    waiting: int


def pools_of(session: InterviewSession) -> list[PoolRow]:
    """Pools, slots and panels in one statement, with the queue's counts per pool."""

    def queued(*states: ArrivalState) -> Any:
        return (
            select(func.count(Arrival.id))
            .where(Arrival.pool_id == Pool.id, Arrival.state.in_(states))
            .correlate(Pool)
            .scalar_subquery()
        )

    statement = (
        select(
            Pool.id,
            Pool.pubid,
            Pool.name,
            Slot.pubid,
            Slot.starts_at,
            Slot.minutes,
            Slot.capacity,
            Slot.limit,
            Slot.taken,
            Slot.open_to_candidates,
            Person.name,
            queued(ArrivalState.WAITING, ArrivalState.CALLED),
            queued(ArrivalState.IN_INTERVIEW),
            queued(ArrivalState.DONE),
        )
        .join(Slot, Slot.pool_id == Pool.id)
        .outerjoin(PanelMember, PanelMember.slot_id == Slot.id)
        .outerjoin(Person, Person.id == PanelMember.person_id)
        .where(Pool.session_id == session.id)
        .order_by(Pool.id, Slot.starts_at, PanelMember.id)
    )
    pools: dict[str, PoolRow] = {}
    slots: dict[str, SlotView] = {}
    for row in db.session.execute(statement):
        pool = pools.setdefault(
            row[1], PoolRow(row[0], row[1], row[2], row[11], row[12], row[13])
        )
        if row[3] not in slots:
            slots[row[3]] = SlotView(*row[3:10])
            pool.slots.append(slots[row[3]])
        if row[10] is not None:
            slots[row[3]].panel.append(row[10])
    return list(pools.values())


def guests_of(
    session: InterviewSession, person: Person, now: datetime, slots: Iterable[SlotView]
) -> dict[str, list[Chance]]:
    """Put the people into their slots; return what the engine needs of those awaited."""
    by_pubid = {slot.pubid: slot for slot in slots}
    seen: ColumnElement[bool] = people_of(person, now)
    managed: ColumnElement[bool] = managed_by(person, now)
    statement = (
        select(
            Slot.pubid,
            Invitation.pubid,
            Application.pubid,
            Candidate.name,
            Invitation.state,
            Invitation.reminder,
            Invitation.created_at,
            Channel.name,
            Arrival.state,
            Arrival.arrived_at,
            Slot.starts_at,
            seen.label("seen"),
            managed.label("managed"),
            *own_past(Invitation.id, Application.candidate_id),
        )
        .join(Slot, Slot.id == Invitation.slot_id)
        .join(Pool, Pool.id == Slot.pool_id)
        .join(InterviewSession, InterviewSession.id == Pool.session_id)
        .join(Application, Application.id == Invitation.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .outerjoin(Promotion, Promotion.id == Application.promotion_id)
        .outerjoin(Channel, Channel.id == Promotion.channel_id)
        .outerjoin(Arrival, Arrival.invitation_id == Invitation.id)
        .where(Pool.session_id == session.id, Invitation.state.in_(_SHOWN))
        .order_by(Invitation.id)
    )
    chances: dict[str, list[Chance]] = {}
    for row in db.session.execute(statement):
        arrived_at: datetime | None = row[9]
        late = arrived_at is not None and arrived_at > row[10]
        by_pubid[row[0]].guests.append(
            Guest(
                pubid=row[1],
                application=row[2],
                name=row[3] if row[11] else None,
                state=row[4],
                reminder=row[5],
                arrival=row[8],
                late=late,
                managed=bool(row[12]),
            )
        )
        if row[4] in AWAITED:
            chances.setdefault(row[0], []).append(
                Chance(row[5], row[7] or "", row[6], (row[13], row[14]))
            )
    return chances


def next_people(session: InterviewSession, person: Person) -> dict[int, NextPerson]:
    """Return per pool (by id) the first person to invite, in the recruiter's order, among those
    whom `person` may invite."""
    waits = (
        select(Application.id)
        .join(PoolVacancy, PoolVacancy.vacancy_id == Application.vacancy_id)
        .join(Vacancy, Vacancy.id == Application.vacancy_id)
        .where(
            PoolVacancy.pool_id == Pool.id,
            Application.stage == Stage.TO_INVITE,
            Vacancy.state != VacancyState.CLOSED,
        )
        .correlate(Pool)
    )
    if Role.RECRUITER not in person.roles:
        own = select(Vacancy.id).where(Vacancy.department_id.in_(person.department_ids))
        allowed = Application.vacancy_id.in_(own)
        waits = waits.where(allowed if Role.HIRING_MANAGER in person.roles else false())
    first = (
        waits.order_by(Application.priority, next_in_line.gave_up(session.id), Application.id)
        .limit(1)
        .scalar_subquery()
    )
    count = waits.with_only_columns(func.count(Application.id)).scalar_subquery()
    statement = (
        select(Pool.id, Application.pubid, Candidate.name, count)
        .select_from(Pool)
        .join(Application, Application.id == first)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(Pool.session_id == session.id)
    )
    return {row[0]: NextPerson(row[1], row[2], row[3]) for row in db.session.execute(statement)}
