"""Reading accounts and the audit trail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import and_, exists, or_, select, tuple_, union_all
from sqlalchemy.orm import selectinload

from recruit.kernel.audit import AuditEvent
from recruit.kernel.db import by_pubid, db
from recruit.kernel.permissions import Role
from recruit.organization.models import Department, Site, WorkCalendar
from recruit.people.models import Membership, Person, PersonRole

PAGE = 50
T = TypeVar("T")


def person(pubid: object) -> Person | None:
    """Return an account by its public id."""
    return by_pubid(Person, pubid)


def by_email(email: str) -> Person | None:
    """Return the account of an address, active or not."""
    query = select(Person).where(Person.email == email.strip().lower())
    return db.session.scalars(query).one_or_none()


def anybody() -> bool:
    """Tell whether there is any account at all."""
    return bool(db.session.scalar(select(exists().where(Person.id.is_not(None)))))


def people_with(
    role: Role, department: Department | None = None, site: Site | None = None
) -> list[Person]:
    """Return the active people of a role by name: of one department, of one site, or all."""
    query = (
        select(Person)
        .join(Person.role_rows)
        .where(Person.active, PersonRole.role == role)
        .order_by(Person.name, Person.id)
    )
    if department is not None:
        query = query.where(Person.memberships.any(Membership.department == department))
    if site is not None:
        query = query.where(Person.site == site)
    return list(db.session.scalars(query))


def head_of(department: Department) -> Person | None:
    """Return the active head of a department."""
    query = select(Person).where(
        Person.active,
        Person.memberships.any(and_(Membership.department == department, Membership.is_head)),
    )
    return db.session.scalars(query).one_or_none()


def is_admin(person: Person) -> bool:
    """Tell whether this account is an active admin, as stored."""
    return person.active and any(row.role is Role.ADMIN for row in person.role_rows)


def other_admins(person: Person) -> list[int]:
    """Return the ids of the other active admins who have a password to sign in with."""
    query = (
        select(Person.id)
        .join(Person.role_rows)
        .where(
            Person.id != person.id,
            Person.active,
            Person.password_hash.is_not(None),
            PersonRole.role == Role.ADMIN,
        )
    )
    return list(db.session.scalars(query))


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows, and where the next ones begin ("" at the end)."""

    rows: list[T]
    following: str


def accounts(
    *, search: str = "", role: Role | None = None, state: str = "", after: str = ""
) -> Page[Person]:
    """Return a page of accounts by name. `after` is the pubid of the last one seen.

    state: "active", "invited" (no password yet), "inactive", or "" for all.
    """
    query = select(Person).options(selectinload(Person.memberships))
    if search:
        query = query.where(
            or_(
                Person.name.icontains(search, autoescape=True),
                Person.email.contains(search.lower(), autoescape=True),
            )
        )
    if role is not None:
        query = query.where(Person.role_rows.any(PersonRole.role == role))
    if state == "inactive":
        query = query.where(~Person.active)
    elif state == "invited":
        query = query.where(Person.active, Person.password_hash.is_(None))
    elif state == "active":
        query = query.where(Person.active, Person.password_hash.is_not(None))
    last = person(after)
    if last is not None:
        query = query.where(tuple_(Person.name, Person.id) > (last.name, last.id))
    rows = list(db.session.scalars(query.order_by(Person.name, Person.id).limit(PAGE + 1)))
    return Page(rows[:PAGE], rows[PAGE - 1].pubid if len(rows) > PAGE else "")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page of the trail ended: a moment, and how many rows of it were seen."""

    at: datetime
    seen: int


def trail(
    *,
    actor: str = "",
    action: str = "",
    subject: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    after: Mark | None = None,
) -> tuple[list[AuditEvent], Mark | None]:
    """Return a page of the audit trail, newest first, and where the next one begins.

    actor: "table:pubid" or "system"; action: its beginning, such as "people."; subject: a pubid
    or "table:pubid"; since (inclusive), until (exclusive): moments.
    """
    query = select(AuditEvent)
    if actor:
        query = query.where(AuditEvent.actor == actor)
    if action:
        query = query.where(AuditEvent.action.startswith(action, autoescape=True))
    if ":" in subject:
        query = query.where(AuditEvent.subject == subject)
    elif subject:
        query = query.where(AuditEvent.subject.endswith(f":{subject}", autoescape=True))
    if since is not None:
        query = query.where(AuditEvent.at >= since)
    if until is not None:
        query = query.where(AuditEvent.at < until)
    if after is not None:
        query = query.where(AuditEvent.at <= after.at).offset(after.seen)
    query = query.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(PAGE + 1)
    found = list(db.session.scalars(query))
    rows = found[:PAGE]
    if len(found) <= PAGE:
        return rows, None
    last = rows[-1].at
    seen = sum(row.at == last for row in rows)
    if after is not None and after.at == last:
        seen += after.seen
    return rows, Mark(last, seen)


def names(pubids: set[str]) -> dict[str, str]:
    """Return the names of people, departments, sites and calendars by pubid."""
    query = union_all(
        *(
            select(table.pubid, table.name).where(table.pubid.in_(pubids))
            for table in (Person, Department, Site, WorkCalendar)
        )
    )
    return {row.pubid: row.name for row in db.session.execute(query)}


def everybody() -> list[tuple[str, str]]:
    """Return (pubid, name) of every account by name, for a select."""
    rows = db.session.execute(
        select(Person.pubid, Person.name).order_by(Person.name, Person.id)
    )
    return [(pubid, name) for pubid, name in rows]
