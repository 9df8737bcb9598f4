"""Past attendance: the files brought in, and what was kept of them."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.kernel.db import Base, Record, intpk
from recruit.people.models import Person
from recruit.rules.attendance import Reminder


class ImportState(enum.StrEnum):
    UPLOADED = "uploaded"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class AttendanceImport(Record):
    """One file of past interviews. The bytes are deleted once read: they may hold names."""

    __tablename__ = "attendance_import"

    filename: Mapped[str] = mapped_column(String(120))
    stored_name: Mapped[str | None] = mapped_column(String(40), unique=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[ImportState] = mapped_column(default=ImportState.UPLOADED, index=True)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    report: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Counts, lines dropped with reasons, protected columns ignored."""
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    uploaded_by: Mapped[Person] = relationship()


class AttendanceRecord(Base):
    """One past interview: whether somebody came. Nothing in it names or describes a person."""

    __tablename__ = "attendance_record"
    __table_args__ = (Index(None, "reminder", "channel", "showed"),)

    id: Mapped[intpk]
    import_id: Mapped[int] = mapped_column(ForeignKey("attendance_import.id"), index=True)
    scheduled_on: Mapped[date | None]
    day_key: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(80), default="")
    lead_days: Mapped[int | None]
    reminder: Mapped[Reminder]
    showed: Mapped[bool]
