"""The time of a sitting, changed by a named person: extra time, pauses, a moved end, and what a
person is given on every test."""

from datetime import datetime, timedelta

from recruit.assessments import mails
from recruit.assessments.models import (
    Accommodation,
    Attempt,
    AttemptPause,
    PresenceEvent,
    PresenceKind,
    TimeChange,
    TimeChangeKind,
)
from recruit.assessments.queries import timing as queries
from recruit.kernel import audit
from recruit.kernel.db import db, locked, refused_by_constraint
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import sitting, sitting_time
from recruit.rules.sitting import AttemptState, Refusal

MOST_PRESENCE_EVENTS = 500
"""Of one sitting; more would be noise."""


def extend(
    attempt: Attempt, *, minutes: int, reason: str, actor: Person, now: datetime
) -> None:
    """Give extra time, before or during a sitting; `actor` approves it."""
    locked(attempt)
    refused = sitting.extension_refusal(
        attempt.state,
        is_self=_is_self(attempt, actor),
        minutes=minutes,
        total=attempt.extra_minutes + minutes,
        reason=reason,
    )
    if refused:
        raise Refused(refused)
    add_minutes(attempt, minutes, TimeChangeKind.EXTRA, reason=reason, actor=actor, now=now)
    audit.record(
        "assessments.attempt.extended",
        attempt,
        actor=actor,
        at=now,
        extra_minutes=attempt.extra_minutes,
    )
    mails.more_time(attempt, now=now)


def add_minutes(
    attempt: Attempt,
    minutes: int,
    kind: TimeChangeKind,
    *,
    reason: str,
    actor: Person,
    now: datetime,
) -> None:
    """Write extra minutes down; the caller has locked the sitting and checked the rules.

    Extra time moves the limit and the window alike, so it moves the end by as much.
    """
    attempt.extra_minutes += minutes
    attempt.extra_reason, attempt.extra_approved_by = reason, actor
    _shift(attempt, timedelta(minutes=minutes), kind, reason=reason, actor=actor, now=now)


def _shift(
    attempt: Attempt,
    by: timedelta,
    kind: TimeChangeKind,
    *,
    reason: str,
    actor: Person,
    now: datetime,
) -> None:
    if attempt.deadline_at is not None:
        attempt.deadline_at += by
    db.session.add(
        TimeChange(
            attempt_id=attempt.id,
            kind=kind,
            seconds=round(by.total_seconds()),
            deadline_at=attempt.deadline_at,
            reason=reason,
            by=actor,
            at=now,
        )
    )


def move_end(
    attempt: Attempt, *, wanted: datetime, reason: str, actor: Person, now: datetime
) -> None:
    """Let a running sitting end at another time: later, or earlier with notice."""
    locked(attempt)
    refused = sitting_time.end_refusal(
        attempt.state,
        is_self=_is_self(attempt, actor),
        deadline_at=attempt.deadline_at,
        wanted=wanted,
        paused_at=attempt.paused_at,
        reason=reason,
        now=now,
    )
    if refused or attempt.deadline_at is None:
        raise Refused(refused or Refusal.WRONG_STATE)
    before = attempt.deadline_at
    _shift(attempt, wanted - before, TimeChangeKind.MOVED, reason=reason, actor=actor, now=now)
    audit.record(
        "assessments.attempt.end-moved",
        attempt,
        actor=actor,
        at=now,
        deadline_at=[before, wanted],
    )


def pause(attempt: Attempt, *, reason: str, actor: Person, now: datetime) -> AttemptPause:
    """Stop the clock of a running sitting. Only a person does this, by name and with a reason."""
    locked(attempt)
    refused = sitting_time.pause_refusal(
        attempt.state,
        is_self=_is_self(attempt, actor),
        paused=attempt.paused_at is not None,
        deadline_at=attempt.deadline_at,
        reason=reason,
        now=now,
    )
    if refused:
        raise Refused(refused)
    stop = AttemptPause(attempt_id=attempt.id, reason=reason, began_at=now, paused_by=actor)
    attempt.paused_at = now
    with refused_by_constraint(Refusal.PAUSED):
        db.session.add(stop)
        db.session.flush()
    audit.record("assessments.attempt.paused", attempt, actor=actor, at=now)
    return stop


def resume(attempt: Attempt, *, actor: Person, now: datetime) -> None:
    """Let the clock run again; the end moves by the length of the pause."""
    locked(attempt)
    if _is_self(attempt, actor):
        raise Refused(Refusal.OWN_TIME)
    if attempt.state is not AttemptState.IN_PROGRESS:
        raise Refused(Refusal.WRONG_STATE)
    stop = end_pause(attempt, actor=actor, now=now)
    if stop is None:
        raise Refused(Refusal.NOT_PAUSED)
    _shift(
        attempt,
        now - stop.began_at,
        TimeChangeKind.PAUSED,
        reason=stop.reason,
        actor=actor,
        now=now,
    )
    audit.record(
        "assessments.attempt.resumed",
        attempt,
        actor=actor,
        at=now,
        deadline_at=attempt.deadline_at,
    )


def end_pause(attempt: Attempt, *, actor: Person, now: datetime) -> AttemptPause | None:
    """Close the open pause without giving time back (a sitting declared void needs none)."""
    stop = queries.open_pause(attempt)
    if stop is None:
        return None
    stop.ended_at, stop.resumed_by, attempt.paused_at = now, actor, None
    return stop


def accommodate(
    person: Person, *, percent: int, reason: str, actor: Person, now: datetime
) -> Accommodation:
    """Give a person more time on every written test from now on; `actor` approves it.

    It is added when a sitting begins; sittings that run already are extended by hand.
    """
    locked(person)
    refused = sitting_time.accommodation_refusal(
        is_self=person.id == actor.id,
        percent=percent,
        reason=reason,
        open_already=queries.accommodation(person) is not None,
    )
    if refused:
        raise Refused(refused)
    given = Accommodation(
        person=person, percent=percent, reason=reason, approved_by=actor, approved_at=now
    )
    with refused_by_constraint(Refusal.ACCOMMODATED):
        db.session.add(given)
        db.session.flush()
    audit.record("assessments.accommodation.given", given, actor=actor, at=now, person=person)
    return given


def end_accommodation(given: Accommodation, *, actor: Person, now: datetime) -> None:
    """End what a person was given; sittings that have begun keep their time."""
    locked(given)
    if given.person_id == actor.id:
        raise Refused(Refusal.OWN_TIME)
    if given.ended_at is not None:
        raise Refused(Refusal.ENDED)
    given.ended_at, given.ended_by = now, actor
    audit.record("assessments.accommodation.ended", given, actor=actor, at=now)


def add_accommodated(attempt: Attempt, *, now: datetime) -> None:
    """Add what the person is given on every test; the caller begins the sitting."""
    version = attempt.assignment.test_version
    given = queries.accommodation(attempt.assignment.person)
    if given is None:
        return
    minutes = sitting_time.accommodated_minutes(version.time_limit_minutes, given.percent)
    minutes = min(minutes, sitting.MOST_EXTRA_MINUTES - attempt.extra_minutes)
    if minutes > 0:
        add_minutes(
            attempt,
            minutes,
            TimeChangeKind.STANDING,
            reason=given.reason,
            actor=given.approved_by,
            now=now,
        )


def note_presence(attempt: Attempt, kind: PresenceKind, *, now: datetime) -> None:
    """Note that the test's page was left or is back, where the test says that it notes this.

    The same again, or after the sitting, changes nothing.
    """
    if not attempt.assignment.test_version.presence_log:
        return
    locked(attempt)
    if attempt.state is not AttemptState.IN_PROGRESS:
        return
    noted = queries.presence(attempt)
    last = noted[-1].kind if noted else PresenceKind.BACK
    if last is not kind and len(noted) < MOST_PRESENCE_EVENTS:
        db.session.add(PresenceEvent(attempt_id=attempt.id, kind=kind, at=now))


def _is_self(attempt: Attempt, actor: Person) -> bool:
    return attempt.assignment.person_id == actor.id
