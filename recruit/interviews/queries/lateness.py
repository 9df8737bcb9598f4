"""How late people come, measured at the desk. The plans do not use it yet: it is shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from recruit.interviews.models import Arrival, InterviewSession, SessionState
from recruit.interviews.queries.spans import minutes_between
from recruit.kernel.db import db

COUNTED_MINUTES = 240
"""Further from the start than this, somebody came for another reason or on another day."""


@dataclass(frozen=True, slots=True)
class Lateness:
    """Minutes from a slot's start to the arrival; negative: before it. None without arrivals.

    late: how many of the n came after the start.
    """

    n: int
    median: int | None
    high: int | None
    """The 90 % point: nine of ten were there by then."""
    late: int


def lateness() -> Lateness:
    """Return how late invited people came, over all closed sessions. A line entered afterwards
    bears the slot's own start and says nothing, so it does not count."""
    minutes = minutes_between(Arrival.arrived_at, Arrival.due_at)
    statement = (
        select(minutes, func.count())
        .join(InterviewSession, InterviewSession.id == Arrival.session_id)
        .where(
            InterviewSession.state == SessionState.CLOSED,
            Arrival.due_at.is_not(None),
            Arrival.arrived_at != Arrival.due_at,
        )
        .group_by(minutes)
    )
    counted = sorted(
        (int(at), n)
        for at, n in db.session.execute(statement)
        if abs(int(at)) <= COUNTED_MINUTES
    )
    n = sum(many for _, many in counted)
    return Lateness(
        n,
        percentile(counted, 0.5),
        percentile(counted, 0.9),
        sum(many for at, many in counted if at > 0),
    )


def percentile(counted: Iterable[tuple[int, int]], share: float) -> int | None:
    """Return the smallest value that so large a share of (value, how many), rising, reaches."""
    pairs = list(counted)
    wanted, reached = share * sum(n for _, n in pairs), 0
    for value, n in pairs:
        reached += n
        if reached >= wanted - 1e-9:
            return value
    return None
