"""Random draws: a paper asks some of many questions, every paper worth the same."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.assessments.models.banks import QuestionBank
from recruit.assessments.models.products import Product
from recruit.assessments.models.questions import Question, QuestionVersion
from recruit.assessments.models.tests import TestSection
from recruit.kernel.db import Base, Record, intpk
from recruit.rules.marking import QuestionType


class QuestionPool(Record):
    """A draw at the end of a section: `draws` questions out of those that its filters find, or
    out of a chosen list. Publishing writes down which ones, as `members`."""

    __tablename__ = "question_pool"
    __table_args__ = (
        CheckConstraint("draws BETWEEN 1 AND 200", name="draws"),
        Index(None, "section_id", "position"),
    )

    section_id: Mapped[int] = mapped_column(ForeignKey("test_section.id"))
    position: Mapped[int]
    draws: Mapped[int]
    chosen: Mapped[bool] = mapped_column(default=False)
    """True: the members are a list that somebody chose; the filters say nothing."""
    bank_id: Mapped[int | None] = mapped_column(ForeignKey("question_bank.id"))
    """This bank and every bank inside it."""
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    tag: Mapped[str] = mapped_column(String(40), default="")
    type: Mapped[QuestionType | None]
    section: Mapped[TestSection] = relationship(back_populates="pools")
    bank: Mapped[QuestionBank | None] = relationship()
    product: Mapped[Product | None] = relationship()
    members: Mapped[list["PoolMember"]] = relationship(
        back_populates="pool", order_by="PoolMember.id", cascade="all, delete-orphan"
    )


class PoolMember(Base):
    """A question that a pool can draw. Publishing pins its version."""

    __tablename__ = "question_pool_member"
    __table_args__ = (UniqueConstraint("pool_id", "question_id"),)

    id: Mapped[intpk]
    pool_id: Mapped[int] = mapped_column(ForeignKey("question_pool.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    question_version_id: Mapped[int | None] = mapped_column(ForeignKey("question_version.id"))
    pool: Mapped[QuestionPool] = relationship(back_populates="members")
    question: Mapped[Question] = relationship()
    question_version: Mapped[QuestionVersion | None] = relationship()

    @property
    def wording(self) -> QuestionVersion:
        """The pinned version, or the newest one of a draft."""
        return self.question_version or self.question.current
