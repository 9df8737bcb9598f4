"""Sessions with their pools, slots and panels."""

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.kernel.db import Base, Record, intpk
from recruit.organization.models import Room, Site
from recruit.people.models import Person
from recruit.vacancies.models import Vacancy

if TYPE_CHECKING:
    from recruit.interviews.models.invitations import Invitation


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
        CheckConstraint("top_ups_per_day >= 0 AND top_ups_cut_off >= 0", name="top_ups"),
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
    top_ups_per_day: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many may be invited automatically on one day; 0: nobody."""
    top_ups_cut_off: Mapped[int] = mapped_column(default=24, server_default="24")
    """So many hours before the first slot nobody is invited automatically any more."""
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
