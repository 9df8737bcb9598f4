"""What gates look at: topics, the log, the client base, role-plays, the test, check-ins."""

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.kernel import audit
from recruit.kernel.db import Record
from recruit.onboarding.models.plans import OnboardingPlan
from recruit.onboarding.models.programs import TopicDef
from recruit.people.models import Person
from recruit.rules.onboarding.states import (
    ActivityKind,
    RolePlayKind,
    RolePlayOutcome,
    Side,
)


class TopicConfirmation(Record):
    """One side's word that a topic is understood."""

    __tablename__ = "topic_confirmation"
    __table_args__ = (UniqueConstraint("plan_id", "topic_id", "side"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("onboarding_plan.id"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic_def.id"), index=True)
    side: Mapped[Side]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    plan: Mapped[OnboardingPlan] = relationship()
    topic: Mapped[TopicDef] = relationship()
    person: Mapped[Person] = relationship()


class ActivityEntry(Record):
    """So many calls, requests, ... on a day. It counts once it is verified.

    A mentor with a running bonus is never the only confirmer: then `seconded_by` signs as well.
    """

    __tablename__ = "activity_entry"
    __table_args__ = (
        CheckConstraint("count BETWEEN 1 AND 100000", name="count"),
        CheckConstraint("amount_minor >= 0", name="amount"),
        CheckConstraint(
            "seconded_by_id IS NULL OR (confirmed_by_id IS NOT NULL "
            "AND seconded_by_id <> confirmed_by_id)",
            name="two_people",
        ),
        CheckConstraint(
            "verified_at IS NULL OR confirmed_by_id IS NOT NULL", name="verified_by_somebody"
        ),
        Index(None, "plan_id", "on"),
        Index(None, "verified_at", "plan_id"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("onboarding_plan.id"))
    kind: Mapped[ActivityKind]
    count: Mapped[int]
    amount_minor: Mapped[int] = mapped_column(default=0)
    """Money of contracts in minor units of the program version's currency."""
    on: Mapped[date]
    note: Mapped[str] = mapped_column(String(300), default="")
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    late: Mapped[bool] = mapped_column(default=False)
    """Entered after the working day that follows the day it is about."""
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    seconded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    seconded_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    plan: Mapped[OnboardingPlan] = relationship()
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=confirmed_by_id)
    seconded_by: Mapped[Person | None] = relationship(foreign_keys=seconded_by_id)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ProspectEntry(Record):
    """A possible customer a trainee found; `company_key` finds the same one written twice."""

    __tablename__ = "prospect_entry"
    __table_args__ = (UniqueConstraint("plan_id", "company_key"), Index(None, "company_key"))

    plan_id: Mapped[int] = mapped_column(ForeignKey("onboarding_plan.id"))
    company: Mapped[str] = mapped_column(String(160))
    company_key: Mapped[str] = mapped_column(String(160))
    contact: Mapped[str] = mapped_column(String(160), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    on: Mapped[date]
    entered_at: Mapped[datetime]
    plan: Mapped[OnboardingPlan] = relationship()


class RolePlay(Record):
    """A sale as a game: practice without count, final attempts 1 and 2, a 3rd by exception."""

    __tablename__ = "role_play"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'practice' AND number IS NULL) OR "
            "(kind = 'final' AND number BETWEEN 1 AND 3)",
            name="number",
        ),
        UniqueConstraint("plan_id", "number"),
        Index(None, "plan_id", "held_on"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("onboarding_plan.id"))
    kind: Mapped[RolePlayKind]
    number: Mapped[int | None]
    """The final attempt's number; unique in a plan, empty for practice."""
    scenario: Mapped[str] = mapped_column(String(1000), default="")
    held_on: Mapped[date]
    outcome: Mapped[RolePlayOutcome | None]
    decided_at: Mapped[datetime | None]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
    plan: Mapped[OnboardingPlan] = relationship()
    marks: Mapped[list["RolePlayMark"]] = relationship(
        back_populates="role_play", order_by="RolePlayMark.id"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class RolePlayMark(Record):
    """One assessor's marks (1-5 per criterion) and verdict; never changed."""

    __tablename__ = "role_play_mark"
    __table_args__ = (UniqueConstraint("role_play_id", "assessor_id"),)

    role_play_id: Mapped[int] = mapped_column(ForeignKey("role_play.id"))
    assessor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ratings: Mapped[dict[str, int]] = mapped_column(JSON)
    passed: Mapped[bool]
    comment: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime]
    role_play: Mapped[RolePlay] = relationship(back_populates="marks")
    assessor: Mapped[Person] = relationship()


class RolePlayException(Record):
    """The head's request for a third final attempt, answered by a recruiter or director."""

    __tablename__ = "role_play_exception"
    __table_args__ = (
        CheckConstraint("answered_by_id <> requested_by_id", name="two_people"),
        CheckConstraint("(approved IS NULL) = (answered_by_id IS NULL)", name="answered"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("onboarding_plan.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(500))
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    requested_at: Mapped[datetime]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    approved: Mapped[bool | None]
    version: Mapped[int] = mapped_column(default=1)
    plan: Mapped[OnboardingPlan] = relationship()
    requested_by: Mapped[Person] = relationship(foreign_keys=requested_by_id)
    answered_by: Mapped[Person | None] = relationship(foreign_keys=answered_by_id)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class PlanTest(Record):
    """A test assigned for a plan and its released result, as plain data for the gate."""

    __tablename__ = "plan_test"
    __table_args__ = (
        CheckConstraint("percent IS NULL OR percent BETWEEN 0 AND 100", name="percent"),
        Index(None, "plan_id", "id"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("onboarding_plan.id"))
    assignment_ref: Mapped[str] = mapped_column(String(12), unique=True)
    """The assignment's public id."""
    title: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date]
    assigned_at: Mapped[datetime]
    attempt_ref: Mapped[str | None] = mapped_column(String(12))
    """The attempt whose result this is: the best of several."""
    percent: Mapped[int | None]
    passed: Mapped[bool | None]
    released_at: Mapped[datetime | None]
    plan: Mapped[OnboardingPlan] = relationship()


class CheckIn(Record):
    """A talk after 30, 60, 90 days or at any time; private notes stay with who held it."""

    __tablename__ = "check_in"
    __table_args__ = (Index(None, "plan_id", "due_on"), Index(None, "held_on", "due_on"))

    plan_id: Mapped[int] = mapped_column(ForeignKey("onboarding_plan.id"))
    due_on: Mapped[date]
    held_on: Mapped[date | None]
    held_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    notes: Mapped[str] = mapped_column(String(4000), default="")
    private_notes: Mapped[str] = mapped_column(String(4000), default="")
    version: Mapped[int] = mapped_column(default=1)
    plan: Mapped[OnboardingPlan] = relationship()
    held_by: Mapped[Person | None] = relationship()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


for _model in (TopicConfirmation, RolePlayMark):
    audit.append_only(_model.__table__)
