"""Changing the outbox and notices by hand."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, update

from recruit.kernel import audit
from recruit.kernel.db import Record, db
from recruit.kernel.errors import Refused
from recruit.notifications.models import MessageState, Notification, OutboxMessage
from recruit.people.models import Person


class Refusal(StrEnum):
    NOT_FAILED = "not_failed"


def retry(message: OutboxMessage, *, actor: Record | None, now: datetime) -> None:
    """Let a failed message start over with all its attempts; a second click changes nothing."""
    won = db.session.scalar(
        update(OutboxMessage)
        .where(OutboxMessage.id == message.id, OutboxMessage.state == MessageState.FAILED)
        .values(state=MessageState.PENDING, attempts=0, due_at=now, last_error="")
        .returning(OutboxMessage.id)
    )
    if won is None:
        raise Refused(Refusal.NOT_FAILED)
    audit.record("notifications.message.retried", message, actor=actor, at=now)


def read(notice: Notification, *, now: datetime) -> None:
    """Mark a notice as read; the first time counts."""
    if notice.read_at is None:
        notice.read_at = now


def read_all(person: Person, *, now: datetime) -> None:
    """Mark every notice of a person as read."""
    db.session.execute(
        update(Notification)
        .where(Notification.person_id == person.id, Notification.read_at.is_(None))
        .values(read_at=now)
    )


def drop_read_before(moment: datetime) -> None:
    """Forget notices that were read long ago."""
    db.session.execute(delete(Notification).where(Notification.read_at < moment))
