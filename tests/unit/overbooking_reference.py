"""An independent, slow model of a day: every pattern of shows, every order, by person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import permutations, product

from recruit.rules.overbooking import Day


@dataclass
class Outcome:
    """What one pattern of shows leads to."""

    idle: int = 0
    wait: int = 0
    overtime: int = 0
    turned_away: int = 0
    waited: dict[tuple[int, int], int] = field(default_factory=dict)
    queues: list[int] = field(default_factory=list)
    left: int = 0

    def cost(self, day: Day) -> float:
        c = day.costs
        return (
            c.idle * self.idle
            + c.wait * self.wait
            + c.overtime * self.overtime
            + c.turned_away * self.turned_away
        )


def live_through(day: Day, arrivals: Sequence[Sequence[tuple[int, int]]]) -> Outcome:
    """arrivals: per slot, who comes, in the order they join the queue."""
    outcome = Outcome()
    queue: list[tuple[int, int]] = [(-1, i) for i in range(day.initial_backlog)]
    waited: dict[tuple[int, int], int] = {}

    def serve(capacity: int) -> int:
        served = [queue.pop(0) for _ in range(min(capacity, len(queue)))]
        for person in served:
            outcome.waited[person] = waited.get(person, 0)
        for person in queue:
            waited[person] = waited.get(person, 0) + 1
            outcome.wait += 1
        return len(served)

    for capacity, joining in zip(day.capacity, arrivals, strict=True):
        queue.extend(joining)
        outcome.queues.append(len(queue))
        outcome.idle += capacity - serve(capacity)
    outcome.left = len(queue)
    rounds = 0
    while (rounds < day.overtime_slots) if day.overtime_slots is not None else bool(queue):
        outcome.overtime += serve(day.capacity[-1])
        rounds += 1
    outcome.turned_away = len(queue)
    for person in queue:
        outcome.waited[person] = waited.get(person, 0)
    return outcome


def patterns(day: Day) -> Iterator[tuple[float, list[list[tuple[int, int]]]]]:
    """(chance, who comes per slot), independent shows."""
    people = [(t, i) for t, slot in enumerate(day.slots_p) for i in range(len(slot))]
    for pattern in product((False, True), repeat=len(people)):
        chance = 1.0
        came: list[list[tuple[int, int]]] = [[] for _ in day.capacity]
        for (t, i), shows in zip(people, pattern, strict=True):
            p = day.slots_p[t][i]
            chance *= p if shows else 1 - p
            if shows:
                came[t].append((t, i))
        if chance > 0:
            yield chance, came


def expected(day: Day) -> dict[str, float]:
    """Expected figures of a day by enumeration."""
    sums = dict.fromkeys(("idle", "wait", "overtime", "turned_away", "cost", "late"), 0.0)
    for chance, came in patterns(day):
        outcome = live_through(day, came)
        for name in ("idle", "wait", "overtime", "turned_away"):
            sums[name] += chance * getattr(outcome, name)
        sums["cost"] += chance * outcome.cost(day)
        sums["late"] += chance * (outcome.left > 0)
    return sums


def expected_waits(day: Day) -> dict[tuple[int, int], float]:
    """E[wait | shows] of everybody, every order within a slot equally likely."""
    total: dict[tuple[int, int], float] = {}
    for chance, came in patterns(day):
        orders = list(product(*(list(permutations(slot)) for slot in came)))
        for order in orders:
            outcome = live_through(day, order)
            for person, slots in outcome.waited.items():
                if person[0] >= 0:
                    total[person] = total.get(person, 0.0) + chance / len(orders) * slots
    return {
        person: value / day.slots_p[person[0]][person[1]] for person, value in total.items()
    }


def exhaustive(day: Day, ps: Sequence[float], everyone: bool) -> float:
    """The least cost over every prefix and every placing of it."""
    costs: dict[object, float] = {}
    slots = range(len(day.capacity))
    for invited in range(len(ps), len(ps) + 1) if everyone else range(len(ps) + 1):
        for placing in product(slots, repeat=invited):
            held = tuple(
                tuple(sorted(p for p, s in zip(ps, placing, strict=False) if s == t))
                for t in slots
            )
            if held not in costs:
                costs[held] = expected(day.with_people(held))["cost"]
    return min(costs.values())
