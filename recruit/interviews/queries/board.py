"""The session board: slots, people, expectations, and the next invitation. Five statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from recruit.interviews.models import InterviewSession, SessionState
from recruit.interviews.queries import forecast
from recruit.interviews.queries.board_rows import (
    FEWEST,
    Chance,
    NextPerson,
    PoolRow,
    SlotView,
    guests_of,
    next_people,
    pools_of,
)
from recruit.interviews.queries.rates import planning_rate, show_rates
from recruit.people.models import Person
from recruit.rules.attendance import InvitationState
from recruit.rules.overbooking import Arrivals
from recruit.rules.show_rate import ShowRates


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the engine advises for the next of the recruiter's list."""

    advice: str
    """invite, stop, full, nobody."""
    application: str = ""
    name: str = ""
    slot: SlotView | None = None
    wait_before: float = 0.0
    wait_after: float = 0.0
    """Minutes that everybody together is expected to wait in the rest of the day."""
    idle_change: float = 0.0
    """Minutes of interviewers' idle time over the day; negative is less."""


@dataclass(slots=True)
class PoolView:
    """One pool: its rows and what the rest of its day is expected to bring."""

    row: PoolRow
    live: forecast.Live | None = None
    suggestion: Suggestion | None = None
    to_invite: int = 0

    @property
    def pubid(self) -> str:
        return self.row.pubid

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def slots(self) -> list[SlotView]:
        return self.row.slots

    @property
    def empty(self) -> bool:
        """Tell whether nobody was ever invited to it."""
        return not any(slot.guests or slot.taken for slot in self.slots)


@dataclass(slots=True)
class Board:
    """Everything the board's page shows."""

    session: InterviewSession
    pools: list[PoolView]
    now: datetime
    measured: tuple[int, int]
    """Shows and n of the history behind every expectation."""
    steps: dict[str, list[forecast.Step]] = field(default_factory=dict)
    """Per pool the engine's view of the slots that are not over."""

    @property
    def slots(self) -> list[SlotView]:
        return [slot for pool in self.pools for slot in pool.slots]

    @property
    def booked(self) -> int:
        return sum(slot.booked for slot in self.slots)

    @property
    def capacity(self) -> int:
        return sum(slot.capacity for slot in self.slots)

    @property
    def came(self) -> int:
        return sum(slot.came for slot in self.slots)

    @property
    def due(self) -> int:
        """How many places belong to slots that have begun."""
        return sum(slot.booked for slot in self.slots if slot.starts_at <= self.now)

    @property
    def begun(self) -> bool:
        """Tell whether the day is near or running: before, nobody can have come or wait."""
        near = any(slot.starts_at - self.now <= forecast.NEAR for slot in self.slots)
        return near or bool(self.came or self.waiting)

    @property
    def confirmed(self) -> int:
        return sum(
            guest.state is InvitationState.CONFIRMED
            for slot in self.slots
            for guest in slot.guests
        )

    @property
    def waiting(self) -> int:
        return sum(pool.row.waiting for pool in self.pools)

    @property
    def in_interview(self) -> int:
        return sum(pool.row.in_interview for pool in self.pools)

    @property
    def done(self) -> int:
        return sum(pool.row.done for pool in self.pools)

    @property
    def no_shows(self) -> int:
        return sum(
            guest.state is InvitationState.NO_SHOW
            for slot in self.slots
            for guest in slot.guests
        )

    @property
    def coarse(self) -> bool:
        """Tell whether the day's expectation must be rounded: with its tenths and the numbers
        of the other slots, that of a slot with one awaited person could be worked out."""
        return any(slot.few for slot in self.slots)

    @property
    def few(self) -> bool:
        """Tell whether so few are awaited that the day's expectation would be their own."""
        return 0 < sum(slot.awaited for slot in self.slots if slot.ends_at > self.now) < FEWEST

    @property
    def expected(self) -> Arrivals:
        """How many come over the whole day: who is here, and who is expected."""
        lives = [pool.live.report.arrivals_day for pool in self.pools if pool.live]
        here = self.came
        return Arrivals(
            here + sum(one.mean for one in lives),
            here + sum(one.low for one in lives),
            here + sum(one.high for one in lives),
        )

    @property
    def busiest(self) -> SlotView | None:
        """The slot with the greatest risk that somebody waits."""
        ahead = [slot for slot in self.slots if slot.arrivals is not None and slot.booked]
        return max(ahead, key=lambda slot: slot.risk, default=None)


def board(session: InterviewSession, person: Person, now: datetime) -> Board:
    """Return the board of a session as `person` may see it at `now`."""
    pools = [PoolView(row) for row in pools_of(session)]
    chances = guests_of(session, person, now, [slot for pool in pools for slot in pool.slots])
    rates = show_rates()
    overall = rates.overall()
    open_ = session.state is SessionState.PLANNED
    waiting = next_people(session, person) if open_ else {}
    steps: dict[str, list[forecast.Step]] = {}
    for pool in pools if open_ else ():
        ahead = [slot for slot in pool.slots if slot.ends_at > now]
        steps[pool.pubid] = steps_of(ahead, chances, rates, pool.row.in_interview, now)
        _expect(session, pool, steps[pool.pubid], waiting.get(pool.row.id), rates, now)
    _phases(pools, now)
    return Board(session, pools, now, (overall.shows, overall.n), steps)


def _expect(
    session: InterviewSession,
    pool: PoolView,
    steps: Sequence[forecast.Step],
    waiting: NextPerson | None,
    rates: ShowRates,
    now: datetime,
) -> None:
    ahead = [slot for slot in pool.slots if slot.ends_at > now]
    live = forecast.rest_of_day(session, steps, pool.row.waiting, tau_of(rates, ahead, now))
    pool.live = live
    pool.to_invite = waiting.waiting if waiting else 0
    if live is None:
        return
    for slot, place in zip(ahead, live.place, strict=True):
        if slot.few:
            continue
        slot.arrivals = live.report.arrivals[place]
        slot.risk = live.report.p_overflow[place]
    pool.suggestion = _suggest(live, ahead, steps, waiting, planning_rate(rates), now)


def steps_of(
    ahead: Sequence[SlotView],
    chances: Mapping[str, Sequence[Chance]],
    rates: ShowRates,
    in_interview: int,
    now: datetime,
) -> list[forecast.Step]:
    """Return the engine's view of the slots that are not over."""
    steps = []
    for slot in ahead:
        fade = forecast.fades(slot.starts_at, slot.minutes, now)
        begun = slot.starts_at <= now
        steps.append(
            forecast.Step(
                starts_at=slot.starts_at,
                minutes=slot.minutes,
                capacity=max(0, slot.capacity - in_interview) if begun else slot.capacity,
                awaited=tuple(
                    fade
                    * forecast.chance(
                        rates,
                        one.reminder,
                        one.channel,
                        one.created_at,
                        slot.starts_at,
                        now,
                        one.own,
                    )
                    for one in chances.get(slot.pubid, ())
                ),
                held=slot.taken,
                limit=slot.limit,
            )
        )
    return steps


def tau_of(rates: ShowRates, ahead: Sequence[SlotView], now: datetime) -> float:
    """Return the common shock: smaller once the day of the first slot ahead is near."""
    return forecast.tau(rates, ahead[0].starts_at - now if ahead else None)


def _suggest(
    live: forecast.Live,
    ahead: Sequence[SlotView],
    steps: Sequence[forecast.Step],
    waiting: NextPerson | None,
    p: float,
    now: datetime,
) -> Suggestion | None:
    if not any(slot.starts_at > now for slot in ahead):
        return None
    if waiting is None:
        return Suggestion("nobody")
    advice, where = forecast.next_invitation(live, steps, [p], now)
    application, name = waiting.application, waiting.name
    if where is None:
        return Suggestion("full" if advice.reason == "full" else "stop", application, name)
    after = (live.report.wait + advice.wait_change) * live.minutes
    return Suggestion(
        "invite",
        application,
        name,
        ahead[where],
        live.wait_minutes,
        after,
        advice.idle_change * live.minutes,
    )


def _phases(pools: Sequence[PoolView], now: datetime) -> None:
    for pool in pools:
        for slot in pool.slots:
            if slot.ends_at <= now:
                slot.phase = "past"
            elif slot.starts_at <= now:
                slot.phase = "now"
