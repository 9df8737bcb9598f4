"""What a day is expected to be like: exact figures, no simulation."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from recruit.rules.overbooking.chain import ONE, Crowd, Floats, percent_points
from recruit.rules.overbooking.days import Day


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many people come: the mean and the 10 % and 90 % points."""

    mean: float
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Report:
    """Expected figures of a day.

    idle: interviewer-slots without a candidate; wait: person-slots; overtime: interviews after
    the last slot; turned_away: persons; cost: in idle interviewer-slots; held: interviews.
    p_overflow: per slot, P(more people present than interviewers).
    p_overtime: P(somebody waits after the last slot).
    risk_longer_than_one_slot: per slot, P(somebody present then is not served in that slot or
    the next one, which after the last slot is the first overtime slot, if there is one).
    """

    idle: float
    wait: float
    overtime: float
    turned_away: float
    cost: float
    held: float
    p_overflow: tuple[float, ...]
    p_overtime: float
    risk_longer_than_one_slot: tuple[float, ...]
    arrivals: tuple[Arrivals, ...]
    arrivals_day: Arrivals

    def as_json(self) -> dict[str, Any]:
        """Plain lists and numbers under the field names."""
        plain = asdict(self)
        for key in ("p_overflow", "risk_longer_than_one_slot", "arrivals"):
            plain[key] = list(plain[key])
        return plain


def evaluate(day: Day) -> Report:
    """The exact report of a day."""
    return report_of(Crowd(day))


def report_of(crowd: Crowd) -> Report:
    """The exact report of whoever is invited now."""
    day = crowd.day
    idle, wait, overtime, away = crowd.totals()
    costs = day.costs
    nexts = (*day.capacity[1:], day.capacity[-1] if day.overtime_slots != 0 else 0)
    weights = crowd.weights
    chains = crowd.chains

    def beyond(t: int, people: int) -> float:
        return min(
            1.0,
            sum(
                w * float(chain.present[t][people + 1 :].sum())
                for w, chain in zip(weights, chains, strict=True)
            ),
        )

    whole = [ONE] * len(chains)
    for t in range(len(day.capacity)):
        whole = [
            np.convolve(pmf, chain.arrivals[t])
            for pmf, chain in zip(whole, chains, strict=True)
        ]
    late = sum(
        w * float(chain.backlog[-1][1:].sum()) for w, chain in zip(weights, chains, strict=True)
    )
    return Report(
        idle=idle,
        wait=wait,
        overtime=overtime,
        turned_away=away,
        cost=(
            costs.idle * idle
            + costs.wait * wait
            + costs.overtime * overtime
            + costs.turned_away * away
        ),
        held=sum(day.capacity) - idle + overtime,
        p_overflow=tuple(beyond(t, c) for t, c in enumerate(day.capacity)),
        p_overtime=min(1.0, late),
        risk_longer_than_one_slot=tuple(
            beyond(t, c + after)
            for t, (c, after) in enumerate(zip(day.capacity, nexts, strict=True))
        ),
        arrivals=tuple(
            _arrivals(weights, [chain.arrivals[t] for chain in chains])
            for t in range(len(day.capacity))
        ),
        arrivals_day=_arrivals(weights, whole),
    )


def _arrivals(weights: list[float], pmfs: list[Floats]) -> Arrivals:
    """Mean and points of a mixture of pmfs of equal length."""
    pmf = pmfs[0] if len(pmfs) == 1 else np.array(weights) @ np.array(pmfs)
    low, high = percent_points(pmf)
    return Arrivals(float(pmf @ np.arange(len(pmf))), low, high)
