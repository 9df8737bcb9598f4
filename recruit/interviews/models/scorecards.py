"""What interviewers thought, and what was decided."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.candidates.models import Application
from recruit.interviews.models.kits import KitVersion
from recruit.interviews.models.sessions import InterviewSession
from recruit.kernel import audit
from recruit.kernel.db import Base, Record, intpk
from recruit.people.models import Person


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
    kit_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("interview_kit_version.id"), index=True
    )
    """By which criteria it marks; None: by the kit as shipped."""
    saved_at: Mapped[datetime | None]
    draft_client: Mapped[str] = mapped_column(String(24), default="", server_default="")
    """The page that wrote the draft last, and its number of the text: a text sent twice is
    written once, and an older page does not write over a newer one."""
    draft_seq: Mapped[int] = mapped_column(default=0, server_default="0")
    version: Mapped[int] = mapped_column(default=1)
    kit_version: Mapped[KitVersion | None] = relationship()
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
    changes: Mapped[list["ScorecardChange"]] = relationship(
        back_populates="scorecard", order_by="ScorecardChange.id"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def first_marks(self) -> dict[str, int]:
        """The marks as submitted, by criterion."""
        return {row.criterion: row.rating for row in self.ratings}

    @property
    def marks(self) -> dict[str, int]:
        """The marks that count: as submitted, or as changed last in the moderated round."""
        return self.first_marks | {row.criterion: row.rating for row in self.changes}


class ScorecardRating(Base):
    """1-5 on one criterion, by its key in the kit."""

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


class ScorecardChange(Record):
    """A mark changed in the moderated round, with its reason. The original stays. Append-only."""

    __tablename__ = "scorecard_change"
    __table_args__ = (CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),)

    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"), index=True)
    criterion: Mapped[str] = mapped_column(String(32))
    rating: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]
    scorecard: Mapped[Scorecard] = relationship(back_populates="changes")


audit.append_only(ScorecardChange.__table__)


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
