"""By when marks are owed: papers that wait follow their gate and stand still in a pause."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from recruit.assessments import mails
from recruit.assessments.models import Assignment, Attempt, GradingPause, GradingTask
from recruit.assessments.queries import clock as queries
from recruit.assessments.queries import sitting as sitting_queries
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.organization.models import WorkCalendar
from recruit.people.models import Person
from recruit.rules import due, sitting
from recruit.rules.calendar import Period
from recruit.rules.grading import EntryKind


def owe(
    attempt: Attempt,
    kind: EntryKind,
    *,
    assignee: Person | None = None,
    asked_by: Person | None = None,
    now: datetime,
) -> GradingTask:
    """Note that somebody owes a handed-in paper marks, by the day that the rules say."""
    person = attempt.assignment.person
    paused = queries.open_pause(person)
    due_on = _due_on(attempt)
    present = next((task for task in attempt.tasks if task.done_at is None), None)
    if present is not None:
        due_on = present.due_on  # all marks of a paper are owed by the same day
    task = GradingTask(
        attempt=attempt,
        kind=kind,
        assignee=assignee,
        asked_by=asked_by,
        due_on=due_on,
        due_at=sitting.window_end(due_on, sitting_queries.zone_of(person)),
        paused_since_on=paused.from_on if paused else None,
        created_at=now,
    )
    db.session.add(task)
    db.session.flush()
    mails.to_grade(task, now=now)
    return task


def _today(person: Person, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(sitting_queries.zone_of(person))).date()


def _due_on(attempt: Attempt) -> date:
    assignment = attempt.assignment
    if attempt.submitted_at is None:
        raise ValueError("nothing is owed to a paper that was not handed in")
    return due.grading_due_on(
        _today(assignment.person, attempt.submitted_at),
        check_days=assignment.test_version.check_days,
        gate_on=assignment.gate_on,
        calendar=queries.workdays_of(assignment.person),
    )


def _follow(task: GradingTask, *, now: datetime, ended: Period | None = None) -> None:
    """Move an open task to where the rules put it today, and have it warned of anew.

    ended: the pause that ends just now.
    """
    attempt = locked(task.attempt)
    locked(task)
    if task.done_at is not None:
        return
    person = attempt.assignment.person
    today = _today(person, now)
    due_on = due.moved_due_on(task.due_on, _due_on(attempt), today=today, ended=ended)
    if due_on == task.due_on:
        return
    audit.record(
        "assessments.task.moved", task, actor=None, at=now, due_on=[task.due_on, due_on]
    )
    task.due_on = due_on
    task.due_at = sitting.window_end(due_on, sitting_queries.zone_of(person))
    task.warned_at = None
    if task.due_at > now:
        task.escalated_at = None


def set_gate(assignment: Assignment, gate_on: date | None, *, now: datetime) -> None:
    """Follow a gate that moved, or was set after the paper was handed in."""
    assignment.gate_on = gate_on
    audit.record(
        "assessments.assignment.gate-moved", assignment, actor=None, at=now, gate_on=gate_on
    )
    db.session.flush()
    for task in queries.open_tasks(assignment.person):
        if task.attempt.assignment_id == assignment.id:
            _follow(task, now=now)


def follow_calendar(calendar: WorkCalendar, *, now: datetime) -> None:
    """Follow added or removed holidays: the working days before a gate are others now."""
    for task in queries.open_tasks_of_calendar(calendar):
        _follow(task, now=now)


def pause_grading(person: Person, *, since: date, now: datetime) -> None:
    """Stop the clocks of a trainee's tests from a day on; a second time changes nothing."""
    locked(person)
    if queries.open_pause(person) is not None:
        return
    pause = GradingPause(person=person, from_on=since, noted_at=now)
    db.session.add(pause)
    for task in queries.open_tasks(person):
        locked(task)
        if task.done_at is None:
            task.paused_since_on = since
    audit.record("assessments.clock.paused", pause, actor=None, at=now, from_on=since)


def resume_grading(person: Person, *, resumes_on: date, now: datetime) -> list[Assignment]:
    """Let the clocks run again from a day on; return the unsat tests whose last day moved.

    What waits for marks is due later by the days missed, and so is what nobody has begun.
    """
    locked(person)
    pause = queries.open_pause(person)
    if pause is None:
        return []
    missed = resumes_on > pause.from_on
    if missed:
        pause.until_on = resumes_on - timedelta(days=1)
        audit.record(
            "assessments.clock.resumed", pause, actor=None, at=now, until_on=pause.until_on
        )
    else:
        db.session.delete(pause)  # back on the same day: nothing was missed
    db.session.flush()
    stood_still = Period(pause.from_on, pause.until_on) if missed else None
    for task in queries.open_tasks(person):
        task.paused_since_on = None
        _follow(task, now=now, ended=stood_still)
    if stood_still is None:
        return []
    return [row for row in queries.unsat(person) if _move_window(row, stood_still, now=now)]


def _move_window(assignment: Assignment, pause: Period, *, now: datetime) -> bool:
    """Move the last day of a test that nobody has begun; tell whether it moved."""
    person = assignment.person
    due_on = due.moved_window(
        assignment.due_on,
        assigned_on=_today(person, assignment.assigned_at),
        pause=pause,
        calendar=queries.workdays_of(person),
    )
    if due_on == assignment.due_on:
        return False
    audit.record(
        "assessments.assignment.window-moved",
        assignment,
        actor=None,
        at=now,
        due_on=[assignment.due_on, due_on],
    )
    assignment.due_on = due_on
    assignment.closes_at = sitting.window_end(due_on, sitting_queries.zone_of(person))
    mails.window_moved(assignment, now=now)
    return True
