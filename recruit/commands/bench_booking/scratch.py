"""A database of our own, of the configured kind, and the web processes that serve it."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

SERVER = """
import logging
import os
import traceback
import waitress
from recruit.app import create_app
from recruit.kernel import web
logging.getLogger("waitress").setLevel(logging.ERROR)
told = web._bug
def bug(error):
    traceback.print_exception(error)  # everybody here is made up: the whole story may be told
    return told(error)
web._bug = bug
app = create_app()
server = waitress.create_server(
    app,
    host="127.0.0.1",
    port=int(os.environ["RECRUIT_PORT"]),
    threads=4,
    ident="",
    connection_limit=1000,  # as in recruit/server.py
    asyncore_use_poll=True,
)
print("ready", flush=True)
server.run()
"""


@contextmanager
def database(configured: str) -> Iterator[tuple[str, Path]]:
    """Yield the URL of an empty database of the same kind as `configured`, and a folder for
    its files; both are gone afterwards. Nothing is read from or written to the configured one."""
    with tempfile.TemporaryDirectory(prefix="recruit-bench-") as name:
        folder = Path(name)
        if configured.startswith("sqlite"):
            yield f"sqlite:///{folder}/bench.db", folder
            return
        url = make_url(configured)
        own = f"recruit_bench_{secrets.token_hex(4)}"
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{own}"')
        try:
            yield url.set(database=own).render_as_string(hide_password=False), folder
        finally:
            with engine.connect() as connection:
                connection.exec_driver_sql(f'DROP DATABASE "{own}" WITH (FORCE)')
            engine.dispose()


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def servers(count: int, url: str, folder: Path, key: str) -> Iterator[list[int]]:
    """Yield the ports of so many web processes, each of its own and with four threads."""
    running: list[subprocess.Popen[str]] = []
    ports = [free_port() for _ in range(count)]
    try:
        for number, port in enumerate(ports):
            environment = os.environ | {
                "RECRUIT_DATABASE_URL": url,
                "RECRUIT_DATA_DIR": str(folder),
                "RECRUIT_SECRET_KEY": key,
                "RECRUIT_PORT": str(port),
                "RECRUIT_BASE_URL": f"http://127.0.0.1:{port}",
                "RECRUIT_LOG_LEVEL": "error",
            }
            environment.pop("RECRUIT_SECRET_KEY_FILE", None)
            with (folder / f"server-{number}.log").open("w") as log:
                process = subprocess.Popen(  # noqa: S603 (our own program, our own arguments)
                    [sys.executable, "-c", SERVER],
                    env=environment,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                )
            running.append(process)
        for process in running:
            assert process.stdout is not None  # noqa: S101 (a pipe was asked for)
            if process.stdout.readline() != "ready\n":
                raise RuntimeError("A web process did not start.")
        yield ports
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=30)
            if process.stdout is not None:
                process.stdout.close()


def errors(folder: Path) -> list[str]:
    """Return what the web processes wrote about failures, the last lines of each."""
    lines: list[str] = []
    for log in sorted(folder.glob("server-*.log")):
        lines += [line[:300] for line in log.read_text("utf-8", "replace").splitlines()[-40:]]
    return lines
