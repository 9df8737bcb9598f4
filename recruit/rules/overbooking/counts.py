"""How many people of one show probability to invite to each slot."""

from __future__ import annotations

from recruit.rules.overbooking.days import MOST_PEOPLE, BadInput, Day, common_p
from recruit.rules.overbooking.neighbourhood import FULL_UP_TO, Schedule, Schedules
from recruit.rules.overbooking.plans import (
    Certificate,
    Naive,
    Plan,
    naive_counts,
    with_counts,
)
from recruit.rules.overbooking.reports import evaluate


def plan_counts(day: Day, p: float) -> Plan:
    """The cheapest numbers of people per slot, on top of those already invited.

    Steepest descent over the whole neighbourhood, first in long steps. The cost is multimodular
    in the numbers when everybody shows with the same probability and the cost at the end is
    convex, so a schedule without a cheaper neighbour is optimal; on days longer than 16 slots
    only moves and alternating patterns are compared.
    """
    rate = common_p(p)
    if sum(day.capacity) / rate > MOST_PEOPLE:
        raise BadInput(
            "p",
            "too_small",
            f"so small that more than {MOST_PEOPLE} people would have to be invited",
        )
    schedules = Schedules(day, rate)
    naive = naive_counts(day, rate)
    counts, neighbours = descend(schedules, naive)
    full = len(counts) <= FULL_UP_TO
    alike = all(x == rate for slot in day.slots_p for x in slot)
    planned = with_counts(day, counts, rate)
    return Plan(
        mode="counts",
        counts=counts,
        assignment=None,
        day=planned,
        report=evaluate(planned),
        certificate=Certificate(
            "optimal" if full and alike else "local",
            "full" if full else "intervals",
            neighbours,
        ),
        fairness=None,
        naive=Naive(naive, evaluate(with_counts(day, naive, rate))),
    )


def descend(schedules: Schedules, start: Schedule) -> tuple[Schedule, int]:
    """The schedule without a cheaper neighbour, and with how many it was compared."""
    counts = start
    cost = schedules.cost(counts)
    step = 1
    while step * 16 <= max(counts):
        step *= 2
    while True:
        better, found, neighbours = schedules.best(counts, step)
        if better < cost - 1e-12 * max(1.0, abs(cost)):
            cost, counts = better, found
        elif step > 1:
            step //= 2
        else:
            return counts, neighbours
