"""Plans: a program version for one person, with dates, owners and states."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.candidates.models import Application
from recruit.kernel import audit
from recruit.kernel.db import Record
from recruit.onboarding.models.programs import ProgramVersion, StageDef, TaskDef
from recruit.organization.models import Department, Site
from recruit.people.models import Person
from recruit.positions.models import Position
from recruit.rules.onboarding.states import EvidenceKind, PlanState, StageState, TaskState

_OPEN = "state IN ('draft', 'preboarding', 'active', 'paused')"
_RUNNING = "state IN ('open', 'awaiting_gate')"


class Employment(Record):
    """A person in a job: from a hire (then with its application), or employed already."""

    __tablename__ = "employment"
    __table_args__ = (
        Index(None, "person_id", "starts_on"),
        CheckConstraint("ended_on IS NULL OR ended_on >= starts_on", name="period"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(
        ForeignKey("application.id"), unique=True
    )
    starts_on: Mapped[date]
    ended_on: Mapped[date | None]
    created_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    position: Mapped[Position] = relationship(lazy="joined", innerjoin=True)
    department: Mapped[Department] = relationship(lazy="joined", innerjoin=True)
    site: Mapped[Site] = relationship(lazy="joined", innerjoin=True)
    application: Mapped[Application | None] = relationship()


class OnboardingPlan(Record):
    """One person's way through a program version, which it keeps as long as it runs."""

    __tablename__ = "onboarding_plan"
    __table_args__ = (
        Index(
            "uq_onboarding_plan_open",
            "employment_id",
            unique=True,
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
        Index(None, "state", "starts_on"),
    )

    employment_id: Mapped[int] = mapped_column(ForeignKey("employment.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("program_version.id"), index=True)
    state: Mapped[PlanState] = mapped_column(default=PlanState.DRAFT)
    starts_on: Mapped[date]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None: the plan followed from an accepted offer."""
    started_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    exit_reason: Mapped[str] = mapped_column(String(500), default="")
    exit_stage: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    employment: Mapped[Employment] = relationship(lazy="joined", innerjoin=True)
    program_version: Mapped[ProgramVersion] = relationship()
    opened_by: Mapped[Person | None] = relationship(foreign_keys=opened_by_id)
    stages: Mapped[list["PlanStage"]] = relationship(
        back_populates="plan", order_by="PlanStage.number"
    )
    tasks: Mapped[list["Task"]] = relationship(
        back_populates="plan", order_by="Task.due_on, Task.id"
    )
    pauses: Mapped[list["Pause"]] = relationship(
        back_populates="plan", order_by="Pause.from_on"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def trainee(self) -> Person:
        """The person being trained."""
        return self.employment.person


class PlanStage(Record):
    """A stage of a plan. At most one stage of a plan runs (a partial unique index)."""

    __tablename__ = "plan_stage"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        Index(
            "uq_plan_stage_running",
            "plan_id",
            unique=True,
            sqlite_where=text(_RUNNING),
            postgresql_where=text(_RUNNING),
        ),
        Index(None, "state", "due_on"),
        CheckConstraint("attempts >= 0 AND extensions >= 0", name="counts"),
        CheckConstraint("extra_days >= 0", name="extra_days"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("onboarding_plan.id"))
    def_id: Mapped[int] = mapped_column(ForeignKey("stage_def.id"), index=True)
    number: Mapped[int]
    state: Mapped[StageState] = mapped_column(default=StageState.LOCKED)
    starts_on: Mapped[date]
    """The day it opened; while it is locked, the day it is expected to."""
    counts_from_on: Mapped[date | None]
    """The log of the present attempt counts from this day: a retake begins anew."""
    due_on: Mapped[date]
    baseline_due_on: Mapped[date]
    """As first planned; never changed."""
    extra_days: Mapped[int] = mapped_column(default=0)
    """Working days granted by retakes and extensions."""
    attempts: Mapped[int] = mapped_column(default=0)
    extensions: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    plan: Mapped[OnboardingPlan] = relationship(back_populates="stages")
    definition: Mapped[StageDef] = relationship()
    tasks: Mapped[list["Task"]] = relationship(
        back_populates="stage", order_by="Task.due_on, Task.id"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Task(Record):
    """One thing to do, owned by exactly one person."""

    __tablename__ = "plan_task"
    __table_args__ = (
        Index(None, "owner_id", "state", "due_on"),
        Index(None, "plan_id", "due_on"),
        Index(None, "state", "due_on"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("onboarding_plan.id"))
    stage_id: Mapped[int] = mapped_column(ForeignKey("plan_stage.id"), index=True)
    def_id: Mapped[int | None] = mapped_column(ForeignKey("task_def.id"), index=True)
    """None: agreed in a check-in, with a date of its own."""
    title: Mapped[str] = mapped_column(String(160))
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    required: Mapped[bool] = mapped_column(default=True)
    state: Mapped[TaskState] = mapped_column(default=TaskState.BLOCKED)
    due_on: Mapped[date]
    baseline_due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500), default="")
    """Why it was returned, waived or cancelled."""
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
    plan: Mapped[OnboardingPlan] = relationship(back_populates="tasks")
    stage: Mapped[PlanStage] = relationship(back_populates="tasks")
    definition: Mapped[TaskDef | None] = relationship()
    owner: Mapped[Person] = relationship(foreign_keys=owner_id)
    submitted_by: Mapped[Person | None] = relationship(foreign_keys=submitted_by_id)
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)
    evidence: Mapped[list["Evidence"]] = relationship(
        back_populates="task", order_by="Evidence.id"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Evidence(Record):
    """What was handed in with a task; kept as it was."""

    __tablename__ = "task_evidence"

    task_id: Mapped[int] = mapped_column(ForeignKey("plan_task.id"), index=True)
    kind: Mapped[EvidenceKind]
    content: Mapped[str] = mapped_column(String(2000))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    task: Mapped[Task] = relationship(back_populates="evidence")
    by: Mapped[Person] = relationship()


class Pause(Record):
    """Days on which a plan's clocks stand still (illness), both ends included."""

    __tablename__ = "plan_pause"
    __table_args__ = (
        Index(
            "uq_plan_pause_open",
            "plan_id",
            unique=True,
            sqlite_where=text("until_on IS NULL"),
            postgresql_where=text("until_on IS NULL"),
        ),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="period"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("onboarding_plan.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    plan: Mapped[OnboardingPlan] = relationship(back_populates="pauses")
    by: Mapped[Person] = relationship()


audit.append_only(Evidence.__table__)
