"""Put a message in the outbox; the scheduler delivers it after the commit."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select, update

from recruit.kernel.db import Record, db
from recruit.kernel.errors import Refused
from recruit.notifications.models import MessageState, Notification, OutboxMessage
from recruit.people.models import Person


class Refusal(StrEnum):
    ALREADY_SENT = "already_sent"


@dataclass(frozen=True, slots=True)
class Event:
    """A calendar entry: `uid` stays for its whole life, `sequence` rises with every change."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    description: str = ""
    method: str = "REQUEST"
    """REQUEST, or CANCEL to take it out of the calendar."""


def enqueue(
    template: str,
    recipient: str,
    *,
    key: str,
    now: datetime,
    due_at: datetime | None = None,
    locale: str = "en",
    zone: str = "UTC",
    about: Record | None = None,
    batch: str | None = None,
    event: Event | None = None,
    **context: Any,
) -> None:
    """Add a message to the current transaction, unless one with this `key` is already there.

    template: a folder and name below templates/emails, e.g. "interviews/invited".
    context: plain JSON values. A link to be made at delivery is a value built by `link()`.
    due_at: when to send it; `now` unless the sender may still undo it.
    """
    if not recipient:
        return  # a candidate with a phone number only: the page itself is the message
    if db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == key)) is not None:
        return
    facts: dict[str, Any] | None = None
    if event is not None:
        facts = asdict(event) | {
            "starts_at": event.starts_at.isoformat(),
            "ends_at": event.ends_at.isoformat(),
        }
    db.session.add(
        OutboxMessage(
            key=key,
            template=template,
            recipient=recipient,
            locale=locale,
            zone=zone,
            context=context,
            event=facts,
            subject_ref=f"{about.__tablename__}:{about.pubid}" if about else "",
            batch=batch,
            created_at=now,
            due_at=due_at or now,
        )
    )


def link(purpose: str, record: Record, generation: int) -> Mapping[str, Any]:
    """Return the recipe of a secret link; delivery turns it into a URL, the database never can.

    purpose: "application" (a candidate's page), "join" (an account), "reset" (a password).
    """
    return {"_link": purpose, "pubid": record.pubid, "generation": generation}


def cancel_batch(batch: str) -> None:
    """Take back every message of a batch, or raise Refused when one has already left."""
    db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.batch == batch, OutboxMessage.state == MessageState.PENDING)
        .values(state=MessageState.CANCELLED)
    )
    left = select(OutboxMessage.id).where(
        OutboxMessage.batch == batch, OutboxMessage.state != MessageState.CANCELLED
    )
    if db.session.scalar(left.limit(1)) is not None:
        raise Refused(Refusal.ALREADY_SENT)


def cancel_about(record: Record, template: str) -> None:
    """Take back this kind of message about a record, where it has not left yet."""
    db.session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.subject_ref == f"{record.__tablename__}:{record.pubid}",
            OutboxMessage.template == template,
            OutboxMessage.state == MessageState.PENDING,
        )
        .values(state=MessageState.CANCELLED)
    )


def cancel(*keys: str) -> None:
    """Take back messages that have not left yet; those that have stay sent."""
    db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.key.in_(keys), OutboxMessage.state == MessageState.PENDING)
        .values(state=MessageState.CANCELLED)
    )


def notify(
    person: Person, kind: str, *, key: str, now: datetime, path: str = "", **facts: Any
) -> None:
    """Show a notice to a person inside the application; the same `key` is shown once."""
    if db.session.scalar(select(Notification.id).where(Notification.key == key)) is None:
        db.session.add(
            Notification(
                key=key, person=person, kind=kind, facts=facts, path=path, created_at=now
            )
        )
