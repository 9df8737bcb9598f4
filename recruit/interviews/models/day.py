"""What the live day stores: the pulse of a session, actions kept offline, interviewers' breaks."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.interviews.models.invitations import Arrival
from recruit.interviews.models.sessions import InterviewSession
from recruit.kernel.db import Base, intpk
from recruit.people.models import Person


class SessionPulse(Base):
    """A number that rises with every transaction that touched a session: pages that show the
    session ask for this one row and reload only when it has changed."""

    __tablename__ = "session_pulse"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("interview_session.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    number: Mapped[int] = mapped_column(default=1)


class DeskStep(enum.StrEnum):
    """What the desk does for somebody; the words of the list kept offline."""

    CHECK_IN = "check_in"
    WALK_IN = "walk_in"
    CALL = "call"
    BACK = "back"
    START = "start"
    DONE = "done"
    LEAVE = "leave"
    UNDO = "undo"


class DeskAction(Base):
    """One step taken at a desk, under the id that the desk's browser gave it: sent again, it
    changes nothing and is answered as it was the first time. Append-only but for an arrival
    that is taken back."""

    __tablename__ = "desk_action"
    __table_args__ = (UniqueConstraint("session_id", "client_id"),)

    id: Mapped[intpk]
    session_id: Mapped[int] = mapped_column(
        ForeignKey("interview_session.id", ondelete="CASCADE")
    )
    client_id: Mapped[str] = mapped_column(String(36))
    step: Mapped[DeskStep]
    outcome: Mapped[str] = mapped_column(String(40))
    """"done", or the code of the refusal."""
    arrival_id: Mapped[int | None] = mapped_column(
        ForeignKey("arrival.id", ondelete="SET NULL"), index=True
    )
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    session: Mapped[InterviewSession] = relationship()
    arrival: Mapped[Arrival | None] = relationship()
    by: Mapped[Person] = relationship()


_OPEN = text("ended_at IS NULL")


class InterviewerBreak(Base):
    """An interviewer's break on the day: nobody is called to them until it ends."""

    __tablename__ = "interviewer_break"
    __table_args__ = (
        Index(
            "uq_interviewer_break_open",
            "session_id",
            "person_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[intpk]
    session_id: Mapped[int] = mapped_column(
        ForeignKey("interview_session.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    session: Mapped[InterviewSession] = relationship()
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
