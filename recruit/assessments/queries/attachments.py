"""Reading files of questions, each person those they may see."""

from sqlalchemy import exists, or_, select

from recruit.assessments.models import (
    Assignment,
    Attachment,
    Attempt,
    AttemptItem,
    GradingTask,
    StemFile,
)
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Permission, may
from recruit.people.models import Person


def attachment_for(person: Person, pubid: object) -> Attachment | None:
    """Return a question's file to who may read the question: those who read tests, whoever was
    asked it on a paper that has begun, and whoever was asked by name to mark such a paper."""
    if not is_pubid(pubid):
        return None
    query = select(Attachment).where(Attachment.pubid == pubid)
    if not may(person, Permission.TEST_READ):
        asked = GradingTask.assignee_id == person.id
        paper = (
            exists()
            .where(
                AttemptItem.question_version_id == Attachment.question_version_id,
                Attempt.id == AttemptItem.attempt_id,
                Assignment.id == Attempt.assignment_id,
            )
            .where(
                or_(
                    Assignment.person_id == person.id,
                    exists()
                    .where(GradingTask.attempt_id == Attempt.id, asked)
                    .correlate(Attempt),
                )
            )
        )
        query = query.where(paper)
    return db.session.scalars(query).one_or_none()


def files_named(pubids: list[str]) -> dict[str, StemFile]:
    """Return stored files by their public ids; others are left out."""
    wanted = [one for one in pubids if is_pubid(one)]
    query = select(StemFile).where(StemFile.pubid.in_(wanted))
    return {one.pubid: one for one in db.session.scalars(query)}
