"""The look back on one session, and who of it may get a second chance."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from recruit.candidates.models import Application
from recruit.interviews.models import (
    Arrival,
    InterviewSession,
    Invitation,
    Pool,
    SessionKind,
    Slot,
    TimeOffer,
)
from recruit.interviews.queries.board_rows import FEWEST
from recruit.interviews.queries.scope import managed_by, people_of
from recruit.kernel.db import db
from recruit.people.models import Person
from recruit.rules import day_summary
from recruit.rules.attendance import AWAITED, COUNTED, InvitationState
from recruit.rules.pipeline import Stage


@dataclass(frozen=True, slots=True)
class Missed:
    """Somebody who did not come. asked_at: when they were last asked to choose another time."""

    invitation: Invitation
    asked_at: datetime | None
    may_ask: bool


@dataclass(frozen=True, slots=True)
class LookBack:
    """What became of a session; `expected` as it stood when the day began (None: unknown)."""

    numbers: day_summary.Summary
    invited: int
    came: int
    no_shows: int
    declined: int
    awaited: int
    expected: tuple[float, float, float] | None
    extended: int
    """Minutes by which interviews were extended."""

    @property
    def few(self) -> bool:
        """Tell whether what was expected would be a number about a person."""
        return 0 < self.invited < FEWEST


def look_back(session: InterviewSession, now: datetime) -> LookBack:
    """Return the numbers of a session, closed or still running. Four statements."""
    slots = db.session.execute(
        select(Slot.starts_at, Slot.minutes, Slot.capacity)
        .join(Slot.pool)
        .where(Pool.session_id == session.id)
        .order_by(Slot.starts_at, Slot.id)
    ).all()
    arrivals = list(db.session.scalars(select(Arrival).where(Arrival.session_id == session.id)))
    by_state = db.session.execute(
        select(Invitation.state, func.count(Invitation.id))
        .join(Invitation.slot)
        .join(Slot.pool)
        .where(Pool.session_id == session.id)
        .group_by(Invitation.state)
    )
    counted = {row[0]: row[1] for row in by_state}
    forecast = db.session.execute(
        select(
            func.sum(Pool.forecast_mean),
            func.sum(Pool.forecast_low),
            func.sum(Pool.forecast_high),
        ).where(Pool.session_id == session.id)
    ).one()
    numbers = day_summary.summary(
        [day_summary.PlannedSlot(*row) for row in slots],
        [
            day_summary.Visit(a.state, a.arrived_at, a.due_at, a.started_at, a.ended_at)
            for a in arrivals
        ],
        day_summary.Prices(session.cost_wait, session.cost_overtime, session.cost_turned_away),
        until=session.closed_at or now,
        group=session.kind is SessionKind.GROUP,
    )
    awaited = sum(counted.get(state, 0) for state in AWAITED)
    invited = awaited + sum(counted.get(state, 0) for state in COUNTED)
    return LookBack(
        numbers,
        invited=invited,
        came=counted.get(InvitationState.ARRIVED, 0),
        no_shows=counted.get(InvitationState.NO_SHOW, 0),
        declined=counted.get(InvitationState.DECLINED, 0),
        awaited=awaited,
        expected=_expected(*forecast) if invited >= FEWEST else None,
        extended=sum(a.extra_minutes for a in arrivals),
    )


def _expected(
    mean: float | None, low: float | None, high: float | None
) -> tuple[float, float, float] | None:
    return None if mean is None or low is None or high is None else (mean, low, high)


def _since(at: datetime | None, since: datetime) -> datetime | None:
    return at if at is not None and at >= since else None


def missed(session: InterviewSession, person: Person, now: datetime) -> list[Missed]:
    """Return by start and name who did not come and is seen by `person`, and who of them can
    still be asked to choose another time: still to be invited, and managed by `person`."""
    asked = (
        select(func.max(TimeOffer.offered_at))
        .where(TimeOffer.application_id == Invitation.application_id)
        .correlate(Invitation)
        .scalar_subquery()
    )
    query = (
        select(Invitation, asked, managed_by(person, now).label("managed"))
        .join(Invitation.slot)
        .join(Slot.pool)
        .join(Pool.session)
        .join(Invitation.application)
        .where(
            Pool.session_id == session.id,
            Invitation.state == InvitationState.NO_SHOW,
            people_of(person, now),
        )
        .options(
            contains_eager(Invitation.slot),
            contains_eager(Invitation.application).joinedload(
                Application.candidate, innerjoin=True
            ),
            contains_eager(Invitation.application).joinedload(
                Application.vacancy, innerjoin=True
            ),
            joinedload(Invitation.arrival),
        )
        .order_by(Slot.starts_at, Invitation.id)
    )
    since = session.closed_at or session.created_at
    return [
        Missed(
            row[0],
            _since(row[1], since),
            bool(row.managed) and row[0].application.stage is Stage.TO_INVITE,
        )
        for row in db.session.execute(query)
    ]
