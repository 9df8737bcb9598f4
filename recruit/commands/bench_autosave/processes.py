"""Web processes that can be killed in the middle of a request and started again."""

import os
import subprocess
import sys
from pathlib import Path

from recruit.commands.bench_booking import scratch

PLAIN_WRITE = """
from flask import request
from sqlalchemy import text
from recruit.kernel.db import db, transaction
from recruit.kernel.extensions import csrf
from recruit.kernel.permissions import public
@app.post("/bench/write")
@csrf.exempt
@public
def plain_write():
    with transaction():
        db.session.execute(text("UPDATE bench_write SET n = n + 1 WHERE id = 1"))
    return "", 204
"""
_SERVER = scratch.SERVER.replace("app = create_app()\n", "app = create_app()\n" + PLAIN_WRITE)


class Servers:
    """So many web processes on ports of their own."""

    def __init__(self, count: int, url: str, folder: Path, key: str) -> None:
        self.ports = [scratch.free_port() for _ in range(count)]
        self.url, self.folder, self.key = url, folder, key
        self.running = [self._start(number) for number in range(count)]
        for process in self.running:
            self._wait(process)

    def _start(self, number: int) -> subprocess.Popen[str]:
        port = self.ports[number]
        environment = os.environ | {
            "RECRUIT_DATABASE_URL": self.url,
            "RECRUIT_DATA_DIR": str(self.folder),
            "RECRUIT_SECRET_KEY": self.key,
            "RECRUIT_PORT": str(port),
            "RECRUIT_BASE_URL": f"http://127.0.0.1:{port}",
            "RECRUIT_LOG_LEVEL": "error",
        }
        environment.pop("RECRUIT_SECRET_KEY_FILE", None)
        with (self.folder / f"server-{number}.log").open("a") as log:
            return subprocess.Popen(  # noqa: S603 (our own program, our own arguments)
                [sys.executable, "-c", _SERVER],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    @staticmethod
    def _wait(process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None  # noqa: S101 (a pipe was asked for)
        if process.stdout.readline() != "ready\n":
            raise RuntimeError("A web process did not start.")

    def kill(self, number: int) -> None:
        """Kill a process as a power cut would, and start another in its place."""
        victim = self.running[number]
        victim.kill()
        victim.wait(timeout=30)
        if victim.stdout is not None:
            victim.stdout.close()
        self.running[number] = self._start(number)
        self._wait(self.running[number])

    def stop(self) -> None:
        """End all of them."""
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait(timeout=30)
            if process.stdout is not None:
                process.stdout.close()
