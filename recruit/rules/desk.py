"""The desk on the day: who may be checked in, who is next, what may follow what."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from recruit.rules.attendance import AWAITED, ArrivalState, InvitationState

SELF_CHECK_IN_EARLY = timedelta(hours=2)


class Refusal(StrEnum):
    NOT_TODAY = "not_today"
    TOO_EARLY = "too_early"
    SESSION_OVER = "session_over"
    ALREADY_HERE = "already_here"
    INVITATION_OVER = "invitation_over"
    WRONG_CODE = "wrong_code"
    NOT_FREE = "interviewer_not_free"
    NOT_ON_PANEL = "not_on_panel"
    NOT_WAITING = "not_waiting"
    NOT_CALLED = "not_called"
    ALREADY_OVER = "already_over"
    APPLICATION_CLOSED = "application_closed"
    OTHER_VACANCY = "other_vacancy"
    PROMISE_MISSING = "promise_missing"
    SLOT_FULL = "slot_full"


def check_in_refusal(
    state: InvitationState, held_on: date, today: date, session_open: bool
) -> Refusal | None:
    """Return why an invited person cannot be checked in, or None.

    held_on, today: local dates at the site.
    """
    if not session_open:
        return Refusal.SESSION_OVER
    if held_on != today:
        return Refusal.NOT_TODAY
    if state is InvitationState.ARRIVED:
        return Refusal.ALREADY_HERE
    return None if state in AWAITED else Refusal.INVITATION_OVER


def self_check_in_refusal(starts_at: datetime, *, now: datetime) -> Refusal | None:
    """Return why a candidate's own phone cannot check them in yet, or None."""
    return Refusal.TOO_EARLY if now < starts_at - SELF_CHECK_IN_EARLY else None


@dataclass(frozen=True, slots=True)
class Queued:
    """One waiting person. due_at: the start of their slot; None for a walk-in."""

    key: int
    arrived_at: datetime
    due_at: datetime | None


def queue(waiting: list[Queued]) -> list[Queued]:
    """Return the waiting people in the order in which they are called.

    Nobody is overtaken by somebody of a later slot who came early; within a slot who came first
    is first; somebody late joins when they come; a walk-in comes after the invited of the same
    moment. How reliable a person seemed plays no part.
    """

    def turn(person: Queued) -> tuple[datetime, bool, datetime, int]:
        from_when = max(person.due_at or person.arrived_at, person.arrived_at)
        return (from_when, person.due_at is None, person.arrived_at, person.key)

    return sorted(waiting, key=turn)


NEXT: dict[ArrivalState, frozenset[ArrivalState]] = {
    ArrivalState.WAITING: frozenset(
        {ArrivalState.CALLED, ArrivalState.TURNED_AWAY, ArrivalState.LEFT}
    ),
    ArrivalState.CALLED: frozenset(
        {ArrivalState.IN_INTERVIEW, ArrivalState.DONE, ArrivalState.WAITING, ArrivalState.LEFT}
    ),
    ArrivalState.IN_INTERVIEW: frozenset({ArrivalState.DONE}),
    ArrivalState.DONE: frozenset(),
    ArrivalState.TURNED_AWAY: frozenset(),
    ArrivalState.LEFT: frozenset(),
}
"""Which state may follow which. Called -> waiting: they were called and did not come forward."""

BUSY = (ArrivalState.CALLED, ArrivalState.IN_INTERVIEW)
"""While somebody is in these states, their interviewer is not free."""


def step_refusal(source: ArrivalState, target: ArrivalState) -> Refusal | None:
    """Return why a person cannot go from `source` to `target` in the queue, or None."""
    if target in NEXT[source]:
        return None
    if not NEXT[source]:
        return Refusal.ALREADY_OVER
    return Refusal.NOT_CALLED if target is ArrivalState.IN_INTERVIEW else Refusal.NOT_WAITING


def minutes_waited(arrived_at: datetime, due_at: datetime | None, until: datetime) -> int:
    """Return the whole minutes waited: from the start of the slot, or from coming if later."""
    return max(0, int((until - max(due_at or arrived_at, arrived_at)).total_seconds() // 60))
