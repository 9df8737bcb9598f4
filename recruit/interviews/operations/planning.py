"""Planning sessions: streaming days, group sessions, limits, cancelling a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from recruit.interviews.models import (
    InterviewSession,
    Invitation,
    PanelMember,
    Pool,
    SessionKind,
    SessionState,
    Slot,
)
from recruit.interviews.operations.readers import keep_readers
from recruit.interviews.queries import conflicts
from recruit.kernel import audit
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.kernel.ids import new_code
from recruit.organization.models import Room, Site
from recruit.people.models import Person
from recruit.rules import slots
from recruit.rules.attendance import HOLDING
from recruit.rules.slots import Hours, Refusal
from recruit.vacancies.models import Vacancy


@dataclass(frozen=True, slots=True)
class Costs:
    """What waiting, overtime and turning away cost, in idle interviewer-slots."""

    wait: float = 0.2
    overtime: float = 1.5
    turned_away: float = 3.0


@dataclass(frozen=True, slots=True)
class PoolWish:
    """Interviewers who can all see the same candidates, and the vacancies of these."""

    vacancies: Sequence[Vacancy]
    interviewers: Sequence[tuple[Person, Hours]]
    name: str = ""


@dataclass(frozen=True, slots=True)
class StreamingDay:
    """A day as wished: who interviews when, for which vacancies, how long each interview.

    vacancies, interviewers, pool_name: the first pool; further: the others.
    """

    site: Site
    on: date
    vacancies: Sequence[Vacancy]
    interviewers: Sequence[tuple[Person, Hours]]
    minutes: int
    room: Room | None = None
    title: str = ""
    overtime_slots: int = 1
    costs: Costs = Costs()
    fair: bool = True
    pool_name: str = ""
    further: Sequence[PoolWish] = ()
    top_ups_per_day: int = 0
    top_ups_cut_off: int = 24

    @property
    def pools(self) -> tuple[PoolWish, ...]:
        """Every pool, the first one first."""
        first = PoolWish(self.vacancies, self.interviewers, self.pool_name)
        return (first, *self.further)


@dataclass(frozen=True, slots=True)
class GroupSession:
    """One start, `seats` candidates, several observers."""

    site: Site
    on: date
    start: int
    minutes: int
    seats: int
    vacancies: Sequence[Vacancy]
    observers: Sequence[Person]
    room: Room | None = None
    title: str = ""
    costs: Costs = Costs()


def wall(site: Site, on: date, minute: int) -> datetime:
    """Return the moment at which the site's clock shows `minute` minutes after midnight."""
    local = datetime.combine(on, time(minute // 60 % 24, minute % 60), ZoneInfo(site.zone))
    return (local + timedelta(days=minute // 1440)).astimezone(UTC)


def check_streaming(day: StreamingDay, *, now: datetime) -> list[tuple[slots.Shape, ...]]:
    """Return the slots of each pool, or raise Refused (facts: `who`, `at`, `pool`: its place)."""
    found = [_laid_out(pool, day.minutes, number) for number, pool in enumerate(day.pools)]
    people = [person for pool in day.pools for person, _ in pool.interviewers]
    first = wall(day.site, day.on, min(shapes[0].start for shapes in found))
    _check_place(day.site, day.on, day.room, people, first, now)
    busy = [
        (pool.interviewers[i][0], wall(day.site, day.on, shape.start), day.minutes)
        for pool, shapes in zip(day.pools, found, strict=True)
        for shape in shapes
        for i in shape.who
    ]
    last = wall(day.site, day.on, _end(found, day.minutes))
    _check_free(busy, day.room, first, last, ZoneInfo(day.site.zone))
    return found


def _laid_out(pool: PoolWish, minutes: int, number: int) -> tuple[slots.Shape, ...]:
    hours = [one for _, one in pool.interviewers]
    reason = slots.hours_refusal(hours, minutes)
    if reason is None and not pool.vacancies:
        reason = Refusal.NO_VACANCY
    if reason:
        raise Refused(reason, pool=number)
    return slots.lay_out(hours, minutes)


def _end(found: Sequence[Sequence[slots.Shape]], minutes: int) -> int:
    return max(shapes[-1].start for shapes in found) + minutes


def check_group(session: GroupSession, *, now: datetime) -> datetime:
    """Return the start of the group session, or raise Refused."""
    if not slots.SHORTEST <= session.minutes <= slots.LONGEST:
        raise Refused(Refusal.SLOT_LENGTH)
    if not 1 <= session.seats <= 200:
        raise Refused(Refusal.SEATS)
    if session.room is not None and session.room.seats < session.seats:
        raise Refused(Refusal.ROOM_TOO_SMALL, seats=session.room.seats)
    if not session.vacancies:
        raise Refused(Refusal.NO_VACANCY)
    start = wall(session.site, session.on, session.start)
    _check_place(session.site, session.on, session.room, session.observers, start, now)
    end = start + timedelta(minutes=session.minutes)
    busy = [(person, start, session.minutes) for person in session.observers]
    _check_free(busy, session.room, start, end, ZoneInfo(session.site.zone))
    return start


def plan_streaming(
    day: StreamingDay, limits: Sequence[int], *, actor: Person, now: datetime
) -> InterviewSession:
    """Create the day with its pools and slots, or raise Refused.

    limits: how many may be invited to each slot, in the order of the slots, pool after pool.
    """
    found = check_streaming(day, now=now)
    last = wall(day.site, day.on, _end(found, day.minutes))
    session = _session(day, SessionKind.STREAMING, actor=actor, now=now)
    session.ends_at = last + timedelta(minutes=day.minutes * day.overtime_slots)
    session.overtime_slots = day.overtime_slots
    session.fair = day.fair
    session.top_ups_per_day = day.top_ups_per_day
    session.top_ups_cut_off = day.top_ups_cut_off
    given = iter(limits)
    for wish, shapes in zip(day.pools, found, strict=True):
        name = wish.name or (_titles(wish.vacancies) if len(day.pools) > 1 else "")
        pool = Pool(session=session, name=name, vacancies=list(wish.vacancies))
        for shape in shapes:
            slot = Slot(
                pool=pool,
                starts_at=wall(day.site, day.on, shape.start),
                minutes=day.minutes,
                capacity=len(shape.who),
                limit=next(given, len(shape.who)),
                taken=0,
            )
            slot.panel = [PanelMember(person=wish.interviewers[i][0]) for i in shape.who]
    return _saved(session, actor=actor, now=now)


def _titles(vacancies: Sequence[Vacancy]) -> str:
    """Return what tells a pool that nobody has named from the others of its day."""
    return ", ".join(one.title for one in vacancies)[:80]


def plan_group(
    wanted: GroupSession, limit: int, *, actor: Person, now: datetime
) -> InterviewSession:
    """Create a group session with one slot, or raise Refused."""
    start = check_group(wanted, now=now)
    session = _session(wanted, SessionKind.GROUP, actor=actor, now=now)
    session.ends_at = start + timedelta(minutes=wanted.minutes)
    session.overtime_slots = 0
    pool = Pool(session=session, vacancies=list(wanted.vacancies))
    slot = Slot(
        pool=pool,
        starts_at=start,
        minutes=wanted.minutes,
        capacity=wanted.seats,
        limit=limit,
        taken=0,
    )
    slot.panel = [PanelMember(person=person) for person in wanted.observers]
    return _saved(session, actor=actor, now=now)


def grant_panel(pool: Pool) -> None:
    """Let the pool's present interviewers read the applications of everybody who holds a place
    with them, and nobody else; call it after a change of the panel."""
    statement = (
        select(Invitation)
        .join(Invitation.slot)
        .where(Slot.pool_id == pool.id, Invitation.state.in_(HOLDING))
    )
    keep_readers([invitation.application for invitation in db.session.scalars(statement)])


def _check_place(
    site: Site,
    on: date,
    room: Room | None,
    people: Sequence[Person],
    first: datetime,
    now: datetime,
) -> None:
    if not people:
        raise Refused(Refusal.NO_INTERVIEWERS)
    if len({person.id for person in people}) < len(people):
        raise Refused(Refusal.TWICE)
    holidays = {holiday.on: holiday.name for holiday in site.calendar.holidays}
    if reason := slots.date_refusal(on, first, now=now, holidays=tuple(holidays)):
        raise Refused(reason, name=holidays.get(on, ""))
    if room is not None and room.site_id != site.id:
        raise Refused(Refusal.ROOM_ELSEWHERE)


def _check_free(
    busy: Sequence[tuple[Person, datetime, int]],
    room: Room | None,
    first: datetime,
    end: datetime,
    zone: ZoneInfo,
) -> None:
    if clash := conflicts.person_clash(busy):
        at = f"{clash.starts_at.astimezone(zone):%H:%M}"
        raise Refused(Refusal.PERSON_BUSY, who=clash.person.name, at=at)
    if room is not None and (other := conflicts.room_clash(room, first, end)):
        at = f"{other.astimezone(zone):%H:%M}"
        raise Refused(Refusal.ROOM_BUSY, room=room.name, at=at)


def _session(
    wanted: StreamingDay | GroupSession, kind: SessionKind, *, actor: Person, now: datetime
) -> InterviewSession:
    return InterviewSession(
        kind=kind,
        state=SessionState.PLANNED,
        site=wanted.site,
        room=wanted.room,
        held_on=wanted.on,
        title=wanted.title,
        cost_wait=wanted.costs.wait,
        cost_overtime=wanted.costs.overtime,
        cost_turned_away=wanted.costs.turned_away,
        check_in_code=new_code(),
        created_by=actor,
        created_at=now,
    )


def _saved(session: InterviewSession, *, actor: Person, now: datetime) -> InterviewSession:
    db.session.add(session)
    db.session.flush()
    audit.record(
        "interviews.session.planned",
        session,
        actor=actor,
        at=now,
        kind=session.kind,
        site=session.site,
        on=session.held_on,
    )
    return session
