"""The one process with the clock: it runs every feature's jobs, and nobody else does.

A job asks "what is due and not done?", so that a run that was missed, in an outage or while no
leader was there, is made up by the next one. Triggers are intervals in UTC: no daily job runs
twice in autumn or never in spring.
"""

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from flask import Flask
from sqlalchemy.exc import DBAPIError

from recruit.assessments import jobs as assessments
from recruit.candidates import jobs as candidates
from recruit.interviews import jobs as interviews
from recruit.kernel import clock, singleton
from recruit.kernel.db import db, transaction
from recruit.notifications import delivery
from recruit.notifications import jobs as notifications
from recruit.onboarding import jobs as onboarding
from recruit.vacancies import jobs as vacancies

FEATURES = (notifications, vacancies, candidates, interviews, assessments, onboarding)

logger = logging.getLogger("recruit.scheduler")

HEARTBEAT = "scheduler"
BEAT_EVERY = timedelta(seconds=15)
WATCH_SECONDS = 5.0
"""How often a leader looks whether it still leads, and everybody else whether it may."""
JUMP_SECONDS = 30.0
"""A wall clock that moves this much against the monotonic one was set by somebody."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to run every so often; it gets the present moment."""

    name: str
    every: timedelta
    run: Callable[[datetime], object]


def _beat(now: datetime) -> None:
    singleton.beat(HEARTBEAT, now)


JOBS: tuple[Job, ...] = (
    Job("scheduler.beat", BEAT_EVERY, _beat),
    *(Job(*job) for feature in FEATURES for job in feature.JOBS),
)


def run_job(app: Flask, job: Job) -> bool:
    """Run a job once in an application context of its own; tell whether it went well.

    A job's bug is logged and must not stop the others, nor its own next run.
    """
    started = monotonic()
    with app.app_context():
        try:
            with (
                transaction()
            ):  # opens with the job's first statement; a job may commit on its way
                job.run(clock.now())
        except DBAPIError as error:  # its text carries the values of the row
            kind = type(error.orig).__name__
            logger.error("job failed", extra={"job": job.name, "detail": kind})  # noqa: TRY400
            return False
        except Exception:
            logger.exception("job failed", extra={"job": job.name})
            return False
    ms = round((monotonic() - started) * 1000, 1)
    logger.debug("job", extra={"job": job.name, "ms": ms})
    return True


def run(app: Flask, jobs: tuple[Job, ...] = JOBS, stop: threading.Event | None = None) -> None:
    """Run until SIGTERM or SIGINT (or `stop`): lead, or wait until the leader is gone."""
    stop = stop or threading.Event()
    delivery.stopping.clear()
    if threading.current_thread() is threading.main_thread():

        def end(_signal: int, _frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
    with app.app_context():
        engine = db.engine
    waiting = False
    while not stop.is_set():
        try:
            with singleton.leadership(engine, Path(app.config["DATA_DIR"])) as leadership:
                if leadership:
                    waiting = False
                    _lead(app, jobs, leadership, stop)
                elif not waiting:
                    waiting = True
                    logger.info("another scheduler leads; waiting")
        except DBAPIError as error:
            kind = type(error.orig).__name__
            logger.error("database unavailable", extra={"detail": kind})  # noqa: TRY400
        stop.wait(WATCH_SECONDS)


def _lead(
    app: Flask, jobs: tuple[Job, ...], leadership: singleton.Leadership, stop: threading.Event
) -> None:
    """Run the jobs until asked to stop or no longer the leader; finish what is running."""
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(max(4, min(len(jobs), 8)))},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for job in jobs:
        scheduler.add_job(
            run_job,
            IntervalTrigger(seconds=int(job.every.total_seconds()), timezone=UTC),
            args=(app, job),
            id=job.name,
            next_run_time=clock.now(),
        )
    logger.info("leading", extra={"count": len(jobs)})
    scheduler.start()
    try:
        _watch(scheduler, leadership, stop)
    finally:
        delivery.stopping.set()  # the mail in hand is finished, the rest waits
        scheduler.shutdown(wait=True)
        delivery.stopping.clear()
        logger.info("stopped")


def _watch(
    scheduler: BackgroundScheduler, leadership: singleton.Leadership, stop: threading.Event
) -> None:
    """Return when it is time to stop; heal the schedule when the wall clock was set."""
    wall, steady = clock.now(), monotonic()
    while not stop.wait(WATCH_SECONDS):
        if not leadership.held():
            logger.warning("leadership lost")
            return
        drift = (clock.now() - wall).total_seconds() - (monotonic() - steady)
        if abs(drift) > JUMP_SECONDS:
            logger.warning("the clock was set; every job runs now")
            wall, steady = clock.now(), monotonic()
            for job in scheduler.get_jobs():
                job.modify(next_run_time=wall)
