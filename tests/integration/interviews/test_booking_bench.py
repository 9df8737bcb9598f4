"""The bench of booking in small: real web processes, a real crowd, every rule checked after it.
`recruit bench booking` is the same for a minute with five hundred people."""

import os

from recruit.commands.bench_booking import run
from tests.conftest import database_url


def test_a_crowd_breaks_no_rule_and_loses_no_answer(tmp_path, monkeypatch):
    monkeypatch.undo()  # the servers' clocks run, and ours with them
    configured = os.environ.get("RECRUIT_TEST_DATABASE_URL") or database_url(tmp_path, "bench")
    found = run(configured, people=40, seconds=5, processes=2)
    assert found.broken == []
    assert found.deadlocks in (None, 0)
    assert found.acknowledged > 0
    assert {status for _what, status in found.tally.answers} <= {303, 409, 422}
