"""One leader among several processes: the scheduler's lock and its sign of life."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, String, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, mapped_column

from recruit.kernel.db import Base, db

_ADVISORY_KEY = 7_305_110_421  # any constant that nobody else in this database uses


class Heartbeat(Base):
    """When a process of this name was last alive."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime]


def beat(name: str, now: datetime) -> None:
    """Note in the current transaction that `name` is alive."""
    db.session.merge(Heartbeat(name=name, at=now))


@dataclass(frozen=True, slots=True)
class Leadership:
    """Whether this process leads: true for one at a time. `held()` asks again."""

    won: bool
    connection: Connection | None = None

    def __bool__(self) -> bool:
        return self.won

    def held(self) -> bool:
        """Tell whether the lock is still ours: a database that restarted has forgotten it."""
        if self.connection is None:
            return self.won
        try:
            self.connection.execute(text("SELECT 1"))
        except DBAPIError:
            return False
        return self.won


@contextmanager
def leadership(engine: Engine, data_dir: Path) -> Iterator[Leadership]:
    """Yield a true Leadership to one process at a time; the lock dies with its process.

    PostgreSQL: a session advisory lock on a connection of its own. SQLite: a lock file.
    """
    if engine.dialect.name == "postgresql":
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            query = text("SELECT pg_try_advisory_lock(:key)")
            won = bool(connection.execute(query, {"key": _ADVISORY_KEY}).scalar())
            yield Leadership(won, connection)
        finally:
            connection.invalidate()  # closes the session, and with it the lock
            connection.close()
        return
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "scheduler.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield Leadership(False)
        else:
            yield Leadership(True)
