"""A PostgreSQL server for the tests: on a free port, in a temporary folder, gone afterwards."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOW_TO_GET = (
    "PostgreSQL's server programs (initdb, pg_ctl) are missing. On Debian: "
    "apt-get install postgresql  (or set RECRUIT_TEST_POSTGRES_URL to a server of your own)."
)


def binaries() -> Path | None:
    """Return the folder with initdb and pg_ctl, the newest if there are several."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _unprivileged() -> list[str]:
    """PostgreSQL refuses to run as root: root steps down to another account."""
    if os.geteuid() != 0:
        return []
    for user in ("postgres", "nobody"):
        if subprocess.run(["id", user], capture_output=True, check=False).returncode == 0:
            return ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--"]
    sys.exit("No account other than root to run PostgreSQL: create one named postgres.")


@contextmanager
def server() -> Iterator[str]:
    """Yield the URL of a running server's maintenance database."""
    if given := os.environ.get("RECRUIT_TEST_POSTGRES_URL"):
        yield given
        return
    folder = binaries()
    if folder is None:
        sys.exit(HOW_TO_GET)
    step_down = _unprivileged()
    with tempfile.TemporaryDirectory(prefix="recruit-postgres-") as name:
        place = Path(name)
        if step_down:
            shutil.chown(place, step_down[1].partition("=")[2])
        port, data = _free_port(), place / "data"

        def run(program: str, *arguments: str) -> None:
            command = [*step_down, str(folder / program), *arguments]
            done = subprocess.run(
                command, cwd=place, capture_output=True, text=True, check=False
            )
            if done.returncode:
                sys.exit(f"{program} failed:\n{done.stdout}{done.stderr}")

        run(
            "initdb",
            "-D",
            str(data),
            "-U",
            "recruit",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        options = (
            f"-p {port} -k {place} -c listen_addresses=127.0.0.1 -c fsync=off "
            "-c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
        )
        run("pg_ctl", "-D", str(data), "-l", str(place / "log"), "-o", options, "-w", "start")
        try:
            yield f"postgresql://recruit@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")


if __name__ == "__main__":
    with server() as url:
        print(url, flush=True)
        if sys.argv[1:]:
            environment = os.environ | {"RECRUIT_TEST_DATABASE_URL": url}
            sys.exit(subprocess.run(sys.argv[1:], env=environment, check=False).returncode)
        input("Press Enter to stop it.")
