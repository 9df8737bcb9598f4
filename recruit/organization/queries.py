"""Reading the company's structure."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from recruit.kernel.db import by_pubid, db
from recruit.organization.models import (
    Department,
    Holiday,
    Organization,
    Room,
    Site,
    WorkCalendar,
)


def organization() -> Organization:
    """Return the company; before its first save, an unsaved one with the defaults."""
    found = db.session.get(Organization, 1)
    return found or Organization(
        id=1,
        name="Recruit",
        legal_name="",
        website="",
        phone="",
        privacy_text="",
        privacy_version=1,
        retention_months=12,
        currency="EUR",
        country="RO",
        prior_weight=4,
        version=1,
    )


def departments() -> list[Department]:
    """Return every department by name."""
    return list(db.session.scalars(select(Department).order_by(Department.name)))


def sites(*, active: bool = True) -> list[Site]:
    """Return the sites by name with their rooms."""
    query = select(Site).options(selectinload(Site.rooms)).order_by(Site.name)
    return list(db.session.scalars(query.where(Site.active) if active else query))


def calendars() -> list[WorkCalendar]:
    """Return the work calendars by name with their holidays."""
    query = select(WorkCalendar).options(selectinload(WorkCalendar.holidays))
    return list(db.session.scalars(query.order_by(WorkCalendar.name)))


def site(pubid: object) -> Site | None:
    """Return a site by its public id."""
    return by_pubid(Site, pubid)


def department(pubid: object) -> Department | None:
    """Return a department by its public id."""
    return by_pubid(Department, pubid)


def calendar(pubid: object) -> WorkCalendar | None:
    """Return a work calendar by its public id."""
    return by_pubid(WorkCalendar, pubid)


def room_of(site: Site, pubid: object) -> Room | None:
    """Return a room of this very site."""
    room = by_pubid(Room, pubid)
    return room if room is not None and room.site_id == site.id else None


def holiday_of(calendar: WorkCalendar, pubid: object) -> Holiday | None:
    """Return a day off of this very calendar."""
    holiday = by_pubid(Holiday, pubid)
    return holiday if holiday is not None and holiday.calendar_id == calendar.id else None
