"""Fixtures. One database per run and worker; a test's writes are rolled back at the connection."""

import gc
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url

from recruit.app import create_app
from recruit.kernel import clock
from recruit.kernel.db import Base, db
from recruit.people.models import Person
from tests.factories import Make

gc.set_threshold(200_000, 20, 100)  # a tenth of the suite's time went into looking for cycles
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday. The clock stands still at it unless a test travels."""


def database_url(folder: Path, worker: str) -> str:
    """A database of this worker's own: a SQLite file, or one on RECRUIT_TEST_DATABASE_URL."""
    server = os.environ.get("RECRUIT_TEST_DATABASE_URL")
    if not server:
        return f"sqlite:///{folder}/test.db"
    url = make_url(server)
    name = f"recruit_test_{worker}_{secrets.token_hex(4)}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


class Browser(FlaskClient):
    """A client whose every request starts with an empty `g`, as on a real server: the test's
    own application context would otherwise carry the person of the last request on."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if has_app_context():
            vars(g._get_current_object()).clear()
        return super().open(*args, **kwargs)


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory, worker: str) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("data")
    app = create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "test",
            "DATA_DIR": str(folder),
            "SQLALCHEMY_DATABASE_URI": database_url(folder, worker),
            "BASE_URL": "http://127.0.0.1:8000",
            "TRUSTED_HOSTS": ["localhost", "127.0.0.1"],
            "SMTP_HOST": "",
            "DEMO": False,
            "WTF_CSRF_ENABLED": False,
        }
    )
    app.test_client_class = Browser
    with app.app_context():
        db.session.configure(join_transaction_mode="create_savepoint")
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


@contextmanager
def rolled_back(app: Flask) -> Iterator[None]:
    """One outer transaction; commit() inside it only releases a savepoint."""
    with app.app_context():
        engine = db.engine
        connection = engine.connect()
        outer = connection.begin()
        db.engines[None] = connection  # type: ignore[index]
        try:
            yield
        finally:
            db.session.remove()
            outer.rollback()
            connection.close()
            db.engines[None] = engine


@pytest.fixture
def database(app: Flask) -> Iterator[None]:
    """Run the test inside one outer transaction, taken back at its end."""
    with rolled_back(app):
        yield


@pytest.fixture
def client(app: Flask, database: None) -> FlaskClient:
    return app.test_client()


@pytest.fixture(autouse=True)
def travel(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Freeze the clock at NOW; call the fixture to move it."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    move(NOW)
    return move


@pytest.fixture
def make(database: None) -> Make:
    return Make(NOW)


@pytest.fixture
def sign_in(client: FlaskClient) -> Callable[[Person], FlaskClient]:
    """Sign a person in on the test's client (a session as the login page makes it)."""

    def enter(person: Person) -> FlaskClient:
        db.session.commit()
        with client.session_transaction() as cookie:
            cookie.clear()
            cookie["_user_id"] = person.get_id()
            cookie["_fresh"] = True
        return client

    return enter


@contextmanager
def _counting() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: Any, _cur: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "PRAGMA")):
            statements.append(statement)

    bind = db.engines[None]
    event.listen(bind, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(bind, "before_cursor_execute", note)


@pytest.fixture
def count_queries(database: None) -> Callable[[], Any]:
    """`with count_queries() as statements: ...`; then `len(statements)`."""
    return _counting
