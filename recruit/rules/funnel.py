"""Planning from the back: how many to find so that enough are hired.

Every rate is measured on one's own people and shown with its numerator and denominator; where
little was measured, a prior that says so fills in (beta-binomial: the prior counts as a few
made-up people, and what was measured outweighs it soon).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import NormalDist


class FunnelStep(StrEnum):
    """The way of a candidate, in order."""

    SOURCED = "sourced"
    INVITED = "invited"
    ARRIVED = "arrived"
    OFFERED = "offered"
    HIRED = "hired"


STEPS = tuple(FunnelStep)
EACH = 0.48
"""Four rates each within their 48 % interval's ends move the whole about as far as 80 %."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Of `tries` people at one step, `hits` reached the next.

    prior_p, prior_weight: the share assumed before anything was measured, worth so many people.
    """

    hits: int
    tries: int
    prior_p: float = 0.5
    prior_weight: float = 2.0

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.tries:
            raise ValueError("hits must be between 0 and tries")
        if not 0 < self.prior_p < 1 or self.prior_weight <= 0:
            raise ValueError("the prior must be between 0 and 1 and weigh something")

    @property
    def p(self) -> float:
        """The rate to plan with."""
        return (self.hits + self.prior_weight * self.prior_p) / (self.tries + self.prior_weight)

    @property
    def measured(self) -> bool:
        """Is it based on anybody at all?"""
        return self.tries > 0

    def interval(self, chance: float = 0.8) -> tuple[float, float]:
        """Where the rate lies with this chance (normal curve on the logit of the beta)."""
        a = self.hits + self.prior_weight * self.prior_p
        b = self.tries - self.hits + self.prior_weight * (1 - self.prior_p)
        z = NormalDist().inv_cdf((1 + chance) / 2)
        middle, half = math.log(a / b), z * math.sqrt(1 / a + 1 / b)
        return _share(middle - half), _share(middle + half)


def _share(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


UNMEASURED = Rate(0, 0)
"""A rate nobody has measured: half, as light as a prior gets."""


@dataclass(frozen=True, slots=True)
class Need:
    """How many people a step must bring in all, has brought, and still has to.

    rate: how those of this step go on to the next one; None for the last step.
    likely_fewer, likely_more: `still` between which the truth lies in about 80 % of cases.
    """

    step: FunnelStep
    needed: int
    have: int
    still: int
    rate: Rate | None
    likely_fewer: int
    likely_more: int


def measured_rates(
    reached: Mapping[FunnelStep, int],
    priors: Mapping[FunnelStep, tuple[float, float]] | None = None,
) -> dict[FunnelStep, Rate]:
    """Rates from finished recruitments: how many people reached each step.

    priors: (share, weight in people) per step, for going on from it.
    """
    given = priors or {}
    rates = {}
    for step, following in pairwise(STEPS):
        tries = reached.get(step, 0)
        p, weight = given.get(step, (UNMEASURED.prior_p, UNMEASURED.prior_weight))
        rates[step] = Rate(min(reached.get(following, 0), tries), tries, p, weight)
    return rates


def plan_back(
    wanted: int, rates: Mapping[FunnelStep, Rate], now: Mapping[FunnelStep, int] | None = None
) -> tuple[Need, ...]:
    """What every step still has to bring for `wanted` hires, last step first.

    now: how many people stand at each step today and have not left it (HIRED: hired so far).
    They are expected to go on at the measured rates, so the steps before them need fewer.
    """
    if wanted < 0:
        raise ValueError("wanted must be at least 0")
    here = now or {}
    known = {step: rates.get(step, UNMEASURED) for step in STEPS}
    ends = {step: rate.interval(EACH) for step, rate in known.items()}
    central = _backwards(wanted, {step: rate.p for step, rate in known.items()}, here)
    slow = _backwards(wanted, {step: low for step, (low, _) in ends.items()}, here)
    fast = _backwards(wanted, {step: high for step, (_, high) in ends.items()}, here)
    return tuple(
        Need(
            step,
            central[step][0],
            here.get(step, 0),
            central[step][1],
            None if step is FunnelStep.HIRED else known[step],
            fast[step][1],
            slow[step][1],
        )
        for step in reversed(STEPS)
    )


def _backwards(
    wanted: int, p: Mapping[FunnelStep, float], now: Mapping[FunnelStep, int]
) -> dict[FunnelStep, tuple[int, int]]:
    """(needed at the step, still to come to it) per step."""
    result = {}
    needed = float(wanted)
    for step in reversed(STEPS):
        if step is not FunnelStep.HIRED:
            needed = needed / p[step]
        have = now.get(step, 0)
        still = max(0.0, needed - have)
        result[step] = (math.ceil(needed - 1e-9), math.ceil(still - 1e-9))
        needed = still
    return result
