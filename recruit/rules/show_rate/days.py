"""How many of a day's invitees come, and how much all of them share one day's luck."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from statistics import NormalDist

from recruit.rules.show_rate.observations import Observation, Reminder
from recruit.rules.show_rate.rates import NEUTRAL_PRIOR, Prior, ShowRates
from recruit.rules.show_rate.shock import (
    TAU_AFTER_REMINDERS,
    TAU_BEFORE_REMINDERS,
    Shock,
    Shocks,
)

MOST_TAU = 1.0
DAYS_TO_LEARN = 5
SPREAD_OF_TAU = 0.2
"""How far from the default tau is believed to lie before anything is known of it."""
PEOPLE_OF_A_DAY = 3
MOST_EXACT = 300
LOGIT_GRID = 0.05

HERMITE = (
    (0.0, 0.7202352156060510),
    (0.7235510187528376, 0.4326515590025558),
    (1.468553289216668, 0.08847452739437657),
    (2.266580584531843, 0.004943624275536947),
    (3.190993201781528, 3.960697726326438e-05),
)
"""Points and weights of the nine-point Gauss-Hermite rule, the positive half."""


def nodes(tau: float) -> list[tuple[float, float]]:
    """(weight, shift of the logit) of the mixture over the day's shock."""
    if tau == 0:
        return [(1.0, 0.0)]
    pairs = [(w, sign * x) for x, w in HERMITE for sign in ((1, -1) if x else (1,))]
    total = sum(w for w, _ in pairs)
    return [(w / total, math.sqrt(2) * tau * x) for w, x in pairs]


def shifted(p: float, shift: float) -> float:
    """p with its logit moved; certainty stays certain."""
    if shift == 0 or p in (0.0, 1.0):
        return p
    return p / (p + (1 - p) * math.exp(-shift))


def arrivals(ps: Sequence[float], tau: float = 0.0) -> list[float]:
    """The pmf of how many of these people come."""
    total = [0.0] * (len(ps) + 1)
    for weight, shift in nodes(tau):
        pmf = [1.0]
        for p in ps:
            q = shifted(p, shift)
            pmf = [
                stay * (1 - q) + come * q
                for stay, come in zip([*pmf, 0.0], [0.0, *pmf], strict=True)
            ]
        total = [t + weight * x for t, x in zip(total, pmf, strict=True)]
    return total


def distribution(ps: Sequence[float], tau: float = 0.0) -> list[float]:
    """P(at most k come) for k = 0..n.

    Exact up to MOST_EXACT people, beyond that a normal curve per node with continuity
    correction (its error is then far below a tenth of a per cent).
    """
    if len(ps) <= MOST_EXACT:
        return list(accumulate(arrivals(ps, tau)))
    total = [0.0] * (len(ps) + 1)
    groups = Counter(ps)
    for weight, shift in nodes(tau):
        rates = [(shifted(p, shift), n) for p, n in groups.items()]
        mean = sum(n * q for q, n in rates)
        spread = math.sqrt(max(1e-12, sum(n * q * (1 - q) for q, n in rates)))
        curve = NormalDist(mean, spread)
        total = [t + weight * curve.cdf(k + 0.5) for k, t in enumerate(total)]
    total[-1] = 1.0
    return total


def day_interval(ps: Sequence[float], tau: float = 0.0) -> tuple[float, int, int]:
    """(mean, 10 % point, 90 % point) of how many come."""
    reached = distribution(ps, tau)
    low = next((k for k, at in enumerate(reached) if at >= 0.1 - 1e-12), len(ps))
    high = next((k for k, at in enumerate(reached) if at >= 0.9 - 1e-12), len(ps))
    return sum(1 - at for at in reached[:-1]), low, high


def by_day(observations: Iterable[Observation]) -> dict[str, list[Observation]]:
    """Grouped by day, in order of first appearance."""
    days: dict[str, list[Observation]] = defaultdict(list)
    for observation in observations:
        days[observation.day_key].append(observation)
    return dict(days)


def learn_shocks(observations: Sequence[Observation], prior: Prior = NEUTRAL_PRIOR) -> Shocks:
    """Both shocks: of days seen without the reminder's answers, and seen with them."""
    blind = [replace(o, reminder=Reminder.NOT_CALLED) for o in observations]
    return Shocks(
        learn_tau(blind, ShowRates.learn(blind, prior), TAU_BEFORE_REMINDERS),
        learn_tau(observations, ShowRates.learn(observations, prior), TAU_AFTER_REMINDERS),
    )


def learn_tau(
    observations: Sequence[Observation],
    rates: ShowRates | None = None,
    default: float | None = None,
) -> Shock:
    """The most likely tau, between 0 and 1; with too few days the default for these data.

    The default pulls it as a normal prior does, so a handful of small days hardly moves it.

    rates: what to expect of each observation; learned from the same ones where not given.
    default: what is believed beforehand; without it, it depends on whether most were called.
    """
    model = rates or ShowRates.learn(observations)
    days = [
        day for key, day in by_day(observations).items() if key and len(day) >= PEOPLE_OF_A_DAY
    ]
    if default is None:
        called = sum(o.reminder is not Reminder.NOT_CALLED for o in observations)
        after = bool(observations) and called * 2 >= len(observations)
        default = TAU_AFTER_REMINDERS if after else TAU_BEFORE_REMINDERS
    if len(days) < DAYS_TO_LEARN:
        return Shock(default, len(days), False)
    expected = [
        Counter((_near(p), o.showed) for p, o in zip(model.each(day), day, strict=True))
        for day in days
    ]
    grid = [step / 20 for step in range(int(MOST_TAU * 20) + 1)]

    def belief(tau: float, default: float = default) -> float:
        return _likelihood(expected, tau) - ((tau - default) / SPREAD_OF_TAU) ** 2 / 2

    return Shock(max(grid, key=belief), len(days), True)


@lru_cache(100_000)
def _near(p: float) -> float:
    """p on a grid of its logit so fine that nothing but the time to learn depends on it."""
    p = min(1 - 1e-9, max(1e-9, p))
    logit = round(math.log(p / (1 - p)) / LOGIT_GRID) * LOGIT_GRID
    return 1 / (1 + math.exp(-logit))


def _likelihood(days: Sequence[Mapping[tuple[float, bool], int]], tau: float) -> float:
    """Logarithm of the probability of what happened on these days."""
    total = 0.0
    for day in days:
        logs = []
        for weight, shift in nodes(tau):
            chance = math.log(weight)
            for (p, showed), n in day.items():
                q = shifted(p, shift)
                chance += n * math.log(q if showed else 1 - q)
            logs.append(chance)
        top = max(logs)
        total += top + math.log(sum(math.exp(x - top) for x in logs))
    return total
