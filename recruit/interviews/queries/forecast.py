"""What a planned day is expected to be like, by the engine in `recruit.rules.overbooking`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from recruit.candidates.models import Application
from recruit.interviews.models import InterviewSession, Invitation, Pool, SessionKind, Slot
from recruit.interviews.queries import rates as history
from recruit.interviews.queries.own_past import own_past
from recruit.kernel.db import db
from recruit.rules import overbooking, slots
from recruit.rules.attendance import HOLDING, InvitationState, Reminder
from recruit.rules.overbooking import Costs, Day, Report, TopUp
from recruit.rules.show_rate import ShowRates
from recruit.vacancies.models import Channel, Promotion

NEAR = timedelta(hours=12)
"""So long before its first slot a day's reminders have been answered."""
TO_ANSWER = timedelta(hours=12)
"""Whoever was just invited has so long to answer, at most half the time to the slot."""


@dataclass(frozen=True, slots=True)
class Step:
    """One slot for the engine. waiting to come: the chances of those still awaited."""

    starts_at: datetime
    minutes: int
    capacity: int
    awaited: tuple[float, ...] = ()
    held: int = 0
    """Places taken, also by those who are here already."""
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Live:
    """The rest of a day. `place[i]` is where step i of the given ones stands on the grid."""

    day: Day
    place: tuple[int, ...]
    report: Report
    minutes: int

    @property
    def wait_minutes(self) -> float:
        """What everybody together is expected to wait, in minutes."""
        return self.report.wait * self.minutes


def costs_of(session: InterviewSession) -> Costs:
    """Return the session's own costs."""
    return Costs(
        wait=session.cost_wait,
        overtime=session.cost_overtime,
        turned_away=session.cost_turned_away,
    )


def tau(rates: ShowRates, until_first: timedelta | None = None) -> float:
    """Return the day's common shock on the logit of every chance: learned, or the default.

    until_first: the time to the first slot ahead; once it is near, the answers are known and
    tell a part of the day's luck. None: a day that is only planned.
    """
    near = until_first is not None and until_first <= NEAR
    return (rates.shocks.after if near else rates.shocks.before).tau


def rest_of_day(
    session: InterviewSession, steps: Sequence[Step], backlog: int, tau: float
) -> Live | None:
    """Return what the given steps are expected to bring, or None when none is left.

    backlog: people at the desk now who wait for an interview.
    """
    if not steps:
        return None
    minutes = steps[0].minutes
    grid = slots.grid(
        [step.starts_at for step in steps], [step.capacity for step in steps], minutes
    )
    people: list[tuple[float, ...]] = [()] * len(grid.capacity)
    for place, step in zip(grid.places, steps, strict=True):
        people[place] = step.awaited
    group = session.kind is SessionKind.GROUP
    day = Day(
        capacity=grid.capacity,
        slots_p=tuple(people),
        initial_backlog=backlog,
        costs=costs_of(session),
        overtime_slots=0 if group else session.overtime_slots,
        shock_tau=tau,
    )
    return Live(day, grid.places, overbooking.evaluate(day), minutes)


def next_invitation(
    live: Live, steps: Sequence[Step], waiting: Sequence[float], now: datetime
) -> tuple[TopUp, int | None]:
    """Return the engine's advice for the first of the waiting list, and the position of the
    step it means. Places are counted as taken, so no advice exceeds a limit; a slot that has
    begun takes nobody."""
    limits = [0] * len(live.day.capacity)
    for place, step in zip(live.place, steps, strict=True):
        if step.starts_at > now and step.capacity:
            limits[place] = max(0, step.limit - step.held + len(step.awaited))
    advice = overbooking.top_up(live.day, waiting[:1], limits)
    where = {place: i for i, place in enumerate(live.place)}
    return advice, None if advice.slot is None else where[advice.slot]


def several(
    live: Live, steps: Sequence[Step], waiting: Sequence[float], most: int, now: datetime
) -> list[int]:
    """Return, for the first people of the waiting list, the positions of their steps: it ends
    where one more invitation would no longer help."""
    limits = [0] * len(live.day.capacity)
    for place, step in zip(live.place, steps, strict=True):
        if step.starts_at > now and step.capacity:
            limits[place] = max(0, step.limit - step.held + len(step.awaited))
    where = {place: i for i, place in enumerate(live.place)}
    found = overbooking.top_ups(live.day, waiting, limits, most=most)
    return [where[advice.slot] for advice in found if advice.slot is not None]


def at_the_start(pool: Pool, rates: ShowRates) -> tuple[float, float, float]:
    """Return mean, 10 % and 90 % points of a pool's arrivals over the whole day, as expected
    by the answers given until it began."""
    statement = (
        select(
            Invitation.reminder,
            Channel.name,
            Invitation.created_at,
            Slot.starts_at,
            *own_past(Invitation.id, Application.candidate_id),
        )
        .join(Slot, Slot.id == Invitation.slot_id)
        .join(Application, Application.id == Invitation.application_id)
        .outerjoin(Promotion, Promotion.id == Application.promotion_id)
        .outerjoin(Channel, Channel.id == Promotion.channel_id)
        .where(
            Slot.pool_id == pool.id,
            Invitation.state.in_((*HOLDING, InvitationState.NO_SHOW)),
        )
    )
    chances = [
        at_start(rates, row[0], row[1], row[2], row[3], (row[4], row[5]))
        for row in db.session.execute(statement)
    ]
    return of_people(chances, rates.shocks.after.tau)


def at_start(
    rates: ShowRates,
    reminder: Reminder,
    channel: str | None,
    created_at: datetime,
    starts_at: datetime,
    own: Sequence[int],
) -> float:
    """Return one person's chance when their slot begins: there is no answer to come any more.

    own: how often they came before, of how often invited.
    """
    came, n = own
    return rates.rate(
        reminder=reminder,
        channel=channel or "",
        lead_days=history.lead_days(created_at, starts_at),
        own=(came, n),
    ).p


def of_people(chances: Iterable[float], shock: float) -> tuple[float, float, float]:
    """Return mean, 10 % and 90 % points of how many of these people come on one day."""
    day = Day(capacity=(0,), slots_p=(tuple(chances),), overtime_slots=0, shock_tau=shock)
    expected = overbooking.evaluate(day).arrivals_day
    return expected.mean, float(expected.low), float(expected.high)


def chance(
    rates: ShowRates,
    reminder: Reminder,
    channel: str,
    created_at: datetime,
    starts_at: datetime,
    now: datetime,
    own: tuple[int, int] = (0, 0),
) -> float:
    """Return one awaited person's chance for the engine; own: how often they came before, of
    how often invited (`queries.own_past`)."""
    lead = history.lead_days(created_at, starts_at)
    if reminder is Reminder.NOT_CALLED and now - created_at < min(
        TO_ANSWER, (starts_at - created_at) / 2
    ):  # just invited for tomorrow is not silence: the answer is still to come
        return rates.moved(history.planning_rate(rates), own)
    return history.expected_rate(rates, reminder, channel, lead, starts_at - now, own)


def fades(starts_at: datetime, minutes: int, now: datetime) -> float:
    """Return how much of an awaited person's chance is left once their slot has begun: it
    falls evenly to nothing over one slot's length."""
    if now <= starts_at:
        return 1.0
    return max(0.0, 1 - (now - starts_at) / timedelta(minutes=minutes))
