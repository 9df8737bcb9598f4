"""Who is to sit which test, the papers, and every text that ever arrived for an answer."""

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.assessments.models.questions import QuestionVersion
from recruit.assessments.models.tests import TestVersion
from recruit.kernel import audit
from recruit.kernel.db import Record
from recruit.kernel.security import keyed_hash
from recruit.people.models import Person
from recruit.rules.sitting import AttemptState

if TYPE_CHECKING:
    from recruit.assessments.models.grades import (
        Appeal,
        Control,
        GradeEntry,
        GradingTask,
        Release,
    )
    from recruit.assessments.models.sitting import AttemptPause, TimeChange
    from recruit.assessments.models.studying import StudyProduct


class Assignment(Record):
    """A person is to sit a version of a test by the end of a local day."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index(None, "person_id", "id"),
        Index(None, "test_version_id", "id"),
        Index(None, "closes_at"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    test_version_id: Mapped[int] = mapped_column(ForeignKey("test_version.id"))
    due_on: Mapped[date]
    closes_at: Mapped[datetime]
    """The end of `due_on` on the wall clock of the person's site."""
    gate_on: Mapped[date | None]
    """The day of the gate that waits for the result."""
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    assigned_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(foreign_keys=person_id, lazy="joined", innerjoin=True)
    test_version: Mapped[TestVersion] = relationship(lazy="joined", innerjoin=True)
    assigned_by: Mapped[Person] = relationship(foreign_keys=assigned_by_id)
    interests: Mapped[list["Interest"]] = relationship(
        back_populates="assignment", cascade="all, delete-orphan", order_by="Interest.id"
    )
    study: Mapped[list["StudyProduct"]] = relationship(
        back_populates="assignment", order_by="StudyProduct.position"
    )
    """What to study, most profitable first, as of the day of `assigned_at`."""
    attempts: Mapped[list["Attempt"]] = relationship(
        back_populates="assignment", order_by="Attempt.number"
    )


class InterestKind(enum.StrEnum):
    """Why somebody has a stake in a result."""

    MENTOR = "mentor"
    MENTOR_BONUS = "mentor_bonus"
    OTHER = "other"


class Interest(Record):
    """Somebody's stake in a result; kept current by the feature that knows of it."""

    __tablename__ = "interest"
    __table_args__ = (
        UniqueConstraint("assignment_id", "person_id"),
        Index(None, "person_id"),
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[InterestKind] = mapped_column(default=InterestKind.MENTOR)
    assignment: Mapped[Assignment] = relationship(back_populates="interests")
    person: Mapped[Person] = relationship()


class Attempt(Record):
    """One sitting of an assignment: the paper and its way to a result."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("assignment_id", "number"),
        CheckConstraint("extra_minutes BETWEEN 0 AND 1440", name="extra_minutes"),
        Index(None, "state", "deadline_at"),
        Index(None, "state", "released_at"),
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    number: Mapped[int]
    state: Mapped[AttemptState] = mapped_column(default=AttemptState.ASSIGNED)
    seed: Mapped[int]
    """Decides the order of questions and options, for always."""
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    deadline_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    """Since when the clock stands still; the open `AttemptPause` says by whom and why."""
    submitted_at: Mapped[datetime | None]
    auto_submitted: Mapped[bool] = mapped_column(default=False)
    extra_minutes: Mapped[int] = mapped_column(default=0)
    extra_reason: Mapped[str] = mapped_column(String(300), default="")
    extra_approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    examiner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who held an oral test."""
    examiner_notes: Mapped[str] = mapped_column(default="", server_default="")
    """What the examiner noted for the marking; never shown to the trainee."""
    graded_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    """The first release."""
    percent: Mapped[float | None]
    passed: Mapped[bool | None]
    """As last released; None before."""
    appeal_until_on: Mapped[date | None]
    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    voided_reason: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)

    assignment: Mapped[Assignment] = relationship(
        back_populates="attempts", lazy="joined", innerjoin=True
    )
    extra_approved_by: Mapped[Person | None] = relationship(foreign_keys=extra_approved_by_id)
    examiner: Mapped[Person | None] = relationship(foreign_keys=examiner_id)
    voided_by: Mapped[Person | None] = relationship(foreign_keys=voided_by_id)
    items: Mapped[list["AttemptItem"]] = relationship(
        back_populates="attempt", order_by="AttemptItem.position"
    )
    tasks: Mapped[list["GradingTask"]] = relationship(
        back_populates="attempt", order_by="GradingTask.id"
    )
    control: Mapped["Control | None"] = relationship(back_populates="attempt")
    releases: Mapped[list["Release"]] = relationship(
        back_populates="attempt", order_by="Release.number"
    )
    time_changes: Mapped[list["TimeChange"]] = relationship(
        back_populates="attempt", order_by="TimeChange.id"
    )
    pauses: Mapped[list["AttemptPause"]] = relationship(
        back_populates="attempt", order_by="AttemptPause.id"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def code(self) -> str:
        """The paper's name for graders, who do not learn whose it is: nothing else that they
        see, no address either, begins like it."""
        return keyed_hash("paper", self.pubid)[:6].upper()


class AttemptItem(Record):
    """One question of one paper, with everything it was asked with."""

    __tablename__ = "attempt_item"
    __table_args__ = (UniqueConstraint("attempt_id", "position"),)

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    position: Mapped[int]
    section: Mapped[str] = mapped_column(String(120), default="")
    intro: Mapped[str] = mapped_column(String(4000), default="", server_default="")
    """The text above its section, on the section's first question only."""
    question_version_id: Mapped[int] = mapped_column(
        ForeignKey("question_version.id"), index=True
    )
    option_order: Mapped[list[str]] = mapped_column(JSON)
    """Ids of the key's parts in the order in which this paper shows them."""
    facts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """The product's facts of the day: [{"kind", "text", "valid_from_on"}]."""
    flagged: Mapped[bool] = mapped_column(default=False)
    attempt: Mapped[Attempt] = relationship(back_populates="items")
    question_version: Mapped[QuestionVersion] = relationship(lazy="joined", innerjoin=True)
    revisions: Mapped[list["AnswerRevision"]] = relationship(
        back_populates="item", order_by="AnswerRevision.id"
    )
    excuses: Mapped[list["Excuse"]] = relationship(back_populates="item", order_by="Excuse.id")
    entries: Mapped[list["GradeEntry"]] = relationship(
        back_populates="item", order_by="GradeEntry.id"
    )
    appeal: Mapped["Appeal | None"] = relationship(back_populates="item")


class AnswerRevision(Record):
    """A text as it arrived: never changed, never lost, the same (client, seq) stored once."""

    __tablename__ = "answer_revision"
    __table_args__ = (
        UniqueConstraint("item_id", "client_id", "seq"),
        CheckConstraint("seq >= 0", name="seq"),
        Index(None, "item_id", "id"),
    )

    item_id: Mapped[int] = mapped_column(ForeignKey("attempt_item.id"))
    client_id: Mapped[str] = mapped_column(String(24))
    """One load of the page; "form" for a plain form without script."""
    seq: Mapped[int]
    base: Mapped[str] = mapped_column(String(40), default="")
    """The revision it was built upon, "client:seq"."""
    text: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    received_at: Mapped[datetime]
    late: Mapped[bool] = mapped_column(default=False)
    counts: Mapped[bool] = mapped_column(default=False)
    """Did it become the counted text when it arrived? (`recruit.rules.sitting.continues`)"""
    item: Mapped[AttemptItem] = relationship(back_populates="revisions")

    @property
    def ref(self) -> str:
        """How other revisions name this one as their base."""
        return f"{self.client_id}:{self.seq}"


class Excuse(Record):
    """A named person's decision that a late text counts after all."""

    __tablename__ = "excuse"
    __table_args__ = (UniqueConstraint("revision_id"), Index(None, "item_id", "id"))

    item_id: Mapped[int] = mapped_column(ForeignKey("attempt_item.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("answer_revision.id"))
    reason: Mapped[str] = mapped_column(String(500))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    item: Mapped[AttemptItem] = relationship(back_populates="excuses")
    revision: Mapped[AnswerRevision] = relationship()
    decided_by: Mapped[Person] = relationship()


for _model in (AnswerRevision, Excuse):
    audit.append_only(_model.__table__)
