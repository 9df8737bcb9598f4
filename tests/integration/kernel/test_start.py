"""Starting: the secret key, settings in words, and a demo that stays at home."""

import os
import subprocess
import sys

import pytest

from recruit.app import create_app
from recruit.server import CannotStart, check_exposure
from tests.integration.conftest import ROOT


@pytest.fixture
def recruit(tmp_path):
    """Run the command in an empty data directory, without this process's own settings."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("RECRUIT_")}

    def run(*arguments, **environment):
        return subprocess.run(
            [sys.executable, "-m", "recruit.cli", *arguments], cwd=ROOT, text=True, timeout=60,
            capture_output=True, env=clean | {"RECRUIT_DATA_DIR": str(tmp_path)} | environment,
        )  # fmt: skip

    return run


def test_the_key_is_written_once(recruit, tmp_path):
    first = recruit("key")
    key = (tmp_path / "secret_key").read_text()
    assert first.stdout.startswith("Wrote")
    assert len(key.strip()) >= 48
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    assert key.strip() not in first.stdout
    second = recruit("key")
    assert second.stdout.startswith("Kept")
    assert (tmp_path / "secret_key").read_text() == key


@pytest.mark.parametrize("command", [("run",), ("db", "upgrade")])
def test_without_a_key_nothing_starts(recruit, tmp_path, command):
    done = recruit(*command)
    assert done.returncode == 1
    assert "recruit key" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "wrong",
    [{"RECRUIT_PORT": "http"}, {"RECRUIT_LOG_LEVEL": "loud"}],
)
def test_a_wrong_setting_is_a_sentence(recruit, wrong):
    done = recruit("db", "upgrade", RECRUIT_SECRET_KEY="test", **wrong)
    assert done.returncode == 1
    assert next(iter(wrong)) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_demo_does_not_listen_to_the_network(recruit, tmp_path):
    done = recruit(
        "run", RECRUIT_DEMO="true", RECRUIT_HOST="0.0.0.0", RECRUIT_SECRET_KEY="test"
    )
    assert done.returncode == 1
    assert "RECRUIT_DEMO_PUBLIC" in done.stderr
    assert not (tmp_path / "recruit.db").exists()


@pytest.mark.parametrize(
    ("host", "public", "fine"),
    [("127.0.0.1", False, True), ("::1", False, True), ("localhost", False, True),
     ("0.0.0.0", False, False), ("::", False, False), ("192.168.0.7", False, False),
     ("", False, False), ("0.0.0.0", True, True)],
)  # fmt: skip
def test_where_a_demo_may_listen(tmp_path, host, public, fine):
    app = create_app({"SECRET_KEY": "x", "DATA_DIR": str(tmp_path), "DEMO": True,
                      "HOST": host, "DEMO_PUBLIC": public})  # fmt: skip
    if fine:
        check_exposure(app)
    else:
        with pytest.raises(CannotStart, match="DEMO_PUBLIC"):
            check_exposure(app)
