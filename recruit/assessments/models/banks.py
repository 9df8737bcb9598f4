"""Where questions are kept: banks in a tree by their path, and tags across them."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.kernel.db import Base, Record, intpk

if TYPE_CHECKING:
    from recruit.assessments.models.questions import Question

SEPARATOR = "/"


class QuestionBank(Record):
    """A place for questions. Its name is its path: "Printers/Labels" lies inside "Printers"."""

    __tablename__ = "question_bank"
    __table_args__ = (UniqueConstraint("name"),)

    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]

    @property
    def path(self) -> tuple[str, ...]:
        """The names from the outermost bank to this one."""
        return tuple(self.name.split(SEPARATOR))


class QuestionTag(Base):
    """A word on a question; lower case, without spaces around it."""

    __tablename__ = "question_tag"
    __table_args__ = (
        UniqueConstraint("question_id", "tag"),
        Index(None, "tag", "question_id"),
    )

    id: Mapped[intpk]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    tag: Mapped[str] = mapped_column(String(40))
    question: Mapped["Question"] = relationship(back_populates="tags")
