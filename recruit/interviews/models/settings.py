"""What the company has decided about interviews: a single row, made at first use."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from recruit.kernel.db import Record


class InterviewSettings(Record):
    """Reminders, what candidates may change by themselves, and what is said on the phone."""

    __tablename__ = "interview_settings"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    reminder_hours: Mapped[list[int]] = mapped_column(JSON)
    """Hours before the start at which a reminder leaves, the earliest first."""
    move_notice_hours: Mapped[int] = mapped_column(default=12)
    """Until so long before the old and the new start a candidate moves by the link."""
    most_moves: Mapped[int] = mapped_column(default=2)
    """How often a candidate moves the same invitation by the link."""
    decline_notice_hours: Mapped[int] = mapped_column(default=0)
    """Until so long before the start a candidate cancels by the link; 0: until it begins."""
    call_scripts: Mapped[dict[str, Any]] = mapped_column(JSON)
    """By locale, what the caller says; a locale left out has the product's own text."""
    version: Mapped[int] = mapped_column(default=1)
