"""What the organisation's own history says about who comes: one function, used everywhere."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, case, func, literal, select, type_coerce, union_all
from sqlalchemy.types import Integer, String

from recruit.interviews.models import (
    AttendanceRecord,
    LearnedShock,
)
from recruit.interviews.queries import history
from recruit.interviews.queries.lateness import Lateness, lateness
from recruit.kernel.db import db
from recruit.organization.models import Organization
from recruit.rules.attendance import Reminder
from recruit.rules.show_rate import NEUTRAL_PRIOR, Observation, Prior, Shock, Shocks, ShowRates

__all__ = [
    "Lateness",
    "Sources",
    "expected_rate",
    "lateness",
    "lead_days",
    "learned",
    "planning_rate",
    "show_rates",
]

PRIOR_WEIGHT = 4
SOON = timedelta(hours=24)
"""So long before the start, silence begins to mean something."""


@dataclass(frozen=True, slots=True)
class Sources:
    """How many observations come from where."""

    own: int
    imported: int
    prior_of_ten: int | None
    prior_weight: int = PRIOR_WEIGHT


def show_rates() -> ShowRates:
    """Return the rates learned from closed sessions and imported history, in one query that
    returns sums, never a row per person."""
    return learned()[0]


def learned() -> tuple[ShowRates, Sources]:
    """Return the rates, and how many observations of each kind stand behind them."""
    counts: list[tuple[Observation, int]] = []
    found = {"own": 0, "imported": 0}
    of_ten: int | None = None
    weight = PRIOR_WEIGHT
    shocks = Shocks()
    for source, reminder, channel, lead, showed, n in db.session.execute(_everything()):
        if source == "prior":
            of_ten, weight = n, lead
            continue
        if source == "shock":
            shocks = replace(shocks, **{reminder: Shock(lead / 100, n, bool(showed))})
            continue
        found[source] += n
        seen = Observation(
            showed=bool(showed), reminder=Reminder(reminder), channel=channel, lead_days=lead
        )
        counts.append((seen, n))
    prior = Prior(of_ten, weight) if of_ten is not None else NEUTRAL_PRIOR
    table = ShowRates(prior=prior)
    table.shocks = shocks
    for seen, n in counts:
        table.add(seen, n)
    return table, Sources(found["own"], found["imported"], of_ten, weight)


def expected_rate(
    rates: ShowRates,
    reminder: Reminder,
    channel: str,
    lead_days: int | None,
    until_start: timedelta,
    own: tuple[int, int] = (0, 0),
) -> float:
    """Return the chance used for planning an invited person's slot; never shown beside them.

    own: how often this person came before, of how often invited. Nobody asked yet and still
    time: what everybody's rate says, because the answer is to come.
    """
    if reminder is Reminder.NOT_CALLED and until_start > SOON:
        return rates.moved(planning_rate(rates), own)
    return rates.rate(reminder=reminder, channel=channel, lead_days=lead_days, own=own).p


def planning_rate(rates: ShowRates) -> float:
    """Return the rate for people not invited yet: everybody's, over all answers to come,
    beside which the prior weighs as much as that many people."""
    measured, prior = rates.overall(), rates.prior
    return (measured.shows + prior.weight * prior.p) / (measured.n + prior.weight)


def lead_days(created_at: datetime, starts_at: datetime) -> int:
    """Return the whole days between inviting and the slot."""
    return max(0, (starts_at - created_at) // timedelta(days=1))


@cache
def _everything() -> Any:
    """The one statement; it names no values, so it is built once."""
    return union_all(_prior(), _shocks(), _kept(), _live(), _imported())


def _prior() -> Select[*tuple[Any, ...]]:
    return select(
        literal("prior", String),
        literal("", String),
        literal("", String),
        Organization.prior_weight,
        literal(0, Integer),
        Organization.prior_shows_of_ten,
    ).where(Organization.prior_shows_of_ten.is_not(None))


def _shocks() -> Select[*tuple[Any, ...]]:
    return select(
        literal("shock", String),
        type_coerce(LearnedShock.kind, String),
        literal("", String),
        LearnedShock.hundredths,
        case((LearnedShock.learned, 1), else_=0),
        LearnedShock.days,
    )


def _kept() -> Select[*tuple[Any, ...]]:
    rows = history.kept()
    return _grouped("own", rows, func.sum(rows.c.n))


def _live() -> Select[*tuple[Any, ...]]:
    return _grouped("own", history.invitations(history.not_counted()), func.count())


def _imported() -> Select[*tuple[Any, ...]]:
    rows = select(
        AttendanceRecord.reminder.label("reminder"),
        AttendanceRecord.channel.label("channel"),
        history.band_of(AttendanceRecord.lead_days).label("lead"),
        case((AttendanceRecord.showed, 1), else_=0).label("showed"),
    ).subquery()
    return _grouped("imported", rows, func.count())


def _grouped(source: str, rows: Any, n: Any) -> Select[*tuple[Any, ...]]:
    keys = (rows.c.reminder, rows.c.channel, rows.c.lead, rows.c.showed)
    plain = (type_coerce(rows.c.reminder, String), *keys[1:])
    return select(literal(source, String), *plain, n).group_by(*keys)
