"""The running day: whom to invite next, when to stop; and how many for a wanted number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recruit.rules.overbooking.chain import ONE, Crowd, shifted, shock_nodes
from recruit.rules.overbooking.days import (
    MOST_PEOPLE,
    BadInput,
    Costs,
    Day,
    common_p,
    listed,
    number,
    probabilities,
    whole,
)
from recruit.rules.overbooking.order import choose

MOST_INVITED = 400
"""How far an invitation curve goes unless asked to go on."""


@dataclass(frozen=True, slots=True)
class TopUp:
    """Whom to invite next, and what that changes (after minus before).

    slot: where the first of the waiting list belongs, None = stop inviting; reason: "helps",
    "no_gain", "nobody_waiting" or "full". p_overflow: of that slot; p_overtime: of the day.
    """

    slot: int | None
    reason: str
    cost_change: float = 0.0
    idle_change: float = 0.0
    wait_change: float = 0.0
    overtime_change: float = 0.0
    turned_away_change: float = 0.0
    p_overflow_before: float = 0.0
    p_overflow_after: float = 0.0
    p_overtime_before: float = 0.0
    p_overtime_after: float = 0.0


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The chance that at least the wanted number come when so many are invited."""

    invited: int
    chance: float


def group_day(
    seats: int, p: Sequence[float] = (), costs: Costs | None = None, shock_tau: float = 0.0
) -> Day:
    """A group session: one slot of so many seats, no overtime."""
    return Day((seats,), (tuple(p),), 0, costs or Costs(), 0, shock_tau)


def slopes(day: Day, p: float = 1.0) -> tuple[float, ...]:
    """The exact change of the cost per slot from one more person there who shows with p."""
    crowd = Crowd(day, room=1)
    return tuple(crowd.gains(crowd.person(number(p, "p", high=1.0))))


def top_up(day: Day, waiting_p: Sequence[float], limits: Sequence[int] | None = None) -> TopUp:
    """The place for the first person of the waiting list, or stop.

    day: the remaining slots with who still holds a place, initial_backlog as the desk sees it.
    limits: per slot, the most people who may hold a place. The order of the list is kept.
    """
    ps = probabilities(waiting_p, "p")
    return (
        _next(Crowd(day, room=1), ps[0], _limits(day, limits))
        if ps
        else TopUp(None, "nobody_waiting")
    )


def top_ups(
    day: Day, waiting_p: Sequence[float], limits: Sequence[int] | None = None, most: int = 50
) -> tuple[TopUp, ...]:
    """The places for the first of the waiting list, one after the other, until it says stop."""
    ps = probabilities(waiting_p, "p")[:most]
    bounds = _limits(day, limits)
    crowd = Crowd(day, room=len(ps))
    found = []
    for p in ps:
        step = _next(crowd, p, bounds)
        if step.slot is None:
            break
        found.append(step)
    return tuple(found)


def _limits(day: Day, limits: Sequence[int] | None) -> list[int]:
    if limits is None:
        return [MOST_PEOPLE] * len(day.capacity)
    given = [
        whole(x, f"limits[{t}]", high=MOST_PEOPLE)
        for t, x in enumerate(listed(limits, "limits"))
    ]
    if len(given) != len(day.capacity):
        raise BadInput(
            "limits",
            "lengths_differ",
            f"has {len(given)} slots where capacity has {len(day.capacity)}",
        )
    return given


def _risks(crowd: Crowd, slot: int) -> tuple[float, float]:
    """(P(overflow of the slot), P(somebody waits after the last slot))."""
    c = crowd.day.capacity[slot]
    pairs = list(zip(crowd.weights, crowd.chains, strict=True))
    return (
        sum(w * float(chain.present[slot][c + 1 :].sum()) for w, chain in pairs),
        sum(w * float(chain.backlog[-1][1:].sum()) for w, chain in pairs),
    )


def _next(crowd: Crowd, p: float, limits: Sequence[int]) -> TopUp:
    """Decide about one person and, if they help, put them into the crowd."""
    places = [t for t, limit in enumerate(limits) if len(crowd.slots[t]) < limit]
    if not places:
        return TopUp(None, "full")
    person = crowd.person(p)
    slot, gain, helps = choose(crowd, person, places)
    if not helps:
        return TopUp(None, "no_gain", cost_change=gain)
    before, risk_before = crowd.totals(), _risks(crowd, slot)
    crowd.add(slot, person)
    after, risk_after = crowd.totals(), _risks(crowd, slot)
    idle, wait, overtime, away = (b - a for a, b in zip(before, after, strict=True))
    return TopUp(
        slot,
        "helps",
        gain,
        idle,
        wait,
        overtime,
        away,
        risk_before[0],
        risk_after[0],
        risk_before[1],
        risk_after[1],
    )


def invitation_curve(
    p: float | Sequence[float], held: int, most: int = MOST_INVITED, shock_tau: float = 0.0
) -> tuple[CurvePoint, ...]:
    """The chance that at least `held` come, for 0, 1, 2, ... invited.

    p: one probability for everybody, or the list in the recruiter's order (which ends it).
    """
    wanted = whole(held, "held", high=MOST_PEOPLE)
    tau = number(shock_tau, "shock_tau", high=3.0)
    most = whole(most, "most", high=MOST_PEOPLE)
    ps = (
        [common_p(p)] * most
        if isinstance(p, int | float)
        else list(probabilities(p, "p"))[:most]
    )
    nodes = shock_nodes(tau)
    pmfs = [ONE] * len(nodes)
    points = []
    for n in range(len(ps) + 1):
        chance = sum(
            weight * float(pmf[wanted:].sum())
            for (weight, _), pmf in zip(nodes, pmfs, strict=True)
        )
        points.append(CurvePoint(n, min(1.0, chance)))
        if n < len(ps):
            rates = [shifted(ps[n], shift) for _, shift in nodes]
            pmfs = [np.convolve(pmf, (1 - q, q)) for q, pmf in zip(rates, pmfs, strict=True)]
    return tuple(points)


def invitations_for(
    held: int,
    chance: float,
    p: float | Sequence[float],
    shock_tau: float = 0.0,
    most: int = MOST_INVITED,
) -> int | None:
    """The smallest number of invitations that holds so many with this chance; None = never."""
    wanted = number(chance, "chance", high=1.0)
    for point in invitation_curve(p, held, most, shock_tau):
        if point.chance >= wanted - 1e-12:
            return point.invited
    return None
