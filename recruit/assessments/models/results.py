"""After the marks: pauses of the grading clock, regrades after a new key, certificates."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.assessments.models.attempts import Attempt, AttemptItem
from recruit.assessments.models.grades import GradeEntry
from recruit.assessments.models.questions import QuestionVersion
from recruit.kernel import audit
from recruit.kernel.db import Record
from recruit.people.models import Person
from recruit.rules.regrading import Outcome


class GradingPause(Record):
    """Days on which the clocks of a trainee's tests stand still, both ends included."""

    __tablename__ = "grading_pause"
    __table_args__ = (
        Index(
            "uq_grading_pause_open",
            "person_id",
            unique=True,
            sqlite_where=text("until_on IS NULL"),
            postgresql_where=text("until_on IS NULL"),
        ),
        Index(None, "person_id", "from_on"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="period"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    """None while it lasts."""
    noted_at: Mapped[datetime]
    person: Mapped[Person] = relationship()


class Regrade(Record):
    """Marks by a newer key, confirmed by name. Append-only, with one line per paper.

    A paper keeps its question version and what the question was worth in it: the newer version
    lends its key alone.
    """

    __tablename__ = "regrade"
    __table_args__ = (
        UniqueConstraint("digest"),
        Index(None, "question_version_id", "id"),
    )

    question_version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))
    """Whose key was used."""
    digest: Mapped[str] = mapped_column(String(64))
    """What was previewed; the same confirmation twice is done once."""
    spared: Mapped[bool]
    """Did results that were told before keep their points where they would have lost some?"""
    reason: Mapped[str] = mapped_column(String(500))
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    question_version: Mapped[QuestionVersion] = relationship(lazy="joined", innerjoin=True)
    confirmed_by: Mapped[Person] = relationship()
    lines: Mapped[list["RegradeLine"]] = relationship(
        back_populates="regrade", order_by="RegradeLine.id"
    )


class RegradeLine(Record):
    """What a regrade did with one paper, or why it left it alone. Append-only."""

    __tablename__ = "regrade_line"
    __table_args__ = (UniqueConstraint("regrade_id", "item_id"),)

    regrade_id: Mapped[int] = mapped_column(ForeignKey("regrade.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("attempt_item.id"), index=True)
    outcome: Mapped[Outcome]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("grade_entry.id"))
    """The entry that it wrote; None where the mark stands."""
    points_before: Mapped[float | None]
    points_after: Mapped[float | None]
    percent_before: Mapped[float]
    percent_after: Mapped[float]
    passed_before: Mapped[bool]
    passed_after: Mapped[bool]
    regrade: Mapped[Regrade] = relationship(back_populates="lines")
    item: Mapped[AttemptItem] = relationship()
    entry: Mapped[GradeEntry | None] = relationship()


class WithdrawnWhy(enum.StrEnum):
    """Why a certificate no longer holds."""

    RESULT_CHANGED = "result_changed"
    VOIDED = "voided"


class Certificate(Record):
    """A passed test in writing. Never deleted: withdrawn when the result no longer holds; a
    result that holds again gets a new one."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("code"),
        Index(
            "uq_certificate_valid",
            "attempt_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index(None, "attempt_id", "id"),
    )

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    code: Mapped[str] = mapped_column(String(20))
    """Twenty random characters (about 92 bits), which whoever holds the paper can check."""
    issued_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_why: Mapped[WithdrawnWhy | None]
    attempt: Mapped[Attempt] = relationship()


for _model in (Regrade, RegradeLine):
    audit.append_only(_model.__table__)
