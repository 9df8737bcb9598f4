"""Choosing a time oneself: who was asked to, and which place is held meanwhile."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.candidates.models import Application
from recruit.interviews.models.sessions import Slot
from recruit.kernel.db import Record
from recruit.people.models import Person

_OPEN = text("closed_at IS NULL")


class TimeOffer(Record):
    """An application whose person was asked to choose a time. At most one is open; it ends with
    the booking, with an invitation by somebody else, and when it is taken back."""

    __tablename__ = "time_offer"
    __table_args__ = (
        Index(
            "uq_time_offer_open",
            "application_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(None, "application_id", "id"),
        Index(None, "batch"),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    batch: Mapped[str] = mapped_column(String(12))
    """Those sent with one click; sent again, it is the newest."""
    offered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None: a cancelled session offered it."""
    offered_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    application: Mapped[Application] = relationship()
    offered_by: Mapped[Person | None] = relationship()


class SlotHold(Record):
    """A place kept for somebody who is choosing. The row is the hold: it counts in the slot's
    `taken`, and whoever deletes it frees the place, so that it is freed exactly once."""

    __tablename__ = "slot_hold"
    __table_args__ = (Index(None, "slot_id", "expires_at"), Index(None, "expires_at"))

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    slot: Mapped[Slot] = relationship()
