"""The bench of autosave in small: real web processes, one killed in the middle of it.
`recruit bench autosave --kill` is the same for a minute with three hundred trainees."""

import os

from recruit.commands.bench_autosave.command import run
from tests.conftest import database_url


def test_every_acknowledged_text_survives_a_killed_process(tmp_path, monkeypatch):
    monkeypatch.undo()  # the servers' clocks run, and ours with them
    configured = os.environ.get("RECRUIT_TEST_DATABASE_URL") or database_url(tmp_path, "bench")
    found = run(
        configured,
        people=12,
        seconds=2.5,
        processes=2,
        kill=True,
        every=0.3,
        rounds=5,
        crowds=1,
    )
    assert not found.broken, "\n".join(found.broken)
    assert found.kills >= 1
    assert found.acknowledged >= 12
