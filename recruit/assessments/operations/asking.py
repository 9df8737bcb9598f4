"""Asking people by name for marks, and handing that over, so that nothing is stuck."""

from dataclasses import replace
from datetime import datetime

from recruit.assessments import mails
from recruit.assessments.models import Attempt, GradingTask
from recruit.assessments.operations import grading_clock
from recruit.assessments.queries import grading as queries
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import grading
from recruit.rules.grading import EntryKind, Refusal
from recruit.rules.sitting import AttemptState

OPEN = (AttemptState.SUBMITTED, AttemptState.GRADING)


def ask(
    attempt: Attempt, person: Person, kind: EntryKind, *, actor: Person, now: datetime
) -> GradingTask:
    """Ask somebody by name for marks: a mentor for first marks, a recruiter for final ones.

    Marks of a kind have one owner: asking anew moves them, unless somebody is marking just now.
    """
    locked(attempt)
    if attempt.state not in OPEN:
        raise Refused(Refusal.WRONG_STATE)
    _refuse(person, attempt, kind)
    task = next((task for task in attempt.tasks if task.kind is kind), None)
    if task is None:
        if kind is not EntryKind.FIRST:
            raise Refused(Refusal.WRONG_STATE)  # the paper is not owed such marks
        task = grading_clock.owe(attempt, kind, assignee=person, asked_by=actor, now=now)
    elif task.assignee_id == person.id:
        raise Refused(Refusal.ALREADY_ASKED)
    else:
        _move(task, person, actor=actor, now=now)
    audit.record("assessments.task.asked", task, actor=actor, at=now, person=person, kind=kind)
    return task


def hand_over(
    task: GradingTask, person: Person | None, *, actor: Person, now: datetime
) -> None:
    """Give marks that one was asked for, or holds, to somebody else; None: to every trainer.

    Marks already written stay.
    """
    attempt = locked(task.attempt)
    if attempt.state not in OPEN:
        raise Refused(Refusal.WRONG_STATE)
    if person is not None:
        _refuse(person, attempt, task.kind)
    _move(task, person, actor=actor, now=now)
    audit.record("assessments.task.handed-over", task, actor=actor, at=now, person=person)


def _refuse(person: Person, attempt: Attempt, kind: EntryKind) -> None:
    """Raise Refused when this person, once asked, could not write such marks."""
    could = replace(queries.marker(person, attempt), asked_for=frozenset({kind}))
    if reason := grading.marker_refusal(could, kind):
        raise Refused(reason)


def _move(task: GradingTask, person: Person | None, *, actor: Person, now: datetime) -> None:
    locked(task)
    if task.done_at is not None:
        raise Refused(Refusal.ALREADY_ASKED)
    if task.grader_id != actor.id and grading.lease_refusal(
        holder=task.grader_id,
        leased_until=task.leased_until,
        person=person.id if person else 0,
        now=now,
    ):
        raise Refused(Refusal.LEASED)
    task.assignee, task.asked_by = person, actor if person else None
    task.grader, task.leased_until = None, None
    db.session.flush()
    mails.to_grade(task, now=now)
