"""Stored files: outside the web root, under random names, known by content, never by name."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from flask import current_app


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as kept: `name` is its random place, `sha256` its fingerprint, `size` in bytes."""

    name: str
    sha256: str
    size: int


def _folder() -> Path:
    folder = Path(current_app.config["DATA_DIR"]) / "files"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def store(data: bytes) -> Stored:
    """Write the bytes durably under a fresh random name.

    The row that names it is committed afterwards: a crash between leaves a file without a row,
    which `sweep` removes, never a row without a file.
    """
    name = secrets.token_hex(20)
    target = _folder() / name[:2] / name
    target.parent.mkdir(exist_ok=True, mode=0o700)
    partial = target.with_suffix(".part")
    with partial.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    partial.replace(target)
    return Stored(name, hashlib.sha256(data).hexdigest(), len(data))


def path_of(name: str) -> Path:
    """Return where a stored file lies; `name` comes from our own table, never from a request."""
    if len(name) != 40 or not all(char in "0123456789abcdef" for char in name):
        raise ValueError("not a stored file's name")
    return _folder() / name[:2] / name


def remove(name: str) -> None:
    """Delete a stored file; a missing one is already deleted."""
    path_of(name).unlink(missing_ok=True)


def sweep(known: set[str], older_than: float) -> int:
    """Delete files no row names, last written before `older_than` (POSIX seconds); count them."""
    gone = 0
    for path in _folder().glob("??/*"):
        if path.stem not in known and path.stat().st_mtime < older_than:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
