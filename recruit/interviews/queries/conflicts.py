"""Is an interviewer or a room taken at this time already?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from recruit.interviews.models import InterviewSession, PanelMember, Pool, SessionState, Slot
from recruit.kernel.db import db
from recruit.organization.models import Room, Site
from recruit.people.models import Person

_LONGEST = timedelta(minutes=480)


@dataclass(frozen=True, slots=True)
class Clash:
    """Who is taken, and from when by the other session."""

    person: Person
    starts_at: datetime


def person_clash(wanted: Sequence[tuple[Person, datetime, int]]) -> Clash | None:
    """Return the first of (person, start, minutes) that overlaps a planned slot, or None."""
    if not wanted:
        return None
    people = {person.id: person for person, _, _ in wanted}
    first = min(start for _, start, _ in wanted)
    last = max(start + timedelta(minutes=minutes) for _, start, minutes in wanted)
    statement = (
        select(PanelMember.person_id, Slot.starts_at, Slot.minutes)
        .join(Slot, Slot.id == PanelMember.slot_id)
        .join(Pool, Pool.id == Slot.pool_id)
        .join(InterviewSession, InterviewSession.id == Pool.session_id)
        .where(
            PanelMember.person_id.in_(people),
            InterviewSession.state == SessionState.PLANNED,
            Slot.starts_at > first - _LONGEST,
            Slot.starts_at < last,
        )
        .order_by(Slot.starts_at)
    )
    taken = list(db.session.execute(statement))
    for person, start, minutes in wanted:
        end = start + timedelta(minutes=minutes)
        for person_id, other, length in taken:
            if (
                person_id == person.id
                and other < end
                and start < other + timedelta(minutes=length)
            ):
                return Clash(person, other)
    return None


def taken_on(on: date) -> dict[str, tuple[datetime, datetime, str]]:
    """Return per person (by pubid) who interviews in planned sessions of this day: from when,
    until when, and the zone of the site; of several sessions the whole span."""
    statement = (
        select(Person.pubid, Slot.starts_at, Slot.minutes, Site.zone)
        .join(PanelMember, PanelMember.person_id == Person.id)
        .join(Slot, Slot.id == PanelMember.slot_id)
        .join(Pool, Pool.id == Slot.pool_id)
        .join(InterviewSession, InterviewSession.id == Pool.session_id)
        .join(Site, Site.id == InterviewSession.site_id)
        .where(InterviewSession.held_on == on, InterviewSession.state == SessionState.PLANNED)
    )
    found: dict[str, tuple[datetime, datetime, str]] = {}
    for who, start, minutes, zone in db.session.execute(statement):
        end = start + timedelta(minutes=minutes)
        first, last, _zone = found.get(who, (start, end, zone))
        found[who] = (min(first, start), max(last, end), zone)
    return found


def room_clash(room: Room, first: datetime, end: datetime) -> datetime | None:
    """Return when another planned session begins in the room within [first, end), or None."""
    begins = (
        select(func.min(Slot.starts_at))
        .join(Pool, Pool.id == Slot.pool_id)
        .where(Pool.session_id == InterviewSession.id)
        .scalar_subquery()
    )
    statement = select(begins).where(
        InterviewSession.room_id == room.id,
        InterviewSession.state == SessionState.PLANNED,
        InterviewSession.ends_at > first,
        begins < end,
    )
    return db.session.scalars(statement.limit(1)).one_or_none()
