"""Marking papers. Every mark is an entry of its own; nothing is overwritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, update

from recruit.assessments import mails
from recruit.assessments.models import Attempt, AttemptItem, GradeEntry, GradingTask
from recruit.assessments.operations import papers
from recruit.assessments.queries import grading as queries
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.people.models import Person
from recruit.rules import grading
from recruit.rules.grading import EntryKind, EntryStep, Refusal
from recruit.rules.sitting import AttemptState


@dataclass(frozen=True, slots=True)
class Mark:
    """What a grader says about one answer. points None: those of the ticked rubric lines."""

    points: float | None = None
    ticks: Sequence[str] = ()
    excused: bool = False
    retract: bool = False
    """Take the own mark back: the question is ungraded again."""
    comment: str = ""


def take(task: GradingTask, *, actor: Person, now: datetime) -> None:
    """Take a paper to mark it, or raise Refused(LEASED) while somebody else has it.

    One conditional UPDATE decides, so of two graders at the same moment one gets it.
    """
    attempt = locked(task.attempt)
    if reason := grading.marker_refusal(queries.marker(actor, attempt), task.kind):
        raise Refused(reason)
    if attempt.state not in (AttemptState.SUBMITTED, AttemptState.GRADING):
        raise Refused(Refusal.WRONG_STATE)
    free = or_(
        GradingTask.grader_id.is_(None),
        GradingTask.grader_id == actor.id,
        GradingTask.leased_until.is_(None),
        GradingTask.leased_until <= now,
    )
    won = db.session.execute(
        update(GradingTask)
        .where(GradingTask.id == task.id, GradingTask.done_at.is_(None), free)
        .values(grader_id=actor.id, leased_until=now + grading.LEASE)
        .execution_options(synchronize_session=False)
    )
    if won.rowcount != 1:  # type: ignore[attr-defined]
        raise Refused(Refusal.LEASED)
    db.session.refresh(task)
    if attempt.state is AttemptState.SUBMITTED:
        papers.go(attempt, AttemptState.GRADING, "grading-begun", actor=actor, now=now)
    audit.record("assessments.task.taken", task, actor=actor, at=now)


def give_back(task: GradingTask, *, actor: Person, now: datetime) -> None:
    """Put a paper back into the queue; marks already given stay."""
    locked(task)
    if task.grader_id == actor.id:
        task.grader, task.leased_until = None, None
        audit.record("assessments.task.given-back", task, actor=actor, at=now)


def mark(
    task: GradingTask, item: AttemptItem, given: Mark, *, actor: Person, now: datetime
) -> GradeEntry:
    """Write a mark for one answer, as the kind that the task asks for, or raise Refused."""
    attempt = locked(task.attempt)
    locked(task)
    wording = item.question_version
    points = mark_points(given, wording.rubric, wording.points)
    reason = grading.mark_refusal(
        attempt.state,
        queries.marker(actor, attempt),
        task.kind,
        points=points,
        excused=given.excused,
        most=wording.points,
        comment=given.comment,
        retract=given.retract,
    )
    if reason is None and not _holds(task, actor, now):
        reason = Refusal.NOT_LEASED
    if reason:
        raise Refused(reason, most=wording.points)
    task.leased_until = now + grading.LEASE
    entry = write_entry(item, task.kind, EntryStep.MARK, given, points, actor=actor, now=now)
    audit.record(
        "assessments.item.marked", attempt, actor=actor, at=now, item=item, kind=task.kind
    )
    return entry


def mark_points(given: Mark, rubric: Sequence[dict[str, object]], most: float) -> float | None:
    """Return a mark's points: those given, else those of its ticks, None without either."""
    known = {line["id"] for line in rubric}
    if not known.issuperset(given.ticks):
        raise Refused(Refusal.UNKNOWN_TICK)
    if given.excused or given.retract:
        return None
    if given.points is None and given.ticks:
        return grading.rubric_points(rubric, given.ticks, most)
    return given.points


def _holds(task: GradingTask, actor: Person, now: datetime) -> bool:
    """Tell whether the actor holds the lease and nobody has finished the task."""
    mine = task.grader_id == actor.id and task.done_at is None
    return mine and task.leased_until is not None and task.leased_until > now


def write_entry(
    item: AttemptItem,
    kind: EntryKind,
    step: EntryStep,
    given: Mark,
    points: float | None,
    *,
    actor: Person,
    now: datetime,
) -> GradeEntry:
    """Append an entry; whether it may be written was decided before."""
    entry = GradeEntry(
        kind=kind,
        step=step,
        grader=actor,
        points=points,
        excused=given.excused,
        ticks=list(given.ticks),
        comment=given.comment,
        at=now,
    )
    item.entries.append(entry)
    db.session.flush()
    return entry


def finish(task: GradingTask, *, actor: Person, now: datetime) -> None:
    """Finish one's marks of a paper. The final marks' end settles the paper's result.

    First marks only advise: they may be finished with questions left open.
    """
    attempt = locked(task.attempt)
    locked(task)
    if reason := grading.marker_refusal(queries.marker(actor, attempt), task.kind):
        raise Refused(reason)
    if not _holds(task, actor, now):
        raise Refused(Refusal.NOT_LEASED)
    if task.kind is EntryKind.FINAL:
        papers.settle(queries.whole(attempt), actor=actor, now=now)
    task.done_at, task.grader, task.leased_until = now, None, None
    audit.record("assessments.task.finished", task, actor=actor, at=now, kind=task.kind)


def ask(
    attempt: Attempt, person: Person, kind: EntryKind, *, actor: Person, now: datetime
) -> GradingTask:
    """Ask somebody by name for marks: a mentor for first marks, a recruiter for final ones.

    The final task has one owner: asking anew moves it, unless somebody is marking just now.
    """
    locked(attempt)
    if attempt.state not in (AttemptState.SUBMITTED, AttemptState.GRADING):
        raise Refused(Refusal.WRONG_STATE)
    final = next(task for task in attempt.tasks if task.kind is EntryKind.FINAL)
    could = grading.Marker(
        is_self=attempt.assignment.person_id == person.id,
        interested=person.id in queries.interested(attempt),
        trainer=Role.TRAINER in person.roles,
        recruiter=Role.RECRUITER in person.roles,
        asked_for=frozenset({kind}),
    )
    if reason := grading.marker_refusal(could, kind):
        raise Refused(reason)
    if kind is EntryKind.FINAL:
        task = locked(final)
        busy = grading.lease_refusal(
            holder=task.grader_id, leased_until=task.leased_until, person=person.id, now=now
        )
        if busy:
            raise Refused(busy)
        task.assignee, task.asked_by = person, actor
        task.grader, task.leased_until = None, None
    else:
        if any(task.kind is kind for task in attempt.tasks):
            raise Refused(Refusal.ALREADY_ASKED)
        task = GradingTask(
            attempt=attempt,
            kind=kind,
            assignee=person,
            asked_by=actor,
            due_on=final.due_on,
            due_at=final.due_at,
            created_at=now,
        )
        db.session.add(task)
    db.session.flush()
    audit.record("assessments.task.asked", task, actor=actor, at=now, person=person, kind=kind)
    mails.to_grade(task, now=now)
    return task
