"""What a streaming day is: its slots, its costs, and which input is refused.

Units: capacities and backlogs in persons; costs per interviewer-slot (idle), per person-slot
(wait), per interview (overtime) and per person (turned away), with idle as the unit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import SupportsFloat, cast

MOST_SLOTS = 288
MOST_CAPACITY = 1_000
MOST_PEOPLE = 5_000
MOST_COST = 1e6
MOST_TAU = 3.0


class BadInput(ValueError):
    """One clear line about one wrong value: `field` names it, `code` is for wording."""

    def __init__(self, field: str, code: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.code = code


def number(value: object, field: str, *, low: float = 0.0, high: float = math.inf) -> float:
    """A finite number in [low, high]; refuses text, booleans, NaN and infinity."""
    if isinstance(value, bool | str | bytes) or not hasattr(value, "__float__"):
        raise BadInput(field, "not_a_number", f"must be a number, not {value!r}")
    try:
        result = float(cast("SupportsFloat", value))
    except (TypeError, ValueError, OverflowError):
        raise BadInput(field, "not_a_number", "must be one finite number") from None
    if not math.isfinite(result):
        raise BadInput(field, "not_a_number", "must be a finite number")
    if not low <= result <= high:
        bounds = f"in [{low:g}, {high:g}]" if math.isfinite(high) else f"at least {low:g}"
        raise BadInput(field, "out_of_range", f"must be {bounds}, not {result:g}")
    return result


def whole(value: object, field: str, *, high: int) -> int:
    """A whole number in [0, high]; 3.0 counts as whole, 2.5 does not."""
    result = number(value, field)
    if result != int(result):
        raise BadInput(field, "not_whole", f"must be a whole number, not {result:g}")
    if result > high:
        raise BadInput(field, "too_large", f"must be at most {high}, not {result:g}")
    return int(result)


def listed(value: object, field: str) -> Sequence[object]:
    """A list; refuses text, numbers and mappings."""
    if isinstance(value, str | bytes | dict) or not isinstance(value, Iterable):
        raise BadInput(field, "not_a_list", f"must be a list, not {type(value).__name__}")
    return tuple(value)


def probabilities(value: object, field: str) -> tuple[float, ...]:
    """Probabilities of candidates, each in [0, 1]."""
    items = listed(value, field)
    if len(items) > MOST_PEOPLE:
        raise BadInput(field, "too_large", f"must have at most {MOST_PEOPLE} entries")
    return tuple(number(item, f"{field}[{i}]", high=1.0) for i, item in enumerate(items))


def common_p(value: object) -> float:
    """One probability for everybody, in (0, 1]."""
    result = number(value, "p", high=1.0)
    if result == 0.0:
        raise BadInput("p", "out_of_range", "must be greater than 0")
    return result


@dataclass(frozen=True, slots=True)
class Costs:
    """What a minute lost costs, in units of one idle interviewer-slot; all at least 0."""

    idle: float = 1.0
    wait: float = 0.2
    overtime: float = 1.5
    turned_away: float = 3.0

    def __post_init__(self) -> None:
        for name in ("idle", "wait", "overtime", "turned_away"):
            value = number(getattr(self, name), f"cost_{name}", high=MOST_COST)
            object.__setattr__(self, name, value)

    @classmethod
    def between(cls, position: float) -> Costs:
        """Costs for a slider: 0 nobody waits, 0.5 the defaults, 1 nobody is idle."""
        where = number(position, "position", high=1.0)
        weight = 10 ** (1 - 2 * where)
        return cls(wait=0.2 * weight, overtime=1.5 * weight**0.5, turned_away=3 * weight**0.5)


@dataclass(frozen=True, slots=True)
class Day:
    """A session: interviewers per slot and the show probabilities of those already invited.

    capacity: interviewers in parallel in each slot, persons.
    slots_p: one list of probabilities per slot; left empty, nobody is invited yet.
    initial_backlog: people waiting before the first slot.
    overtime_slots: how many slots interviewing goes on at the last slot's capacity;
        None = until nobody waits. Who is left after that is turned away.
    shock_tau: standard deviation of the day's common shock on the logit of every probability.
    Raises BadInput; for a live day pass the remaining slots and the observed backlog.
    """

    capacity: tuple[int, ...]
    slots_p: tuple[tuple[float, ...], ...] = ()
    initial_backlog: int = 0
    costs: Costs = Costs()
    overtime_slots: int | None = 1
    shock_tau: float = 0.0

    def __post_init__(self) -> None:
        def put(name: str, value: object) -> None:
            object.__setattr__(self, name, value)

        given = listed(self.capacity, "capacity")
        if not given:
            raise BadInput("capacity", "empty", "must have at least one slot")
        if len(given) > MOST_SLOTS:
            raise BadInput("capacity", "too_large", f"must have at most {MOST_SLOTS} slots")
        put(
            "capacity",
            tuple(whole(c, f"capacity[{t}]", high=MOST_CAPACITY) for t, c in enumerate(given)),
        )
        slots = listed(self.slots_p, "slots_p") or ((),) * len(given)
        if len(slots) != len(given):
            raise BadInput(
                "slots_p",
                "lengths_differ",
                f"has {len(slots)} slots where capacity has {len(given)}",
            )
        put(
            "slots_p",
            tuple(probabilities(slot, f"slots_p[{t}]") for t, slot in enumerate(slots)),
        )
        if sum(map(len, self.slots_p)) > MOST_PEOPLE:
            raise BadInput("slots_p", "too_large", f"must hold at most {MOST_PEOPLE} people")
        put("initial_backlog", whole(self.initial_backlog, "initial_backlog", high=MOST_PEOPLE))
        put("shock_tau", number(self.shock_tau, "shock_tau", high=MOST_TAU))
        if self.overtime_slots is not None:
            put("overtime_slots", whole(self.overtime_slots, "overtime_slots", high=MOST_SLOTS))
        self._refuse_bad_endings()

    def _refuse_bad_endings(self) -> None:
        """The cost of ending with b waiting must be convex in b, or no guarantee holds.

        Its b-th increment is overtime + j*wait for the j-th overtime slot and K*wait + turned
        away afterwards, so only the step into turning away can fall.
        """
        if self.overtime_slots is None:
            if self.capacity[-1] == 0:
                raise BadInput(
                    "overtime_slots",
                    "never_ends",
                    "null (until nobody waits) needs an interviewer in the last slot",
                )
            return
        costs = self.costs
        beyond = costs.wait + costs.turned_away
        if self.overtime_slots and self.capacity[-1] and costs.overtime > beyond + 1e-12:
            raise BadInput(
                "cost_overtime",
                "not_convex",
                f"must be at most cost_wait + cost_turned_away ({beyond:g}), "
                f"not {costs.overtime:g}: the cost of people left at the end must be convex",
            )

    @property
    def invited(self) -> int:
        """How many people hold a place."""
        return sum(map(len, self.slots_p))

    def with_people(self, slots_p: Iterable[Iterable[float]]) -> Day:
        """The same day with these people invited."""
        return Day(
            self.capacity,
            tuple(map(tuple, slots_p)),
            self.initial_backlog,
            self.costs,
            self.overtime_slots,
            self.shock_tau,
        )
