"""The day as a chain of exact distributions, and what one more person changes.

W = backlog + arrivals; served = min(capacity, W); the rest is the next slot's backlog. The
backlog runs forward as a pmf, the slopes of the cost-to-go run backward, and adding somebody
who shows with probability p to slot t changes the cost by exactly p * E[H_t(W + 1) - H_t(W)]
(Zacharias & Pinedo 2014, 10.1111/poms.12065, for several servers 10.1287/msom.2017.0629).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from recruit.rules.overbooking.days import Day

Floats = NDArray[np.float64]
Person = tuple[float, ...]
"""One person's show probability at every node of the day's shock (one node without shock)."""

ONE: Floats = np.ones(1)
NODES = 9


def poisson_binomial(ps: Iterable[float]) -> Floats:
    """The pmf of how many of these people show, index = persons."""
    pmf = ONE
    for p in ps:
        pmf = np.convolve(pmf, (1.0 - p, p))
    return pmf


def percent_points(pmf: Floats, low: float = 0.1, high: float = 0.9) -> tuple[int, int]:
    """The smallest counts whose cumulative probability reaches `low` and `high`."""
    reached = np.cumsum(pmf)
    last = len(pmf) - 1
    return (
        min(int(np.searchsorted(reached, low - 1e-12)), last),
        min(int(np.searchsorted(reached, high - 1e-12)), last),
    )


def shock_nodes(tau: float, count: int = NODES) -> tuple[tuple[float, float], ...]:
    """(weight, shift of the logit) of a Gauss-Hermite mixture for u ~ N(0, tau^2)."""
    if tau == 0.0:
        return ((1.0, 0.0),)
    points, weights = np.polynomial.hermite.hermgauss(count)
    scaled = weights / weights.sum()
    return tuple(zip(scaled.tolist(), (math.sqrt(2) * tau * points).tolist(), strict=True))


def shifted(p: float, shift: float) -> float:
    """p with its logit moved by `shift`; certainty stays certain."""
    if shift == 0.0 or p in (0.0, 1.0):
        return p
    return p / (p + (1.0 - p) * math.exp(-shift))


def endings(day: Day, people: int) -> Floats:
    """(waits, overtime, turned away) of ending with b people waiting, row b = 0..people."""
    c, k = day.capacity[-1], day.overtime_slots
    left = np.arange(people + 1)
    most = people if k is None else k
    slots = np.minimum(left // c, most) if c else np.full(people + 1, most)
    # after the j-th overtime slot, left - j*c people are still not served
    waits = slots * left - c * slots * (slots + 1) / 2
    served = left if k is None else np.minimum(left, c * k)
    return np.column_stack((waits, served, left - served)).astype(np.float64)


class Chain:
    """One node of the day: forward backlog pmfs, backward slopes, costs. Changed in place."""

    def __init__(self, day: Day, slots: Sequence[Sequence[float]], ends: Floats) -> None:
        """`slots`: this node's probabilities; `ends`: rows for all who may ever be there."""
        self.capacity = day.capacity
        self.costs = day.costs
        self.endings = ends
        costs = (day.costs.wait, day.costs.overtime, day.costs.turned_away)
        self.ending_slopes = np.diff(self.endings @ np.array(costs))
        self.steps = np.arange(len(self.endings), dtype=np.float64)
        start = np.zeros(day.initial_backlog + 1)
        start[-1] = 1.0
        count = len(day.capacity)
        self.arrivals = [poisson_binomial(slot) for slot in slots]
        self.expected = [float(sum(slot)) for slot in slots]
        self.backlog: list[Floats] = [start] + [ONE] * count
        self.present: list[Floats] = [ONE] * count
        self.left = [0.0] * (count + 1)
        self.left[0] = float(day.initial_backlog)
        self.stale = 0

    def put(self, slot: int, ps: Sequence[float]) -> None:
        """Replace everybody invited to a slot."""
        self.arrivals[slot] = poisson_binomial(ps)
        self.expected[slot] = float(sum(ps))
        self.stale = min(self.stale, slot)

    def add(self, slot: int, p: float) -> None:
        """Invite one more person to a slot."""
        self.arrivals[slot] = np.convolve(self.arrivals[slot], (1.0 - p, p))
        self.expected[slot] += p
        self.stale = min(self.stale, slot)

    def forward(self) -> None:
        """Bring backlogs up to date from the first slot that changed."""
        for t in range(self.stale, len(self.capacity)):
            present = np.convolve(self.backlog[t], self.arrivals[t])
            c = self.capacity[t]
            self.present[t] = present
            if len(present) <= c + 1:
                self.backlog[t + 1] = ONE
                self.left[t + 1] = 0.0
            else:
                rest = present[c:].copy()
                rest[0] = present[: c + 1].sum()
                self.backlog[t + 1] = rest
                self.left[t + 1] = float(rest @ self.steps[: len(rest)])
        self.stale = len(self.capacity)

    def totals(self) -> tuple[float, float, float, float]:
        """Expected (idle, wait, overtime, turned away)."""
        self.forward()
        last = self.backlog[-1]
        waited, overtime, away = (last @ self.endings[: len(last)]).tolist()
        # served = everybody who was there less who is left, so idle = capacity - served
        idle = sum(self.capacity) - (self.left[0] + sum(self.expected) - self.left[-1])
        return max(idle, 0.0), sum(self.left[1:]) + waited, overtime, away

    def cost(self) -> float:
        """Expected cost of the day."""
        idle, wait, overtime, away = self.totals()
        costs = self.costs
        return (
            costs.idle * idle
            + costs.wait * wait
            + costs.overtime * overtime
            + costs.turned_away * away
        )

    def slopes(self) -> list[float]:
        """D_t per slot: change of the cost if somebody certain to show were added to t."""
        self.forward()
        costs = self.costs
        result = [0.0] * len(self.capacity)
        later = self.ending_slopes
        for t in range(len(self.capacity) - 1, -1, -1):
            present, c = self.present[t], self.capacity[t]
            size = len(present)
            here = np.empty(size)
            here[:c] = -costs.idle
            if size > c:
                np.add(later[: size - c], costs.wait, out=here[c:])
            result[t] = float(present @ here)
            # seen from the slot before: average over this slot's arrivals
            later = np.correlate(here, self.arrivals[t], "valid")
        return result


class Crowd:
    """All nodes of a day together with who is invited where; the object searches work on."""

    def __init__(self, day: Day, room: int = 0, nodes_of_shock: int = NODES) -> None:
        """`room`: how many people may be added on top of the day's own."""
        self.day = day
        nodes = shock_nodes(day.shock_tau, nodes_of_shock)
        self.weights = [weight for weight, _ in nodes]
        self.shifts = [shift for _, shift in nodes]
        self.slots = [[self.person(p) for p in slot] for slot in day.slots_p]
        ends = endings(day, day.initial_backlog + day.invited + room + 1)
        self.chains = [
            Chain(day, [[person[k] for person in slot] for slot in self.slots], ends)
            for k in range(len(nodes))
        ]

    def person(self, p: float) -> Person:
        """Their probability at every node."""
        return tuple(shifted(p, shift) for shift in self.shifts)

    def add(self, slot: int, person: Person) -> None:
        """Invite somebody to a slot."""
        self.slots[slot].append(person)
        for p, chain in zip(person, self.chains, strict=True):
            chain.add(slot, p)

    def invite(self, slot: int, people: Sequence[Person]) -> None:
        """Invite several people to a slot at once."""
        self.slots[slot] += people
        self._put(slot)

    def remove(self, slot: int, person: Person) -> None:
        """Take somebody out of a slot."""
        self.slots[slot].remove(person)
        self._put(slot)

    def swap(self, slot: int, person: Person, other_slot: int, other: Person) -> None:
        """Two people change places."""
        self.slots[slot].remove(person)
        self.slots[other_slot].remove(other)
        self.slots[slot].append(other)
        self.slots[other_slot].append(person)
        self._put(slot)
        self._put(other_slot)

    def _put(self, slot: int) -> None:
        for k, chain in enumerate(self.chains):
            chain.put(slot, [person[k] for person in self.slots[slot]])

    def cost(self) -> float:
        """Expected cost over all nodes."""
        return sum(w * chain.cost() for w, chain in zip(self.weights, self.chains, strict=True))

    def totals(self) -> tuple[float, float, float, float]:
        """Expected (idle, wait, overtime, turned away) over all nodes."""
        rows = np.array([chain.totals() for chain in self.chains])
        idle, wait, overtime, away = (np.array(self.weights) @ rows).tolist()
        return idle, wait, overtime, away

    def gains(self, person: Person) -> list[float]:
        """The exact change of the cost from inviting this person to each slot."""
        total = [0.0] * len(self.day.capacity)
        for weight, p, chain in zip(self.weights, person, self.chains, strict=True):
            for t, slope in enumerate(chain.slopes()):
                total[t] += weight * p * slope
        return total
