"""Sites and their rooms."""

from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import available_timezones

from recruit.kernel import audit
from recruit.kernel.db import Record, db, locked, refused_by_constraint, unchanged
from recruit.kernel.errors import Refused
from recruit.organization import queries
from recruit.organization.models import Room, Site, WorkCalendar
from recruit.organization.operations.company import the_company
from recruit.organization.operations.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of a site. `zone` is an IANA name, `country` a two-letter code or ""."""

    name: str
    zone: str
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    address: str = ""
    directions: str = ""
    parking: str = ""
    bring: str = ""
    phone: str = ""
    active: bool = True


def add_site(
    place: Place, calendar: WorkCalendar, *, actor: Record | None, now: datetime
) -> Site:
    """Add a site, with the calendar its working days follow."""
    _refuse(place, None)
    site = Site(**asdict(place), calendar=calendar)
    with refused_by_constraint(Refusal.NAME_TAKEN):
        db.session.add(site)
    audit.record("organization.site.added", site, actor=actor, at=now, calendar=calendar)
    return site


def edit_site(
    site: Site,
    place: Place,
    calendar: WorkCalendar,
    *,
    version: int | None,
    actor: Record | None,
    now: datetime,
) -> None:
    """Change a site. The last active one stays active: every session needs a place."""
    the_company()  # two people switching off one site each must queue here
    locked(site)
    unchanged(site, version)
    _refuse(place, site)
    if site.active and not place.active and len(queries.sites()) <= 1:
        raise Refused(Refusal.LAST_SITE)
    changed = [name for name, value in asdict(place).items() if getattr(site, name) != value]
    if site.calendar is not calendar:
        changed.append("calendar")
    if not changed:
        return
    with refused_by_constraint(Refusal.NAME_TAKEN):
        for name in changed:
            setattr(site, name, calendar if name == "calendar" else getattr(place, name))
        site.version += 1
    audit.record(
        "organization.site.edited",
        site,
        actor=actor,
        at=now,
        fields=changed,
        calendar=calendar,
    )


def add_room(site: Site, name: str, seats: int, *, actor: Record | None, now: datetime) -> Room:
    """Add a room with so many seats (at least one)."""
    room = Room(name=name, seats=seats)
    with refused_by_constraint(Refusal.NAME_TAKEN):
        site.rooms.append(room)
    audit.record("organization.room.added", room, actor=actor, at=now, site=site, seats=seats)
    return room


def edit_room(
    room: Room, name: str, seats: int, *, actor: Record | None, now: datetime
) -> None:
    """Rename a room or change its seats."""
    with refused_by_constraint(Refusal.NAME_TAKEN):
        room.name, room.seats = name, seats
    audit.record("organization.room.edited", room, actor=actor, at=now, seats=seats)


def remove_room(room: Room, *, actor: Record | None, now: datetime) -> None:
    """Remove a room in which nothing was ever planned."""
    audit.record("organization.room.removed", room, actor=actor, at=now, site=room.site)
    with refused_by_constraint(Refusal.IN_USE):
        db.session.delete(room)


def _refuse(place: Place, own: Site | None) -> None:
    if place.zone not in available_timezones():
        raise Refused(Refusal.UNKNOWN_ZONE)
    if any(
        other is not own and other.name.casefold() == place.name.casefold()
        for other in queries.sites(active=False)
    ):
        raise Refused(Refusal.NAME_TAKEN)
