"""The question bank. A question is a chain of versions; a version never changes."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
        Index(None, "state", "product_id", "id"),
    )

    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    frame: Mapped[Frame | None]
    """Which of the seven standard questions it grew from; one of each per product."""
    state: Mapped[QuestionState] = mapped_column(default=QuestionState.DRAFT)
    latest: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    product: Mapped[Product | None] = relationship()
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
    rubric: [{"id", "points", "text", "example"}], lines that a grader ticks.
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
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    question: Mapped[Question] = relationship(back_populates="versions")
    created_by: Mapped[Person] = relationship()

    @property
    def is_open(self) -> bool:
        """Is it marked by a person?"""
        return self.type in OPEN_TYPES


audit.append_only(QuestionVersion.__table__)
