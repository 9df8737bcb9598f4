"""When may an interview invitation be answered, or moved to another slot?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

NOTICE = timedelta(hours=12)
"""A candidate moves at least this long before the old and the new start, unless the company
says otherwise."""
MOST_MOVES = 2
"""How often a candidate may move the same invitation by their own link, likewise."""
MOST_NOTICE_HOURS = 336
MOST_MOVES_EVER = 20


class Refusal(StrEnum):
    TOO_LATE = "too_late"
    TOO_MANY_MOVES = "too_many_moves"
    TOO_LATE_TO_DECLINE = "too_late_to_decline"
    STARTED = "started"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a candidate may change without calling us; the staff are not bound by it."""

    notice: timedelta = NOTICE
    most_moves: int = MOST_MOVES
    decline_notice: timedelta = timedelta(0)


USUAL = Rules()


@dataclass(frozen=True, slots=True)
class Move:
    """A wish to change from one start to another.

    moves_so_far: moves by the candidate's own link; moves by the staff do not count.
    """

    leaves_at: datetime
    arrives_at: datetime
    moves_so_far: int
    by_candidate: bool


def refusal(move: Move, *, now: datetime, rules: Rules = USUAL) -> Refusal | None:
    """Return why the move is refused, or None. Whether a place is left is decided when it is
    taken, by a conditional UPDATE, and not here."""
    if not move.by_candidate:
        return Refusal.STARTED if move.arrives_at <= now else None
    if min(move.leaves_at, move.arrives_at) - now < rules.notice:
        return Refusal.TOO_LATE
    if move.moves_so_far >= rules.most_moves:
        return Refusal.TOO_MANY_MOVES
    return None


def may_move(
    leaves_at: datetime, moves_so_far: int, *, now: datetime, rules: Rules = USUAL
) -> bool:
    """Tell whether a candidate may still move away from a start at all."""
    return leaves_at - now >= rules.notice and moves_so_far < rules.most_moves


def answer_refusal(starts_at: datetime, *, now: datetime) -> Refusal | None:
    """A candidate's own answer counts until the slot starts; then the desk knows better."""
    return Refusal.STARTED if now >= starts_at else None


def decline_refusal(
    starts_at: datetime, *, now: datetime, rules: Rules = USUAL
) -> Refusal | None:
    """A candidate cancels by link until the company's notice; after it they call us."""
    if now >= starts_at:
        return Refusal.STARTED
    return Refusal.TOO_LATE_TO_DECLINE if starts_at - now < rules.decline_notice else None
