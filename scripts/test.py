"""The whole suite: everything on SQLite, then what touches a database again on PostgreSQL, and
beside that the browser. Exit status 0 only when all of it passed; nothing is skipped for a
missing part.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from typing import IO

import postgres

WORKERS = ["-n", os.environ.get("RECRUIT_TEST_WORKERS", "2"), "--dist", "loadscope"]
ON_SQLITE = ["tests/unit", "tests/contracts", "tests/integration"]
ON_POSTGRESQL = [
    # Who may open what is one code on both databases: SQLite alone proves it. That every page
    # opens and changes nothing asks the database itself.
    "tests/contracts/test_get_writes_nothing.py",
    "tests/contracts/test_migrations.py",
    "tests/integration",
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = "Chromium is missing. On Debian: apt-get install chromium fonts-liberation"


def chosen() -> list[str]:
    """Return what somebody named on the command line; it runs without the browser."""
    return sys.argv[1:]


def start(
    *arguments: str, output: IO[str] | None = None, **environment: str
) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pytest", *arguments]
    settings = {"PYTHONHASHSEED": "0", **environment}  # workers must collect in one order
    return subprocess.Popen(
        command, env=os.environ | settings, stdout=output, stderr=output and subprocess.STDOUT
    )


def pytest(*arguments: str, **environment: str) -> bool:
    return start(*arguments, **environment).wait() == 0


def postgresql() -> bool:
    with postgres.server() as url:
        return pytest(*WORKERS, *(chosen() or ON_POSTGRESQL), RECRUIT_TEST_DATABASE_URL=url)


def main() -> int:
    if not any(map(shutil.which, BROWSERS)):
        sys.exit(NO_BROWSER)
    if postgres.binaries() is None and "RECRUIT_TEST_POSTGRES_URL" not in os.environ:
        sys.exit(postgres.HOW_TO_GET)
    print("== SQLite", flush=True)
    passed = pytest(*WORKERS, *(chosen() or ON_SQLITE))
    with tempfile.TemporaryFile("w+") as heard:
        # A browser waits more than it works: beside it there is room for a database.
        browser = None if chosen() else start("tests/browser", "-p", "no:xdist", output=heard)
        try:
            print("== PostgreSQL", flush=True)
            passed &= postgresql()
            if browser is not None:
                passed &= browser.wait() == 0
                heard.seek(0)
                print("== Chromium", heard.read(), sep="\n", flush=True)
        finally:
            if browser is not None and browser.poll() is None:
                browser.send_signal(signal.SIGINT)
                browser.wait()
    print("All passed." if passed else "Something failed: see above.", flush=True)
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
