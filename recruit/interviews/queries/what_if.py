"""Questions about a planned day: the other steps of the scale, other rates, other staffing, and
how many to invite for a wanted number. Everything is exact; nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from recruit.interviews.queries.planner import (
    LARGE,
    Figures,
    Preview,
    figures,
    quick_counts,
    report_of,
    size_of,
)
from recruit.rules import overbooking, show_rate
from recruit.rules.day_shapes import POSITIONS
from recruit.rules.overbooking import Costs, CurvePoint

LEAST_POINTS = 0.05
MOST_POINTS = 0.25
MOST_HELD = 100
FURTHEST = 1_000
"""How many invitations are looked at for a wanted number of interviews."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One line. change: fewer or more (of those invited come), plus_one or minus_one (an
    interviewer). rate: the show rate of this line. better: what would be invited if it were
    known beforehand; None where the line is planned anew anyway."""

    change: str
    rate: float
    points: int
    figures: Figures
    better: int | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """So many to invite that at least `held` come with `chance`; None: never."""

    held: int
    chance: float
    invited: int | None
    points: tuple[CurvePoint, ...]
    """A thinned curve around the answer."""
    places: int


def what_ifs(plan: Preview) -> list[WhatIf]:
    """Return the plan with fewer or more people coming, and with one interviewer more or less;
    of a large day only the plan itself with other rates."""
    points = points_of(plan.shows, plan.n)
    large = size_of(plan.day, plan.rate) > LARGE
    found = []
    for change, sign in (("fewer", -1), ("more", 1)):
        rate = min(0.99, max(0.02, plan.rate + sign * points))
        report = report_of(plan.day, plan.counts, rate)
        found.append(
            WhatIf(
                change,
                rate,
                round(100 * abs(rate - plan.rate)),
                figures(report, sum(plan.counts), plan.minutes),
                None if large else sum(quick_counts(plan.day, rate)),
            )
        )
    for change, step in () if large else (("plus_one", 1), ("minus_one", -1)):
        capacity = tuple(c + step if c else 0 for c in plan.day.capacity)
        if any(capacity):
            day = replace(plan.day, capacity=capacity)
            counts = quick_counts(day, plan.rate)
            report = report_of(day, counts, plan.rate)
            found.append(
                WhatIf(change, plan.rate, 0, figures(report, sum(counts), plan.minutes))
            )
    return found


def points_of(shows: int, n: int) -> float:
    """Return how far off the measured rate may well be: half its 80 % interval, at least five
    points, at most twenty-five."""
    low, high = show_rate.interval(shows, n)
    return min(MOST_POINTS, max(LEAST_POINTS, (high - low) / 2))


def steps_of_the_scale(plans: Sequence[Preview], chosen: float) -> dict[float, Figures]:
    """Return what each step from "nobody waits" to "no idle time" brings, all pools together;
    for a large day the chosen step only."""
    large = sum(size_of(one.day, one.rate) for one in plans) > LARGE
    found = {}
    for step in POSITIONS:
        if step == chosen:
            found[step] = together([one.plan for one in plans])
        elif not large:
            found[step] = together([_at(one, step) for one in plans])
    return found


def _at(plan: Preview, step: float) -> Figures:
    day = replace(plan.day, costs=Costs.between(step))
    counts = quick_counts(day, plan.rate)
    return figures(report_of(day, counts, plan.rate), sum(counts), plan.minutes)


def together(parts: Sequence[Figures]) -> Figures:
    """Return the figures of several pools as one day's."""
    come = sum(one.come for one in parts)
    waited = sum(one.wait_minutes * one.come for one in parts)
    nobody_late = 1.0
    for one in parts:
        nobody_late *= 1 - one.p_overtime
    return Figures(
        invited=sum(one.invited for one in parts),
        held=sum(one.held for one in parts),
        idle_minutes=sum(one.idle_minutes for one in parts),
        wait_minutes=waited / come if come else 0.0,
        overtime=sum(one.overtime for one in parts),
        turned_away=sum(one.turned_away for one in parts),
        p_overtime=1 - nobody_late,
        come=come,
    )


def goal(plans: Sequence[Preview], held: int, chance: float) -> Goal:
    """Return how many to invite so that at least `held` come with this chance."""
    first = plans[0]
    tau = first.day.shock_tau
    most = min(FURTHEST, int(4 * held / first.rate) + 20)
    curve = overbooking.invitation_curve(first.rate, held, most, tau)
    invited = next((one.invited for one in curve if one.chance >= chance - 1e-12), None)
    last = min(len(curve) - 1, int((invited or most) * 1.4) + 1)
    step = max(1, (last - held) // 10)
    shown = [one for one in curve[held : last + 1] if (one.invited - held) % step == 0]
    places = sum(one.capacity for one in plans)
    return Goal(held, chance, invited, tuple(shown), places)
