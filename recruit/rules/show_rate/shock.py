"""How much all of a day's invitees share one day's luck: the weather, the traffic."""

from __future__ import annotations

from dataclasses import dataclass

TAU_BEFORE_REMINDERS = 0.4
TAU_AFTER_REMINDERS = 0.2


@dataclass(frozen=True, slots=True)
class Shock:
    """The standard deviation of a day's common shock on the logit of every rate.

    days: how many days it was learned from; learned is False where the default stands in.
    """

    tau: float
    days: int
    learned: bool


@dataclass(frozen=True, slots=True)
class Shocks:
    """The shock of days planned before anybody answered, and after the reminders: the answers
    tell a part of it beforehand."""

    before: Shock = Shock(TAU_BEFORE_REMINDERS, 0, False)
    after: Shock = Shock(TAU_AFTER_REMINDERS, 0, False)
