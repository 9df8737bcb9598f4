"""A database that several processes share: for races and kills, which no rollback can fake."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from recruit.app import create_app
from recruit.kernel.db import Base, db

ROOT = Path(__file__).resolve().parents[2]
PREAMBLE = """
import os, signal, sys, time
from datetime import datetime, timedelta, UTC
from recruit.app import create_app
from recruit.kernel import clock
from recruit.kernel.db import db, transaction
app = create_app()
app.config["WTF_CSRF_ENABLED"] = False
"""


class RealDatabase:
    """An empty database on disk or on the server, and child processes that work on it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url
        self.environment = os.environ | {
            "RECRUIT_DATA_DIR": str(folder),
            "RECRUIT_DATABASE_URL": url,
            "RECRUIT_SECRET_KEY": "test",
            "RECRUIT_BASE_URL": "http://127.0.0.1:8000",
            "RECRUIT_MAIL_FROM": "Recruit <jobs@example.org>",
            "PYTHONPATH": str(ROOT),
        }
        self.app = create_app(
            {
                "SECRET_KEY": "test",
                "DATA_DIR": str(folder),
                "SQLALCHEMY_DATABASE_URI": url,
                "BASE_URL": "http://127.0.0.1:8000",
                "TESTING": True,
                "WTF_CSRF_ENABLED": False,
            }
        )
        with self.app.app_context():
            if url.startswith("sqlite"):
                raw = db.engine.raw_connection()
                raw.driver_connection.execute("PRAGMA journal_mode=WAL")
                raw.close()
            Base.metadata.create_all(db.engine)

    def start(self, script: str, **environment: str) -> subprocess.Popen[str]:
        """Start a process with an app of its own; `script` is Python that uses `app`."""
        return subprocess.Popen(
            [sys.executable, "-c", PREAMBLE + textwrap.dedent(script)],
            env=self.environment | environment,
            cwd=ROOT,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, script: str, **environment: str) -> str:
        """Run a process to its end and return what it printed; a failure fails the test."""
        process = self.start(script, **environment)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        return out


@pytest.fixture
def real_database(tmp_path: Path, worker: str) -> Iterator[RealDatabase]:
    server = os.environ.get("RECRUIT_TEST_DATABASE_URL")
    if not server:
        made = RealDatabase(tmp_path, f"sqlite:///{tmp_path}/real.db")
        yield made
        with made.app.app_context():
            db.engine.dispose()
        return
    name = f"recruit_real_{os.getpid()}_{worker}"
    maker = create_engine(make_url(server), isolation_level="AUTOCOMMIT")
    with maker.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    made = RealDatabase(tmp_path, url)
    yield made
    with made.app.app_context():
        db.engine.dispose()
    with maker.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    maker.dispose()
