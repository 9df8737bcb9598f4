"""Programs: what is planned for everybody. A published version is never changed again."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.kernel.db import Record
from recruit.organization.models import Department
from recruit.people.models import Person
from recruit.positions.models import Position
from recruit.rules.onboarding.states import (
    ActivityKind,
    Anchor,
    Checker,
    EvidenceKind,
    Owner,
    Source,
    Unit,
    VersionState,
)


class Program(Record):
    """A way of training people; the one whose department and position fit best is used."""

    __tablename__ = "program"
    __table_args__ = (UniqueConstraint("name"), Index(None, "active", "department_id"))

    name: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(500), default="")
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    """Only for this department; None: for every one."""
    position_id: Mapped[int | None] = mapped_column(ForeignKey("position.id"), index=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    department: Mapped[Department | None] = relationship(lazy="joined")
    position: Mapped[Position | None] = relationship()
    versions: Mapped[list["ProgramVersion"]] = relationship(
        back_populates="program", order_by="ProgramVersion.number"
    )


class ProgramVersion(Record):
    """One edition of a program: draft, then published (immutable), then retired.

    The target (verified results per worked day) measures readiness and the mentor's bonus.
    """

    __tablename__ = "program_version"
    __table_args__ = (
        UniqueConstraint("program_id", "number"),
        Index(
            "uq_program_version_draft",
            "program_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
        Index(
            "uq_program_version_published",
            "program_id",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
        CheckConstraint("target_per_day >= 1", name="target"),
        CheckConstraint("readiness_days BETWEEN 1 AND 120", name="readiness_days"),
        CheckConstraint("readiness_percent BETWEEN 1 AND 200", name="readiness_percent"),
        CheckConstraint("bonus_minor >= 0 AND bonus_target >= 1", name="bonus"),
        CheckConstraint("bonus_days BETWEEN 1 AND 260", name="bonus_days"),
    )

    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    number: Mapped[int]
    state: Mapped[VersionState] = mapped_column(default=VersionState.DRAFT)
    note: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    target_kind: Mapped[ActivityKind] = mapped_column(default=ActivityKind.CALL)
    target_unit: Mapped[Unit] = mapped_column(default=Unit.COUNT)
    target_per_day: Mapped[int] = mapped_column(default=20)
    """How many a worked day, or minor units of money a worked day."""
    readiness_days: Mapped[int] = mapped_column(default=15)
    readiness_percent: Mapped[int] = mapped_column(default=80)
    bonus_minor: Mapped[int] = mapped_column(default=0)
    """What the mentor gets in minor units; 0: no bonus."""
    bonus_currency: Mapped[str] = mapped_column(String(3), default="EUR")
    bonus_target: Mapped[int] = mapped_column(default=1)
    """Total of the target's unit within `bonus_days` worked days."""
    bonus_days: Mapped[int] = mapped_column(default=60)
    version: Mapped[int] = mapped_column(default=1)

    program: Mapped[Program] = relationship(back_populates="versions")
    published_by: Mapped[Person | None] = relationship()
    stages: Mapped[list["StageDef"]] = relationship(
        back_populates="program_version",
        order_by="StageDef.number",
        cascade="all, delete-orphan",
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class StageDef(Record):
    """One of the stages: so many working days, or until so many months after the start."""

    __tablename__ = "stage_def"
    __table_args__ = (
        UniqueConstraint("version_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint(
            "(days IS NOT NULL AND months_from_start IS NULL AND days >= 1) OR "
            "(days IS NULL AND months_from_start IS NOT NULL AND months_from_start >= 1)",
            name="length",
        ),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("program_version.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    intro: Mapped[str] = mapped_column(default="")
    """Markdown."""
    days: Mapped[int | None]
    months_from_start: Mapped[int | None]
    program_version: Mapped[ProgramVersion] = relationship(back_populates="stages")
    tasks: Mapped[list["TaskDef"]] = relationship(
        back_populates="stage", order_by="TaskDef.position", cascade="all, delete-orphan"
    )
    topics: Mapped[list["TopicDef"]] = relationship(
        back_populates="stage", order_by="TopicDef.number", cascade="all, delete-orphan"
    )
    gate: Mapped["GateDef | None"] = relationship(
        back_populates="stage", cascade="all, delete-orphan"
    )


class TaskDef(Record):
    """One thing to do in a stage, by one person, so many working days from an anchor."""

    __tablename__ = "task_def"
    __table_args__ = (
        Index(None, "stage_id", "position"),
        CheckConstraint("offset_days BETWEEN -60 AND 260", name="offset"),
    )

    stage_id: Mapped[int] = mapped_column(ForeignKey("stage_def.id"))
    position: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(160))
    body: Mapped[str] = mapped_column(default="")
    """Markdown: what to do, whom to ask, links."""
    owner: Mapped[Owner]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """A named person instead of the role."""
    checker: Mapped[Checker] = mapped_column(default=Checker.NOBODY)
    anchor: Mapped[Anchor] = mapped_column(default=Anchor.STAGE)
    offset_days: Mapped[int] = mapped_column(default=0)
    evidence: Mapped[EvidenceKind] = mapped_column(default=EvidenceKind.NONE)
    required: Mapped[bool] = mapped_column(default=True)
    stage: Mapped[StageDef] = relationship(back_populates="tasks")
    person: Mapped[Person | None] = relationship()


class TopicDef(Record):
    """A topic of the sales training, confirmed by the mentor and by the trainee."""

    __tablename__ = "topic_def"
    __table_args__ = (UniqueConstraint("stage_id", "number"),)

    stage_id: Mapped[int] = mapped_column(ForeignKey("stage_def.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(160))
    body: Mapped[str] = mapped_column(default="")
    stage: Mapped[StageDef] = relationship(back_populates="topics")


class GateDef(Record):
    """The decision at the end of a stage."""

    __tablename__ = "gate_def"

    stage_id: Mapped[int] = mapped_column(ForeignKey("stage_def.id"), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(String(500), default="")
    """What the gate is about, in plain words for the trainee."""
    stage: Mapped[StageDef] = relationship(back_populates="gate")
    criteria: Mapped[list["GateCriterion"]] = relationship(
        back_populates="gate", order_by="GateCriterion.position", cascade="all, delete-orphan"
    )


class GateCriterion(Record):
    """One thing a gate asks for."""

    __tablename__ = "gate_criterion"
    __table_args__ = (
        Index(None, "gate_id", "position"),
        CheckConstraint("threshold >= 1", name="threshold"),
        CheckConstraint("window_days IS NULL OR window_days >= 1", name="window"),
        CheckConstraint("(source = 'log') = (kind IS NOT NULL)", name="kind"),
    )

    gate_id: Mapped[int] = mapped_column(ForeignKey("gate_def.id"))
    position: Mapped[int] = mapped_column(default=1)
    source: Mapped[Source]
    kind: Mapped[ActivityKind | None]
    threshold: Mapped[int] = mapped_column(default=1)
    window_days: Mapped[int | None]
    """For the log: within so many consecutive working days; None: since the stage opened."""
    gate: Mapped[GateDef] = relationship(back_populates="criteria")
