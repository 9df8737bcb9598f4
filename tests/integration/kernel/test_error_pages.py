"""Error pages stand alone: they show when the database, and with it the account, is gone."""

from pathlib import Path

import pytest
from flask import Flask

from recruit.app import create_app
from recruit.kernel.db import Base, db

SIGNED_IN = "abdegjkmnpqr.1"


@pytest.fixture(scope="module")
def without_database(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder: Path = tmp_path_factory.mktemp("gone")
    return create_app(
        {
            "SECRET_KEY": "test",
            "DATA_DIR": str(folder),
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder}/missing/recruit.db",
            "BASE_URL": "http://localhost",
            "TRUSTED_HOSTS": ["localhost"],
        }
    )


@pytest.mark.parametrize("identity", [None, SIGNED_IN])
def test_a_lost_database_is_explained(without_database: Flask, identity: str | None) -> None:
    client = without_database.test_client()
    with client.session_transaction() as cookie:
        if identity:
            cookie["_user_id"] = identity
    answer = client.get("/vacancies" if identity else "/login")
    assert answer.status_code == 503
    assert "Back in a moment" in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


@pytest.mark.parametrize("code", [400, 404, 405, 409, 413, 422, 429, 500, 503])
def test_every_error_has_its_page(app: Flask, code: int) -> None:
    with app.test_request_context():
        page = app.jinja_env.get_template(f"errors/{code}.html").render(message=None)
    assert page.count("<h1>") == 1
    assert "style=" not in page


def test_a_message_takes_the_place_of_the_standing_text(app: Flask) -> None:
    with app.test_request_context():
        page = app.jinja_env.get_template("errors/409.html").render(message="<b>Reload</b>")
    assert "&lt;b&gt;Reload&lt;/b&gt;" in page


def test_it_recovers_without_hands(tmp_path: Path) -> None:
    """The database comes back: the next request is served, by the same process."""
    place = tmp_path / "volume"
    app = create_app(
        {
            "SECRET_KEY": "test",
            "DATA_DIR": str(tmp_path),
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{place}/recruit.db",
            "TRUSTED_HOSTS": ["localhost"],
        }
    )
    client = app.test_client()
    assert client.get("/people/first").status_code == 503
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    place.mkdir()
    with app.app_context():
        Base.metadata.create_all(db.engine)
    assert client.get("/people/first").status_code == 200
    with app.app_context():
        db.engine.dispose()
