"""The run: servers up, the room writing, processes killed, every acknowledged text looked for."""

import multiprocessing
import os
import random
import secrets
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import select, text

from recruit.app import create_app
from recruit.assessments.models import AnswerRevision, AttemptItem
from recruit.commands.bench_autosave import crowd, room
from recruit.commands.bench_autosave.crowd import Seat, Tally
from recruit.commands.bench_autosave.processes import Servers
from recruit.commands.bench_booking import scratch
from recruit.kernel import clock
from recruit.kernel.db import Base, db, transaction

EVERY = 5.0
"""Seconds between two saves of one trainee, as in the page."""
GOAL = 4.0
"""An autosave takes at most so many times the plainest write."""
CROWDS = 2
"""Processes of trainees, so that writing many texts slows nobody."""
_SEED = 20261123


@dataclass(slots=True)
class Result:
    """The figures of a run, times in milliseconds. broken: what must never happen, in words."""

    tally: Tally
    seconds: float
    kills: int
    quiet: tuple[list[float], list[float]]
    """One after the other, before the room comes in: autosaves, plainest writes."""
    broken: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        """How many texts the server called saved."""
        return sum(len(texts) for texts in self.tally.acknowledged.values())


def percentile(times: list[float], share: float) -> float:
    """Return the time below which this share of the times lies."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def run(
    configured: str,
    *,
    people: int,
    seconds: float,
    processes: int,
    kill: bool,
    every: float = EVERY,
    rounds: int = 200,
    crowds: int = CROWDS,
) -> Result:
    """Let so many trainees write for so long, on a database of the configured kind."""
    key = secrets.token_urlsafe(32)
    with scratch.database(configured) as (url, folder):
        app = create_app(
            {"SECRET_KEY": key, "SQLALCHEMY_DATABASE_URI": url, "DATA_DIR": str(folder)}
        )
        with app.app_context():
            seats = _prepare(app, people + 1)
        servers = Servers(processes, url, folder, key)
        try:
            quiet = _quiet(seats.pop(), servers.ports, rounds)
            tally, taken, kills = _storm(seats, servers, seconds, every, kill, crowds)
        finally:
            servers.stop()
        with app.app_context():
            found = Result(tally, taken, kills, quiet, _broken(tally))
            found.broken += tally.failures
            found.broken += scratch.errors(folder) if tally.failures else []
            db.session.rollback()
            db.engine.dispose()
    return found


def _prepare(app: Flask, people: int) -> list[Seat]:
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    Base.metadata.create_all(db.engine)
    with transaction():
        db.session.execute(text("CREATE TABLE bench_write (id INTEGER PRIMARY KEY, n INTEGER)"))
        db.session.execute(text("INSERT INTO bench_write VALUES (1, 0)"))
        seats = room.fill(app, people, clock.now())
    db.session.remove()
    db.engine.dispose()
    return seats


def _quiet(seat: Seat, ports: list[int], rounds: int) -> tuple[list[float], list[float]]:
    """Measure one after the other, in turns, before the room comes in."""
    line, (item, *_rest) = crowd.Line(0, seat, ports[:1]), seat.items
    while not crowd.fetch_token(line, item):
        time.sleep(0.1)
    saves = Tally()
    plain: list[float] = []
    base = ""
    for seq in range(1, rounds + 1):
        draft = {
            "client": "quiet", "seq": seq, "base": base, "fields": [["text", f"{seq} " * 60]]
        }  # fmt: skip
        status, _answer = crowd.send(line, item, draft, saves, time.monotonic() + 30)
        if status != 200:
            raise click.ClickException(f"An autosave was answered {status}.")
        base = f"quiet:{seq}"
        crowd.plain_write(line, plain)
    line.lost()
    return saves.saves, plain


def _storm(
    seats: list[Seat],
    servers: Servers,
    seconds: float,
    every: float,
    kill: bool,
    crowds: int,
) -> tuple[Tally, float, int]:
    spawn = multiprocessing.get_context("spawn")
    tallies: Any = spawn.Queue()
    ready = spawn.Barrier(crowds + 1)
    numbered = list(enumerate(seats))
    parts = [
        spawn.Process(
            target=crowd.write,
            args=(numbered[part::crowds], servers.ports, every, seconds, ready, tallies),
        )
        for part in range(crowds)
    ]
    for one in parts:
        one.start()
    ready.wait()
    began = time.monotonic()
    until = began + seconds
    dice, kills = random.Random(_SEED), 0
    while time.monotonic() < until:
        time.sleep(min(max(seconds / 6, 1.0), max(until - time.monotonic(), 0.1)))
        if kill and time.monotonic() < until - 1:
            servers.kill(dice.randrange(len(servers.ports)))
            kills += 1
    total = Tally()
    for _one in parts:
        part: Tally = tallies.get(timeout=120)
        total.acknowledged |= part.acknowledged
        total.saves += part.saves
        total.plain += part.plain
        total.again += part.again
        total.failures += part.failures
    for one in parts:
        one.join(30)
    return total, time.monotonic() - began, kills


def _broken(tally: Tally) -> list[str]:
    """Look every acknowledged text up; no number may be there twice, the last one counts."""
    rows = db.session.execute(
        select(
            AttemptItem.pubid,
            AnswerRevision.client_id,
            AnswerRevision.seq,
            AnswerRevision.text,
            AnswerRevision.counts,
        )
        .join(AttemptItem, AttemptItem.id == AnswerRevision.item_id)
        .order_by(AnswerRevision.id)
    ).all()
    stored: dict[tuple[str, str, int], str] = {}
    last: dict[str, int] = {}
    wrong = []
    for item, client, seq, words, counts in rows:
        if (item, client, seq) in stored:
            wrong.append(f"{item}: {client}:{seq} is stored twice")
        stored[item, client, seq] = words
        if counts:
            last[item] = seq
    for item, texts in tally.acknowledged.items():
        for (client, seq), words in texts.items():
            if stored.get((item, client, seq)) != words:
                wrong.append(f"{item}: {client}:{seq} was called saved and is not there")
        if last.get(item, 0) < max(seq for _client, seq in texts):
            wrong.append(f"{item}: the last acknowledged text does not count")
    return wrong


@click.command()
@click.option("--people", type=click.IntRange(1, 5000), default=300, show_default=True)
@click.option("--seconds", type=click.IntRange(2, 3600), default=60, show_default=True)
@click.option("--processes", type=click.IntRange(1, 32), default=4, show_default=True)
@click.option("--kill", is_flag=True, help="Kill web processes (-9) meanwhile.")
@with_appcontext
def autosave(people: int, seconds: int, processes: int, kill: bool) -> None:
    """Trainees save every five seconds; exit status 1 where an acknowledged text is missing or
    an autosave on an idle server takes more than four of the plainest writes. It works on a
    database of its own beside the configured one."""
    url = str(current_app.config["SQLALCHEMY_DATABASE_URI"])
    found = run(url, people=people, seconds=seconds, processes=processes, kill=kill)
    (save, save95), (plain, plain95) = (
        (percentile(times, 0.5), percentile(times, 0.95)) for times in found.quiet
    )
    tally = found.tally
    kind = "SQLite" if url.startswith("sqlite") else "PostgreSQL"
    click.echo(
        f"{kind}: {people} trainees, {processes} web processes, {found.seconds:.0f} s, "
        f"{found.kills} killed, load {os.getloadavg()[0]:.1f}"
    )
    click.echo(f"acknowledged texts   {found.acknowledged} ({tally.again} sent again)")
    click.echo(
        f"in the storm         autosave p50 {percentile(tally.saves, 0.5):.1f}, "
        f"p95 {percentile(tally.saves, 0.95):.1f} ms; plainest write p50 "
        f"{percentile(tally.plain, 0.5):.1f}, p95 {percentile(tally.plain, 0.95):.1f} ms; "
        f"p95 ratio {percentile(tally.saves, 0.95) / (percentile(tally.plain, 0.95) or 1):.2f}"
    )
    click.echo(
        f"one after the other  autosave p50 {save:.2f}, p95 {save95:.2f} ms; plainest write p50 "
        f"{plain:.2f}, p95 {plain95:.2f} ms; p50 ratio {save / plain:.2f}, goal at most "
        f"{GOAL:.0f}; p95 ratio {save95 / plain95:.2f}"
    )
    for line in found.broken[:40]:
        click.echo(f"BROKEN  {line}")
    click.echo(f"broken               {len(found.broken)}")
    sys.exit(1 if found.broken or save / plain > GOAL else 0)
