"""Who is next in the recruiter's order, with what the engine needs to place them.

The chances decide into which slot, and how many; never who. They are never shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, false, literal, select, true
from sqlalchemy.orm import aliased

from recruit.candidates.models import Application, Candidate
from recruit.interviews.models import (
    InterviewSession,
    Invitation,
    Pool,
    PoolVacancy,
    Slot,
    TimeOffer,
)
from recruit.interviews.queries import forecast
from recruit.interviews.queries.own_past import own_past
from recruit.interviews.queries.rates import planning_rate
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.people.models import Person
from recruit.rules import overbooking
from recruit.rules.attendance import InvitationState
from recruit.rules.overbooking import BadInput
from recruit.rules.pipeline import Stage
from recruit.rules.show_rate import ShowRates
from recruit.rules.vacancies import VacancyState
from recruit.vacancies.models import Channel, Promotion, Vacancy

MOST = 100
FAIR_FROM = 9
"""From so many people on the engine tells thirds by reliability."""
FAIR_UP_TO = 40
"""So many people are placed by the search while somebody waits for the page."""


@dataclass(frozen=True, slots=True)
class Next:
    """One person of the list. again: was invited to this very session before."""

    id: int
    application: str
    name: str
    vacancy: str
    has_mail: bool
    channel: str
    own: tuple[int, int]
    again: bool
    choosing: bool
    """Was asked to choose a time and has not done so."""


def people(pool: int, allowed: ColumnElement[bool], most: int = MOST) -> list[Next]:
    """Return the people to be invited to a pool (its id), in the recruiter's order."""
    theirs = aliased(Pool)
    of_session = select(theirs.session_id).where(theirs.id == pool).scalar_subquery()
    again = exists(
        select(Invitation.id)
        .join(Slot, Slot.id == Invitation.slot_id)
        .join(Pool, Pool.id == Slot.pool_id)
        .where(Invitation.application_id == Application.id, Pool.session_id == of_session)
        .correlate(Application)
    )
    choosing = exists(
        select(TimeOffer.id).where(
            TimeOffer.application_id == Application.id, TimeOffer.closed_at.is_(None)
        )
    )
    statement = (
        select(
            Application.id,
            Application.pubid,
            Candidate.name,
            Vacancy.title,
            Candidate.email,
            Channel.name,
            *own_past(literal(0), Application.candidate_id),
            again,
            choosing,
        )
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Vacancy, Vacancy.id == Application.vacancy_id)
        .join(PoolVacancy, PoolVacancy.vacancy_id == Application.vacancy_id)
        .outerjoin(Promotion, Promotion.id == Application.promotion_id)
        .outerjoin(Channel, Channel.id == Promotion.channel_id)
        .where(
            PoolVacancy.pool_id == pool,
            Application.stage == Stage.TO_INVITE,
            Vacancy.state != VacancyState.CLOSED,
            allowed,
        )
        .order_by(Application.priority, gave_up(of_session), Application.id)
        .limit(most)
    )
    return [
        Next(
            row[0],
            row[1],
            row[2],
            row[3],
            bool(row[4]),
            row[5] or "",
            (row[6], row[7]),
            bool(row[8]),
            bool(row[9]),
        )
        for row in db.session.execute(statement)
    ]


def gave_up(session: Any) -> ColumnElement[bool]:
    """The criterion on Application for who declined or missed a time of this session (its id):
    among equals they are not the first to be asked again for the same day."""
    theirs, its = aliased(Slot), aliased(Pool)
    return exists(
        select(Invitation.id)
        .join(theirs, theirs.id == Invitation.slot_id)
        .join(its, its.id == theirs.pool_id)
        .where(
            Invitation.application_id == Application.id,
            Invitation.state.in_((InvitationState.DECLINED, InvitationState.NO_SHOW)),
            its.session_id == session,
        )
        .correlate(Application)
    )


def invited_by(person: Person) -> ColumnElement[bool]:
    """The criterion on Application for whom `person` may invite: a head those of their
    departments."""
    if Role.RECRUITER in person.roles:
        return true()
    if Role.HIRING_MANAGER not in person.roles:
        return false()
    own = select(Vacancy.id).where(Vacancy.department_id.in_(person.department_ids))
    return Application.vacancy_id.in_(own)


def chance(rates: ShowRates, one: Next) -> float:
    """Return how likely this person comes, before anybody has called: everybody's rate, moved by
    what the channel's people did and by their own past."""
    everybody = planning_rate(rates)
    shows, n = rates.counts.get(("any channel", one.channel), (0, 0))
    of_channel = (shows + rates.strength * everybody) / (n + rates.strength)
    return rates.moved(of_channel if n else everybody, one.own)


def places(
    session: InterviewSession,
    live: forecast.Live,
    steps: Sequence[forecast.Step],
    chances: Sequence[float],
    most: int,
    now: datetime,
) -> list[int]:
    """Return the positions of the steps for the first of the list, as many as help.

    How many follows from the slope rule; into which slot, in a fair session where several rates
    are known, from the engine's fair plan of exactly these people.
    """
    where = forecast.several(live, steps, chances, min(most, len(chances)), now)
    given = list(chances[: len(where)])
    varied = len(set(given)) > 1
    if not (session.fair and varied and FAIR_FROM <= len(given) <= FAIR_UP_TO):
        return where
    try:
        plan = overbooking.plan_everyone(live.day, given, fair=True)
    except BadInput:
        return where
    back = {place: position for position, place in enumerate(live.place)}
    fair = [back.get(place, -1) if place is not None else -1 for place in plan.assignment or ()]
    return fair if _fits(fair, steps, now) else where


def _fits(where: Sequence[int], steps: Sequence[forecast.Step], now: datetime) -> bool:
    """Tell whether everybody has a slot that has not begun, and no limit is passed."""
    return all(
        position >= 0
        and steps[position].starts_at > now
        and steps[position].capacity > 0
        and where.count(position) <= steps[position].limit - steps[position].held
        for position in where
    )
