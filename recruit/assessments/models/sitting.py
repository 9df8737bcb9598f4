"""What moves the time of a sitting, and the plain log of leaving the page."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.assessments.models.attempts import Attempt
from recruit.kernel import audit
from recruit.kernel.db import Record
from recruit.people.models import Person


class Accommodation(Record):
    """More time for a person on every written test with a time limit, until it is ended."""

    __tablename__ = "accommodation"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 1 AND 200", name="percent"),
        Index(
            "uq_accommodation_open",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "person_id", "id"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    percent: Mapped[int]
    """Of the test's time limit, added to it."""
    reason: Mapped[str] = mapped_column(String(300))
    approved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    approved_by: Mapped[Person] = relationship(foreign_keys=approved_by_id)
    ended_by: Mapped[Person | None] = relationship(foreign_keys=ended_by_id)


class TimeChangeKind(enum.StrEnum):
    """Why a sitting has another end than its test says."""

    EXTRA = "extra"
    """Minutes given for this sitting."""
    STANDING = "standing"
    """Minutes by the person's accommodation, added when the sitting began."""
    MOVED = "moved"
    """A new end by the clock."""
    PAUSED = "paused"
    """The length of a pause, added when it ended."""


class TimeChange(Record):
    """One change of a sitting's end, by a named person with a reason. Append-only."""

    __tablename__ = "time_change"
    __table_args__ = (Index(None, "attempt_id", "id"),)

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    kind: Mapped[TimeChangeKind]
    seconds: Mapped[int]
    """By how much the end moved; negative: earlier."""
    deadline_at: Mapped[datetime | None]
    """The end from then on; None where the sitting had not begun."""
    reason: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    attempt: Mapped[Attempt] = relationship(back_populates="time_changes")
    by: Mapped[Person] = relationship()


class AttemptPause(Record):
    """A stop of a sitting's clock by a named person; at most one is open."""

    __tablename__ = "attempt_pause"
    __table_args__ = (
        Index(
            "uq_attempt_pause_open",
            "attempt_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("ended_at IS NULL OR ended_at >= began_at", name="order"),
        Index(None, "attempt_id", "id"),
    )

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    reason: Mapped[str] = mapped_column(String(300))
    began_at: Mapped[datetime]
    paused_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    resumed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    attempt: Mapped[Attempt] = relationship(back_populates="pauses")
    paused_by: Mapped[Person] = relationship(foreign_keys=paused_by_id)
    resumed_by: Mapped[Person | None] = relationship(foreign_keys=resumed_by_id)


class PresenceKind(enum.StrEnum):
    LEFT = "left"
    BACK = "back"


class PresenceEvent(Record):
    """The test's page was left or came back, where the test says that it notes this. Nothing
    else about the person's device or what they do there is recorded. Append-only."""

    __tablename__ = "presence_event"
    __table_args__ = (Index(None, "attempt_id", "id"),)

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    kind: Mapped[PresenceKind]
    at: Mapped[datetime]
    """When the server heard of it."""


for _model in (TimeChange, PresenceEvent):
    audit.append_only(_model.__table__)
