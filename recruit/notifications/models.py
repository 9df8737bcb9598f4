"""Mail waiting to be sent, and notices shown in the application."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.kernel.db import Record
from recruit.people.models import Person


class MessageState(enum.StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class OutboxMessage(Record):
    """One mail to one person. `key` is unique: the same message exists once, ever.

    `context` holds what the template needs and no secret: links are made at delivery.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (Index(None, "state", "due_at"), Index(None, "batch"))

    key: Mapped[str] = mapped_column(String(160), unique=True)
    template: Mapped[str] = mapped_column(String(80))
    recipient: Mapped[str] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(5), default="en")
    zone: Mapped[str] = mapped_column(String(40), default="UTC")
    context: Mapped[dict[str, Any]] = mapped_column(JSON)
    event: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """A calendar file to attach: uid, sequence, method, starts_at, ends_at, summary, ..."""
    subject_ref: Mapped[str] = mapped_column(String(80), default="", index=True)
    """What the message is about, as "table:pubid"; erasure finds messages by it."""
    batch: Mapped[str | None] = mapped_column(String(12))
    state: Mapped[MessageState] = mapped_column(default=MessageState.PENDING)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(200), default="")
    sent_at: Mapped[datetime | None]


class Notification(Record):
    """A notice inside the application for one person; read ones fade away."""

    __tablename__ = "notification"
    __table_args__ = (Index(None, "person_id", "read_at", "id"),)

    key: Mapped[str] = mapped_column(String(160), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(80))
    """A code; the page words it, so that it speaks the reader's language."""
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    path: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()
