"""How long people wait, and plans in which the less reliable do not wait longer.

First come first served between slots, random order within one. Invitees fall into reliability
thirds; among plans within three per cent of the cheapest, the one whose worst third waits
least is taken. Cost-optimal plans made the less reliable wait 1.6-2.5 times longer
(Samorani, Harris, Blount, Lu, Santoro, "Overbooked and Overlooked", M&SOM 2022).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from recruit.rules.overbooking.chain import NODES, Chain, Crowd, Floats, Person
from recruit.rules.overbooking.days import Day
from recruit.rules.overbooking.order import Assignment
from recruit.rules.overbooking.plans import Fairness, Third

FROM_INVITEES = 9
COST_MARGIN = 0.03
TRIALS = 250
"""Plans a search for fairness may work out exactly."""
TRIALS_EACH = 30
"""Promising exchanges tried from one plan before giving up."""
PRICE_FLOOR = 0.02
"""Cost below which an exchange counts as free, or the search crawls through tiny ones."""
STEEP = 12
WAITS_NOT = 1e-12


def thirds(ps: Sequence[float]) -> list[int]:
    """0 (least reliable), 1 or 2 per person; equal probabilities always fall together."""
    order = sorted(range(len(ps)), key=ps.__getitem__)
    result = [0] * len(ps)
    at = 0
    for _, members in groupby(order, key=ps.__getitem__):
        tied = list(members)
        middle = at + len(tied) / 2
        for i in tied:
            result[i] = min(2, int(3 * middle / len(ps)))
        at += len(tied)
    return result


def others(ps: Floats) -> Floats:
    """Row i: the pmf of how many of the people other than i show."""
    n = len(ps)
    rows = np.zeros((n, n + 1))
    rows[:, 0] = 1.0
    for j, p in enumerate(ps):
        q = np.full((n, 1), p)
        q[j] = 0.0
        rows[:, 1:] = rows[:, 1:] * (1 - q) + rows[:, :-1] * q
        rows[:, :1] *= 1 - q
    return rows[:, :n]


class Waits:
    """Expected waits of everybody in a day; remembers what a slot's own people need."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.known: dict[tuple[Person, ...], list[Floats]] = {}

    def of(self, crowd: Crowd) -> list[Floats]:
        """E[wait | shows] in slots per person, in the order of crowd.slots."""
        for chain in crowd.chains:
            chain.forward()
        result = []
        for t, members in enumerate(crowd.slots):
            if not members:
                result.append(np.zeros(0))
                continue
            ps = np.array(members) * np.array(crowd.weights)
            waited = np.column_stack(
                [
                    rows @ self._ahead(chain, t, rows.shape[1])
                    for chain, rows in zip(crowd.chains, self._others(members), strict=True)
                ]
            )
            shows = np.maximum(ps.sum(axis=1), 1e-300)
            result.append((waited * ps).sum(axis=1) / shows)
        return result

    def _others(self, members: Sequence[Person]) -> list[Floats]:
        key = tuple(members)
        if key not in self.known:
            self.known[key] = [others(column) for column in np.array(members).T]
        return self.known[key]

    def _ahead(self, chain: Chain, slot: int, size: int) -> Floats:
        """E[wait] by how many others (0..size-1) come to the same slot in random order."""
        backlog = chain.backlog[slot]
        day = self.day
        most = len(backlog) + size
        ends = list(day.capacity[slot:])
        extra = day.overtime_slots
        if extra is None:
            extra = most // day.capacity[-1] + 1
        ends += [day.capacity[-1]] * extra
        # with `ahead` people in front, one waits in every slot whose end of the queue is not
        # past them; somebody turned away has waited in all of them
        slots = np.searchsorted(np.cumsum(ends), np.arange(most), side="right")
        by_place = np.correlate(slots.astype(np.float64), backlog, "valid")[:size]
        mean: Floats = np.cumsum(by_place) / np.arange(1, size + 1)
        return mean


def waits(day: Day) -> tuple[tuple[float, ...], ...]:
    """E[wait | shows] in slots of everybody in the day, same shape as its slots_p."""
    return tuple(tuple(slot.tolist()) for slot in Waits(day).of(Crowd(day)))


class Sharing:
    """A plan seen through its thirds, and the search for a fairer one."""

    def __init__(self, day: Day, ps: Sequence[float], invited: int, nodes: int = NODES) -> None:
        self.day = day
        self.nodes = nodes
        self.group = np.array(thirds(ps[:invited]))
        blank = Crowd(day, 0, nodes)
        self.people = [blank.person(p) for p in ps[:invited]]
        self.table = Waits(day)
        self.shows = np.array(self.people) @ np.array(blank.weights)
        self.totals = np.array(
            [max(self.shows[self.group == g].sum(), 1e-300) for g in range(3)]
        )

    def crowd(self, slots: Assignment) -> Crowd:
        """The day with these people in it."""
        crowd = Crowd(self.day, len(self.people), self.nodes)
        for t in range(len(self.day.capacity)):
            members = [p for p, s in zip(self.people, slots, strict=True) if s == t]
            if members:
                crowd.invite(t, members)
        return crowd

    def cost(self, slots: Assignment) -> float:
        """Expected cost of the day with these people in it."""
        return self.crowd(slots).cost()

    def personal(self, crowd: Crowd, slots: Assignment) -> Floats:
        """Each invitee's expected wait."""
        found = self.table.of(crowd)
        result = np.zeros(len(slots))
        left: dict[tuple[int, Person], list[float]] = {}
        for t, members in enumerate(crowd.slots):
            for person, wait in zip(members, found[t].tolist(), strict=True):
                left.setdefault((t, person), []).append(wait)
        for i, (person, t) in enumerate(zip(self.people, slots, strict=True)):
            result[i] = left[t, person][0]
        return result

    def by_third(self, wait: Floats) -> Floats:
        """E[wait | shows] of each third; 0 for one in which nobody can come."""
        sums = np.array([(self.shows * wait)[self.group == g].sum() for g in range(3)])
        average: Floats = sums / self.totals
        return average

    def fairer(self, best: float, slots: Assignment) -> tuple[float, Assignment]:
        """(wait of the worst third, slots) of a plan within the margin of the best cost.

        Exchanges are tried as long as they lower a steep norm of the thirds' waits: the plain
        maximum stands still once two thirds share it.
        """
        slots = list(slots)
        crowd = self.crowd(slots)
        wait = self.personal(crowd, slots)
        average = self.by_third(wait)
        fairest = (float(average.max()), list(slots))
        trials = TRIALS
        while trials > 0 and average.max() > WAITS_NOT:
            for i, j in self._promising(crowd, wait, np.array(slots)):
                trials -= 1
                self._exchange(crowd, slots, i, j)
                if crowd.cost() <= best * (1 + COST_MARGIN) + 1e-12:
                    tried = self.personal(crowd, slots)
                    if _norm(self.by_third(tried)) < _norm(average) * (1 - 1e-9):
                        wait, average = tried, self.by_third(tried)
                        fairest = min(fairest, (float(average.max()), list(slots)))
                        break
                self._exchange(crowd, slots, i, j)
                if trials <= 0:
                    break
            else:
                break
        return fairest

    def _exchange(self, crowd: Crowd, slots: Assignment, i: int, j: int) -> None:
        """Two people change places; done twice, nothing has happened."""
        crowd.swap(slots[i], self.people[i], slots[j], self.people[j])
        slots[i], slots[j] = slots[j], slots[i]

    def _promising(
        self, crowd: Crowd, wait: Floats, slots: NDArray[np.int_]
    ) -> list[tuple[int, int]]:
        """Exchanges that make waiting more even for what they cost, best first."""
        average = self.by_third(wait)
        level = average / average.max()
        mine = self.group[:, None]
        theirs = self.group[None, :]
        gap = (wait[:, None] - wait[None, :]) / average.max()
        given = self.shows[:, None] * gap / self.totals[mine]
        taken = self.shows[None, :] * gap / self.totals[theirs]
        before = level[mine] ** STEEP + level[theirs] ** STEEP
        after = (
            np.maximum(level[mine] - given, 0) ** STEEP
            + np.maximum(level[theirs] + taken, 0) ** STEEP
        )
        slope = np.array(crowd.gains((1.0,) * len(crowd.weights)))[slots]
        moved = self.shows[:, None] - self.shows[None, :]
        price = moved * (slope[None, :] - slope[:, None]) + moved**2
        worth = (before - after) / np.maximum(price, PRICE_FLOOR)
        worth[
            (gap <= 0)
            | (after >= before)
            | (mine == theirs)
            | (slots[:, None] == slots[None, :])
        ] = -np.inf
        order = np.argsort(-worth, axis=None, kind="stable")[:TRIALS_EACH]
        rows, columns = np.unravel_index(order, worth.shape)
        return [
            (int(r), int(c))
            for r, c in zip(rows, columns, strict=True)
            if np.isfinite(worth[r, c])
        ]

    def report(self, slots: Assignment, applied: bool, increase: float) -> Fairness:
        """The thirds' waits in this plan."""
        average = self.by_third(self.personal(self.crowd(slots), slots))
        found = tuple(
            Third(int((self.group == g).sum()), float(average[g]))
            for g in range(3)
            if (self.group == g).any()
        )
        shown = [third.wait for third in found]
        smallest = min(shown, default=0.0)
        ratio = max(shown) / smallest if smallest > WAITS_NOT and len(shown) > 1 else None
        return Fairness(applied, found, ratio, increase)


def _norm(average: Floats) -> float:
    """Close to the largest, but falls with every one of the larger ones."""
    return math.pow(float(np.sum(average**STEEP)), 1 / STEEP)
