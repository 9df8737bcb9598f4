"""Assigning a test and sitting it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from secrets import randbelow

from recruit.assessments import mails, signals
from recruit.assessments.models import (
    Assignment,
    Attempt,
    AttemptItem,
    Interest,
    InterestKind,
    TestForm,
    TestState,
    TestVersion,
    WithdrawnWhy,
)
from recruit.assessments.operations import certificates, papers, studying, timing
from recruit.assessments.queries import sitting as queries
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import sitting
from recruit.rules.sitting import AttemptState, Refusal

Stakes = Iterable[tuple[Person, InterestKind | str]]


def assign(
    version: TestVersion,
    person: Person,
    *,
    due_on: date,
    gate_on: date | None = None,
    interests: Stakes = (),
    assigned_by: Person,
    now: datetime,
) -> Assignment:
    """Give a person a test to sit by the end of a day at their site, or raise Refused.

    gate_on: the day of the gate that waits for the result; the grading is due before it.
    interests: (person, kind) pairs: who has a stake in the result.
    """
    if version.state is not TestState.PUBLISHED:
        raise Refused(Refusal.NOT_PUBLISHED)
    closes_at = sitting.window_end(due_on, queries.zone_of(person))
    if closes_at <= now:
        raise Refused(Refusal.DUE_IN_THE_PAST)
    assignment = Assignment(
        person=person,
        test_version=version,
        due_on=due_on,
        closes_at=closes_at,
        gate_on=gate_on,
        assigned_by=assigned_by,
        assigned_at=now,
    )
    assignment.interests = [
        Interest(person=who, kind=InterestKind(kind)) for who, kind in interests
    ]
    attempt = _attempt(assignment, 1, now)
    db.session.add(assignment)
    db.session.flush()
    audit.record(
        "assessments.assignment.made",
        assignment,
        actor=assigned_by,
        at=now,
        person=person,
        test_version=version,
        due_on=due_on,
    )
    studying.pin_study_order(assignment, now=now)
    mails.assigned(assignment, attempt, now=now)
    return assignment


def _attempt(assignment: Assignment, number: int, now: datetime) -> Attempt:
    attempt = Attempt(
        number=number, seed=randbelow(2**31), created_at=now, state=AttemptState.ASSIGNED
    )
    assignment.attempts.append(attempt)
    return attempt


def set_interests(assignment: Assignment, interests: Stakes, *, now: datetime) -> None:
    """Say anew who has a stake in a result, for example when the mentor changes."""
    wanted = {who.id: (who, InterestKind(kind)) for who, kind in interests}
    kept = {row.person_id: row for row in assignment.interests if row.person_id in wanted}
    for row in kept.values():
        row.kind = wanted[row.person_id][1]
    added = [
        Interest(person=who, kind=kind)
        for key, (who, kind) in wanted.items()
        if key not in kept
    ]
    assignment.interests[:] = [*kept.values(), *added]
    db.session.flush()
    audit.record(
        "assessments.assignment.interests-set",
        assignment,
        actor=None,
        at=now,
        people=[row.person for row in assignment.interests],
    )


def cancel_assignment(assignment: Assignment, *, actor: Person | None, now: datetime) -> None:
    """Take back a test that nobody has begun, for example when a plan ends."""
    if any(one.state is not AttemptState.ASSIGNED for one in assignment.attempts):
        raise Refused(Refusal.WRONG_STATE)
    assignment.cancelled_at = now
    audit.record("assessments.assignment.cancelled", assignment, actor=actor, at=now)


def start(attempt: Attempt, *, actor: Person, now: datetime) -> None:
    """Begin a written sitting: the clock runs, the questions and facts are pinned."""
    locked(attempt)
    assignment = attempt.assignment
    if assignment.person_id != actor.id:
        raise Refused(Refusal.NOT_YOURS)
    version = assignment.test_version
    reason = sitting.start_refusal(
        attempt.state,
        oral=version.form is TestForm.ORAL,
        cancelled=assignment.cancelled_at is not None,
        closes_at=assignment.closes_at,
        extra_minutes=attempt.extra_minutes,
        now=now,
    )
    if reason:
        raise Refused(reason)
    papers.pin_questions(attempt, now=now)
    attempt.started_at = now
    attempt.deadline_at = sitting.deadline(
        now,
        limit_minutes=version.time_limit_minutes,
        closes_at=assignment.closes_at,
        extra_minutes=attempt.extra_minutes,
    )
    timing.add_accommodated(attempt, now=now)
    papers.go(attempt, AttemptState.IN_PROGRESS, "started", actor=actor, now=now)


def flag(item: AttemptItem, on: bool) -> None:
    """Mark a question to come back to, or unmark it. A note to oneself: no audit event."""
    if item.attempt.state is AttemptState.IN_PROGRESS:
        item.flagged = on


def submit(attempt: Attempt, *, actor: Person, now: datetime) -> None:
    """Hand in. After the deadline this is the same as being handed in by the clock."""
    locked(attempt)
    if attempt.assignment.person_id != actor.id:
        raise Refused(Refusal.NOT_YOURS)
    if attempt.paused_at is not None and attempt.state is AttemptState.IN_PROGRESS:
        raise Refused(Refusal.PAUSED)
    if attempt.deadline_at is not None and now > attempt.deadline_at:
        _hand_in_late(attempt, now=now)
        return
    papers.go(attempt, AttemptState.SUBMITTED, "submitted", actor=actor, now=now)
    attempt.submitted_at = now
    papers.hand_in(attempt, actor=actor, now=now)


def submit_overdue(attempts: Sequence[Attempt], *, now: datetime) -> None:
    """Hand in what is still being written after its deadline, as of the deadline."""
    for attempt in attempts:
        locked(attempt)
        if (
            attempt.state is AttemptState.IN_PROGRESS
            and attempt.paused_at is None
            and attempt.deadline_at is not None
            and now > attempt.deadline_at  # somebody may just have given extra time
        ):
            _hand_in_late(attempt, now=now)


def _hand_in_late(attempt: Attempt, *, now: datetime) -> None:
    papers.go(attempt, AttemptState.SUBMITTED, "auto-submitted", actor=None, now=now)
    attempt.submitted_at = attempt.deadline_at
    attempt.auto_submitted = True
    papers.hand_in(attempt, actor=None, now=now)


def void(attempt: Attempt, *, reason: str, actor: Person, now: datetime) -> None:
    """Declare a sitting void; it uses up no attempt and stays readable."""
    locked(attempt)
    if attempt.assignment.person_id == actor.id:
        raise Refused(Refusal.OWN_TIME)
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    told = attempt.state in sitting.SEEN_BY_TRAINEE
    papers.go(attempt, AttemptState.VOIDED, "voided", actor=actor, now=now)
    timing.end_pause(attempt, actor=actor, now=now)
    attempt.voided_at, attempt.voided_by, attempt.voided_reason = now, actor, reason
    for task in attempt.tasks:
        task.done_at = task.done_at or now
    mails.voided(attempt, now=now)
    if told:  # a result that no longer counts
        certificates.withdraw(attempt, WithdrawnWhy.VOIDED, now=now)
        signals.released.send(attempt, now=now)


def retake(assignment: Assignment, *, actor: Person, now: datetime) -> Attempt:
    """Open the next attempt, or raise Refused(reason)."""
    locked(assignment)
    db.session.expire(assignment, ["attempts"])
    last = assignment.attempts[-1]
    version = assignment.test_version
    reason = sitting.retake_refusal(
        state=last.state,
        passed=any(
            bool(one.passed) and one.state is not AttemptState.VOIDED
            for one in assignment.attempts
        ),
        taken=sum(one.state is not AttemptState.VOIDED for one in assignment.attempts),
        allowed=version.attempts,
        released_at=last.released_at,
        cooling_off_days=version.cooling_off_days,
        closes_at=assignment.closes_at,
        now=now,
    )
    if reason:
        raise Refused(reason)
    attempt = _attempt(assignment, last.number + 1, now)
    db.session.flush()
    audit.record(
        "assessments.attempt.opened", attempt, actor=actor, at=now, number=attempt.number
    )
    return attempt


def hold(attempt: Attempt, *, examiner: Person, now: datetime) -> None:
    """Begin an oral test: the examiner asks and writes the answers down in the same record."""
    locked(attempt)
    if attempt.assignment.test_version.form is not TestForm.ORAL:
        raise Refused(Refusal.WRITTEN)
    if attempt.assignment.person_id == examiner.id:
        raise Refused(Refusal.OWN_TIME)
    papers.go(attempt, AttemptState.HELD, "held", actor=examiner, now=now)
    papers.pin_questions(attempt, now=now)
    attempt.started_at, attempt.examiner = now, examiner


def note_oral(attempt: Attempt, notes: str, *, actor: Person) -> None:
    """Keep an examiner's notes for the marking. Notes to oneself and graders: no audit event."""
    locked(attempt)
    if attempt.state is not AttemptState.HELD or attempt.examiner_id != actor.id:
        raise Refused(Refusal.WRONG_STATE)
    if len(notes) > sitting.LONGEST_TEXT:
        raise Refused(Refusal.TEXT_TOO_LONG)
    attempt.examiner_notes = notes


def end_oral(attempt: Attempt, *, actor: Person, now: datetime) -> None:
    """End an oral test; its answers are final from here on."""
    locked(attempt)
    papers.go(attempt, AttemptState.GRADING, "oral-ended", actor=actor, now=now)
    attempt.submitted_at = now
    papers.hand_in(attempt, actor=actor, now=now)
