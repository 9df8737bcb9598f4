"""Marking papers. Every mark is an entry of its own; nothing is overwritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, update

from recruit.assessments.models import AttemptItem, GradeEntry, GradingTask, QuestionLease
from recruit.assessments.operations import papers, second_marks, snippets
from recruit.assessments.queries import entries
from recruit.assessments.queries import grading as queries
from recruit.assessments.queries import marking as marking_queries
from recruit.assessments.queries import second_marks as double
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import grading
from recruit.rules import rubric as rubrics
from recruit.rules.grading import BLIND, INDEPENDENT, EntryKind, EntryStep, Refusal
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
    """For the trainee."""
    note: str = ""
    """For graders."""


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
    task: GradingTask,
    item: AttemptItem,
    given: Mark,
    *,
    actor: Person,
    now: datetime,
    seen: str | None = None,
    lease: QuestionLease | None = None,
    step: EntryStep = EntryStep.MARK,
) -> GradeEntry:
    """Write a mark for one answer, as the kind that the task asks for, or raise Refused.

    seen: public id of the last mark that the grader knew of, "" for none: another one, written
    meanwhile, refuses (MARKED_MEANWHILE, fact `entry`). None asks nothing.
    lease: the question's lease when somebody goes through all answers of one question.
    """
    if lease is not None:
        locked(lease)  # before the papers, always: then two windows never wait for each other
    attempt = locked(task.attempt)
    locked(task)
    wording = item.question_version
    points = mark_points(given, wording.rubric, wording.points)
    if lease is not None and attempt.state is AttemptState.SUBMITTED:
        papers.go(attempt, AttemptState.GRADING, "grading-begun", actor=actor, now=now)
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
    reason = reason or _lease_refusal(task, item, lease, actor, now) or _no_work(task, item)
    if reason:
        raise Refused(reason, most=wording.points)
    if step is EntryStep.MARK and seen is not None:
        last = entries.current_entries([item], task.kind).get(item.id)
        if last is not None and seen != last.pubid and repeats(last, given, points, actor):
            return last  # the button pressed twice
    _refuse_unseen(task, item, seen, actor)
    if lease is None:
        task.leased_until = now + grading.LEASE
    else:
        lease.leased_until = now + grading.LEASE
    entry = write_entry(item, task.kind, step, given, points, actor=actor, now=now)
    if step is EntryStep.MARK and not (given.excused or given.retract):
        snippets.learn(wording.question, given.comment, actor=actor, now=now)
    audit.record(
        "assessments.item.marked", attempt, actor=actor, at=now, item=item, kind=task.kind
    )
    return entry


def _lease_refusal(
    task: GradingTask,
    item: AttemptItem,
    lease: QuestionLease | None,
    actor: Person,
    now: datetime,
) -> Refusal | None:
    """Return why the actor holds nothing that lets them write on this item, or None.

    Who holds the paper comes before who holds the question.
    """
    if lease is None:
        return None if _holds(task, actor) else Refusal.NOT_LEASED
    if marking_queries.held_by_other(task, actor, now):
        return Refusal.LEASED
    of_it = (
        lease.kind is task.kind
        and lease.question_version_id == item.question_version_id
        and lease.test_version_id == task.attempt.assignment.test_version_id
    )
    held = of_it and task.done_at is None and lease.grader_id == actor.id
    return None if held else Refusal.NOT_LEASED


def _no_work(task: GradingTask, item: AttemptItem) -> Refusal | None:
    """Return why independent marks are not asked for on this item, or None."""
    if task.kind not in INDEPENDENT:
        return None
    if not item.question_version.is_open:
        return Refusal.NOT_BY_PERSON
    if task.kind is EntryKind.THIRD:
        whole = queries.whole(task.attempt)
        if item not in double.apart(whole):
            return Refusal.NOT_APART
    return None


def _refuse_unseen(
    task: GradingTask, item: AttemptItem, seen: str | None, actor: Person
) -> None:
    """Refuse to write over a mark that the grader has not seen, or must not see."""
    last = entries.current_entries([item], task.kind).get(item.id)
    theirs = last is not None and last.grader_id != actor.id
    if task.kind in BLIND and theirs and entries.stands(last):
        raise Refused(Refusal.COLLEAGUES_MARK)
    if seen is not None and seen != (last.pubid if last else ""):
        raise Refused(Refusal.MARKED_MEANWHILE, entry=last)


def mark_points(given: Mark, rubric: Sequence[dict[str, object]], most: float) -> float | None:
    """Return a mark's points: those given, else those of its ticks, None without either."""
    known = {line["id"] for line in rubric}
    if not known.issuperset(given.ticks):
        raise Refused(Refusal.UNKNOWN_TICK)
    if rubrics.doubled(rubric, given.ticks):
        raise Refused(Refusal.TWO_LEVELS)
    if given.excused or given.retract:
        return None
    if given.points is None and given.ticks:
        return grading.rubric_points(rubric, given.ticks, most)
    return given.points


def repeats(entry: GradeEntry, given: Mark, points: float | None, actor: Person) -> bool:
    """Tell whether an entry is by this person and says just what they say again."""
    said = (entry.points, entry.excused, entry.ticks, entry.comment, entry.note)
    again = (points, given.excused, list(given.ticks), given.comment, given.note)
    return entry.grader_id == actor.id and said == again


def _holds(task: GradingTask, actor: Person) -> bool:
    """Tell whether the actor was the last to take the task, and nobody has finished it.

    A lease that ended while they read on is still theirs as long as nobody else took it.
    """
    return task.grader_id == actor.id and task.done_at is None


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
        note=given.note,
        at=now,
    )
    item.entries.append(entry)
    db.session.flush()
    return entry


def finish(task: GradingTask, *, actor: Person, now: datetime) -> None:
    """Finish one's marks of a paper. The final marks' end settles the paper's result; so does
    the end of two independent marks that agree, and of a third person's.

    First marks that only advise may be finished with questions left open.
    """
    attempt = locked(task.attempt)
    locked(task)
    if reason := grading.marker_refusal(queries.marker(actor, attempt), task.kind):
        raise Refused(reason)
    if not _holds(task, actor):
        raise Refused(Refusal.NOT_LEASED)
    whole = queries.whole(attempt)
    if task.kind is EntryKind.FINAL:
        papers.settle(whole, actor=actor, now=now)
    elif double.is_doubled(whole):
        if double.incomplete(whole, task.kind):
            raise Refused(Refusal.UNMARKED)
        second_marks.advance(whole, task.kind, actor=actor, now=now)
    task.done_at, task.grader, task.leased_until = now, None, None
    audit.record("assessments.task.finished", task, actor=actor, at=now, kind=task.kind)
