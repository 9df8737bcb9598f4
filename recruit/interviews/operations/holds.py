"""Places held for people who are choosing. Whoever deletes the row frees the place: once."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update

from recruit.candidates.models import Application
from recruit.interviews.models import InterviewSession, Pool, Slot, SlotHold, TimeOffer
from recruit.interviews.operations import places
from recruit.kernel.db import db

_MOST = 500


def free_expired(now: datetime) -> int:
    """Free the places whose ten minutes are over, everywhere; return how many."""
    freed = expired(now)
    places.change(free=freed)
    return len(freed)


def expired(now: datetime, slots: Collection[Slot] = ()) -> list[Slot]:
    """Delete the holds whose ten minutes are over (in these slots, else everywhere); return their
    slots, whose places the caller frees in the same change as it takes others: two changes in
    one transaction would lock slots out of their order. Rows that somebody else is freeing at
    this moment are left to them."""
    statement = (
        select(SlotHold.id)
        .where(SlotHold.expires_at <= now)
        .order_by(SlotHold.id)
        .limit(_MOST)
        .with_for_update(skip_locked=True)
    )
    if slots:
        statement = statement.where(SlotHold.slot_id.in_({slot.id for slot in slots}))
    ids = list(db.session.scalars(statement))
    return _delete(SlotHold.id.in_(ids)) if ids else []


def taken_from(applications: Iterable[Application]) -> list[Slot]:
    """Delete the holds of these applications; return their slots, whose places the caller frees
    (or keeps: a booking turns the hold into an invitation)."""
    return _delete(SlotHold.application_id.in_({row.id for row in applications}))


def drop(session: InterviewSession) -> None:
    """Free every held place of a session that ends; its lock is held."""
    inside = select(Slot.id).join(Pool).where(Pool.session_id == session.id)
    places.change(free=_delete(SlotHold.slot_id.in_(inside)))


def end_offers(applications: Iterable[Application], *, now: datetime) -> list[Slot]:
    """Nobody of these chooses a time any more; return the slots they held, to be freed."""
    rows = list(applications)
    db.session.execute(
        update(TimeOffer)
        .where(
            TimeOffer.application_id.in_({row.id for row in rows}),
            TimeOffer.closed_at.is_(None),
        )
        .values(closed_at=now)
        .execution_options(synchronize_session="fetch")
    )
    return taken_from(rows)


def _delete(condition: ColumnElement[bool]) -> list[Slot]:
    """Delete holds and return the slot of each; what somebody else deleted first is not ours."""
    statement = (
        delete(SlotHold)
        .where(condition)
        .returning(SlotHold.slot_id)
        .execution_options(synchronize_session="fetch")
    )
    ids = list(db.session.scalars(statement))
    if not ids:
        return []
    slots = {
        slot.id: slot for slot in db.session.scalars(select(Slot).where(Slot.id.in_(set(ids))))
    }
    return [slots[slot_id] for slot_id in ids]
