"""The database: base class, column types, and the one place that commits."""

import enum
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from flask import has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    String,
    TypeDecorator,
    event,
    select,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

from recruit.kernel.errors import Refused, Stale
from recruit.kernel.ids import PUBID_LENGTH, is_pubid, new_pubid


class UTCDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC datetimes out, on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Plain SQLAlchemy: models inherit from this, never from db.Model."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: UTCDateTime,
            enum.Enum: Enum(
                enum.Enum,
                native_enum=False,
                create_constraint=False,
                length=32,
                values_callable=lambda members: [member.value for member in members],
            ),
        },
    )


intpk = Annotated[int, mapped_column(primary_key=True)]


class Record(Base):
    """A row people can point at: `id` stays inside, `pubid` goes into URLs, mails and the API."""

    __abstract__ = True

    id: Mapped[intpk] = mapped_column(sort_order=-10)
    pubid: Mapped[str] = mapped_column(
        String(PUBID_LENGTH), unique=True, default=new_pubid, sort_order=-9
    )


_LOOK = 25
"""Milliseconds after which a writer begins to look for the lock anew."""

db = SQLAlchemy(model_class=Base, disable_autonaming=True)


@event.listens_for(Engine, "connect")
def _sqlite_connect(dbapi_connection: Any, _record: Any) -> None:
    """Settings that hold per connection. WAL holds per file: `recruit db upgrade` sets it once."""
    if type(dbapi_connection).__module__.startswith("sqlite3"):
        dbapi_connection.isolation_level = None  # we emit BEGIN ourselves
        for pragma in ("foreign_keys=ON", "synchronous=FULL"):
            dbapi_connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _sqlite_begin(connection: Connection) -> None:
    """Writers take the write lock at once: a later upgrade would fail or lose an update."""
    if connection.dialect.name != "sqlite":
        return
    wanted = connection.get_execution_options().get("sqlite_begin")
    reading = has_request_context() and request.method in ("GET", "HEAD", "OPTIONS")
    if wanted == "DEFERRED" or (reading and not wanted):
        connection.exec_driver_sql("BEGIN DEFERRED")
    else:
        _begin_in_turn(connection)


def _begin_in_turn(connection: Connection) -> None:
    """Wait for SQLite's one write lock with short looks, as long as the connection's timeout.

    SQLite's own waiting looks less and less often, at last ten times a second: who has waited
    long is then always beaten by who has just come, and with twenty writers some wait for
    longer than the whole patience. Looked for anew, everybody's chance is the same.
    """
    raw: Any = connection.connection.dbapi_connection
    patience = raw.execute("PRAGMA busy_timeout").fetchone()[0]
    until = time.monotonic() + patience / 1000
    raw.execute(f"PRAGMA busy_timeout={_LOOK}")
    try:
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if busy and time.monotonic() < until:
                    continue
            else:
                return
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # fails in SQLAlchemy's own words
            return
    finally:
        raw.execute(f"PRAGMA busy_timeout={patience}")


@contextmanager
def transaction() -> Iterator[None]:
    """Commit on success, roll back on any exception. The only caller of commit()."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


R = TypeVar("R", bound=Record)


def locked(row: R) -> R:
    """Re-read a row under a lock, so that counting and then writing is safe.

    The lock is taken by the row alone, before it is read with what is joined to it: where
    somebody changed a foreign key while we waited, PostgreSQL compares the joined rows of
    before with the key of now and would find no row at all.
    """
    db.session.flush()  # refresh() would drop what an earlier step changed in this row
    kind = type(row)
    if db.session.connection().dialect.name != "sqlite":  # whose writers hold the one lock
        db.session.execute(select(kind.id).where(kind.id == row.id).with_for_update())
    db.session.refresh(row)
    return row


def by_pubid(model: type[R], value: object) -> R | None:
    """Return the row with this public id; None for any other value, however malformed."""
    if not is_pubid(value):
        return None
    return db.session.scalars(select(model).where(model.pubid == value)).one_or_none()


def unchanged(row: Any, version: int | None) -> None:
    """Raise Stale unless the form was opened on the row's present `version`."""
    if version is not None and row.version != version:
        raise Stale


@contextmanager
def refused_by_constraint(reason: StrEnum) -> Iterator[None]:
    """Turn a constraint's no into Refused(reason): the answer of last resort in a race.

    What was written inside is undone; the rest of the transaction lives on.
    """
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError as error:
        raise Refused(reason) from error
