"""The order of study, as it was on the day on which a test was given to somebody."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.assessments.models.products import Product
from recruit.kernel import audit
from recruit.kernel.db import Base, intpk

if TYPE_CHECKING:
    from recruit.assessments.models.attempts import Assignment


class StudyProduct(Base):
    """One product of an assignment's order of study, most profitable first. Append-only: a
    profit that is written down later changes later assignments, never this one."""

    __tablename__ = "study_product"
    __table_args__ = (UniqueConstraint("assignment_id", "position"),)

    id: Mapped[intpk]
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    position: Mapped[int]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    profit_minor: Mapped[int | None] = mapped_column(BigInteger)
    """Monthly profit in minor units as known that day; None: nobody had written it down."""
    currency: Mapped[str] = mapped_column(String(3), default="")
    as_of_on: Mapped[date | None]
    assignment: Mapped["Assignment"] = relationship(back_populates="study")
    product: Mapped[Product] = relationship(lazy="joined", innerjoin=True)


audit.append_only(StudyProduct.__table__)
