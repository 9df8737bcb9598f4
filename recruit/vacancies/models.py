"""Vacancies and their promotion on channels."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.kernel.db import Record
from recruit.organization.models import Department, Site
from recruit.people.models import Person
from recruit.positions.models import PayBand, Position
from recruit.rules.money import Money
from recruit.rules.vacancies import CloseReason as CloseReason
from recruit.rules.vacancies import VacancyState as VacancyState


class EmploymentType(enum.StrEnum):
    """The words of schema.org JobPosting, in lower case."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    CONTRACTOR = "contractor"
    TEMPORARY = "temporary"
    INTERN = "intern"


class ChannelKind(enum.StrEnum):
    OWN_SITE = "own_site"
    JOB_BOARD = "job_board"
    REFERRAL = "referral"
    FAIR = "fair"
    AGENCY = "agency"
    OTHER = "other"


class Channel(Record):
    """Where people hear of a vacancy."""

    __tablename__ = "channel"
    __table_args__ = (UniqueConstraint("name"),)

    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[ChannelKind]
    active: Mapped[bool] = mapped_column(default=True)


class Vacancy(Record):
    """An opening. Only a published one exists for the public."""

    __tablename__ = "vacancy"
    __table_args__ = (
        CheckConstraint("openings >= 1", name="openings_positive"),
        Index(None, "state", "id"),
        Index(None, "department_id", "state"),
    )

    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(default="")
    """Markdown, for the public."""
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    band_id: Mapped[int | None] = mapped_column(ForeignKey("pay_band.id"))
    recruiter_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    employment_type: Mapped[EmploymentType] = mapped_column(default=EmploymentType.FULL_TIME)
    remote: Mapped[bool] = mapped_column(default=False)
    openings: Mapped[int] = mapped_column(default=1)
    hire_by_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    state: Mapped[VacancyState] = mapped_column(default=VacancyState.DRAFT)
    close_reason: Mapped[CloseReason | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    position: Mapped[Position] = relationship()
    department: Mapped[Department] = relationship(lazy="joined", innerjoin=True)
    site: Mapped[Site] = relationship(lazy="joined", innerjoin=True)
    band: Mapped[PayBand | None] = relationship(lazy="joined")
    recruiter: Mapped[Person] = relationship(foreign_keys=recruiter_id)
    approved_by: Mapped[Person | None] = relationship(foreign_keys=approved_by_id)
    promotions: Mapped[list["Promotion"]] = relationship(
        back_populates="vacancy", order_by="Promotion.from_on, Promotion.id"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Promotion(Record):
    """A vacancy on a channel: its period, its cost and the code that its links carry."""

    __tablename__ = "promotion"
    __table_args__ = (
        CheckConstraint("cost_minor >= 0", name="cost"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="period"),
        Index(None, "vacancy_id", "from_on"),
    )

    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    cost_minor: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(String(3))
    code: Mapped[str] = mapped_column(String(40), unique=True)
    vacancy: Mapped[Vacancy] = relationship(back_populates="promotions")
    channel: Mapped[Channel] = relationship(lazy="joined", innerjoin=True)

    @property
    def cost(self) -> Money:
        return Money(self.cost_minor, self.currency)
