"""The pulse of the sessions: every transaction that touches one raises its number, once."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import event, literal, select, union
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, UOWTransaction, attributes

from recruit.interviews.models import (
    Arrival,
    InterviewerBreak,
    InterviewSession,
    Invitation,
    PanelMember,
    Pool,
    Scorecard,
    SessionPulse,
    Slot,
)
from recruit.kernel.db import db

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_BY: dict[type, tuple[str, str]] = {
    Arrival: ("session", "session_id"),
    Scorecard: ("session", "session_id"),
    InterviewerBreak: ("session", "session_id"),
    InterviewSession: ("session", "id"),
    Pool: ("session", "session_id"),
    Slot: ("pool", "pool_id"),
    PanelMember: ("slot", "slot_id"),
    Invitation: ("slot", "slot_id"),
}
"""A watched row -> the table through which its session is found, and the column that says so."""
_NOTED = "interviews.pulse"


def connect() -> None:
    """Listen to every transaction of this process; a second call changes nothing."""
    event.listen(Session, "after_flush", _note)
    event.listen(Session, "before_commit", _beat)
    event.listen(Session, "after_rollback", _forget)


def touch(slots: Iterable[Slot]) -> None:
    """Say that these slots are changed by a statement of their own, not through their rows."""
    noted: dict[str, set[int]] = db.session.info.setdefault(_NOTED, {})
    noted.setdefault("slot", set()).update(slot.id for slot in slots)


def _note(session: Session, _flush: UOWTransaction) -> None:
    """Remember which sessions, pools and slots the flushed rows belong (or belonged) to."""
    for row in (*session.new, *session.dirty, *session.deleted):
        if (found := _BY.get(type(row))) is None:
            continue
        kind, column = found
        noted: dict[str, set[int]] = session.info.setdefault(_NOTED, {})
        history = attributes.get_history(row, column)
        values = (*history.added, *history.unchanged, *history.deleted)
        noted.setdefault(kind, set()).update(value for value in values if value is not None)


def _beat(session: Session) -> None:
    """Raise the numbers as the last statement before the commit, in the order of their ids:
    whoever holds one of these rows waits for nothing more, so nobody can deadlock here."""
    if session.in_nested_transaction():
        return
    session.flush()
    noted: dict[str, set[int]] | None = session.info.pop(_NOTED, None)
    if not noted or not any(noted.values()):
        return
    parts = (
        [select(InterviewSession.id).where(InterviewSession.id.in_(noted["session"]))]
        if (noted.get("session"))
        else []
    )
    if noted.get("pool"):
        parts.append(select(Pool.session_id).where(Pool.id.in_(noted["pool"])))
    if noted.get("slot"):
        parts.append(select(Pool.session_id).join(Slot).where(Slot.id.in_(noted["slot"])))
    touched = select(InterviewSession.id, literal(1)).where(
        InterviewSession.id.in_(union(*parts))
    )
    insert = _INSERT[session.connection().dialect.name]
    statement = insert(SessionPulse).from_select(
        ["session_id", "number"], touched.order_by(InterviewSession.id)
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["session_id"], set_={"number": SessionPulse.number + 1}
        )
    )


def _forget(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_NOTED, None)
