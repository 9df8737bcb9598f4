"""A day's numbers while somebody waits for a page: the slope rule for people of one rate."""

from __future__ import annotations

from recruit.rules.overbooking.chain import NODES, Crowd
from recruit.rules.overbooking.days import MOST_PEOPLE, Day, common_p
from recruit.rules.overbooking.order import greedy


def quick_counts(day: Day, p: float, nodes: int = NODES) -> tuple[int, ...]:
    """How many more to invite to each slot: one more while it lowers the cost.

    nodes: of the day's shock while choosing; fewer are faster and a little off (five: within
    0.4 % of the cost found with nine on the days tried, three: within 1.6 %).
    """
    rate = common_p(p)
    most = min(MOST_PEOPLE, int(1.5 * sum(day.capacity) / rate) + 20)
    crowd = Crowd(day, most, nodes)
    counts = [0] * len(day.capacity)
    for slot in greedy(crowd, [crowd.person(rate)] * most, everyone=False):
        counts[slot] += 1
    return tuple(counts)
