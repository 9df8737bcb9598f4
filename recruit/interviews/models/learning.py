"""What was learned from closed days, kept so that no page works it out again."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from recruit.kernel.db import Base


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
