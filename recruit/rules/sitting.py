"""Sitting a written test: states, the deadline, and which text of an answer counts.

An answer is a chain of revisions, never one overwritten value. Each page load is a *client*
with its own counter `seq`; a client names the revision its text was built upon (`base`). A
revision continues the chain when it comes from the client that wrote the last counted one, with
a higher number, or when it was built upon that one. Anything else was written beside it (a
second tab, an older device, a repeated message out of order): it is kept, and it does not count
until somebody chooses it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

LONGEST_TEXT = 20_000
"""Characters of one answer."""
HIGHEST_SEQ = 1_000_000_000
MOST_EXTRA_MINUTES = 24 * 60


class AttemptState(StrEnum):
    """Where a paper stands. An oral test is `held` instead of in progress and submitted."""

    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    HELD = "held"
    SUBMITTED = "submitted"
    GRADING = "grading"
    GRADED = "graded"
    CONTROLLED = "controlled"
    RELEASED = "released"
    APPEALED = "appealed"
    CLOSED = "closed"
    VOIDED = "voided"


_S = AttemptState
TRANSITIONS: Mapping[AttemptState, frozenset[AttemptState]] = {
    _S.ASSIGNED: frozenset({_S.IN_PROGRESS, _S.HELD, _S.VOIDED}),
    _S.IN_PROGRESS: frozenset({_S.SUBMITTED, _S.VOIDED}),
    _S.HELD: frozenset({_S.GRADING, _S.VOIDED}),
    _S.SUBMITTED: frozenset({_S.GRADING, _S.VOIDED}),
    _S.GRADING: frozenset({_S.GRADED, _S.VOIDED}),
    _S.GRADED: frozenset({_S.CONTROLLED, _S.RELEASED, _S.VOIDED}),
    _S.CONTROLLED: frozenset({_S.RELEASED, _S.VOIDED}),
    _S.RELEASED: frozenset({_S.APPEALED, _S.CLOSED, _S.VOIDED}),
    _S.APPEALED: frozenset({_S.RELEASED, _S.VOIDED}),
    _S.CLOSED: frozenset({_S.RELEASED}),  # by a regrade alone
    _S.VOIDED: frozenset(),
}
OVER = frozenset({_S.RELEASED, _S.APPEALED, _S.CLOSED, _S.VOIDED})
"""From here on the trainee knows the outcome: nothing may be added to the paper any more."""
SEEN_BY_TRAINEE = frozenset({_S.RELEASED, _S.APPEALED, _S.CLOSED})


class Refusal(StrEnum):
    WRONG_STATE = "attempt_in_another_state"
    NOT_YOURS = "not_your_attempt"
    WINDOW_OVER = "window_over"
    CANCELLED = "assignment_cancelled"
    ORAL = "held_by_an_examiner"
    WRITTEN = "sat_in_writing"
    CLOSED_FOR_ANSWERS = "closed_for_answers"
    TEXT_TOO_LONG = "text_too_long"
    NO_ATTEMPT_LEFT = "no_attempt_left"
    COOLING_OFF = "cooling_off"
    ALREADY_PASSED = "already_passed"
    ATTEMPT_OPEN = "attempt_still_open"
    OWN_TIME = "nobody_extends_their_own_time"
    REASON_MISSING = "reason_missing"
    TOO_MUCH_TIME = "too_much_extra_time"
    NOT_LATE = "not_a_late_text"
    DUE_IN_THE_PAST = "due_in_the_past"
    NOT_PUBLISHED = "test_not_published"
    PAUSED = "sitting_is_paused"
    NOT_PAUSED = "sitting_is_not_paused"
    TIME_OVER = "time_is_over"
    NO_NOTICE = "earlier_end_without_notice"
    SAME_END = "same_end"
    OUT_OF_PERCENT = "percent_out_of_range"
    ACCOMMODATED = "accommodated_already"
    ENDED = "accommodation_ended_already"


def move_refusal(source: AttemptState, target: AttemptState) -> Refusal | None:
    """Return why a paper may not go from `source` to `target`, or None."""
    return None if target in TRANSITIONS[source] else Refusal.WRONG_STATE


def window_end(due_on: date, zone: str) -> datetime:
    """Return the cut-off of a local due date: the end of that day on the clock of `zone`."""
    return datetime.combine(due_on + timedelta(days=1), time(), ZoneInfo(zone))


def deadline(
    started_at: datetime, *, limit_minutes: int | None, closes_at: datetime, extra_minutes: int
) -> datetime:
    """Return when the server stops taking answers as on time.

    min(start + limit + extra, window end + extra): extra time extends the window as well, so
    that an accommodation granted for a late start is worth as much as for an early one.
    """
    extra = timedelta(minutes=extra_minutes)
    ends = closes_at + extra
    if limit_minutes is None:
        return ends
    return min(started_at + timedelta(minutes=limit_minutes) + extra, ends)


def start_refusal(
    state: AttemptState,
    *,
    oral: bool,
    cancelled: bool,
    closes_at: datetime,
    extra_minutes: int,
    now: datetime,
) -> Refusal | None:
    """Return why a trainee may not start now, or None."""
    if cancelled:
        return Refusal.CANCELLED
    if oral:
        return Refusal.ORAL
    if state is not AttemptState.ASSIGNED:
        return Refusal.WRONG_STATE
    return Refusal.WINDOW_OVER if now >= closes_at + timedelta(minutes=extra_minutes) else None


def save_refusal(state: AttemptState, length: int) -> Refusal | None:
    """Return why a text cannot be stored at all, or None. Being late is no reason."""
    if state in OVER or state is AttemptState.ASSIGNED:
        return Refusal.CLOSED_FOR_ANSWERS
    return Refusal.TEXT_TOO_LONG if length > LONGEST_TEXT else None


def is_late(
    state: AttemptState,
    deadline_at: datetime | None,
    received_at: datetime,
    paused_at: datetime | None = None,
) -> bool:
    """Tell whether a text arrived outside the time: after the end by the server's clock, after
    handing in, or while the clock stood still.

    A pause gives nobody time to write on. The page keeps what it sent meanwhile and sends it
    anew when the clock runs again, so a sentence that was under way is not lost by a pause.
    """
    if state is AttemptState.HELD:
        return False  # an examiner writes the answers down
    if state is not AttemptState.IN_PROGRESS:
        return True
    if paused_at is not None and received_at > paused_at:
        return True
    return deadline_at is None or received_at > deadline_at


def extension_refusal(
    state: AttemptState, *, is_self: bool, minutes: int, total: int, reason: str
) -> Refusal | None:
    """Return why extra time may not be given, or None. `total` includes the new `minutes`."""
    if is_self:
        return Refusal.OWN_TIME
    if state not in (AttemptState.ASSIGNED, AttemptState.IN_PROGRESS):
        return Refusal.WRONG_STATE
    if minutes < 1 or total > MOST_EXTRA_MINUTES:
        return Refusal.TOO_MUCH_TIME
    return None if reason.strip() else Refusal.REASON_MISSING


def retake_refusal(
    *,
    state: AttemptState,
    passed: bool | None,
    taken: int,
    allowed: int,
    released_at: datetime | None,
    cooling_off_days: int,
    closes_at: datetime,
    now: datetime,
) -> Refusal | None:
    """Return why no further attempt opens, or None. A void attempt does not use one up."""
    if state not in SEEN_BY_TRAINEE and state is not AttemptState.VOIDED:
        return Refusal.ATTEMPT_OPEN
    if state is not AttemptState.VOIDED and passed:
        return Refusal.ALREADY_PASSED
    if taken >= allowed:
        return Refusal.NO_ATTEMPT_LEFT
    if released_at is not None and now < released_at + timedelta(days=cooling_off_days):
        return Refusal.COOLING_OFF
    return Refusal.WINDOW_OVER if now >= closes_at else None


@dataclass(frozen=True, slots=True)
class Revision:
    """What the rule must know of one stored text, in the order of arrival."""

    client: str
    seq: int
    base: str = ""
    """The revision this text was built upon, as "client:seq"; empty for an untouched answer."""
    late: bool = False

    @property
    def ref(self) -> str:
        return f"{self.client}:{self.seq}"


def continues(head: Revision | None, new: Revision) -> bool:
    """Tell whether `new` becomes the counted text when `head` is the counted one so far."""
    if new.late:
        return False
    if head is None:
        return True
    if head.client == new.client:
        return new.seq > head.seq
    return new.base == head.ref


def counted(revisions: Iterable[Revision], excused: Collection[str] = ()) -> Revision | None:
    """Return the text that counts: the end of the chain, or None when nothing came in time.

    excused: refs of late texts that a named person decided to count; the last of them wins.
    """
    head: Revision | None = None
    chosen: Revision | None = None
    for revision in revisions:
        if revision.late and revision.ref in excused:
            chosen = revision
        if continues(head, revision):
            head = revision
    return chosen or head


def answered(text: str, data: Mapping[str, Any] | None) -> bool:
    """Tell whether an answer holds anything: text, a choice, a filled part of a structure."""
    if text.strip():
        return True
    return any(_holds(value) for value in (data or {}).values())


def _holds(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, Mapping):
        return any(_holds(part) for part in value.values())
    if isinstance(value, (list, tuple)):
        return any(_holds(part) for part in value)
    return value is not None
