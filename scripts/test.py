"""The whole suite: everything on SQLite, then what touches a database again on PostgreSQL, then
the browser. Exit status 0 only when all of it passed; nothing is skipped for a missing part.
"""

import os
import shutil
import subprocess
import sys

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


def pytest(*arguments: str, **environment: str) -> bool:
    command = [sys.executable, "-m", "pytest", *arguments]
    settings = {"PYTHONHASHSEED": "0", **environment}  # workers must collect in one order
    return subprocess.run(command, env=os.environ | settings, check=False).returncode == 0


def main() -> int:
    if not any(map(shutil.which, BROWSERS)):
        sys.exit(NO_BROWSER)
    if postgres.binaries() is None and "RECRUIT_TEST_POSTGRES_URL" not in os.environ:
        sys.exit(postgres.HOW_TO_GET)
    print("== SQLite", flush=True)
    passed = pytest(*WORKERS, *(chosen() or ON_SQLITE))
    print("== PostgreSQL", flush=True)
    with postgres.server() as url:
        passed &= pytest(*WORKERS, *(chosen() or ON_POSTGRESQL), RECRUIT_TEST_DATABASE_URL=url)
    if not chosen():
        print("== Chromium", flush=True)
        passed &= pytest("tests/browser", "-p", "no:xdist")
    print("All passed." if passed else "Something failed: see above.", flush=True)
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
