"""Backup and restore: one archive with the database, the stored files and their fingerprints.

The secret key is not in it: keep it apart, or every link and session dies at the restore.
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import inspect, text

from recruit.kernel.db import db

_DUMP = {"sqlite": "recruit.db", "postgresql": "recruit.pgdump"}
_UNREADABLE = (
    tarfile.TarError, OSError, EOFError, zlib.error,  # not a whole archive
    ValueError, KeyError, TypeError, AttributeError,  # not our manifest
)  # fmt: skip


class BackupError(Exception):
    """What stands in the way, in a sentence for the person at the terminal."""


def _files() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "files"


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _differs(path: Path, digest: str) -> bool:
    return not path.is_file() or _sha256(path) != digest


def _postgres(program: str, *arguments: str) -> None:
    binary = shutil.which(program)
    if binary is None:
        raise BackupError(f"{program} is missing: install PostgreSQL's client programs")
    url = db.engine.url
    environment = os.environ | {"PGPASSWORD": url.password or ""}
    connection = ["-h", url.host or "", "-p", str(url.port or 5432), "-U", url.username or ""]
    command = [binary, *(connection if url.host else []), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()[:400]}")


def backup(target: Path, now: datetime) -> dict[str, int]:
    """Write an archive while the product runs; return how many files it holds.

    The database is copied first: a file stored later has no row in the copy, never the reverse.
    """
    engine = db.engine.dialect.name
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        dump = Path(scratch) / _DUMP[engine]
        if engine == "sqlite":
            source = sqlite3.connect(str(db.engine.url.database), timeout=15)
            try:
                source.execute("VACUUM INTO ?", (str(dump),))
            finally:
                source.close()
        else:
            _postgres("pg_dump", "-Fc", "-f", str(dump), "-d", str(db.engine.url.database))
        stored = sorted(
            path for path in _files().rglob("*") if path.is_file() and path.suffix != ".part"
        )
        partial = target.with_name(target.name + ".part")
        # Everybody's data stands in it: nobody but the account that made it may read it.
        out = os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
        with out, tarfile.open(fileobj=out, mode="w:gz") as archive:
            manifest = {"made_at": now.isoformat(), "engine": engine, "sha256": {}}
            for path, name in [
                (dump, dump.name),
                *((p, f"files/{p.parent.name}/{p.name}") for p in stored),
            ]:
                manifest["sha256"][name] = _sha256(path)  # type: ignore[index]
                archive.add(path, name, recursive=False)
            data = json.dumps(manifest, indent=1).encode()
            entry = tarfile.TarInfo("manifest.json")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        partial.replace(target)
    return {"files": len(stored)}


def restore(source: Path) -> dict[str, int]:
    """Put an archive into an empty installation; check every fingerprint before and after.

    Mail that waited in the archive may have left since: it is held for a person to look at.
    """
    if inspect(db.engine).get_table_names():
        raise BackupError("The database is not empty. Restore into a new data directory.")
    if _files().is_dir() and any(_files().iterdir()):
        raise BackupError("The data directory already holds files. Restore into a new one.")
    db.engine.dispose()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        try:
            with tarfile.open(source) as archive:
                archive.extractall(folder, filter="data")
            manifest = json.loads((folder / "manifest.json").read_text())
            sums = {str(name): str(digest) for name, digest in manifest["sha256"].items()}
            made_on = str(manifest["engine"])
        except _UNREADABLE as error:
            what = str(error) or type(error).__name__
            raise BackupError(f"{source} is not a whole backup of Recruit: {what}") from error
        wrong = [name for name, digest in sums.items() if _differs(folder / name, digest)]
        if wrong:
            raise BackupError(
                f"{len(wrong)} files of the archive are damaged, first {wrong[0]}"
            )
        engine = db.engine.dialect.name
        if made_on != engine:
            raise BackupError(f"The archive is from {made_on}, this database is {engine}.")
        if engine == "sqlite":
            target = Path(str(db.engine.url.database))
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            for stale in (f"{target}-wal", f"{target}-shm"):
                Path(stale).unlink(missing_ok=True)
            shutil.copyfile(folder / _DUMP[engine], target)
        else:
            _postgres(
                "pg_restore",
                "--no-owner",
                "-d",
                str(db.engine.url.database),
                str(folder / _DUMP[engine]),
            )
        if (folder / "files").is_dir():
            shutil.copytree(folder / "files", _files(), dirs_exist_ok=True)
    held = _hold_mail()
    return {"files": len(sums) - 1, "held_mail": held}


def _hold_mail() -> int:
    with db.engine.begin() as connection:
        return connection.execute(
            text(
                "UPDATE outbox_message SET state = 'failed', last_error = 'held after a restore' "
                "WHERE state IN ('pending', 'sending')"
            )
        ).rowcount
