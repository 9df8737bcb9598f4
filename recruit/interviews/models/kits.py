"""Kits: what interviewers ask and how they mark, in versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.interviews.models.sessions import InterviewSession
from recruit.kernel.db import Base, Record, intpk
from recruit.people.models import Person
from recruit.rules import kits
from recruit.rules.kits import Content
from recruit.vacancies.models import Vacancy


class Kit(Record):
    """A template of criteria, questions and a group's agenda. One is the default: it is used
    where a vacancy names none."""

    __tablename__ = "interview_kit"
    __table_args__ = (
        UniqueConstraint("name"),
        Index(
            "uq_interview_kit_default",
            "is_default",
            unique=True,
            sqlite_where=text("is_default"),
            postgresql_where=text("is_default"),
        ),
    )

    name: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(500), default="")
    is_default: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    """No vacancy may choose it any more; sessions that have it keep it."""
    version: Mapped[int] = mapped_column(default=1)
    versions: Mapped[list["KitVersion"]] = relationship(
        back_populates="kit", order_by="KitVersion.number", cascade="all, delete-orphan"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def latest(self) -> "KitVersion":
        """The version that the next session starts with."""
        return self.versions[-1]


class KitVersion(Record):
    """What a kit said at one time. Once a session has started with it, it never changes."""

    __tablename__ = "interview_kit_version"
    __table_args__ = (UniqueConstraint("kit_id", "number"),)

    kit_id: Mapped[int] = mapped_column(ForeignKey("interview_kit.id"))
    number: Mapped[int]
    note: Mapped[str] = mapped_column(String(300), default="")
    """What is new in it, in a sentence."""
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    used_at: Mapped[datetime | None]
    """When the first session started with it; from then on an edit makes a new version."""
    kit: Mapped[Kit] = relationship(back_populates="versions", lazy="joined", innerjoin=True)
    created_by: Mapped[Person | None] = relationship()

    @property
    def content(self) -> Content:
        """Criteria and agenda."""
        return kits.from_data(self.data)


class VacancyKit(Base):
    """The kit a vacancy names; without one, the default."""

    __tablename__ = "vacancy_kit"

    id: Mapped[intpk]
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"), unique=True)
    kit_id: Mapped[int] = mapped_column(ForeignKey("interview_kit.id"), index=True)
    vacancy: Mapped[Vacancy] = relationship()
    kit: Mapped[Kit] = relationship()


class SessionKit(Base):
    """The version with which a session started, for the candidates of a vacancy; in a group
    session one row for everybody (the vacancy is then the session's first)."""

    __tablename__ = "session_kit"
    __table_args__ = (UniqueConstraint("session_id", "vacancy_id"),)

    id: Mapped[intpk]
    session_id: Mapped[int] = mapped_column(ForeignKey("interview_session.id"))
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"), index=True)
    kit_version_id: Mapped[int] = mapped_column(
        ForeignKey("interview_kit_version.id"), index=True
    )
    chosen_at: Mapped[datetime]
    kit_version: Mapped[KitVersion] = relationship(lazy="joined", innerjoin=True)


class GroupPlan(Record):
    """How a group session is run: who leads it, when it began, the moderated round."""

    __tablename__ = "group_plan"
    __table_args__ = (
        CheckConstraint(
            "round_closed_at IS NULL OR round_opened_at IS NOT NULL", name="round_in_order"
        ),
        Index(None, "facilitator_id", "begun_at"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("interview_session.id"), unique=True)
    facilitator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[datetime | None]
    """When the agenda really began."""
    round_opened_at: Mapped[datetime | None]
    round_closed_at: Mapped[datetime | None]
    session: Mapped[InterviewSession] = relationship()
    facilitator: Mapped[Person | None] = relationship()

    @property
    def round_open(self) -> bool:
        """May marks be changed now?"""
        return self.round_opened_at is not None and self.round_closed_at is None


class GroupSeat(Base):
    """A numbered seat of a group session and who sits there."""

    __tablename__ = "group_seat"
    __table_args__ = (
        UniqueConstraint("session_id", "application_id"),
        UniqueConstraint("session_id", "number"),
        CheckConstraint("number >= 1", name="number"),
    )

    id: Mapped[intpk]
    session_id: Mapped[int] = mapped_column(ForeignKey("interview_session.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    number: Mapped[int]
