"""What a day is expected to be like before it exists: the planner's preview."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from recruit.interviews.queries.rates import Sources, learned, planning_rate
from recruit.rules import overbooking, slots
from recruit.rules.overbooking import Arrivals, Costs, Day, Report

MEDIUM, LARGE, HUGE = 1_500, 4_000, 20_000
"""Steps times people above which a plan looks at fewer points of the day's shock, above which
fewer questions are answered beside it, and above which it is made at a smaller scale."""
SEARCHED = 160
"""People to invite up to which every neighbouring plan is compared, while somebody waits."""
PROVEN_SLOTS = 16
"""Steps of a day up to which the engine compares the whole neighbourhood."""
HEADROOM = 1
"""Places above the plan in every slot, for top-ups when the answers turn out worse."""


@dataclass(frozen=True, slots=True)
class Row:
    """One start time of the planned day."""

    starts_at: datetime
    capacity: int
    invite: int
    limit: int
    arrivals: Arrivals
    risk: float
    risk_long: float


@dataclass(frozen=True, slots=True)
class Figures:
    """A way of inviting, in people and minutes."""

    invited: int
    held: float
    idle_minutes: float
    wait_minutes: float
    """Of one person who comes."""
    overtime: float
    turned_away: float
    p_overtime: float
    come: float = 0.0


@dataclass(frozen=True, slots=True)
class Preview:
    """The plan beside the naive rule and beside inviting exactly as many as there are places.

    rate, shows, n: the measured show rate and what it was measured on; n = 0: only the prior.
    proved: "optimal" where no other numbers per slot cost less, else "" (compared with nothing,
    or with the nearest plans only). compared: with how many plans.
    """

    rows: tuple[Row, ...]
    minutes: int
    arrivals: Arrivals
    capacity: int
    plan: Figures
    naive: Figures
    exact: Figures
    rate: float
    shows: int
    n: int
    sources: Sources
    saved_minutes: float
    """Idle minutes less than by inviting exactly as many as there are places."""
    proved: str
    compared: int
    day: Day
    """The empty day, for further questions."""
    counts: tuple[int, ...]
    """How many to invite to each step of `day`."""


def preview(
    starts: Sequence[datetime],
    capacity: Sequence[int],
    minutes: int,
    costs: Costs,
    overtime_slots: int,
) -> Preview:
    """Return the plan for slots that begin at `starts` (rising), with everybody's show rate."""
    rates, sources = learned()
    rate = planning_rate(rates)
    measured = rates.overall()
    grid = slots.grid(starts, capacity, minutes)
    day = Day(
        capacity=grid.capacity,
        costs=costs,
        overtime_slots=overtime_slots,
        shock_tau=rates.shocks.before.tau,
    )
    counts, proved, compared = best_counts(day, rate)
    naive = overbooking.naive_counts(day, rate)
    report = report_of(day, counts, rate)
    ours = figures(report, sum(counts), minutes)
    exact = figures(report_of(day, grid.capacity, rate), sum(grid.capacity), minutes)
    rows = tuple(
        Row(
            starts_at=start,
            capacity=seats,
            invite=counts[place],
            limit=counts[place] + HEADROOM,
            arrivals=report.arrivals[place],
            risk=report.p_overflow[place],
            risk_long=report.risk_longer_than_one_slot[place],
        )
        for start, seats, place in zip(starts, capacity, grid.places, strict=True)
    )
    return Preview(
        rows=rows,
        minutes=minutes,
        arrivals=report.arrivals_day,
        capacity=sum(capacity),
        plan=ours,
        naive=figures(report_of(day, naive, rate), sum(naive), minutes),
        exact=exact,
        rate=rate,
        shows=measured.shows,
        n=measured.n,
        sources=sources,
        saved_minutes=max(0.0, exact.idle_minutes - ours.idle_minutes),
        proved=proved,
        compared=compared,
        day=day,
        counts=tuple(counts),
    )


@lru_cache(maxsize=128)
def best_counts(day: Day, rate: float) -> tuple[tuple[int, ...], str, int]:
    """Return how many to invite to each step, what is proved ("optimal" or ""), and with how
    many other plans it was compared: the searched plan where a person waiting for the page can
    wait for it, else the slope rule. A day is asked for several times, so answers are kept."""
    if len(day.capacity) > PROVEN_SLOTS or sum(day.capacity) / rate > SEARCHED:
        return quick_counts(day, rate), "", 0
    plan = overbooking.plan_counts(day, rate)
    proof = plan.certificate
    return plan.counts, proof.proved if proof.proved == "optimal" else "", proof.neighbours


@lru_cache(maxsize=256)
def quick_counts(day: Day, rate: float) -> tuple[int, ...]:
    """Return how many to invite to each step by the slope rule: within 0.5 % of the searched
    plan's cost on the days tried. The larger the day, the fewer points of its common shock are
    looked at while choosing; every figure shown uses all of them. A huge day is planned with a
    part of its interviewers, and the numbers multiplied."""
    size = size_of(day, rate)
    if size > HUGE:
        part = math.ceil(math.sqrt(size / HUGE))
        small = tuple(max(1, round(c / part)) if c else 0 for c in day.capacity)
        if small != day.capacity:
            counts = quick_counts(replace(day, capacity=small), rate)
            return tuple(
                round(n * c / s) if s else n
                for n, c, s in zip(counts, day.capacity, small, strict=True)
            )
    return overbooking.quick_counts(day, rate, 9 if size <= MEDIUM else 5)


def size_of(day: Day, rate: float) -> float:
    """Return how much there is to compute: steps times people."""
    return len(day.capacity) * sum(day.capacity) / rate


@lru_cache(maxsize=256)
def report_of(day: Day, counts: tuple[int, ...], rate: float) -> Report:
    """Return what inviting so many to each step brings."""
    return overbooking.evaluate(day.with_people([rate] * n for n in counts))


def figures(report: Report, invited: int, minutes: int) -> Figures:
    """Return a report in people and minutes."""
    people = report.arrivals_day.mean
    return Figures(
        invited=invited,
        held=report.held,
        idle_minutes=report.idle * minutes,
        wait_minutes=report.wait * minutes / people if people else 0.0,
        overtime=report.overtime,
        turned_away=report.turned_away,
        p_overtime=report.p_overtime,
        come=people,
    )
