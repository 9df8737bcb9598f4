"""The run: servers up, the crowd in, the rules checked, the figures told."""

import random
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from recruit.app import create_app
from recruit.candidates.models import Application
from recruit.commands.bench_booking import invariants, scratch
from recruit.commands.bench_booking.people import Start, fill
from recruit.commands.bench_booking.visitor import Tally, Visitor
from recruit.interviews.models import TimeOffer
from recruit.interviews.operations import holds, offer_times
from recruit.kernel import clock
from recruit.kernel.db import Base, db, transaction
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules.pipeline import Stage

WORKERS = 24
"""People acting at the same moment."""
_SEED = 20261123


@dataclass(slots=True)
class Result:
    """The figures of a run. broken: the rules that do not hold, and every failed request."""

    tally: Tally
    seconds: float
    deadlocks: int | None
    broken: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        """How many answers were acknowledged."""
        return sum(n for (_what, status), n in self.tally.answers.items() if status == 303)

    def percentile(self, share: float) -> float:
        """Milliseconds of a POST below which this share of them lies."""
        times = sorted(self.tally.times)
        return times[min(len(times) - 1, int(len(times) * share))] if times else 0.0


def run(configured: str, *, people: int, seconds: float, processes: int) -> Result:
    """Let so many people act at random for so long, on a database of the configured kind."""
    key = secrets.token_urlsafe(32)
    with scratch.database(configured) as (url, folder):
        app = create_app(
            {"SECRET_KEY": key, "SQLALCHEMY_DATABASE_URI": url, "DATA_DIR": str(folder)}
        )
        with app.app_context():
            starts = _prepare(people)
        with scratch.servers(processes, url, folder, key) as ports:
            visitors, taken = _storm(app, starts, ports, seconds)
        tally = _sum(visitors)
        with app.app_context():
            found = Result(tally, taken, invariants.deadlocks(), invariants.broken(visitors))
            found.broken += tally.failures
            found.broken += [line for line in scratch.errors(folder) if tally.failures]
            db.session.rollback()
            db.engine.dispose()
    return found


def _prepare(people: int) -> list[Start]:
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    Base.metadata.create_all(db.engine)
    with transaction():
        _recruiter, starts = fill(people, clock.now())
    db.session.remove()
    db.engine.dispose()
    return starts


def _storm(
    app: Flask, starts: list[Start], ports: list[int], seconds: float
) -> tuple[list[Visitor], float]:
    """Every worker has people of its own and lets them act one after the other, so that what
    each was last told is known; the office works at the same time."""
    dice = random.Random(_SEED)
    visitors = [
        Visitor(start, ports[n % len(ports)], random.Random(dice.random()), Tally())
        for n, start in enumerate(starts)
    ]
    over = Event()
    office = Thread(target=_office, args=(app, over))
    office.start()
    began = time.monotonic()
    end = began + seconds

    def work(number: int) -> None:
        mine = visitors[number::WORKERS]
        order = random.Random(number)
        while mine and time.monotonic() < end:
            order.choice(mine).act()

    try:
        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(work, range(WORKERS)))
    finally:
        over.set()
        office.join()
    return visitors, time.monotonic() - began


def _office(app: Flask, over: Event) -> None:
    """The recruiter asks those again who declined; the clock frees what was only held."""
    with app.app_context():
        while not over.wait(0.5):
            with transaction():
                holds.free_expired(clock.now())
            asked = select(TimeOffer.application_id).where(TimeOffer.closed_at.is_(None))
            with transaction():
                actor = db.session.scalars(select(Person)).one()
                waiting = list(
                    db.session.scalars(
                        select(Application)
                        .where(
                            Application.stage == Stage.TO_INVITE, Application.id.not_in(asked)
                        )
                        .limit(5)
                    )
                )
                with suppress(Refused):  # every time is taken, or somebody was faster
                    offer_times(waiting, actor=actor, now=clock.now())
            db.session.remove()
        db.engine.dispose()


def _sum(visitors: list[Visitor]) -> Tally:
    total = Tally()
    for one in visitors:
        total.answers += one.tally.answers
        total.times += one.tally.times
        total.requests += one.tally.requests
        total.failures += one.tally.failures
    return total


@click.command()
@click.option("--people", type=click.IntRange(10, 5000), default=500, show_default=True)
@click.option("--seconds", type=click.IntRange(1, 3600), default=60, show_default=True)
@click.option("--processes", type=click.IntRange(1, 32), default=4, show_default=True)
@with_appcontext
def booking(people: int, seconds: int, processes: int) -> None:
    """A crowd confirms, declines, moves and books at random; exit status 1 where a rule about
    places does not hold. It works on a database of its own beside the configured one."""
    url = str(current_app.config["SQLALCHEMY_DATABASE_URI"])
    found = run(url, people=people, seconds=seconds, processes=processes)
    tally = found.tally
    click.echo(
        f"{'SQLite' if url.startswith('sqlite') else 'PostgreSQL'}: {people} people, "
        f"{processes} web processes, {found.seconds:.0f} s"
    )
    click.echo(
        f"requests             {tally.requests} ({tally.requests / found.seconds:.0f}/s)"
    )
    click.echo(f"answers sent         {sum(tally.answers.values())}")
    click.echo(f"acknowledged         {found.acknowledged}")
    for (what, status), number in sorted(tally.answers.items()):
        click.echo(f"  {what:<14} {status}  {number}")
    click.echo(
        f"an answer takes      p50 {found.percentile(0.5):.0f} ms, "
        f"p95 {found.percentile(0.95):.0f} ms, p99 {found.percentile(0.99):.0f} ms"
    )
    if found.deadlocks is not None:
        click.echo(f"deadlocks broken     {found.deadlocks}")
    for line in found.broken[:60]:
        click.echo(f"BROKEN  {line}")
    click.echo(f"broken rules         {len(found.broken)}")
    if found.broken:
        raise SystemExit(1)
