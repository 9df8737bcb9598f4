"""Marking many papers: leases by question, remarks used again, answers found alike."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.assessments.models.attempts import AttemptItem
from recruit.assessments.models.grades import GradeEntry
from recruit.assessments.models.questions import Question, QuestionVersion
from recruit.assessments.models.tests import TestVersion
from recruit.kernel.db import Record
from recruit.people.models import Person
from recruit.rules.grading import EntryKind
from recruit.rules.similar_answers import Basis


class QuestionLease(Record):
    """One question of a test version over all papers that wait: whoever holds it until
    `leased_until` goes through the answers. One row per question and kind of mark, for ever."""

    __tablename__ = "question_lease"
    __table_args__ = (
        UniqueConstraint("test_version_id", "question_version_id", "kind"),
        Index(None, "grader_id", "leased_until"),
    )

    test_version_id: Mapped[int] = mapped_column(ForeignKey("test_version.id"))
    question_version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))
    kind: Mapped[EntryKind]
    grader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    leased_until: Mapped[datetime | None]
    test_version: Mapped[TestVersion] = relationship(lazy="joined", innerjoin=True)
    question_version: Mapped[QuestionVersion] = relationship(lazy="joined", innerjoin=True)
    grader: Mapped[Person | None] = relationship(lazy="joined")

    def held_by(self, person_id: int, now: datetime) -> bool:
        """Does this person hold it now?"""
        return self.grader_id == person_id and self.is_held(now)

    def is_held(self, now: datetime) -> bool:
        """Does anybody hold it now?"""
        return self.grader_id is not None and bool(
            self.leased_until and self.leased_until > now
        )


class CommentSnippet(Record):
    """A remark that a grader uses again: for one question or for any, own or shared."""

    __tablename__ = "comment_snippet"
    __table_args__ = (
        Index(None, "owner_id", "question_id"),
        Index(None, "shared", "question_id"),
        CheckConstraint("uses >= 0", name="uses"),
    )

    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    """None: for any question."""
    text: Mapped[str] = mapped_column(String(500))
    shared: Mapped[bool] = mapped_column(default=False)
    uses: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime]
    owner: Mapped[Person] = relationship()
    question: Mapped[Question | None] = relationship()


class AnswerGroup(Record):
    """Answers that a person found alike and marked in one step: who, when, on what proposal."""

    __tablename__ = "answer_group"
    __table_args__ = (Index(None, "test_version_id", "question_version_id", "kind"),)

    test_version_id: Mapped[int] = mapped_column(ForeignKey("test_version.id"))
    question_version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))
    kind: Mapped[EntryKind]
    basis: Mapped[Basis]
    lowest: Mapped[float]
    """The lowest similarity of two proposed answers, 0 to 100."""
    accepted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    accepted_at: Mapped[datetime]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]
    test_version: Mapped[TestVersion] = relationship()
    question_version: Mapped[QuestionVersion] = relationship()
    accepted_by: Mapped[Person] = relationship(foreign_keys=accepted_by_id)
    undone_by: Mapped[Person | None] = relationship(foreign_keys=undone_by_id)
    members: Mapped[list["AnswerGroupMember"]] = relationship(
        back_populates="group", order_by="AnswerGroupMember.id"
    )


class AnswerGroupMember(Record):
    """An answer of a group: proposed, and marked with it (`entry`) or set aside (no entry)."""

    __tablename__ = "answer_group_member"
    __table_args__ = (UniqueConstraint("group_id", "item_id"), Index(None, "item_id"))

    group_id: Mapped[int] = mapped_column(ForeignKey("answer_group.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("attempt_item.id"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("grade_entry.id"))
    """The group's mark of it; None: proposed, but the person took it out before marking."""
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey("grade_entry.id"))
    """What stood before; None: nothing."""
    taken_out_at: Mapped[datetime | None]
    taken_out_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    group: Mapped[AnswerGroup] = relationship(back_populates="members")
    item: Mapped[AttemptItem] = relationship()
    entry: Mapped[GradeEntry | None] = relationship(foreign_keys=entry_id)
    earlier: Mapped[GradeEntry | None] = relationship(foreign_keys=earlier_id)
    taken_out_by: Mapped[Person | None] = relationship(foreign_keys=taken_out_by_id)
