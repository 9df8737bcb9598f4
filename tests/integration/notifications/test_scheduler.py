"""One leader, a successor within a minute, jobs that survive each other."""

import signal
import threading
import time
from datetime import timedelta

from sqlalchemy import select

from recruit import scheduler
from recruit.kernel.clock import now as real_now  # before any test freezes it
from recruit.kernel.db import db, transaction
from recruit.kernel.singleton import Heartbeat
from recruit.notifications import delivery
from recruit.scheduler import Job
from tests.conftest import NOW

LEADER = """
import threading
from recruit import scheduler
scheduler.WATCH_SECONDS = 0.5
def tell(words):
    os.write(1, words.encode() + b"\\n")  # one write: two jobs speak at once
def say(now):
    tell("led")
def slow(now):
    tell("slow begins")
    time.sleep(2)
    tell("slow ends")
jobs = (
    scheduler.Job("scheduler.beat", timedelta(seconds=1), scheduler._beat),
    scheduler.Job("say", timedelta(seconds=1), say),
)
if os.environ.get("SLOW"):
    jobs += (scheduler.Job("slow", timedelta(hours=1), slow),)
scheduler.run(app, jobs)
tell("ended")
"""


def line(process, wanted, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        text = process.stdout.readline().strip()
        if text == wanted:
            return
        assert text or process.poll() is None, process.stderr.read()
    process.kill()
    raise AssertionError(f"{wanted} did not come: {process.communicate()}")


def test_two_schedulers_one_leads_and_the_other_succeeds(real_database):
    first = real_database.start(LEADER)
    line(first, "led")
    second = real_database.start(LEADER)
    heard = []
    listener = threading.Thread(target=lambda: heard.extend(second.stdout), daemon=True)
    listener.start()
    try:
        time.sleep(5)
        assert heard == [], "a second leader"
        killed = time.monotonic()
        first.kill()
        first.wait()
        while not heard and time.monotonic() - killed < 60:
            time.sleep(0.1)
        assert "led\n" in heard
        assert time.monotonic() - killed < 60
    finally:
        first.kill()
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=20) == 0
    listener.join(timeout=5)
    assert heard[-1] == "ended\n"
    with real_database.app.app_context():
        assert db.session.get(Heartbeat, "scheduler") is not None
    for process in (first, second):
        process.stdout.close()
        process.stderr.close()


def test_asked_to_end_it_finishes_what_is_running(real_database):
    process = real_database.start(LEADER, SLOW="1")
    line(process, "slow begins")
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert out.split("\n")[-3:] == ["slow ends", "ended", ""]


def test_a_job_gets_its_own_transaction(app, database):
    def good(now):
        db.session.add(Heartbeat(name="good", at=now))

    assert scheduler.run_job(app, Job("good", timedelta(seconds=1), good))
    assert db.session.get(Heartbeat, "good").at == NOW


def test_a_jobs_bug_is_logged_undone_and_stops_nobody(app, database, caplog):
    def bad(now):
        db.session.add(Heartbeat(name="bad", at=now))
        db.session.flush()
        raise RuntimeError("a bug")

    def twice(now):
        with transaction():
            db.session.execute(
                Heartbeat.__table__.insert().values(name="secret person", at=now)
            )
        db.session.execute(Heartbeat.__table__.insert().values(name="secret person", at=now))

    assert not scheduler.run_job(app, Job("test.bad", timedelta(seconds=1), bad))
    assert db.session.get(Heartbeat, "bad") is None
    assert not scheduler.run_job(app, Job("test.twice", timedelta(seconds=1), twice))
    assert "secret person" not in caplog.text
    assert {record.job for record in caplog.records} == {"test.bad", "test.twice"}


def test_every_features_jobs_are_run():
    names = [job.name for job in scheduler.JOBS]
    assert len(names) == len(set(names))
    assert {"scheduler.beat", "notifications.deliver", "limits.sweep"} <= set(names)
    assert all(job.every >= timedelta(seconds=1) for job in scheduler.JOBS)
    assert next(
        job for job in scheduler.JOBS if job.name == "scheduler.beat"
    ).every <= timedelta(seconds=15)


def test_every_job_can_run_on_an_empty_house(app, database):
    for job in scheduler.JOBS:
        assert scheduler.run_job(app, job), job.name
    assert db.session.scalars(select(Heartbeat)).one().name == "scheduler"


def test_a_clock_that_is_set_runs_everything_now(app, database, travel, monkeypatch):
    monkeypatch.setattr(scheduler, "WATCH_SECONDS", 0.05)
    runs, stop = [], threading.Event()
    job = Job("count", timedelta(hours=1), lambda _now: runs.append(1))
    leader = type("Leader", (), {"held": lambda _self: True})()

    def lead():
        scheduler._lead(app, (job,), leader, stop)

    monkeypatch.setattr(scheduler, "run_job", lambda _app, job: job.run(None))
    travel(real_now())
    thread = threading.Thread(target=lead)
    thread.start()
    time.sleep(0.3)
    assert len(runs) == 1
    travel(real_now() - timedelta(hours=1))
    time.sleep(0.5)
    stop.set()
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert len(runs) >= 2
    assert not delivery.stopping.is_set()
