"""The organisation's own frame: the standard questions about every product, in its words."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.kernel.db import Record
from recruit.people.models import Person
from recruit.rules.marking import QuestionType
from recruit.rules.question_frame import Frame


class FrameQuestion(Record):
    """One standard question. Questions drafted from it are copies: a change here leaves them.

    rubric: as in QuestionVersion. facts: codes of FactKind that answer it, in order.
    """

    __tablename__ = "frame_question"
    __table_args__ = (
        UniqueConstraint("standard"),
        CheckConstraint("points > 0", name="points"),
        Index(None, "position"),
    )

    standard: Mapped[Frame | None]
    """Which of our seven suggestions it began as; None: the organisation's own."""
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(80))
    type: Mapped[QuestionType]
    stem: Mapped[str]
    """Markdown; {product} becomes the product's name."""
    points: Mapped[float]
    rubric: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    feedback: Mapped[str] = mapped_column(default="")
    facts: Mapped[list[str]] = mapped_column(JSON)
    active: Mapped[bool] = mapped_column(default=True)
    """Is it drafted for products?"""
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None: nobody changed our suggestion yet."""
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    changed_by: Mapped[Person | None] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
