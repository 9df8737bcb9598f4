"""The session board: slots, people, expectations, and the next invitation. Five statements."""

from collections.abc import Sequence
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
    SessionState,
    Slot,
)
from recruit.interviews.queries import forecast
from recruit.interviews.queries.rates import planning_rate, show_rates
from recruit.interviews.queries.scope import managed_by, people_of
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.people.models import Person
from recruit.rules.attendance import AWAITED, ArrivalState, InvitationState, Reminder
from recruit.rules.overbooking import Arrivals
from recruit.rules.pipeline import Stage
from recruit.rules.show_rate import ShowRates
from recruit.vacancies.models import Channel, Promotion, Vacancy

_SHOWN = (
    *AWAITED, InvitationState.ARRIVED, InvitationState.NO_SHOW, InvitationState.DECLINED,
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
    """Expected of those still awaited; None once the slot is over."""
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
    def booked(self) -> int:
        """How many hold (or held at the start) a place."""
        return sum(guest.state is not InvitationState.DECLINED for guest in self.guests)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the engine advises for the next of the recruiter's list."""

    advice: str
    """invite, stop, full, nobody."""
    application: str = ""
    name: str = ""
    slot: SlotView | None = None
    wait_before: float = 0.0
    wait_after: float = 0.0
    idle_change: float = 0.0
    """Minutes of interviewers' idle time over the day; negative is less."""


@dataclass(slots=True)
class PoolView:
    """One pool: its rows and what the rest of its day is expected to bring."""

    id: int
    pubid: str
    name: str
    waiting: int
    in_interview: int
    slots: list[SlotView] = field(default_factory=list)
    live: forecast.Live | None = None
    suggestion: Suggestion | None = None
    to_invite: int = 0


@dataclass(slots=True)
class Board:
    """Everything the board's page shows."""

    session: InterviewSession
    pools: list[PoolView]
    now: datetime
    measured: tuple[int, int]
    """Shows and n of the history behind every expectation."""
    steps: dict[str, list[forecast.Step]] = field(default_factory=dict)
    """Per pool the engine's view of the slots that are not over."""

    @property
    def slots(self) -> list[SlotView]:
        return [slot for pool in self.pools for slot in pool.slots]

    @property
    def booked(self) -> int:
        return sum(slot.booked for slot in self.slots)

    @property
    def capacity(self) -> int:
        return sum(slot.capacity for slot in self.slots)

    @property
    def came(self) -> int:
        return sum(slot.came for slot in self.slots)

    @property
    def due(self) -> int:
        """How many places belong to slots that have begun."""
        return sum(slot.booked for slot in self.slots if slot.starts_at <= self.now)

    @property
    def confirmed(self) -> int:
        return sum(
            guest.state is InvitationState.CONFIRMED
            for slot in self.slots
            for guest in slot.guests
        )

    @property
    def expected(self) -> Arrivals:
        """How many come over the whole day: who is here, and who is expected."""
        lives = [pool.live.report.arrivals_day for pool in self.pools if pool.live]
        here = self.came
        return Arrivals(
            here + sum(one.mean for one in lives),
            here + sum(one.low for one in lives),
            here + sum(one.high for one in lives),
        )

    @property
    def busiest(self) -> SlotView | None:
        """The slot with the greatest risk that somebody waits."""
        ahead = [slot for slot in self.slots if slot.arrivals is not None and slot.booked]
        return max(ahead, key=lambda slot: slot.risk, default=None)


def board(session: InterviewSession, person: Person, now: datetime) -> Board:
    """Return the board of a session as `person` may see it at `now`."""
    pools = _pools(session)
    slots = {slot.pubid: slot for pool in pools for slot in pool.slots}
    chances = _guests(session, person, now, slots)
    rates = show_rates()
    overall = rates.overall()
    open_ = session.state is SessionState.PLANNED
    waiting = _waiting(session, person) if open_ else {}
    steps: dict[str, list[forecast.Step]] = {}
    for pool in pools if open_ else ():
        ahead = [slot for slot in pool.slots if slot.ends_at > now]
        steps[pool.pubid] = steps_of(ahead, chances, rates, pool.in_interview, now)
        _expect(session, pool, steps[pool.pubid], waiting.get(pool.id), rates, now)
    _phases(pools, now)
    return Board(session, pools, now, (overall.shows, overall.n), steps)


def _expect(
    session: InterviewSession,
    pool: PoolView,
    steps: Sequence[forecast.Step],
    waiting: tuple[str, str, int] | None,
    rates: ShowRates,
    now: datetime,
) -> None:
    ahead = [slot for slot in pool.slots if slot.ends_at > now]
    live = forecast.rest_of_day(session, steps, pool.waiting, tau_of(ahead, now))
    pool.live = live
    pool.to_invite = waiting[2] if waiting else 0
    if live is None:
        return
    for slot, place in zip(ahead, live.place, strict=True):
        slot.arrivals = live.report.arrivals[place]
        slot.risk = live.report.p_overflow[place]
    pool.suggestion = _suggest(live, ahead, steps, waiting, planning_rate(rates), now)


def steps_of(
    ahead: Sequence[SlotView],
    chances: "dict[str, list[_Chance]]",
    rates: ShowRates,
    in_interview: int,
    now: datetime,
) -> list[forecast.Step]:
    """Return the engine's view of the slots that are not over."""
    steps = []
    for slot in ahead:
        fade = forecast.fades(slot.starts_at, slot.minutes, now)
        begun = slot.starts_at <= now
        steps.append(
            forecast.Step(
                starts_at=slot.starts_at,
                minutes=slot.minutes,
                capacity=max(0, slot.capacity - in_interview) if begun else slot.capacity,
                awaited=tuple(
                    fade
                    * forecast.chance(
                        rates, one.reminder, one.channel, one.created_at, slot.starts_at, now
                    )
                    for one in chances.get(slot.pubid, [])
                ),
                held=slot.taken,
                limit=slot.limit,
            )
        )
    return steps


def tau_of(ahead: Sequence[SlotView], now: datetime) -> float:
    """Return the common shock: smaller once the day of the first slot ahead is near."""
    near = bool(ahead) and ahead[0].starts_at - now <= timedelta(hours=12)
    return forecast.TAU_ON_THE_DAY if near else forecast.TAU_BEFORE


def _suggest(
    live: forecast.Live,
    ahead: Sequence[SlotView],
    steps: Sequence[forecast.Step],
    waiting: tuple[str, str, int] | None,
    p: float,
    now: datetime,
) -> Suggestion | None:
    if not any(slot.starts_at > now for slot in ahead):
        return None
    if not waiting:
        return Suggestion("nobody")
    advice, where = forecast.next_invitation(live, steps, [p], now)
    application, name, _ = waiting
    if where is None:
        return Suggestion("full" if advice.reason == "full" else "stop", application, name)
    people = live.report.arrivals_day.mean + live.day.initial_backlog
    after = (live.report.wait + advice.wait_change) * live.minutes / (people + p)
    return Suggestion(
        "invite", application, name, ahead[where], live.wait_minutes, after,
        advice.idle_change * live.minutes,
    )


def _phases(pools: Sequence[PoolView], now: datetime) -> None:
    for pool in pools:
        for slot in pool.slots:
            if slot.ends_at <= now:
                slot.phase = "past"
            elif slot.starts_at <= now:
                slot.phase = "now"


def _pools(session: InterviewSession) -> list[PoolView]:
    """Pools, slots and panels in one statement, with the queue's two counts per pool."""

    def queued(*states: ArrivalState) -> Any:
        return (
            select(func.count(Arrival.id))
            .where(Arrival.pool_id == Pool.id, Arrival.state.in_(states))
            .correlate(Pool)
            .scalar_subquery()
        )

    statement = (
        select(
            Pool.id, Pool.pubid, Pool.name, Slot.pubid, Slot.starts_at, Slot.minutes,
            Slot.capacity, Slot.limit, Slot.taken, Slot.open_to_candidates, Person.name,
            queued(ArrivalState.WAITING, ArrivalState.CALLED),
            queued(ArrivalState.IN_INTERVIEW),
        )
        .join(Slot, Slot.pool_id == Pool.id)
        .outerjoin(PanelMember, PanelMember.slot_id == Slot.id)
        .outerjoin(Person, Person.id == PanelMember.person_id)
        .where(Pool.session_id == session.id)
        .order_by(Pool.id, Slot.starts_at, PanelMember.id)
    )
    pools: dict[str, PoolView] = {}
    slots: dict[str, SlotView] = {}
    for row in db.session.execute(statement):
        pool = pools.setdefault(row[1], PoolView(row[0], row[1], row[2], row[11], row[12]))
        if row[3] not in slots:
            slots[row[3]] = SlotView(*row[3:10])
            pool.slots.append(slots[row[3]])
        if row[10] is not None:
            slots[row[3]].panel.append(row[10])
    return list(pools.values())


@dataclass(frozen=True, slots=True)
class _Chance:
    reminder: Reminder
    channel: str
    created_at: datetime


def _guests(
    session: InterviewSession, person: Person, now: datetime, slots: dict[str, SlotView]
) -> dict[str, list[_Chance]]:
    """Put the people into their slots; return what the engine needs of those awaited."""
    seen: ColumnElement[bool] = people_of(person, now)
    managed: ColumnElement[bool] = managed_by(person, now)
    statement = (
        select(
            Slot.pubid, Invitation.pubid, Application.pubid, Candidate.name, Invitation.state,
            Invitation.reminder, Invitation.created_at, Channel.name, Arrival.state,
            Arrival.arrived_at, Slot.starts_at, seen.label("seen"), managed.label("managed"),
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
    chances: dict[str, list[_Chance]] = {}
    for row in db.session.execute(statement):
        late = row[9] is not None and row[9] > row[10]
        slots[row[0]].guests.append(
            Guest(
                pubid=row[1], application=row[2], name=row[3] if row[11] else None,
                state=row[4], reminder=row[5], arrival=row[8], late=late, managed=bool(row[12]),
            )
        )
        if row[4] in AWAITED:
            chances.setdefault(row[0], []).append(_Chance(row[5], row[7] or "", row[6]))
    return chances


def _waiting(session: InterviewSession, person: Person) -> dict[int, tuple[str, str, int]]:
    """Return per pool (application, name, how many wait) of the first person to invite, in the
    recruiter's order, whom `person` may invite."""
    waits = (
        select(Application.id)
        .join(PoolVacancy, PoolVacancy.vacancy_id == Application.vacancy_id)
        .where(PoolVacancy.pool_id == Pool.id, Application.stage == Stage.TO_INVITE)
        .correlate(Pool)
    )
    if Role.RECRUITER not in person.roles:
        own = select(Vacancy.id).where(Vacancy.department_id.in_(person.department_ids))
        allowed = Application.vacancy_id.in_(own)
        waits = waits.where(allowed if Role.HIRING_MANAGER in person.roles else false())
    first = waits.order_by(Application.priority, Application.id).limit(1).scalar_subquery()
    count = waits.with_only_columns(func.count(Application.id)).scalar_subquery()
    statement = (
        select(Pool.id, Application.pubid, Candidate.name, count)
        .join(Application, Application.id == first)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(Pool.session_id == session.id)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in db.session.execute(statement)}
