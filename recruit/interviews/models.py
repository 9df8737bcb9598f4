"""Sessions with pools and slots, invitations, arrivals, scorecards, decisions, history."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.candidates.models import Application
from recruit.kernel.db import Base, Record, intpk
from recruit.organization.models import Room, Site
from recruit.people.models import Person
from recruit.rules.attendance import ArrivalState, InvitationState, Reminder
from recruit.vacancies.models import Vacancy


class SessionKind(enum.StrEnum):
    STREAMING = "streaming"
    GROUP = "group"


class SessionState(enum.StrEnum):
    PLANNED = "planned"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class InterviewSession(Record):
    """One streaming day or one group session at a site. Costs are in units of one idle
    interviewer-slot, as in `recruit.rules.overbooking`."""

    __tablename__ = "interview_session"
    __table_args__ = (
        CheckConstraint(
            "cost_wait >= 0 AND cost_overtime >= 0 AND cost_turned_away >= 0", name="costs"
        ),
        Index(None, "site_id", "held_on"),
        Index(None, "held_on", "state"),
        Index(None, "state", "ends_at"),
    )

    kind: Mapped[SessionKind]
    state: Mapped[SessionState] = mapped_column(default=SessionState.PLANNED)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    held_on: Mapped[date]
    """The local date at the site."""
    ends_at: Mapped[datetime]
    """The end of the last slot plus overtime: from then on the session may be closed."""
    title: Mapped[str] = mapped_column(String(120), default="")
    cost_wait: Mapped[float] = mapped_column(default=0.2)
    cost_overtime: Mapped[float] = mapped_column(default=1.5)
    cost_turned_away: Mapped[float] = mapped_column(default=3.0)
    overtime_slots: Mapped[int] = mapped_column(default=1)
    fair: Mapped[bool] = mapped_column(default=True)
    check_in_code: Mapped[str] = mapped_column(String(6), unique=True)
    """What the desk shows, for self check-in."""
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    site: Mapped[Site] = relationship(lazy="joined", innerjoin=True)
    room: Mapped[Room | None] = relationship(lazy="joined")
    created_by: Mapped[Person] = relationship()
    pools: Mapped[list["Pool"]] = relationship(
        back_populates="session", order_by="Pool.id", cascade="all, delete-orphan"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Pool(Record):
    """Interviewers who can all see the same candidates; each pool is planned alone."""

    __tablename__ = "pool"

    session_id: Mapped[int] = mapped_column(ForeignKey("interview_session.id"), index=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    forecast_mean: Mapped[float | None]
    forecast_low: Mapped[float | None]
    forecast_high: Mapped[float | None]
    forecast_at: Mapped[datetime | None]
    """What was expected when the day began, kept for the calibration."""
    session: Mapped[InterviewSession] = relationship(back_populates="pools")
    vacancies: Mapped[list[Vacancy]] = relationship(
        secondary="pool_vacancy", order_by="Vacancy.id"
    )
    slots: Mapped[list["Slot"]] = relationship(
        back_populates="pool", order_by="Slot.starts_at", cascade="all, delete-orphan"
    )


class PoolVacancy(Base):
    """A vacancy whose candidates a pool interviews."""

    __tablename__ = "pool_vacancy"
    __table_args__ = (UniqueConstraint("pool_id", "vacancy_id"),)

    id: Mapped[intpk]
    pool_id: Mapped[int] = mapped_column(ForeignKey("pool.id"))
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"), index=True)


class Slot(Record):
    """A start time of a pool. `taken` counts the invitations holding a place; it is raised only
    by a conditional UPDATE (taken < limit), so no race can overfill a slot."""

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("pool_id", "starts_at"),
        CheckConstraint('taken >= 0 AND taken <= "limit"', name="taken_within_limit"),
        CheckConstraint("capacity >= 0", name="capacity"),
        CheckConstraint("minutes BETWEEN 5 AND 480", name="minutes"),
        Index(None, "starts_at"),
    )

    pool_id: Mapped[int] = mapped_column(ForeignKey("pool.id"))
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    capacity: Mapped[int]
    """Interviewers in parallel; in a group session the seats."""
    limit: Mapped[int] = mapped_column("limit", default=0)
    """How many may be invited; never lowered below `taken`."""
    taken: Mapped[int] = mapped_column(default=0)
    open_to_candidates: Mapped[bool] = mapped_column(default=True)
    """May a candidate move here by their own link?"""
    pool: Mapped[Pool] = relationship(back_populates="slots")
    panel: Mapped[list["PanelMember"]] = relationship(
        back_populates="slot", order_by="PanelMember.id", cascade="all, delete-orphan"
    )
    invitations: Mapped[list["Invitation"]] = relationship(
        back_populates="slot", order_by="Invitation.id"
    )


class PanelMember(Record):
    """An interviewer of a slot (an observer in a group session)."""

    __tablename__ = "panel_member"
    __table_args__ = (UniqueConstraint("slot_id", "person_id"), Index(None, "person_id"))

    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    slot: Mapped[Slot] = relationship(back_populates="panel")
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


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
    checked_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    interviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    called_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """Interview done, or the person was turned away or left."""
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


class Recommendation(enum.StrEnum):
    STRONG_NO = "strong_no"
    NO = "no"
    YES = "yes"
    STRONG_YES = "strong_yes"


class Scorecard(Record):
    """One interviewer's view of one candidate in one session. Locked once submitted."""

    __tablename__ = "scorecard"
    __table_args__ = (
        UniqueConstraint("session_id", "application_id", "interviewer_id"),
        Index(None, "application_id", "submitted_at"),
        Index(None, "interviewer_id", "submitted_at"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("interview_session.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    interviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recommendation: Mapped[Recommendation | None]
    comment: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    session: Mapped[InterviewSession] = relationship()
    application: Mapped[Application] = relationship()
    interviewer: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    ratings: Mapped[list["ScorecardRating"]] = relationship(
        back_populates="scorecard",
        cascade="all, delete-orphan",
        lazy="selectin",
        order_by="ScorecardRating.id",
    )
    amendments: Mapped[list["ScorecardAmendment"]] = relationship(
        back_populates="scorecard", order_by="ScorecardAmendment.id"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ScorecardRating(Base):
    """1-5 on one criterion; the three standard ones are motivation, competence, suitability."""

    __tablename__ = "scorecard_rating"
    __table_args__ = (
        UniqueConstraint("scorecard_id", "criterion"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
    )

    id: Mapped[intpk]
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"))
    criterion: Mapped[str] = mapped_column(String(32))
    rating: Mapped[int]
    scorecard: Mapped[Scorecard] = relationship(back_populates="ratings")


class ScorecardAmendment(Record):
    """What an interviewer added after submitting. Append-only."""

    __tablename__ = "scorecard_amendment"

    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"), index=True)
    body: Mapped[str]
    at: Mapped[datetime]
    scorecard: Mapped[Scorecard] = relationship(back_populates="amendments")


class Verdict(enum.StrEnum):
    HIRE = "hire"
    REJECT = "reject"
    HOLD = "hold"


class DecisionState(enum.StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"


class Decision(Record):
    """What happens to somebody after the interview: proposed by one named person, agreed or
    refused by another. Append-only but for its one answer; a new proposal is a new row."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint(
            "answered_by_id IS NULL OR answered_by_id <> proposed_by_id OR verdict <> 'hire'",
            name="two_people_hire",
        ),
        Index(
            "uq_decision_open",
            "application_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
        Index(None, "state", "proposed_at"),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    verdict: Mapped[Verdict]
    state: Mapped[DecisionState] = mapped_column(default=DecisionState.PROPOSED)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    answer_note: Mapped[str] = mapped_column(String(1000), default="")
    application: Mapped[Application] = relationship()
    proposed_by: Mapped[Person] = relationship(foreign_keys=proposed_by_id)
    answered_by: Mapped[Person | None] = relationship(foreign_keys=answered_by_id)


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
