"""Reading the company's structure."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from recruit.kernel.db import by_pubid, db
from recruit.organization.models import Department, Organization, Site, WorkCalendar


def organization() -> Organization:
    """Return the company; before its first save, an unsaved one with the defaults."""
    found = db.session.get(Organization, 1)
    return found or Organization(
        id=1, name="Recruit", legal_name="", website="", phone="", privacy_text="",
        privacy_version=1, retention_months=12, currency="EUR", country="RO",
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
