"""Positions, job descriptions in five sections, signatures, and what a level is paid."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.kernel.db import Record
from recruit.organization.models import Department
from recruit.people.models import Person
from recruit.rules.money import Money
from recruit.rules.positions import DescriptionState as DescriptionState


class Position(Record):
    """A job in a department: vacancies are opened and descriptions written for it."""

    __tablename__ = "position"
    __table_args__ = (UniqueConstraint("department_id", "title"),)

    title: Mapped[str] = mapped_column(String(120))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    active: Mapped[bool] = mapped_column(default=True)
    department: Mapped[Department] = relationship(lazy="joined", innerjoin=True)
    descriptions: Mapped[list["JobDescription"]] = relationship(
        back_populates="position", order_by="JobDescription.number"
    )
    bands: Mapped[list["PayBand"]] = relationship(
        back_populates="position",
        order_by="PayBand.city, PayBand.level",
        cascade="all, delete-orphan",
    )


class JobDescription(Record):
    """One version of a position's description (Markdown); a superseded one is never changed."""

    __tablename__ = "job_description"
    __table_args__ = (UniqueConstraint("position_id", "number"),)

    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    number: Mapped[int]
    state: Mapped[DescriptionState] = mapped_column(default=DescriptionState.DRAFT)
    general: Mapped[str] = mapped_column(default="")
    duties: Mapped[str] = mapped_column(default="")
    rights: Mapped[str] = mapped_column(default="")
    relations: Mapped[str] = mapped_column(default="")
    responsibility: Mapped[str] = mapped_column(default="")
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_on: Mapped[date | None]
    in_force_on: Mapped[date | None]
    review_on: Mapped[date | None]
    """Five years after approval at the latest."""
    version: Mapped[int] = mapped_column(default=1)
    position: Mapped[Position] = relationship(back_populates="descriptions")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Acknowledgement(Record):
    """Whether an employee has read and signed a description; a refusal needs an act."""

    __tablename__ = "acknowledgement"
    __table_args__ = (UniqueConstraint("description_id", "person_id"),)

    description_id: Mapped[int] = mapped_column(ForeignKey("job_description.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    signed_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    description: Mapped[JobDescription] = relationship()
    person: Mapped[Person] = relationship()
    witnesses: Mapped[list["Witness"]] = relationship(back_populates="acknowledgement")


class Witness(Record):
    """One of the three distinct people who sign the act of a refusal; never the employee."""

    __tablename__ = "witness"
    __table_args__ = (UniqueConstraint("acknowledgement_id", "person_id"),)

    acknowledgement_id: Mapped[int] = mapped_column(ForeignKey("acknowledgement.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime]
    acknowledgement: Mapped[Acknowledgement] = relationship(back_populates="witnesses")
    person: Mapped[Person] = relationship()


class PayBand(Record):
    """Monthly pay of a position at a level (1-4) in a city, in minor units of the currency."""

    __tablename__ = "pay_band"
    __table_args__ = (
        UniqueConstraint("position_id", "level", "city"),
        CheckConstraint("level BETWEEN 1 AND 4", name="level"),
        CheckConstraint("from_minor > 0 AND from_minor <= to_minor", name="range"),
        Index(None, "position_id", "city"),
    )

    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"))
    level: Mapped[int]
    city: Mapped[str] = mapped_column(String(80))
    from_minor: Mapped[int]
    to_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    position: Mapped[Position] = relationship(back_populates="bands")

    @property
    def lowest(self) -> Money:
        return Money(self.from_minor, self.currency)

    @property
    def highest(self) -> Money:
        return Money(self.to_minor, self.currency)
