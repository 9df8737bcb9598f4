"""Marking one question over all papers that wait."""

from datetime import datetime

from sqlalchemy import or_, update

from recruit.assessments.models import QuestionLease, QuestionVersion, TestVersion
from recruit.assessments.operations import grading as marks
from recruit.assessments.queries import marking as queries
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import grading
from recruit.rules.grading import EntryKind, Refusal


def take_question(
    version: TestVersion,
    question: QuestionVersion,
    kind: EntryKind,
    *,
    actor: Person,
    now: datetime,
) -> QuestionLease:
    """Take a question of a test version to mark its answers one after the other.

    Raises Refused(LEASED) while somebody else has it: one conditional UPDATE decides. Papers
    that somebody else marks as a whole stay theirs.
    """
    locked(version)  # of two who are the first ever, one makes the row
    waiting = {
        (row.question_version.id, row.kind) for row in queries.questions_waiting(actor, version)
    }
    if (question.id, kind) not in waiting:
        raise Refused(Refusal.NOT_ASSIGNED)
    lease = queries.lease_of(version, question, kind)
    if lease is None:
        lease = QuestionLease(test_version=version, question_version=question, kind=kind)
        db.session.add(lease)
        db.session.flush()
    free = or_(
        QuestionLease.grader_id.is_(None),
        QuestionLease.grader_id == actor.id,
        QuestionLease.leased_until.is_(None),
        QuestionLease.leased_until <= now,
    )
    won = db.session.execute(
        update(QuestionLease)
        .where(QuestionLease.id == lease.id, free)
        .values(grader_id=actor.id, leased_until=now + grading.LEASE)
        .execution_options(synchronize_session=False)
    )
    if won.rowcount != 1:  # type: ignore[attr-defined]
        raise Refused(Refusal.LEASED)
    db.session.refresh(lease)
    audit.record("assessments.question.taken", lease, actor=actor, at=now, kind=kind)
    return lease


def leave_question(lease: QuestionLease, *, actor: Person, now: datetime) -> None:
    """Put a question back; marks already given stay."""
    locked(lease)
    if lease.grader_id == actor.id:
        lease.grader, lease.leased_until = None, None
        audit.record("assessments.question.given-back", lease, actor=actor, at=now)


def finish_complete(
    version: TestVersion, kind: EntryKind, *, actor: Person, now: datetime
) -> tuple[int, int]:
    """Finish the papers of a version whose every mark is there; return (finished, refused).

    Each is taken and finished as if by hand, so the same rules decide; one that is refused
    stays in the queue, where its page says why.
    """
    finished = refused = 0
    for task in queries.complete_tasks(actor, version, kind, now):
        try:
            with db.session.begin_nested():
                marks.take(task, actor=actor, now=now)
                marks.finish(task, actor=actor, now=now)
            finished += 1
        except Refused:
            refused += 1
    return finished, refused
