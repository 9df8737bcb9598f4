"""A day in one look back: what was planned, who came, what waiting and idleness cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from recruit.rules.attendance import ArrivalState
from recruit.rules.desk import minutes_waited


@dataclass(frozen=True, slots=True)
class PlannedSlot:
    """One slot of the plan. capacity: interviewers in parallel."""

    starts_at: datetime
    minutes: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One person who came. due_at: the start of their slot, None for a walk-in."""

    state: ArrivalState
    arrived_at: datetime
    due_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Prices:
    """In units of one idle interviewer-slot."""

    wait: float
    overtime: float
    turned_away: float


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a day. Interviews and persons are whole numbers, times minutes; `idle`
    and `wait` are in slots, as the plan's costs are."""

    planned: int
    held: int
    overtime: int
    turned_away: int
    left: int
    walk_ins: int
    waits: tuple[int, ...]
    """Minutes waited by everybody who came, in ascending order."""
    idle: float
    wait: float
    minutes: int
    cost: float

    @property
    def median_wait(self) -> float:
        return median(self.waits) if self.waits else 0.0

    @property
    def longest_wait(self) -> int:
        return self.waits[-1] if self.waits else 0

    @property
    def waited_long(self) -> int:
        """How many waited longer than a slot."""
        return sum(wait > self.minutes for wait in self.waits)


def summary(
    slots: Sequence[PlannedSlot],
    visits: Sequence[Visit],
    prices: Prices,
    *,
    until: datetime,
    group: bool = False,
) -> Summary:
    """Return the look back on a day.

    until: the close, or now: people still waiting have waited until then. In a group session
    everybody is seen at once: nobody waits and seats are not idle interviewers.
    """
    minutes = slots[0].minutes if slots else 30
    length = timedelta(minutes=minutes)
    over_at = max(
        (slot.starts_at + timedelta(minutes=slot.minutes) for slot in slots), default=until
    )
    done = [one for one in visits if one.state is ArrivalState.DONE]
    overtime = sum(one.started_at is not None and one.started_at >= over_at for one in done)
    turned_away = sum(one.state is ArrivalState.TURNED_AWAY for one in visits)
    waits: list[int] = []
    idle = wait = 0.0
    planned = sum(slot.capacity for slot in slots)
    if group:
        overtime = 0
    else:
        waits = sorted(
            minutes_waited(one.arrived_at, one.due_at, one.started_at or one.ended_at or until)
            for one in visits
        )
        over = sum(slot.capacity for slot in slots if slot.starts_at + length <= until)
        inside = sum(one.state is ArrivalState.IN_INTERVIEW for one in visits)
        idle = max(0.0, float(over - (len(done) + inside - overtime)))
        wait = sum(waits) / minutes
    return Summary(
        planned=planned,
        held=len(done),
        overtime=overtime,
        turned_away=turned_away,
        left=sum(one.state is ArrivalState.LEFT for one in visits),
        walk_ins=sum(one.due_at is None for one in visits),
        waits=tuple(waits),
        idle=idle,
        wait=wait,
        minutes=minutes,
        cost=idle
        + prices.wait * wait
        + prices.overtime * overtime
        + prices.turned_away * turned_away,
    )
