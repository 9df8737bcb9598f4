"""Equal show probabilities: the cheapest neighbour of a schedule, over all 2^(T+1) - 2 of them.

With v_0 = -e_1, v_t = e_t - e_(t+1), v_T = e_T the neighbours are the sums of proper subsets
of the v (Kaandorp & Koole 2007, 10.1007/s10729-007-9015-x). A subset is a row of bits
s_0..s_T and slot t changes by s_t - s_(t-1), so all neighbours share prefixes and suffixes:
backlogs run forward over the first half, costs-to-go backward over the second, and one matrix
product joins them.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from recruit.rules.overbooking.chain import (
    ONE,
    Floats,
    endings,
    poisson_binomial,
    shifted,
    shock_nodes,
)
from recruit.rules.overbooking.days import MOST_PEOPLE, Day

FULL_UP_TO = 16
"""Longest day whose whole neighbourhood is searched."""
NOTHING = 1e-18
"""Tail probabilities below this are dropped here (never in a report)."""

Schedule = tuple[int, ...]


def binomial(n: int, p: float) -> Floats:
    """The binomial pmf up to where its tail is nothing; any n, p in [0, 1]."""
    if p >= 1.0:
        certain: Floats = np.eye(1, n + 1, n)[0]
        return certain
    if p <= 0.0 or n == 0:
        return ONE
    mean = n * p
    size = min(n, int(mean + 12 * (mean * (1 - p)) ** 0.5 + 45))
    k = np.arange(1, size + 1)
    logs = np.concatenate(([0.0], np.cumsum(np.log((n - k + 1) / k * (p / (1 - p))))))
    pmf: Floats = np.exp(logs + n * np.log1p(-p))
    whole: Floats = pmf / pmf.sum()
    return whole


def _cut(pmf: Floats) -> Floats:
    """Without a tail of nothing."""
    kept = np.flatnonzero(pmf > NOTHING)
    short: Floats = pmf[: int(kept[-1]) + 1]
    return short


def _spread(pmf: Floats, rows: int, columns: int) -> Floats:
    """The matrix M[b, w] = pmf[w - b]: a row vector times M is a convolution with pmf."""
    wide = np.zeros(2 * rows + columns)
    wide[rows : rows + min(len(pmf), columns)] = pmf[:columns]
    index = np.arange(columns)[None, :] - np.arange(rows)[:, None] + rows
    matrix: Floats = wide[index]
    return matrix


class _Node:
    """One node of the shock, with pmfs by (slot, number invited)."""

    def __init__(self, day: Day, p: float, weight: float, shift: float) -> None:
        self.day = day
        self.weight = weight
        self.p = shifted(p, shift)
        self.base = [poisson_binomial(shifted(x, shift) for x in slot) for slot in day.slots_p]
        self.arrivals = lru_cache(4096)(self._arrivals)

    def _arrivals(self, slot: int, n: int) -> Floats:
        return _cut(np.convolve(self.base[slot], binomial(n, self.p)))

    def start(self) -> Floats:
        """Everybody waiting before the first slot."""
        backlog = self.day.initial_backlog
        certain: Floats = np.eye(1, backlog + 1, backlog)[0]
        return certain

    def sizes(self, most: Schedule) -> list[int]:
        """How long a backlog pmf gets before each slot with this many invited."""
        backlog, sizes = self.start(), []
        for t, c in enumerate(self.day.capacity):
            sizes.append(len(backlog))
            present = np.convolve(backlog, self.arrivals(t, most[t]))
            rest = present[c:].copy() if len(present) > c else ONE.copy()
            rest[0] = present[: c + 1].sum()
            backlog = _cut(rest)
        return [*sizes, len(backlog)]

    def stage(self, slot: int, size: int) -> Floats:
        """Idle and waiting cost of a slot by people present, 0..size-1."""
        over = np.arange(size, dtype=np.float64) - self.day.capacity[slot]
        costs = self.day.costs
        charged: Floats = np.where(over < 0, -over * costs.idle, over * costs.wait)
        return charged

    def ending(self, size: int) -> Floats:
        """Cost of ending with 0..size-1 people waiting."""
        costs = self.day.costs
        charged: Floats = endings(self.day, size - 1) @ np.array(
            (costs.wait, costs.overtime, costs.turned_away)
        )
        return charged


class Schedules:
    """Costs of schedules (people invited per slot, all with probability p) and neighbours."""

    def __init__(self, day: Day, p: float) -> None:
        self.day = day
        self.nodes = [
            _Node(day, p, weight, shift) for weight, shift in shock_nodes(day.shock_tau)
        ]

    def best(self, counts: Schedule, step: int = 1) -> tuple[float, Schedule, int]:
        """(cost, schedule, how many looked at) of the cheapest neighbour `step` people away."""
        if len(counts) > FULL_UP_TO:
            changes = _interval_changes(len(counts))
            costs = self._of_changes(counts, changes, step)
            at = int(np.argmin(costs))
            return float(costs[at]), _moved(counts, changes[at], step), len(changes)
        costs = self._of_subsets(counts, step)
        at = int(np.argmin(costs))
        bits = np.array([at >> (len(counts) - t) & 1 for t in range(len(counts) + 1)])
        return float(costs[at]), _moved(counts, np.diff(bits), step), len(costs) - 2

    def cost(self, counts: Schedule) -> float:
        """Expected cost of one schedule."""
        return float(self._of_changes(counts, np.zeros((1, len(counts)), dtype=int), 0)[0])

    def _choices(
        self, node: _Node, t: int, counts: Schedule, step: int, rows: int
    ) -> tuple[list[Floats], int]:
        """Convolution matrices of slot t for -step, 0, +step people, of one common width."""
        pmfs = [node.arrivals(t, max(0, counts[t] + d * step)) for d in (-1, 0, 1)]
        width = rows + max(map(len, pmfs)) - 1
        return [_spread(pmf, rows, width) for pmf in pmfs], width

    def _of_subsets(self, counts: Schedule, step: int) -> Floats:
        """Costs by subset, its bits s_0..s_T read as a number; improper ones infinite."""
        slots = len(counts)
        middle = slots // 2
        impossible = [n < step for n in counts]
        total = np.zeros(2 ** (slots + 1))
        for node in self.nodes:
            sizes = node.sizes(tuple(n + step for n in counts))
            ahead, charged = self._prefixes(node, counts, step, middle, sizes)
            togo = self._suffixes(node, counts, step, middle, sizes)
            half = len(togo) // 2
            joined = np.empty((len(ahead), half))
            for s in (0, 1):
                part = slice(s * half, (s + 1) * half)
                joined[s::2] = ahead[s::2] @ togo[part].T + charged[s::2, None]
            total += node.weight * joined.ravel()
        numbers = np.arange(len(total))
        for t, short in enumerate(impossible):
            if short:
                before, after = numbers >> (slots - t) & 1, numbers >> (slots - t - 1) & 1
                total[(before == 1) & (after == 0)] = np.inf
        if sum(counts) + step * slots > MOST_PEOPLE:
            total[:] = np.inf
        total[0] = total[-1] = np.inf
        return total

    def _prefixes(
        self, node: _Node, counts: Schedule, step: int, middle: int, sizes: list[int]
    ) -> tuple[Floats, Floats]:
        """Backlog pmfs before slot `middle` and costs so far, one row per s_0..s_middle."""
        ahead = np.tile(node.start(), (2, 1))
        charged = np.zeros(2)
        for t in range(middle):
            (less, same, more), width = self._choices(node, t, counts, step, ahead.shape[1])
            present = np.empty((2 * len(ahead), width))
            present[0::4], present[1::4] = ahead[0::2] @ same, ahead[0::2] @ more
            present[2::4], present[3::4] = ahead[1::2] @ less, ahead[1::2] @ same
            charged = np.repeat(charged, 2) + present @ node.stage(t, width)
            c = node.day.capacity[t]
            ahead = np.zeros((len(present), sizes[t + 1]))
            rest = present[:, c : c + sizes[t + 1]]
            ahead[:, : rest.shape[1]] = rest
            ahead[:, 0] = present[:, : c + 1].sum(axis=1)
        return ahead, charged

    def _suffixes(
        self, node: _Node, counts: Schedule, step: int, middle: int, sizes: list[int]
    ) -> Floats:
        """Costs-to-go by backlog before slot `middle`, one row per s_middle..s_T."""
        togo = np.tile(node.ending(sizes[-1]), (2, 1))
        for t in range(len(counts) - 1, middle - 1, -1):
            (less, same, more), width = self._choices(node, t, counts, step, sizes[t])
            c = node.day.capacity[t]
            clipped = np.clip(np.arange(width) - c, 0, sizes[t + 1] - 1)
            values = togo[:, clipped] + node.stage(t, width)
            half = len(values) // 2
            none, one = values[:half], values[half:]
            togo = np.vstack((none @ same.T, one @ more.T, none @ less.T, one @ same.T))
        return togo

    def _of_changes(self, counts: Schedule, changes: NDArray[np.int_], step: int) -> Floats:
        """Costs of counts + step * change for each row of changes, entries -1, 0, 1."""
        total = np.zeros(len(changes))
        for node in self.nodes:
            ahead = np.tile(node.start(), (len(changes), 1))
            sizes = node.sizes(tuple(n + step for n in counts))
            for t, c in enumerate(node.day.capacity):
                choices, width = self._choices(node, t, counts, step, ahead.shape[1])
                present = np.empty((len(changes), width))
                for d in (-1, 0, 1):
                    rows = changes[:, t] == d
                    present[rows] = ahead[rows] @ choices[d + 1]
                total += node.weight * (present @ node.stage(t, width))
                rest = present[:, c : c + sizes[t + 1]]
                ahead = np.zeros((len(changes), sizes[t + 1]))
                ahead[:, : rest.shape[1]] = rest
                ahead[:, 0] = present[:, : c + 1].sum(axis=1)
            total += node.weight * (ahead @ node.ending(sizes[-1]))
        after = np.array(counts) + step * changes
        total[(after < 0).any(axis=1) | (after.sum(axis=1) > MOST_PEOPLE)] = np.inf
        return total


def _moved(counts: Schedule, change: NDArray[np.int_], step: int) -> Schedule:
    return tuple(int(n + step * d) for n, d in zip(counts, change, strict=True))


@lru_cache(8)
def _interval_changes(slots: int) -> NDArray[np.int_]:
    """Changes from subsets of one interval of bits: one more, one fewer, one moved anywhere;
    on days up to 24 slots of two intervals too: alternating patterns of up to four changes.
    """
    rows = set()
    for kind in (1, 2) if slots <= 24 else (1,):
        for cuts in combinations(range(slots + 2), 2 * kind):
            bits = np.zeros(slots + 1, dtype=int)
            for start, stop in zip(cuts[::2], cuts[1::2], strict=True):
                bits[start:stop] = 1
            change = np.diff(bits)
            rows |= {tuple(change.tolist()), tuple((-change).tolist())}
    rows.discard((0,) * slots)
    return np.array(sorted(rows))
