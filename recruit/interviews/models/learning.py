"""What was learned from closed days, kept so that no page works it out again."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from recruit.kernel.db import Base, intpk
from recruit.rules.attendance import Reminder


class ShockKind(enum.StrEnum):
    BEFORE = "before"
    AFTER = "after"


class LearnedShock(Base):
    """The common shock of a day, before the reminders and after them: one row each."""

    __tablename__ = "learned_shock"
    __table_args__ = (CheckConstraint("hundredths BETWEEN 0 AND 300", name="hundredths"),)

    kind: Mapped[ShockKind] = mapped_column(primary_key=True)
    hundredths: Mapped[int]
    """The standard deviation on the logit, times 100."""
    days: Mapped[int]
    """From how many days; while `learned` is false there were too few and this is a default."""
    learned: Mapped[bool]
    seen: Mapped[str] = mapped_column(String(80))
    """The state of the history it was learned from: learned anew when that has changed."""
    learned_at: Mapped[datetime]


class CountedSession(Base):
    """A closed session whose counts are kept, as they stood at this pulse of it."""

    __tablename__ = "counted_session"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("interview_session.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    pulse: Mapped[int]


class SessionCount(Base):
    """How many of a session's invitations of one kind came, or did not. Nobody is named."""

    __tablename__ = "session_count"

    id: Mapped[intpk]
    session_id: Mapped[int] = mapped_column(
        ForeignKey("interview_session.id", ondelete="CASCADE"), index=True
    )
    reminder: Mapped[Reminder]
    channel: Mapped[str] = mapped_column(String(80))
    lead: Mapped[int | None]
    """The first day of the band of days between invitation and slot."""
    showed: Mapped[int]
    """1 or 0."""
    n: Mapped[int]
