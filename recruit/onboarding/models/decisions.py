"""What people decided about a trainee, by name and with a date; never changed again."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.kernel import audit
from recruit.kernel.db import Record
from recruit.onboarding.models.plans import OnboardingPlan, PlanStage
from recruit.people.models import Person
from recruit.rules.onboarding.states import Outcome, Readiness


class ReadinessReview(Record):
    """A dated human decision: ready for independent work, or not yet, with the figures seen."""

    __tablename__ = "readiness_review"
    __table_args__ = (Index(None, "plan_id", "id"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("onboarding_plan.id"))
    result: Mapped[Readiness]
    note: Mapped[str] = mapped_column(String(1000), default="")
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    plan: Mapped[OnboardingPlan] = relationship()
    by: Mapped[Person] = relationship()


class GateDecision(Record):
    """One decision at a gate with the evidence as it stood. An exit needs a `GateSignature`."""

    __tablename__ = "gate_decision"
    __table_args__ = (
        Index(None, "stage_id", "id"),
        Index(
            "uq_gate_decision_final",
            "stage_id",
            unique=True,
            sqlite_where=text("outcome IN ('pass', 'waive')"),
            postgresql_where=text("outcome IN ('pass', 'waive')"),
        ),
        CheckConstraint("outcome = 'pass' OR reason <> ''", name="reason"),
    )

    stage_id: Mapped[int] = mapped_column(ForeignKey("plan_stage.id"))
    attempt: Mapped[int]
    outcome: Mapped[Outcome]
    reason: Mapped[str] = mapped_column(String(1000), default="")
    next_due_on: Mapped[date | None]
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Per criterion: source, kind, have, need, met."""
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    stage: Mapped[PlanStage] = relationship()
    decided_by: Mapped[Person] = relationship()
    signature: Mapped["GateSignature | None"] = relationship(back_populates="decision")


class GateSignature(Record):
    """The second person's answer to an exit: agreed, or not (then the gate is open again)."""

    __tablename__ = "gate_signature"

    decision_id: Mapped[int] = mapped_column(ForeignKey("gate_decision.id"), unique=True)
    agreed: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(500), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    decision: Mapped[GateDecision] = relationship(back_populates="signature")
    by: Mapped[Person] = relationship()


class GateAdvice(Record):
    """What the mentor advises before the head decides."""

    __tablename__ = "gate_advice"
    __table_args__ = (Index(None, "stage_id", "id"),)

    stage_id: Mapped[int] = mapped_column(ForeignKey("plan_stage.id"))
    words: Mapped[str] = mapped_column(String(1000))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    stage: Mapped[PlanStage] = relationship()
    by: Mapped[Person] = relationship()


for _model in (ReadinessReview, GateDecision, GateSignature, GateAdvice):
    audit.append_only(_model.__table__)
