"""Products, what they earn, and what is true about them from when to when."""

import enum
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.kernel.db import Record
from recruit.people.models import Person


class Product(Record):
    """Something the company sells and a trainee must know."""

    __tablename__ = "product"
    __table_args__ = (UniqueConstraint("name"),)

    name: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(1000), default="")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    profits: Mapped[list["ProfitSnapshot"]] = relationship(
        back_populates="product", order_by="ProfitSnapshot.as_of_on.desc()"
    )
    facts: Mapped[list["ProductFact"]] = relationship(
        back_populates="product", order_by="ProductFact.kind, ProductFact.valid_from_on.desc()"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ProfitSnapshot(Record):
    """What a product earned a month as of a day, in minor units. The study order (most
    profitable first) is read as of the day on which a plan is made."""

    __tablename__ = "profit_snapshot"
    __table_args__ = (UniqueConstraint("product_id", "as_of_on"),)

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    as_of_on: Mapped[date]
    profit_minor: Mapped[int] = mapped_column(BigInteger)
    """Monthly profit; negative for a loss."""
    currency: Mapped[str] = mapped_column(String(3))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    product: Mapped[Product] = relationship(back_populates="profits")
    recorded_by: Mapped[Person] = relationship()


class FactKind(enum.StrEnum):
    FEATURES = "features"
    COMPETITORS = "competitors"
    PACKAGING = "packaging"
    SUBSTITUTES = "substitutes"
    EQUIPMENT = "equipment"
    CONDITIONS = "conditions"
    DELIVERY_IN_STOCK = "delivery_in_stock"
    DELIVERY_OUT_OF_STOCK = "delivery_out_of_stock"
    OTHER = "other"


class ProductFact(Record):
    """Something true about a product on the days from `valid_from_on` to `valid_to_on`, both
    included. A change ends one fact and begins another, so a key can be judged by its day."""

    __tablename__ = "product_fact"
    __table_args__ = (
        CheckConstraint("valid_to_on IS NULL OR valid_to_on >= valid_from_on", name="period"),
        Index(None, "product_id", "kind", "valid_from_on"),
    )

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    kind: Mapped[FactKind]
    text: Mapped[str] = mapped_column(String(2000))
    valid_from_on: Mapped[date]
    valid_to_on: Mapped[date | None]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    product: Mapped[Product] = relationship(back_populates="facts")
    recorded_by: Mapped[Person] = relationship()

    def holds_on(self, day: date) -> bool:
        """Tell whether the fact is true on this day."""
        return self.valid_from_on <= day and (
            self.valid_to_on is None or day <= self.valid_to_on
        )
