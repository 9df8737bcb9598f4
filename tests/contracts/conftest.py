"""The world, once for each file of tests, and requests that are taken back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from recruit.kernel.db import db
from tests.conftest import NOW, rolled_back
from tests.contracts.world import World
from tests.factories import Make


@contextmanager
def writes() -> Iterator[list[str]]:
    """Every statement that would change a row, sent while this is open."""
    seen: list[str] = []

    def note(_c: Any, _cur: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            seen.append(statement)

    bind = db.engines[None]
    event.listen(bind, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(bind, "before_cursor_execute", note)


@pytest.fixture(scope="module")
def world(app: Flask) -> Iterator[World]:
    with rolled_back(app):
        yield World(Make(NOW))


@pytest.fixture
def request_as(app: Flask, world: World) -> Callable[..., Any]:
    """Ask for a path as somebody; whatever it changes is taken back, unless `keep`."""

    @cache
    def session_of(identity: str) -> str:
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = identity, True
        found = client.get_cookie("recruit")
        assert found is not None
        return found.value

    def ask(
        identity: str | None, method: str, path: str, *, keep: bool = False, **kw: Any
    ) -> Any:
        client = app.test_client()
        if identity is not None:
            client.set_cookie("recruit", session_of(identity))
        db.session.remove()  # its own savepoint must not enclose the one taken back here
        step = db.engines[None].begin_nested()  # type: ignore[attr-defined]
        try:
            with writes() as written:
                answer = client.open(path, method=method, buffered=True, **kw)
        finally:
            db.session.remove()
            step.commit() if keep else step.rollback()
        answer.written = written
        return answer

    return ask
