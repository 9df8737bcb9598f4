"""One chain of migrations for both databases: no drift, up on a copy, down again."""

import os
from collections.abc import Iterator

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import inspect, text

from recruit.app import create_app
from recruit.kernel import migrations
from recruit.kernel.db import db
from tests.conftest import database_url


@pytest.fixture
def fresh(tmp_path, worker) -> Iterator[Flask]:
    """An application on an empty database of this test's own."""
    app = create_app(
        {
            "SECRET_KEY": "test",
            "DATA_DIR": str(tmp_path),
            "SQLALCHEMY_DATABASE_URI": database_url(tmp_path, f"{worker}_migrations"),
        }
    )
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_the_migrations_make_what_the_models_say(fresh):
    migrations.upgrade()
    flask_migrate.check()
    assert migrations.is_current()


def promises() -> dict[str, set[str]]:
    """Return what else the database keeps of each table: its checks and triggers, by name."""
    found = inspect(db.engine)
    kept = {
        table: {str(check["name"]) for check in found.get_check_constraints(table)}
        for table in found.get_table_names()
        if table != "alembic_version"
    }
    triggers = (
        "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
        if db.engine.dialect.name == "sqlite"
        else "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with db.engine.connect() as connection:
        for table, name in connection.execute(text(triggers)):
            kept[table].add(name)
    return kept


def test_checks_and_triggers_are_those_of_the_models(fresh):
    """Alembic compares neither."""
    migrations.upgrade()
    migrated = promises()
    flask_migrate.downgrade(revision="base")
    with db.engine.begin() as connection:
        db.metadata.drop_all(connection)
    db.create_all()
    assert promises() == migrated


def test_they_go_down_and_up_again(fresh):
    migrations.upgrade()
    flask_migrate.downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    migrations.upgrade()
    flask_migrate.check()


def test_the_audit_trail_is_append_only_in_the_migrated_database_too(fresh):
    migrations.upgrade()
    with db.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO audit_event (at, actor, action, subject, changes) "
                "VALUES (CURRENT_TIMESTAMP, 'system', 'a.b.c', 'x:y', '{}')"
            )
        )
    for statement in ("UPDATE audit_event SET actor = 'me'", "DELETE FROM audit_event"):
        with pytest.raises(Exception, match="append-only"), db.engine.begin() as connection:
            connection.execute(text(statement))


def test_a_sqlite_file_is_durable(fresh):
    if "RECRUIT_TEST_DATABASE_URL" in os.environ:
        return  # a property of SQLite files only
    migrations.upgrade()
    with db.engine.connect() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragma == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
