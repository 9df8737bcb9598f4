"""Backups under write load, restored into an empty place by the command people use."""

import gzip
import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, inspect, select, text

from recruit.app import create_app
from recruit.kernel import backup, migrations
from recruit.kernel.audit import AuditEvent
from recruit.kernel.db import Base, db, transaction
from recruit.notifications.models import MessageState, OutboxMessage
from tests.conftest import NOW, database_url
from tests.factories import Make
from tests.integration.conftest import ROOT, RealDatabase

SERVER = os.environ.get("RECRUIT_TEST_DATABASE_URL")
WRITER = """
    from recruit.kernel import audit
    with app.app_context():
        print("writing", flush=True)
        for number in range(100_000):
            with transaction():
                audit.record("backup.row.written", None, actor=None, at=clock.now(), n=number)
            time.sleep(0.002)
"""


def recruit(place: RealDatabase, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command on a place; its words are in stdout and stderr."""
    return subprocess.run(
        [sys.executable, "-m", "recruit.cli", *arguments], env=place.environment, cwd=ROOT,
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip


class Empty:
    """A place without a single table: what a restore needs."""

    def __init__(self, folder: Path, worker: str) -> None:
        folder.mkdir()
        self.folder = folder
        url = database_url(folder, f"restore_{worker}")
        self.url = url
        self.environment = os.environ | {
            "RECRUIT_DATA_DIR": str(folder), "RECRUIT_DATABASE_URL": url,
            "RECRUIT_SECRET_KEY": "test", "PYTHONPATH": str(ROOT),
        }  # fmt: skip

    def rows(self, statement: str) -> list:
        engine = create_engine(self.url)
        with engine.connect() as connection:
            found = list(connection.execute(text(statement)))
        engine.dispose()
        return found


@pytest.fixture
def full(real_database):
    """A migrated house with people, a stored CV and a mail that waits."""
    with real_database.app.app_context():
        Base.metadata.drop_all(db.engine)
        migrations.upgrade()
        with transaction():
            make = Make(NOW)
            document = make.document(make.application(), words="a CV")
            real_database.stored = document.stored_name
            db.session.add(
                OutboxMessage(
                    key="waiting", template="people/invitation", recipient="a@example.org",
                    context={}, created_at=NOW, due_at=NOW,
                )
            )  # fmt: skip
        db.session.remove()
        db.engine.dispose()
    return real_database


@pytest.fixture
def empty(tmp_path, worker):
    return Empty(tmp_path / "new", worker)


def test_a_backup_under_write_load_is_whole_and_restores(full, empty, tmp_path):
    archive = tmp_path / "backup.tar.gz"
    writer = full.start(WRITER)
    try:
        assert writer.stdout.readline() == "writing\n"
        done = recruit(full, "backup", str(archive))
    finally:
        writer.kill()
        writer.communicate()
    assert done.returncode == 0, done.stderr
    assert "1 files" in done.stdout
    assert oct(archive.stat().st_mode & 0o077) == "0o0", "it holds everybody's data"

    done = recruit(empty, "restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert "1 waiting mails are held" in done.stdout
    numbers = [row[0] for row in empty.rows(
        "SELECT changes FROM audit_event WHERE action = 'backup.row.written' ORDER BY id"
    )]  # fmt: skip
    values = [(json.loads(one) if isinstance(one, str) else one)["n"] for one in numbers]
    assert values == list(range(len(values))), "a prefix of what was written, without a gap"
    with full.app.app_context():
        assert db.session.scalar(select(func.count(AuditEvent.id))) >= len(values)
    assert empty.rows("SELECT state, last_error FROM outbox_message") == [
        (MessageState.FAILED.value, "held after a restore")
    ]
    found = [path.name for path in (empty.folder / "files").rglob("*") if path.is_file()]
    assert found == [full.stored]
    if not SERVER:
        assert empty.rows("PRAGMA integrity_check") == [("ok",)]
        assert empty.rows("PRAGMA foreign_key_check") == []
    assert recruit(empty, "db", "check").returncode == 0

    again = recruit(empty, "restore", str(archive))
    assert again.returncode == 1
    assert "not empty" in again.stderr
    assert "Traceback" not in again.stderr


def _damaged(archive: Path, kind: str) -> bytes:
    data = archive.read_bytes()
    if kind == "cut":
        return data[: len(data) // 2]
    if kind == "nonsense":
        return b"this is no archive"
    plain = gzip.decompress(data)
    if kind == "no manifest":
        return gzip.compress(plain.replace(b"manifest.json", b"manifest.jsox"))
    out = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(data)) as source,
        tarfile.open(fileobj=out, mode="w:gz") as target,
    ):
        for member in source:
            body = source.extractfile(member).read()
            if kind == "changed" and member.name.startswith("files/"):
                body = b"another CV, as long as it likes"
            if kind == "outside" and member.name.startswith("files/"):
                member.name = "../../outside"
            if kind == "missing" and member.name.startswith("files/"):
                continue
            member.size = len(body)
            target.addfile(member, io.BytesIO(body))
    return out.getvalue()


def test_a_damaged_archive_is_refused_and_nothing_is_left_behind(full, empty, tmp_path):
    archive = tmp_path / "backup.tar.gz"
    assert recruit(full, "backup", str(archive)).returncode == 0
    bad = tmp_path / "bad.tar.gz"
    app = create_app({"SECRET_KEY": "test", "DATA_DIR": str(empty.folder),
                      "SQLALCHEMY_DATABASE_URI": empty.url})  # fmt: skip
    with app.app_context():
        for kind in ("cut", "nonsense", "no manifest", "changed", "outside", "missing"):
            bad.write_bytes(_damaged(archive, kind))
            with pytest.raises(backup.BackupError):
                backup.restore(bad)
            assert not (tmp_path / "outside").exists()
            assert not (empty.folder / "files").exists(), kind
            assert inspect(db.engine).get_table_names() == [], kind
        db.engine.dispose()
    done = recruit(empty, "restore", str(bad))
    assert (done.returncode, done.stderr[:7]) == (1, "Error: ")
    assert "Traceback" not in done.stderr
    done = recruit(empty, "restore", str(archive))
    assert done.returncode == 0, "after the refusals the good one still fits"


def test_a_backup_never_overwrites(full, tmp_path):
    archive = tmp_path / "backup.tar.gz"
    archive.write_bytes(b"precious")
    done = recruit(full, "backup", str(archive))
    assert done.returncode == 1
    assert archive.read_bytes() == b"precious"
    done = recruit(full, "backup", str(tmp_path / "no" / "such" / "folder.tar.gz"))
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
