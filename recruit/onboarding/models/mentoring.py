"""Mentors: who can be one, who is whose, and the bonus that may follow."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.kernel.db import Record
from recruit.onboarding.models.plans import OnboardingPlan
from recruit.people.models import Person
from recruit.rules.incentive import IncentiveState
from recruit.rules.onboarding.states import (
    ActivityKind,
    AssignmentState,
    EndReason,
    MentorKind,
    Unit,
)


class MentorProfile(Record):
    """What a mentor offers. `attested`: a head vouches that they work openly and help."""

    __tablename__ = "mentor_profile"
    __table_args__ = (CheckConstraint("capacity BETWEEN 0 AND 20", name="capacity"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    capacity: Mapped[int] = mapped_column(default=2)
    products: Mapped[str] = mapped_column(String(300), default="")
    languages: Mapped[str] = mapped_column(String(200), default="")
    experience: Mapped[str] = mapped_column(String(500), default="")
    willing: Mapped[bool] = mapped_column(default=True)
    attested_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    attested_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    person: Mapped[Person] = relationship(foreign_keys=person_id, lazy="joined", innerjoin=True)
    attested_by: Mapped[Person | None] = relationship(foreign_keys=attested_by_id)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class MentorAssignment(Record):
    """A mentor for a plan, from the proposal on. One open proposal and one mentor per plan."""

    __tablename__ = "mentor_assignment"
    __table_args__ = (
        Index(
            "uq_mentor_assignment_proposed",
            "plan_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
        Index(
            "uq_mentor_assignment_current",
            "plan_id",
            unique=True,
            sqlite_where=text("state IN ('accepted', 'active')"),
            postgresql_where=text("state IN ('accepted', 'active')"),
        ),
        Index(None, "mentor_id", "state"),
        Index(None, "plan_id", "id"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("onboarding_plan.id"))
    mentor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[AssignmentState] = mapped_column(default=AssignmentState.PROPOSED)
    kind: Mapped[MentorKind]
    reason: Mapped[str] = mapped_column(String(300), default="")
    """Why no trainer: recorded whenever the order of the domain is left."""
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(300), default="")
    started_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[EndReason | None]
    version: Mapped[int] = mapped_column(default=1)
    plan: Mapped[OnboardingPlan] = relationship()
    mentor: Mapped[Person] = relationship(foreign_keys=mentor_id, lazy="joined", innerjoin=True)
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=proposed_by_id)
    incentive: Mapped["Incentive | None"] = relationship(back_populates="assignment")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Incentive(Record):
    """The mentor's bonus: due when the trainee's verified results reach the target in time.

    Three signatures (verified, proposed, approved) by people who are not the mentor.
    """

    __tablename__ = "incentive"
    __table_args__ = (
        CheckConstraint("bonus_minor > 0 AND target >= 1 AND days >= 1", name="numbers"),
        CheckConstraint("share_percent BETWEEN 0 AND 100", name="share"),
        CheckConstraint(
            "(verified_by_id IS NULL OR proposed_by_id IS NULL "
            "OR verified_by_id <> proposed_by_id) AND "
            "(approved_by_id IS NULL OR verified_by_id IS NULL "
            "OR approved_by_id <> verified_by_id) AND "
            "(approved_by_id IS NULL OR proposed_by_id IS NULL "
            "OR approved_by_id <> proposed_by_id)",
            name="signatures",
        ),
        Index(None, "state", "id"),
        Index(None, "plan_id"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("onboarding_plan.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("mentor_assignment.id"), unique=True)
    state: Mapped[IncentiveState] = mapped_column(default=IncentiveState.RUNNING)
    kind: Mapped[ActivityKind]
    unit: Mapped[Unit]
    target: Mapped[int]
    bonus_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    starts_on: Mapped[date]
    days: Mapped[int]
    """Length of the period in worked days; a pause lengthens it."""
    share_percent: Mapped[int] = mapped_column(default=100)
    """Less than all after a hand-over: the part of the period this mentor served."""
    reached: Mapped[int] = mapped_column(default=0)
    """Verified results when it became eligible or missed."""
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    verified_at: Mapped[datetime | None]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    paid_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    paid_at: Mapped[datetime | None]
    forfeit_reason: Mapped[EndReason | None]
    version: Mapped[int] = mapped_column(default=1)
    plan: Mapped[OnboardingPlan] = relationship()
    assignment: Mapped[MentorAssignment] = relationship(
        back_populates="incentive", lazy="joined", innerjoin=True
    )
    verified_by: Mapped[Person | None] = relationship(foreign_keys=verified_by_id)
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=proposed_by_id)
    approved_by: Mapped[Person | None] = relationship(foreign_keys=approved_by_id)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def share_minor(self) -> int:
        """This mentor's part of the bonus in minor units, rounded half up."""
        return (2 * self.bonus_minor * self.share_percent + 100) // 200
