"""Marks, the work of marking, the director's control, releases and appeals."""

import enum
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.assessments.models.attempts import Attempt, AttemptItem
from recruit.kernel import audit
from recruit.kernel.db import Record
from recruit.people.models import Person
from recruit.rules.grading import EntryKind, EntryStep
from recruit.rules.releasing import ControlReason


class GradeEntry(Record):
    """One mark. Append-only. Points (0 too), excused and neither (taken back): three values."""

    __tablename__ = "grade_entry"
    __table_args__ = (
        CheckConstraint("points IS NULL OR (points >= 0 AND NOT excused)", name="one_value"),
        Index(None, "item_id", "id"),
        Index(None, "grader_id", "at"),
    )

    item_id: Mapped[int] = mapped_column(ForeignKey("attempt_item.id"))
    kind: Mapped[EntryKind]
    step: Mapped[EntryStep] = mapped_column(default=EntryStep.MARK)
    grader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None: the machine, by the key."""
    points: Mapped[float | None]
    excused: Mapped[bool] = mapped_column(default=False)
    ticks: Mapped[list[str]] = mapped_column(JSON)
    """Ids of the rubric's ticked lines."""
    comment: Mapped[str] = mapped_column(String(2000), default="")
    """For the trainee, who reads it after the release."""
    note: Mapped[str] = mapped_column(String(2000), default="", server_default="")
    """For graders only."""
    at: Mapped[datetime]
    item: Mapped[AttemptItem] = relationship(back_populates="entries")
    grader: Mapped[Person | None] = relationship()


class GradingTask(Record):
    """A mark that somebody owes a paper. One per paper and kind.

    A lease keeps two graders off the same paper: whoever holds it until `leased_until` marks.
    """

    __tablename__ = "grading_task"
    __table_args__ = (
        UniqueConstraint("attempt_id", "kind"),
        Index(None, "done_at", "due_at"),
        Index(None, "assignee_id", "done_at"),
    )

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    kind: Mapped[EntryKind] = mapped_column(default=EntryKind.FINAL)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Asked by name; None: any trainer."""
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    grader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who holds the lease."""
    leased_until: Mapped[datetime | None]
    due_on: Mapped[date]
    due_at: Mapped[datetime]
    """The end of `due_on` on the wall clock of the trainee's site."""
    paused_since_on: Mapped[date | None]
    """The clock stands still: the trainee's plan is paused from this day on."""
    created_at: Mapped[datetime]
    warned_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    attempt: Mapped[Attempt] = relationship(back_populates="tasks")
    assignee: Mapped[Person | None] = relationship(foreign_keys=assignee_id)
    asked_by: Mapped[Person | None] = relationship(foreign_keys=asked_by_id)
    grader: Mapped[Person | None] = relationship(foreign_keys=grader_id)


class ControlState(enum.StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"


class Control(Record):
    """The director's look at a paper before its release."""

    __tablename__ = "control"
    __table_args__ = (UniqueConstraint("attempt_id"), Index(None, "state", "id"))

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    reason: Mapped[ControlReason]
    state: Mapped[ControlState] = mapped_column(default=ControlState.PENDING)
    wanted_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    comment: Mapped[str] = mapped_column(String(2000), default="")
    attempt: Mapped[Attempt] = relationship(back_populates="control")
    decided_by: Mapped[Person | None] = relationship()


class ReleaseWhy(enum.StrEnum):
    """What made a result be told."""

    GRADED = "graded"
    APPEAL = "appeal"
    REGRADE = "regrade"


class Release(Record):
    """A result as it was told to the trainee. Append-only: an appeal adds the next one."""

    __tablename__ = "result_release"
    __table_args__ = (UniqueConstraint("attempt_id", "number"),)

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    number: Mapped[int]
    why: Mapped[ReleaseWhy] = mapped_column(
        default=ReleaseWhy.GRADED, server_default=ReleaseWhy.GRADED.value
    )
    points: Mapped[float]
    most: Mapped[float]
    percent: Mapped[float]
    passed: Mapped[bool]
    released_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    attempt: Mapped[Attempt] = relationship(back_populates="releases")
    released_by: Mapped[Person] = relationship()


class AppealState(enum.StrEnum):
    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class Appeal(Record):
    """A trainee's objection to the mark of one question; once per question."""

    __tablename__ = "appeal"
    __table_args__ = (UniqueConstraint("item_id"), Index(None, "state", "id"))

    item_id: Mapped[int] = mapped_column(ForeignKey("attempt_item.id"))
    state: Mapped[AppealState] = mapped_column(default=AppealState.OPEN)
    text: Mapped[str] = mapped_column(String(2000))
    raised_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(String(2000), default="")
    item: Mapped[AttemptItem] = relationship(back_populates="appeal")
    decided_by: Mapped[Person | None] = relationship()


for _model in (GradeEntry, Release):
    audit.append_only(_model.__table__)
