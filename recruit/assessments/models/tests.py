"""Tests and their versions. What is published never changes: a change is a new version."""

import enum
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.assessments.models.questions import Question, QuestionVersion
from recruit.kernel.db import Record
from recruit.people.models import Person
from recruit.rules.releasing import ControlPolicy
from recruit.rules.second_marks import SecondMark

if TYPE_CHECKING:
    from recruit.assessments.models.pools import QuestionPool


class TestState(enum.StrEnum):
    __test__ = False

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class TestForm(enum.StrEnum):
    __test__ = False

    WRITTEN = "written"
    ORAL = "oral"


class Conductor(enum.StrEnum):
    """Whose queue the papers join by themselves."""

    TRAINER = "trainer"
    RECRUITER = "recruiter"


class Test(Record):
    """A test by its title; people sit one of its versions."""

    __test__ = False
    __tablename__ = "test"
    __table_args__ = (UniqueConstraint("title"),)

    title: Mapped[str] = mapped_column(String(120))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[Person] = relationship()
    versions: Mapped[list["TestVersion"]] = relationship(
        back_populates="test", order_by="TestVersion.number.desc()"
    )


class TestVersion(Record):
    """One edition of a test: its questions in order and the rules of sitting and grading it.
    At most one is a draft and at most one is published (partial unique indexes)."""

    __test__ = False
    __tablename__ = "test_version"
    __table_args__ = (
        UniqueConstraint("test_id", "number"),
        Index(
            "uq_test_version_draft",
            "test_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
        Index(
            "uq_test_version_published",
            "test_id",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
        CheckConstraint("pass_percent > 0 AND pass_percent <= 100", name="pass_percent"),
        CheckConstraint("attempts BETWEEN 1 AND 10", name="attempts"),
        CheckConstraint("time_limit_minutes BETWEEN 1 AND 1440", name="time_limit"),
        CheckConstraint("check_days BETWEEN 1 AND 60", name="check_days"),
        CheckConstraint("cooling_off_days >= 0 AND appeal_days >= 0", name="days"),
        CheckConstraint("sample_percent BETWEEN 1 AND 100", name="sample"),
        CheckConstraint("control_margin >= 0", name="margin"),
        CheckConstraint("second_sample_percent BETWEEN 1 AND 100", name="second_sample"),
        CheckConstraint("mark_tolerance BETWEEN 0 AND 100", name="tolerance"),
    )

    test_id: Mapped[int] = mapped_column(ForeignKey("test.id"))
    number: Mapped[int]
    state: Mapped[TestState] = mapped_column(default=TestState.DRAFT)
    instructions: Mapped[str] = mapped_column(String(4000), default="")
    form: Mapped[TestForm] = mapped_column(default=TestForm.WRITTEN)
    conducted_by: Mapped[Conductor] = mapped_column(default=Conductor.TRAINER)
    time_limit_minutes: Mapped[int | None]
    """None: until the assignment's window closes."""
    pass_percent: Mapped[float] = mapped_column(default=70.0)
    attempts: Mapped[int] = mapped_column(default=2)
    cooling_off_days: Mapped[int] = mapped_column(default=3)
    shuffle: Mapped[bool] = mapped_column(default=False)
    """Questions within their section, and options, in another order per paper."""
    presence_log: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Note when the test's page is left and opened again; the trainee is told and sees it."""
    check_days: Mapped[int] = mapped_column(default=28)
    appeal_days: Mapped[int] = mapped_column(default=14)
    control: Mapped[ControlPolicy] = mapped_column(default=ControlPolicy.NONE)
    control_margin: Mapped[float] = mapped_column(default=5.0)
    """Percentage points on either side of the pass line, for `near_pass_line`."""
    sample_percent: Mapped[int] = mapped_column(default=20)
    second_mark: Mapped[SecondMark] = mapped_column(
        default=SecondMark.NONE, server_default=SecondMark.NONE.value
    )
    """Which papers two people mark independently; near the line takes `control_margin`."""
    second_sample_percent: Mapped[int] = mapped_column(default=20, server_default="20")
    mark_tolerance: Mapped[float] = mapped_column(default=20.0, server_default="20")
    """The widest gap between two marks, in percent of what the question is worth."""
    anonymous: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Do graders mark without the trainee's name until the result is released?"""
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    test: Mapped[Test] = relationship(back_populates="versions", lazy="joined", innerjoin=True)
    created_by: Mapped[Person] = relationship(foreign_keys=created_by_id)
    published_by: Mapped[Person | None] = relationship(foreign_keys=published_by_id)
    sections: Mapped[list["TestSection"]] = relationship(
        back_populates="test_version",
        order_by="TestSection.position",
        cascade="all, delete-orphan",
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def items(self) -> list["TestItem"]:
        """Every item in the order of the sections."""
        return [item for section in self.sections for item in section.items]

    @property
    def pools(self) -> list["QuestionPool"]:
        """Every draw in the order of the sections."""
        return [pool for section in self.sections for pool in section.pools]

    @property
    def asks(self) -> int:
        """How many questions one paper has."""
        return len(self.items) + sum(pool.draws for pool in self.pools)


class TestSection(Record):
    """A part of a test with a heading."""

    __test__ = False
    __tablename__ = "test_section"
    __table_args__ = (Index(None, "test_version_id", "position"),)

    test_version_id: Mapped[int] = mapped_column(ForeignKey("test_version.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(120), default="")
    intro: Mapped[str] = mapped_column(String(4000), default="", server_default="")
    """Markdown above the section's first question."""
    test_version: Mapped[TestVersion] = relationship(back_populates="sections")
    items: Mapped[list["TestItem"]] = relationship(
        back_populates="section", order_by="TestItem.position", cascade="all, delete-orphan"
    )
    pools: Mapped[list["QuestionPool"]] = relationship(
        back_populates="section", order_by="QuestionPool.position", cascade="all, delete-orphan"
    )
    """Draws, after the section's own questions."""


class TestItem(Record):
    """A question's place in a test. Publishing pins the question's version; a draft shows the
    newest."""

    __test__ = False
    __tablename__ = "test_item"
    __table_args__ = (
        UniqueConstraint("section_id", "question_id"),
        Index(None, "section_id", "position"),
    )

    section_id: Mapped[int] = mapped_column(ForeignKey("test_section.id"))
    position: Mapped[int]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    question_version_id: Mapped[int | None] = mapped_column(ForeignKey("question_version.id"))
    section: Mapped[TestSection] = relationship(back_populates="items")
    question: Mapped[Question] = relationship()
    question_version: Mapped[QuestionVersion | None] = relationship()

    @property
    def wording(self) -> QuestionVersion:
        """The pinned version, or the newest one of a draft."""
        return self.question_version or self.question.current
