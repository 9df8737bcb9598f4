"""The question bank. A question is a chain of versions; a version never changes."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.assessments.models.attachments import Attachment
from recruit.assessments.models.banks import QuestionBank, QuestionTag
from recruit.assessments.models.frames import FrameQuestion
from recruit.assessments.models.products import Product
from recruit.kernel import audit
from recruit.kernel.db import Record
from recruit.people.models import Person
from recruit.rules.marking import OPEN_TYPES, QuestionType
from recruit.rules.question_frame import Frame


class QuestionState(enum.StrEnum):
    DRAFT = "draft"
    READY = "ready"
    RETIRED = "retired"


class Question(Record):
    """A question of the bank. `latest` is the number of its newest version."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("product_id", "frame"),
        UniqueConstraint("product_id", "frame_question_id"),
        Index(None, "state", "product_id", "id"),
        Index(None, "bank_id", "id"),
    )

    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    frame: Mapped[Frame | None]
    """Which of the seven standard questions it grew from; one of each per product."""
    frame_question_id: Mapped[int | None] = mapped_column(ForeignKey("frame_question.id"))
    """Which question of the organisation's frame it was drafted from."""
    bank_id: Mapped[int | None] = mapped_column(ForeignKey("question_bank.id"))
    state: Mapped[QuestionState] = mapped_column(default=QuestionState.DRAFT)
    latest: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    product: Mapped[Product | None] = relationship()
    frame_question: Mapped[FrameQuestion | None] = relationship()
    bank: Mapped[QuestionBank | None] = relationship()
    tags: Mapped[list[QuestionTag]] = relationship(
        back_populates="question", order_by="QuestionTag.tag", cascade="all, delete-orphan"
    )
    created_by: Mapped[Person] = relationship()
    versions: Mapped[list["QuestionVersion"]] = relationship(
        back_populates="question", order_by="QuestionVersion.number.desc()"
    )
    current: Mapped["QuestionVersion"] = relationship(
        primaryjoin="and_(QuestionVersion.question_id == Question.id, "
        "QuestionVersion.number == Question.latest)",
        viewonly=True,
        uselist=False,
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class QuestionVersion(Record):
    """One wording of a question with its points, key, rubric and feedback. Append-only.

    key: see `recruit.rules.marking`; {} for open questions.
    rubric: [{"id", "points", "text", "example", "group"}], lines that a grader ticks; lines with
    the same `group` are levels of one criterion (see `recruit.rules.rubric`).
    """

    __tablename__ = "question_version"
    __table_args__ = (
        UniqueConstraint("question_id", "number"),
        CheckConstraint("points > 0", name="points"),
    )

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    number: Mapped[int]
    type: Mapped[QuestionType]
    stem: Mapped[str]
    """Markdown; [[1]], [[2]] mark the gaps of a gap text."""
    points: Mapped[float]
    key: Mapped[dict[str, Any]] = mapped_column(JSON)
    rubric: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    model_answer: Mapped[str] = mapped_column(default="")
    feedback: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(String(120), default="", server_default="")
    """What question files call it; may be empty."""
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    question: Mapped[Question] = relationship(back_populates="versions")
    created_by: Mapped[Person] = relationship()
    attachments: Mapped[list[Attachment]] = relationship(
        back_populates="question_version", order_by="Attachment.position", lazy="selectin"
    )

    @property
    def is_open(self) -> bool:
        """Is it marked by a person?"""
        return self.type in OPEN_TYPES


audit.append_only(QuestionVersion.__table__)
