"""Who did what to which record, and when. Rows are added, never changed."""

from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import DDL, JSON, Index, String, event, inspect
from sqlalchemy.orm import Mapped, mapped_column

from recruit.kernel.db import Base, Record, db, intpk


class AuditEvent(Base):
    """One thing that happened. `changes` hold codes, field names and pubids, nothing personal."""

    __tablename__ = "audit_event"
    __table_args__ = (Index(None, "subject", "id"), Index(None, "actor", "id"))

    id: Mapped[intpk]
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(80), index=True)
    subject: Mapped[str] = mapped_column(String(80))
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value.pubid
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    return value


def record(
    action: str, subject: Record, *, actor: Record | None, at: datetime, **changes: Any
) -> None:
    """Add an event to the current transaction. `action` reads "feature.noun.past-verb".

    `actor` is a Person, a Candidate acting by link, or None for the clock ("system").
    """
    if not inspect(subject).has_identity:  # a new row gets its public id at the flush
        db.session.add(subject)
        db.session.flush()
    db.session.add(
        AuditEvent(
            at=at,
            action=action,
            changes={name: _plain(value) for name, value in changes.items()},
            actor=f"{actor.__tablename__}:{actor.pubid}" if actor else "system",
            subject=f"{subject.__tablename__}:{subject.pubid}",
        )
    )


def append_only(table: Any) -> None:
    """Let the database itself refuse UPDATE and DELETE on this table, on both engines."""
    name = table.name
    for verb in ("UPDATE", "DELETE"):
        event.listen(
            table,
            "after_create",
            _statement(sqlite_append_only(name, verb)).execute_if(dialect="sqlite"),
        )
    for statement in postgresql_append_only(name):
        event.listen(
            table,
            "after_create",
            _statement(statement).execute_if(dialect="postgresql"),
        )


def _statement(words: str) -> DDL:
    return DDL(words.replace("%", "%%"))  # type: ignore[no-untyped-call]


def sqlite_append_only(table: str, verb: str) -> str:
    """Return the trigger that refuses `verb` on `table` (SQLite)."""
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def postgresql_append_only(table: str) -> list[str]:
    """Return the function and the trigger that refuse changes to `table` (PostgreSQL)."""
    return [
        f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
    ]


append_only(AuditEvent.__table__)
