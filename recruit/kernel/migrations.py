"""Bringing a database to the present schema, on both engines."""

from pathlib import Path

import flask_migrate
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import inspect

from recruit.kernel.db import db


def upgrade() -> None:
    """Run what is missing of the migrations; SQLite is switched to WAL here, once per file."""
    if db.engine.dialect.name == "sqlite":
        if database := db.engine.url.database:
            Path(database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        raw = db.engine.raw_connection()
        try:
            raw.driver_connection.execute("PRAGMA journal_mode=WAL")  # type: ignore[union-attr]
        finally:
            raw.close()
    flask_migrate.upgrade()


def is_current() -> bool:
    """Tell whether the database stands at the newest migration."""
    config = Config()
    config.set_main_option("script_location", current_app.extensions["migrate"].directory)
    wanted = set(ScriptDirectory.from_config(config).get_heads())
    return (
        set(MigrationContext.configure(db.session.connection()).get_current_heads()) == wanted
    )


def is_empty() -> bool:
    """Tell whether the database has no tables yet."""
    return not inspect(db.engine).get_table_names()
