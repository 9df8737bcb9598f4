"""The show rate: a nested beta-binomial table, O(1) to update, explainable in one sentence.

Organisation -> reminder answer -> channel -> lead-time band (where known) -> the person's own
past: every level is its parent's rate moved by its own count,
p = (shows + m * parent) / (n + m) with m = 8.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from recruit.rules.show_rate.observations import Observation, Reminder, lead_band
from recruit.rules.show_rate.shock import Shocks

STRENGTH = 8.0
CHANCE_OF_INTERVAL = 0.8


class Level(StrEnum):
    """How deep in the table a rate was found."""

    PRIOR = "prior"
    ORGANISATION = "organisation"
    REMINDER = "reminder"
    CHANNEL = "channel"
    LEAD_TIME = "lead_time"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Prior:
    """The recruiter's answer to "how many of ten come?", worth `weight` people (2 to 8)."""

    of_ten: float
    weight: float = 4.0

    def __post_init__(self) -> None:
        if not 0 <= self.of_ten <= 10:
            raise ValueError("of_ten must be between 0 and 10")
        object.__setattr__(self, "weight", min(8.0, max(2.0, self.weight)))

    @property
    def p(self) -> float:
        """As a probability, never quite certain."""
        return min(0.99, max(0.01, self.of_ten / 10))


NEUTRAL_PRIOR = Prior(5, 2)
"""Where nobody was asked: half of them, as light as an answer gets."""


@dataclass(frozen=True, slots=True)
class Step:
    """One level of an explanation: `shows` of `n` there moved `parent` to `p`."""

    level: Level
    key: str
    shows: int
    n: int
    p: float
    parent: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A rate with where it comes from; shows, n, level are the deepest level with data."""

    p: float
    shows: int
    n: int
    level: Level
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A measured rate: `shows` of `n` came; an 80 % interval around the raw share (Wilson)."""

    key: str
    shows: int
    n: int
    p: float
    low: float
    high: float


def interval(shows: int, n: int, chance: float = CHANCE_OF_INTERVAL) -> tuple[float, float]:
    """The Wilson interval of a share; (0, 1) without data."""
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + chance) / 2)
    share, zz = shows / n, z * z / n
    centre = (share + zz / 2) / (1 + zz)
    half = z / (1 + zz) * (share * (1 - share) / n + zz / (4 * n)) ** 0.5
    return max(0.0, centre - half), min(1.0, centre + half)


def summary(key: str, shows: int, n: int) -> Summary:
    """A measured rate with its interval."""
    low, high = interval(shows, n)
    return Summary(key, shows, n, shows / n if n else 0.0, low, high)


_Key = tuple[str, ...]


class ShowRates:
    """The table. Raw counts only, so it can be added to, stored and shown as it is."""

    def __init__(self, prior: Prior = NEUTRAL_PRIOR, strength: float = STRENGTH) -> None:
        self.prior = prior
        self.strength = strength
        self.counts: dict[_Key, list[int]] = defaultdict(lambda: [0, 0])
        self.shocks = Shocks()
        """What a day's people share; the defaults until it is learned."""

    @classmethod
    def learn(
        cls,
        observations: Iterable[Observation],
        prior: Prior = NEUTRAL_PRIOR,
        strength: float = STRENGTH,
    ) -> ShowRates:
        """A table of these observations."""
        rates = cls(prior, strength)
        alike = Counter((o.showed, *o.kind) for o in observations)
        for (showed, reminder, channel, lead_days), times in alike.items():
            rates.add(Observation(showed, reminder, channel, lead_days), times)
        return rates

    def add(self, observation: Observation, times: int = 1) -> None:
        """Count one more observation (or `times` equal ones) at every level."""
        band = lead_band(observation.lead_days)
        reminder = observation.reminder.value
        keys: list[_Key] = [(), ("reminder", reminder)]
        if observation.channel:
            keys += [
                ("channel", reminder, observation.channel),
                ("any channel", observation.channel),
            ]
        if band:
            keys += [("lead_time", reminder, "", band), ("any lead_time", band)]
            if observation.channel:
                keys.append(("lead_time", reminder, observation.channel, band))
        for key in keys:
            count = self.counts[key]
            count[0] += observation.showed * times
            count[1] += times

    def _count(self, key: _Key) -> tuple[int, int]:
        shows, n = self.counts.get(key, (0, 0))
        return shows, n

    def rate(
        self,
        reminder: Reminder = Reminder.NOT_CALLED,
        channel: str = "",
        lead_days: int | None = None,
        own: tuple[int, int] = (0, 0),
    ) -> Estimate:
        """How likely somebody like this comes; own = (times came, times invited) before."""
        band = lead_band(lead_days)
        levels: list[tuple[Level, str, tuple[int, int], float]] = [
            (Level.ORGANISATION, "", self._count(()), self.prior.weight),
            (
                Level.REMINDER,
                reminder.value,
                self._count(("reminder", reminder.value)),
                self.strength,
            ),
        ]
        known = channel if self._count(("any channel", channel))[1] else ""
        levels.append(
            (
                Level.CHANNEL,
                known,
                self._count(("channel", reminder.value, known)),
                self.strength,
            )
        )
        levels.append(
            (
                Level.LEAD_TIME,
                band,
                self._count(("lead_time", reminder.value, known, band)),
                self.strength,
            )
        )
        levels.append((Level.OWN, "", own, self.strength))
        p = self.prior.p
        steps = [Step(Level.PRIOR, "", 0, 0, p, p)]
        for level, key, (shows, n), weight in levels:
            if n:
                parent, p = p, (shows + weight * p) / (n + weight)
                steps.append(Step(level, key, shows, n, p, parent))
        deepest = steps[-1]
        return Estimate(p, deepest.shows, deepest.n, deepest.level, tuple(steps))

    def moved(self, p: float, own: tuple[int, int]) -> float:
        """A rate moved by the person's own past, (times came, times invited); counts as little
        as every other level: one past visit moves a half by about a twentieth."""
        came, n = own
        return (came + self.strength * p) / (n + self.strength) if n else p

    def of(self, observation: Observation) -> float:
        """The rate of somebody like an observation."""
        return self.rate(*observation.kind).p

    def each(self, observations: Iterable[Observation]) -> list[float]:
        """The rate of everybody, worked out once for those who are alike."""
        kinds = [o.kind for o in observations]
        known = {kind: self.rate(*kind).p for kind in set(kinds)}
        return [known[kind] for kind in kinds]

    def overall(self) -> Summary:
        """Of everybody invited, how many came."""
        return self._summary("", ())

    def by_reminder(self) -> tuple[Summary, ...]:
        """Per reminder answer, those without data too."""
        return tuple(self._summary(r.value, ("reminder", r.value)) for r in Reminder)

    def by_channel(self) -> tuple[Summary, ...]:
        """Per channel that occurred, most used first."""
        return self._listed("any channel")

    def by_lead_time(self) -> tuple[Summary, ...]:
        """Per lead-time band that occurred, most used first."""
        return self._listed("any lead_time")

    def _listed(self, kind: str) -> tuple[Summary, ...]:
        keys = [key for key in self.counts if key and key[0] == kind]
        found = [self._summary(key[1], key) for key in keys]
        return tuple(sorted(found, key=lambda summary: (-summary.n, summary.key)))

    def _summary(self, name: str, key: _Key) -> Summary:
        shows, n = self._count(key)
        return summary(name, shows, n)
