"""The desk on the day: who may be checked in, who is next, what may follow what."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from recruit.rules.attendance import AWAITED, ArrivalState, InvitationState

SELF_CHECK_IN_EARLY = timedelta(hours=2)
EXTENSION = 5
"""Minutes by which an interviewer extends an interview at a time."""
MOST_EXTENDED = 60


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
    ON_BREAK = "interviewer_on_break"
    NOT_INSIDE = "not_in_interview"
    LONG_ENOUGH = "extended_long_enough"
    NO_SEAT = "no_free_seat"
    NOT_SPARE = "interviewer_not_spare"
    UNKNOWN = "unknown_at_this_desk"
    TOO_MANY_TRIES = "too_many_tries"


def check_in_refusal(
    state: InvitationState,
    held_on: date,
    today: date,
    session_open: bool,
    *,
    kept: bool = False,
) -> Refusal | None:
    """Return why an invited person cannot be checked in, or None.

    held_on, today: local dates at the site. kept: the desk noted it while it had no connection
    and the session was open; it overrides the no-show that the clock has written since.
    """
    if held_on != today:
        return Refusal.NOT_TODAY
    if kept and not session_open and state is InvitationState.NO_SHOW:
        return None
    if not session_open:
        return Refusal.SESSION_OVER
    if state is InvitationState.ARRIVED:
        return Refusal.ALREADY_HERE
    return None if state in AWAITED else Refusal.INVITATION_OVER


def self_check_in_refusal(starts_at: datetime, *, now: datetime) -> Refusal | None:
    """Return why a candidate's own phone cannot check them in yet, or None."""
    return Refusal.TOO_EARLY if now < starts_at - SELF_CHECK_IN_EARLY else None


def moment(ago: int, *, received: datetime, zone: tzinfo) -> datetime:
    """Return when something kept offline happened: `ago` seconds before it was received, not in
    the future and not before the local day began. The browser says how long ago, not when: its
    clock may be wrong."""
    local = received.astimezone(zone)
    day = local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(received.tzinfo)
    return max(day, received - timedelta(seconds=max(0, ago)))


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


def inside_refusal(state: ArrivalState) -> Refusal | None:
    """Return why an interview cannot be extended or handed over, or None."""
    return None if state in BUSY else Refusal.NOT_INSIDE


def minutes_waited(arrived_at: datetime, due_at: datetime | None, until: datetime) -> int:
    """Return the whole minutes waited: from the start of the slot, or from coming if later."""
    return max(0, int((until - max(due_at or arrived_at, arrived_at)).total_seconds() // 60))
