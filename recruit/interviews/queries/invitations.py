"""Reading invitations and the slots they may move to."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from recruit.candidates.models import Application
from recruit.interviews.models import (
    InterviewSession,
    Invitation,
    Pool,
    PoolVacancy,
    SessionState,
    Slot,
)
from recruit.interviews.queries.scope import managed_by
from recruit.interviews.queries.self_booking import has_place
from recruit.interviews.queries.settings import moving_rules
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Role
from recruit.people.models import Person
from recruit.rules.attendance import HOLDING
from recruit.rules.rescheduling import may_move

_WITH_PLACE = (
    joinedload(Invitation.slot, innerjoin=True)
    .joinedload(Slot.pool, innerjoin=True)
    .joinedload(Pool.session, innerjoin=True)
)
MOST_SLOTS = 60


def open_invitation(application: Application) -> Invitation | None:
    """Return the invitation that holds a place for this application now, with slot and site."""
    statement = (
        select(Invitation)
        .where(
            Invitation.application_id == application.id,
            Invitation.state.in_(HOLDING),
            Invitation.closed_at.is_(None),
        )
        .options(_WITH_PLACE)
    )
    return db.session.scalars(statement).one_or_none()


def last_invitation(application: Application) -> Invitation | None:
    """Return the latest invitation of an application, whatever became of it."""
    statement = (
        select(Invitation)
        .where(Invitation.application_id == application.id)
        .order_by(Invitation.id.desc())
        .limit(1)
        .options(_WITH_PLACE)
    )
    return db.session.scalars(statement).one_or_none()


def invitation_for(person: Person, pubid: object, now: datetime) -> Invitation | None:
    """Return an invitation that `person` may manage; None for anything else."""
    if not is_pubid(pubid):
        return None
    statement = (
        select(Invitation)
        .join(Invitation.application)
        .join(Invitation.slot)
        .join(Slot.pool)
        .join(Pool.session)
        .where(Invitation.pubid == pubid, managed_by(person, now))
        .options(
            contains_eager(Invitation.application).joinedload(Application.vacancy),
            contains_eager(Invitation.slot)
            .contains_eager(Slot.pool)
            .contains_eager(Pool.session),
        )
    )
    return db.session.scalars(statement).unique().one_or_none()


def slots_to_move_to(
    invitation: Invitation, now: datetime, actor: Person | None = None
) -> list[Slot]:
    """Return the slots with a place left to which the invitation may move, by start.

    actor None: what the candidate may choose by link (open slots, with notice, within the
    number of moves). A receptionist chooses within their site.
    """
    rules = moving_rules()
    start = invitation.slot.starts_at
    if actor is None and not may_move(start, invitation.moves, now=now, rules=rules):
        return []
    statement = (
        select(Slot)
        .join(Slot.pool)
        .join(Pool.session)
        .join(PoolVacancy, PoolVacancy.pool_id == Pool.id)
        .where(
            PoolVacancy.vacancy_id == invitation.application.vacancy_id,
            InterviewSession.state == SessionState.PLANNED,
            has_place(now),
            Slot.id != invitation.slot_id,
        )
        .order_by(Slot.starts_at, Slot.id)
        .limit(MOST_SLOTS)
        .options(contains_eager(Slot.pool).contains_eager(Pool.session))
    )
    if actor is None:
        statement = statement.where(
            Slot.open_to_candidates, Slot.starts_at >= now + rules.notice
        )
    else:
        statement = statement.where(Slot.starts_at > now)
        if not actor.roles & {Role.RECRUITER, Role.HIRING_MANAGER}:
            statement = statement.where(InterviewSession.site_id == actor.site_id)
    return list(db.session.scalars(statement).unique())


def batch_for(person: Person, batch: object, now: datetime) -> list[Invitation]:
    """Return the invitations of a wave when `person` may manage all of them, else none."""
    if not is_pubid(batch):
        return []
    everything = select(Invitation).where(Invitation.batch == batch)
    mine = (
        everything.join(Invitation.application)
        .join(Invitation.slot)
        .join(Slot.pool)
        .join(Pool.session)
        .where(managed_by(person, now))
    )
    found = list(db.session.scalars(mine).unique())
    return found if len(found) == len(list(db.session.scalars(everything).unique())) else []
