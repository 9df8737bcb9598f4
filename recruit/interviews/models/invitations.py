"""Invitations, what people answered to them, and who came."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.candidates.models import Application
from recruit.interviews.models.sessions import InterviewSession, Pool, Slot
from recruit.kernel.db import Record
from recruit.people.models import Person
from recruit.rules.attendance import ArrivalState, InvitationState, Reminder

_HOLDING = text(
    "state IN ('proposed', 'sent', 'confirmed', 'unsure', 'arrived') AND closed_at IS NULL"
)


class Invitation(Record):
    """An application invited to a slot. It keeps its row when it moves: `pubid` is the calendar
    UID for life and `sequence` rises. An application has at most one open one that holds a
    place; `closed_at` ends it, also for somebody who arrived and was seen, left or got a
    promised time, so that they may be invited again."""

    __tablename__ = "invitation"
    __table_args__ = (
        Index(
            "uq_invitation_holding",
            "application_id",
            unique=True,
            sqlite_where=_HOLDING,
            postgresql_where=_HOLDING,
        ),
        Index(None, "slot_id", "state"),
        Index(None, "application_id", "id"),
        Index(None, "batch"),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"))
    state: Mapped[InvitationState] = mapped_column(default=InvitationState.PROPOSED)
    reminder: Mapped[Reminder] = mapped_column(default=Reminder.NOT_CALLED)
    """The last reminder answer; its history is in `answers`."""
    moves: Mapped[int] = mapped_column(default=0)
    """Moves by the candidate's own link; moves by the staff raise `sequence` only."""
    sequence: Mapped[int] = mapped_column(default=0)
    batch: Mapped[str | None] = mapped_column(String(12))
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    expected_p: Mapped[float | None]
    """What was expected of this invitation when its slot began, kept for the calibration only:
    it is never shown, listed or exported beside a person."""
    expected_for: Mapped[datetime | None]
    """The start of the slot it was expected for."""
    """When we last wrote about the time by ourselves: a reminder, or a move."""
    call_back_at: Mapped[datetime | None]
    """When the person asked to be called again; any answer ends it."""
    late_minutes: Mapped[int | None]
    """By how much the person said they will be late, counted from the slot's start."""
    running_late_at: Mapped[datetime | None]
    """When they said so."""
    version: Mapped[int] = mapped_column(default=1)

    application: Mapped[Application] = relationship()
    slot: Mapped[Slot] = relationship(back_populates="invitations")
    invited_by: Mapped[Person | None] = relationship()
    answers: Mapped[list["ReminderAnswer"]] = relationship(
        back_populates="invitation", order_by="ReminderAnswer.id"
    )
    arrival: Mapped["Arrival | None"] = relationship(back_populates="invitation")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ReminderAnswer(Record):
    """What an invited person said when asked whether they will come. Append-only."""

    __tablename__ = "reminder_answer"
    __table_args__ = (Index(None, "invitation_id", "id"),)

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"))
    answer: Mapped[Reminder]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who wrote it down; None when the candidate answered by link."""
    wrong_number: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Nobody by this name has the number; the answer is then "no answer"."""
    invitation: Mapped[Invitation] = relationship(back_populates="answers")
    by: Mapped[Person | None] = relationship()


class Arrival(Record):
    """Somebody who came: the queue of a session. A walk-in has no invitation."""

    __tablename__ = "arrival"
    __table_args__ = (
        UniqueConstraint("session_id", "application_id"),
        UniqueConstraint("invitation_id"),
        Index(None, "session_id", "state", "arrived_at"),
        Index(None, "interviewer_id", "state"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("interview_session.id"))
    pool_id: Mapped[int] = mapped_column(ForeignKey("pool.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))
    state: Mapped[ArrivalState] = mapped_column(default=ArrivalState.WAITING)
    due_at: Mapped[datetime | None]
    """The start of their slot when they came; later than it, they are late. None: walk-in."""
    arrived_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    """When the server heard of it, where that was later than `arrived_at`: kept offline."""
    checked_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    interviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    called_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """Interview done, or the person was turned away or left."""
    extra_minutes: Mapped[int] = mapped_column(default=0, server_default="0")
    """By how much the interviewer has extended the interview."""
    promised_at: Mapped[datetime | None]
    """The new time promised to somebody turned away."""
    version: Mapped[int] = mapped_column(default=1)
    session: Mapped[InterviewSession] = relationship()
    pool: Mapped[Pool] = relationship()
    application: Mapped[Application] = relationship()
    invitation: Mapped[Invitation | None] = relationship(back_populates="arrival")
    interviewer: Mapped[Person | None] = relationship(foreign_keys=interviewer_id)
    checked_in_by: Mapped[Person | None] = relationship(foreign_keys=checked_in_by_id)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
