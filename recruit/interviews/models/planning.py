"""What planning keeps beside the days: templates, and who was invited by the clock."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.interviews.models.invitations import Invitation
from recruit.interviews.models.sessions import InterviewSession
from recruit.kernel.db import Record
from recruit.people.models import Person


class DayTemplate(Record):
    """The shape of a streaming day without its date, to plan the same day again."""

    __tablename__ = "day_template"
    __table_args__ = (UniqueConstraint("name"),)

    name: Mapped[str] = mapped_column(String(80))
    shape: Mapped[dict[str, Any]] = mapped_column(JSON)
    """`recruit.rules.day_shapes.DayShape` as JSON: public ids and minutes, no names."""
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[Person] = relationship()


class TopUp(Record):
    """An invitation that nobody clicked: the session's rule allowed it."""

    __tablename__ = "top_up"
    __table_args__ = (
        UniqueConstraint("invitation_id"),
        Index(None, "session_id", "counted_on"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("interview_session.id"))
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"))
    at: Mapped[datetime]
    counted_on: Mapped[date]
    """The site's local date, against which the daily limit counts."""
    declined: Mapped[int] = mapped_column(default=0)
    """How many had declined, been cancelled or moved to another session since the last wave."""
    doubtful: Mapped[int] = mapped_column(default=0)
    """How many since then said they were unsure, or did not answer the phone."""
    session: Mapped[InterviewSession] = relationship()
    invitation: Mapped[Invitation] = relationship()
