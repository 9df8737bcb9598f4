"""What planning answers with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from recruit.rules.overbooking.days import Day
from recruit.rules.overbooking.reports import Report, evaluate


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is proved about a plan's cost.

    proved: "optimal" (no schedule of equal candidates is cheaper) or "local" (no neighbour is).
    neighbourhood: "full", "intervals" or "moves_and_swaps"; neighbours: how many were compared.
    """

    proved: str
    neighbourhood: str
    neighbours: int


@dataclass(frozen=True, slots=True)
class Third:
    """One reliability third of the invitees: how many, and E[wait | shows] in slots."""

    size: int
    wait: float


@dataclass(frozen=True, slots=True)
class Fairness:
    """How waiting is spread over the reliability thirds, least reliable first.

    ratio: largest wait over smallest, None where the smallest is zero; cost_increase: what
    fairness costs as a share of the cheapest plan found; applied: whether it was asked for.
    """

    applied: bool
    thirds: tuple[Third, ...]
    ratio: float | None
    cost_increase: float


@dataclass(frozen=True, slots=True)
class Naive:
    """What the rule round(capacity / show rate) would have done."""

    counts: tuple[int, ...]
    report: Report


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is invited to which slot.

    counts: new invitees per slot; assignment: slot or None per candidate in the given order
    (None as a whole in counts mode); day: the day with everybody in it.
    """

    mode: str
    counts: tuple[int, ...]
    assignment: tuple[int | None, ...] | None
    day: Day
    report: Report
    certificate: Certificate
    fairness: Fairness | None
    naive: Naive

    def as_json(self) -> dict[str, Any]:
        """The command's answer: plain lists and numbers."""
        answer: dict[str, Any] = {"mode": self.mode, "counts": list(self.counts)}
        if self.assignment is not None:
            answer["assignment"] = list(self.assignment)
        answer["report"] = self.report.as_json()
        answer["certificate"] = asdict(self.certificate)
        answer["fairness"] = None if self.fairness is None else asdict(self.fairness)
        answer["naive"] = {
            "counts": list(self.naive.counts),
            "report": self.naive.report.as_json(),
        }
        return answer


def with_counts(day: Day, counts: Sequence[int], p: float) -> Day:
    """The day with so many more people of one probability in each slot."""
    return day.with_people(slot + (p,) * n for slot, n in zip(day.slots_p, counts, strict=True))


def naive_counts(day: Day, p: float) -> tuple[int, ...]:
    """round(capacity / p) in every slot, halves up."""
    return tuple(int(c / p + 0.5) for c in day.capacity) if p > 0 else (0,) * len(day.capacity)


def naive_in_order(day: Day, ps: Sequence[float], everyone: bool) -> Naive:
    """The naive rule at the list's mean, filled in order; everyone: spread by capacity."""
    mean = sum(ps) / len(ps) if ps else 0.0
    counts = list(naive_counts(day, mean))
    if everyone:
        whole = sum(day.capacity) or 1
        ends = [
            round(len(ps) * sum(day.capacity[: t + 1]) / whole)
            for t in range(len(day.capacity))
        ]
        ends[-1] = len(ps)
        counts = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    slots, at = [], 0
    for t, slot in enumerate(day.slots_p):
        counts[t] = min(counts[t], len(ps) - at)
        slots.append((*slot, *ps[at : at + counts[t]]))
        at += counts[t]
    return Naive(tuple(counts), evaluate(day.with_people(slots)))
