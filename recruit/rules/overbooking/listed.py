"""Plans for a recruiter's list of different people."""

from __future__ import annotations

from collections.abc import Sequence

from recruit.rules.overbooking.days import Day, probabilities
from recruit.rules.overbooking.fairness import COST_MARGIN, FROM_INVITEES, Sharing
from recruit.rules.overbooking.order import Assignment, Search
from recruit.rules.overbooking.plans import Certificate, Fairness, Plan, naive_in_order
from recruit.rules.overbooking.reports import evaluate

SEARCH_NODES = 3
"""Nodes of the shock while searching; the last moves and every figure use all nine."""


def plan_in_order(day: Day, p: Sequence[float], fair: bool = True) -> Plan:
    """Invite as many from the top of the list as lower the cost, each to a slot.

    p: show probabilities in the recruiter's order. Those in day.slots_p keep their places.
    """
    return _plan(day, p, "in-order", fair)


def plan_everyone(day: Day, p: Sequence[float], fair: bool = True) -> Plan:
    """Invite the whole list, each to a slot; p as in plan_in_order."""
    return _plan(day, p, "everyone", fair)


def _plan(day: Day, p: Sequence[float], mode: str, fair: bool) -> Plan:
    ps = probabilities(p, "p")
    everyone = mode == "everyone"
    search = Search(day, ps, everyone, nodes=SEARCH_NODES)
    cost, slots = search.run()
    if day.shock_tau:
        polish = Search(day, ps, everyone, effort=2 * len(slots))
        cost, slots = polish.improve(slots, everyone, exchanging=False)
    fairness = None
    if len(slots) >= FROM_INVITEES:
        mixed = search.resized(search.mixed, len(slots))
        slots, fairness = _shared(day, ps, cost, slots, mixed, fair)
    placed: list[int | None] = [*slots, *[None] * (len(ps) - len(slots))]
    planned = day.with_people(
        [*held, *(x for x, s in zip(ps, placed, strict=True) if s == t)]
        for t, held in enumerate(day.slots_p)
    )
    counts = tuple(slots.count(t) for t in range(len(day.capacity)))
    return Plan(
        mode=mode,
        counts=counts,
        assignment=tuple(placed),
        day=planned,
        report=evaluate(planned),
        certificate=Certificate("local", "moves_and_swaps", search.neighbours),
        fairness=fairness,
        naive=naive_in_order(day, ps, everyone),
    )


def _shared(
    day: Day, ps: Sequence[float], cost: float, slots: Assignment, mixed: Assignment, fair: bool
) -> tuple[Assignment, Fairness]:
    """The fairest plan of the same people within the margin, and its thirds."""
    exact = Sharing(day, ps, len(slots))
    if not fair:
        return slots, exact.report(slots, applied=False, increase=0.0)
    sharing = Sharing(day, ps, len(slots), SEARCH_NODES)
    base = sharing.cost(slots)
    found = [sharing.fairer(base, slots)]
    if sharing.cost(mixed) <= base * (1 + COST_MARGIN):
        found.append(sharing.fairer(base, mixed))
    for _, fairer in sorted(found):
        increase = exact.cost(fairer) / cost - 1 if cost > 0 else 0.0
        if increase <= COST_MARGIN:
            return fairer, exact.report(fairer, applied=True, increase=max(0.0, increase))
    return slots, exact.report(slots, applied=True, increase=0.0)
