"""The order in which rows are locked, so that nobody waits for somebody who waits for them:

session, applications by id, invitations by id, holds, slots by id. Whoever takes a place shares
the session's lock; whoever closes or cancels it holds the lock alone.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, select

from recruit.candidates.models import Application
from recruit.interviews.models import InterviewSession, Invitation, Pool, Slot
from recruit.kernel.db import db, locked
from recruit.rules.attendance import HOLDING


def shared(session: InterviewSession) -> InterviewSession:
    """Keep a session from being closed or cancelled until this transaction ends, and read its
    present state. Many may share it at once."""
    db.session.flush()
    statement = (
        select(InterviewSession)
        .where(InterviewSession.id == session.id)
        .with_for_update(read=True, key_share=True, of=InterviewSession)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).one()


def applications(condition: ColumnElement[bool]) -> list[Application]:
    """Lock applications in the order of their ids and read them anew."""
    statement = (
        select(Application)
        .where(condition)
        .order_by(Application.id)
        .with_for_update(of=Application)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(statement))


def by_ids(ids: Iterable[int]) -> list[Application]:
    """Lock these applications."""
    return applications(Application.id.in_(set(ids)))


def invitation(row: Invitation) -> None:
    """Lock an invitation that is to change together with its application's stage."""
    locked(row.application)
    locked(row)


def held_in(session: InterviewSession) -> list[Invitation]:
    """Lock everybody who holds a place in a session whose lock is held, applications first."""
    holding = (
        select(Invitation.application_id)
        .join(Slot, Slot.id == Invitation.slot_id)
        .join(Pool, Pool.id == Slot.pool_id)
        .where(Pool.session_id == session.id, Invitation.state.in_(HOLDING))
    )
    applications(Application.id.in_(holding))
    statement = (
        select(Invitation)
        .join(Invitation.slot)
        .join(Slot.pool)
        .where(Pool.session_id == session.id, Invitation.state.in_(HOLDING))
        .order_by(Invitation.id)
        .with_for_update(of=Invitation)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(statement))
