"""Who can be moved into a group session, and who of a group can be invited on."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from recruit.candidates.models import Application
from recruit.interviews.models import Arrival, InterviewSession, Invitation, Pool, Slot
from recruit.interviews.queries.groups import individual_slots
from recruit.interviews.queries.scope import managed_by
from recruit.kernel.db import db
from recruit.people.models import Person
from recruit.rules.attendance import AWAITED, ArrivalState
from recruit.rules.pipeline import Stage


def movable(session: InterviewSession, person: Person, now: datetime) -> list[Invitation]:
    """Return the invitations of a session, not begun yet, that the person may move, by slot."""
    query = (
        select(Invitation)
        .join(Invitation.slot)
        .join(Slot.pool)
        .join(Pool.session)
        .join(Invitation.application)
        .where(
            Pool.session_id == session.id,
            Slot.starts_at > now,
            Invitation.state.in_(AWAITED),
            managed_by(person, now),
        )
        .order_by(Slot.starts_at, Invitation.id)
        .options(
            contains_eager(Invitation.application).options(
                joinedload(Application.candidate, innerjoin=True),
                joinedload(Application.vacancy, innerjoin=True),
            ),
            contains_eager(Invitation.slot)
            .contains_eager(Slot.pool)
            .contains_eager(Pool.session),
        )
    )
    return list(db.session.scalars(query).unique())


@dataclass(frozen=True, slots=True)
class Further:
    """Somebody interviewed in the group, and the slots to which they may be invited."""

    application: Application
    slots: list[Slot]


def to_invite_on(session: InterviewSession, person: Person, now: datetime) -> list[Further]:
    """Return who was interviewed in a group session and still stands there, as far as the
    person may invite them, each with the coming slots of streaming days."""
    query = (
        select(Arrival)
        .join(Arrival.pool)
        .join(Pool.session)
        .join(Arrival.application)
        .where(
            Arrival.session_id == session.id,
            Arrival.state == ArrivalState.DONE,
            Application.stage == Stage.INTERVIEWED,
            managed_by(person, now),
        )
        .options(
            contains_eager(Arrival.application).options(
                joinedload(Application.candidate, innerjoin=True),
                joinedload(Application.vacancy, innerjoin=True),
            )
        )
    )
    applications = [row.application for row in db.session.scalars(query).unique()]
    slots = {one: individual_slots(one, now) for one in {a.vacancy_id for a in applications}}
    return [Further(one, slots[one.vacancy_id]) for one in applications]
