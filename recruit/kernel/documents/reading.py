"""Reading a document's words in a child process, so that a hostile file hurts only itself."""

import subprocess
import sys
import tempfile
from pathlib import Path

from recruit.kernel import paths
from recruit.kernel.documents.kinds import Kind

SECONDS = 20


class Unreadable(Exception):
    """The child gave up: damaged, protected, or beyond its limits of time and memory."""


def read_text(path: Path, kind: Kind) -> str:
    """Return the words of the stored file, empty for a scanned page; raise Unreadable.

    The child gets an empty environment (no secrets) and an empty folder; its answer goes into a
    file, whose size the operating system limits.
    """
    with (
        tempfile.TemporaryDirectory() as nowhere,
        path.open("rb") as file,
        tempfile.TemporaryFile() as answer,
    ):
        try:
            done = subprocess.run(  # noqa: S603 (our own module, a kind from an enum)
                [sys.executable, "-m", "recruit.kernel.documents.extract", kind.value],
                stdin=file,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                cwd=nowhere,
                env={"PYTHONPATH": str(paths.PACKAGE.parent), "PYTHONDONTWRITEBYTECODE": "1"},
                timeout=SECONDS,
                check=False,
            )
        except (subprocess.TimeoutExpired, OSError) as error:
            raise Unreadable from error
        if done.returncode != 0:
            raise Unreadable
        answer.seek(0)
        return answer.read().decode(errors="replace")
