"""Reading the outbox and notices."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select, tuple_

from recruit.kernel.db import by_pubid, db
from recruit.kernel.permissions import Role
from recruit.notifications.models import MessageState, Notification, OutboxMessage
from recruit.people.models import Person

PAGE = 50
RECRUITERS = ("interviews/", "candidates/")
"""Of whose mails a recruiter sees the state; the rest is the admin's."""


def _seen_by(person: Person) -> Select[OutboxMessage]:
    query = select(OutboxMessage)
    if Role.ADMIN in person.roles:
        return query
    if Role.RECRUITER in person.roles:
        return query.where(or_(*(OutboxMessage.template.startswith(p) for p in RECRUITERS)))
    return query.where(OutboxMessage.id.is_(None))


def message_for(person: Person, pubid: str) -> OutboxMessage | None:
    """Return a message this person may know of."""
    query = _seen_by(person).where(OutboxMessage.pubid == pubid)
    return db.session.scalars(query).one_or_none()


@dataclass(frozen=True, slots=True)
class Mails:
    """A page of messages, newest first, and the pubid to go on after ("" at the end)."""

    rows: Sequence[OutboxMessage]
    following: str


def messages(person: Person, *, state: MessageState | None = None, after: str = "") -> Mails:
    """Return a page of the messages this person may know of, the latest due first."""
    query = _seen_by(person)
    if state is not None:
        query = query.where(OutboxMessage.state == state)
    last = by_pubid(OutboxMessage, after)
    if last is not None:
        query = query.where(
            tuple_(OutboxMessage.due_at, OutboxMessage.id) < (last.due_at, last.id)
        )
    query = query.order_by(OutboxMessage.due_at.desc(), OutboxMessage.id.desc()).limit(PAGE + 1)
    rows = list(db.session.scalars(query))
    return Mails(rows[:PAGE], rows[PAGE - 1].pubid if len(rows) > PAGE else "")


def counts(person: Person) -> dict[MessageState, int]:
    """Return how many messages stand in each state, of those this person may know of."""
    seen = _seen_by(person).subquery()
    query = select(seen.c.state, func.count()).group_by(seen.c.state)
    return {MessageState(state): count for state, count in db.session.execute(query)}


def all_messages(state: MessageState | None, limit: int) -> list[OutboxMessage]:
    """Return the latest messages, for the command line."""
    query = select(OutboxMessage).order_by(OutboxMessage.due_at.desc(), OutboxMessage.id.desc())
    if state is not None:
        query = query.where(OutboxMessage.state == state)
    return list(db.session.scalars(query.limit(limit)))


def masked(address: str) -> str:
    """Return an address that its owner recognises and nobody can write to: a…@example.org."""
    local, at, domain = address.partition("@")
    return f"{local[:1]}…{at}{domain}"


def notices(person: Person, *, after: str = "") -> tuple[list[Notification], str]:
    """Return a page of the person's notices, newest first, and the pubid to go on after."""
    query = select(Notification).where(Notification.person_id == person.id)
    last = notice_for(person, after)
    if last is not None:
        query = query.where(Notification.id < last.id)
    rows = list(db.session.scalars(query.order_by(Notification.id.desc()).limit(PAGE + 1)))
    return rows[:PAGE], rows[PAGE - 1].pubid if len(rows) > PAGE else ""


def notice_for(person: Person, pubid: str) -> Notification | None:
    """Return one of the person's own notices."""
    found = by_pubid(Notification, pubid)
    return found if found is not None and found.person_id == person.id else None


def unread_count(person: Person) -> int:
    """Return how many notices the person has not read."""
    query = select(func.count()).where(
        Notification.person_id == person.id, Notification.read_at.is_(None)
    )
    return db.session.scalars(query).one()
