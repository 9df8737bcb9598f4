"""`recruit bench polling`: does it disturb the desk that many people look at the day?"""

import http.client
import multiprocessing
import re
import secrets
import statistics
import sys
import threading
import time
from datetime import datetime, timedelta
from multiprocessing.synchronize import Event as Flag
from typing import Any
from urllib.parse import urlencode

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from recruit.app import create_app
from recruit.candidates.models import Application, Candidate
from recruit.commands.bench_booking import scratch
from recruit.interviews.models import InterviewSession, Invitation, PanelMember, Pool, Slot
from recruit.interviews.models import SessionKind as Kind
from recruit.kernel import clock
from recruit.kernel.db import Base, db, transaction
from recruit.kernel.ids import new_code
from recruit.kernel.permissions import Role
from recruit.organization.models import Department, Site, WorkCalendar
from recruit.people.models import Person, PersonRole
from recruit.positions.models import Position
from recruit.rules.attendance import InvitationState
from recruit.rules.pipeline import Stage
from recruit.vacancies.models import Vacancy, VacancyState

EVERY = 1.7
"""Seconds between two questions of a page, as in the pages themselves."""
SEEN_WITHIN = 2.0
RISE = 1.10
SLOTS, PANEL = 12, 4


class Visitor:
    """One browser: a connection and a session cookie."""

    def __init__(self, port: int, cookie: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookie = f"recruit={cookie}"

    def ask(
        self, method: str, path: str, body: str | None = None, **headers: str
    ) -> tuple[int, str, str]:
        """Return status, ETag and text of an answer."""
        sent = {"Cookie": self.cookie, "HX-Request": "true", **headers}
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, sent)
        answer = self.connection.getresponse()
        text = answer.read().decode(errors="replace")
        if fresh := answer.getheader("Set-Cookie"):
            self.cookie = fresh.partition(";")[0]
        return answer.status, answer.getheader("ETag") or "", text


def look(port: int, cookies: list[str], path: str, on: Flag, over: Flag, seen: Any) -> None:
    """The lookers' process: each asks again and again while `on`; notes when it saw a change."""

    def one(number: int, cookie: str) -> None:
        visitor, tag, late = Visitor(port, cookie), "", EVERY * number / len(cookies)
        time.sleep(late)
        while not over.is_set():
            if on.is_set():
                headers = {"If-None-Match": tag, "Accept-Encoding": "gzip"}
                status, now_tag, _text = visitor.ask("GET", path, **headers)
                if status == 200:
                    if tag:
                        seen.put((number, time.monotonic()))
                    tag = now_tag
            time.sleep(EVERY)

    threads = [
        threading.Thread(target=one, args=pair, daemon=True) for pair in enumerate(cookies)
    ]
    for thread in threads:
        thread.start()
    over.wait()


def _fill(people: int, lookers: int, now: datetime) -> tuple[str, list[str], list[Person]]:
    """Write a day that runs now; return its public id, the invitations' and who looks: the
    receptionist first, then recruiters."""
    calendar = WorkCalendar(name="Bench", weekdays=127)
    zone = "Etc/GMT-3" if now.hour < 12 else "Etc/GMT+3"  # midnight is far from here
    site = Site(name="Bench", city="Chisinau", zone=zone, calendar=calendar)
    accounts = [
        _account(f"Looker {n}", f"l{n}@example.org", Role.RECRUITER, site, now)
        for n in range(lookers)
    ]
    desk = _account("Desk", "d@example.org", Role.RECEPTIONIST, site, now)
    panel = [
        _account(f"Interviewer {n}", f"i{n}@example.org", Role.INTERVIEWER, site, now)
        for n in range(PANEL)
    ]
    department = Department(name="Sales")
    vacancy = Vacancy(
        title="Sales manager",
        summary="Sell.",
        description="Sell.",
        position=Position(title="Sales manager", department=department),
        department=department,
        openings=5,
        state=VacancyState.PUBLISHED,
        published_at=now,
        created_at=now,
        site=site,
        recruiter=accounts[0],
    )
    first = now - timedelta(minutes=30)
    session = InterviewSession(
        kind=Kind.STREAMING,
        site=site,
        held_on=now.date(),
        ends_at=first + timedelta(hours=6),
        check_in_code=new_code(),
        created_by=accounts[0],
        created_at=now,
    )
    pool = Pool(session=session, vacancies=[vacancy])
    each = -(-people // SLOTS)
    invitations = []
    for number in range(SLOTS):
        slot = Slot(
            pool=pool,
            starts_at=first + timedelta(minutes=30 * number),
            minutes=30,
            capacity=PANEL,
            limit=each,
            taken=each,
        )
        slot.panel = [PanelMember(person=person) for person in panel]
        for place in range(each):
            name = f"Person {number * each + place}"
            application = Application(
                candidate=Candidate(name=name, created_at=now, locale="en"),
                vacancy=vacancy,
                stage=Stage.INVITED,
                stage_since=now,
                applied_at=now,
            )
            invitations.append(
                Invitation(
                    application=application,
                    slot=slot,
                    state=InvitationState.SENT,
                    created_at=now,
                    sent_at=now,
                )
            )
    db.session.add_all([session, desk, *accounts, *invitations])
    db.session.flush()
    return session.pubid, [one.pubid for one in invitations], [desk, *accounts]


def _account(name: str, email: str, role: Role, site: Site, now: datetime) -> Person:
    person = Person(name=name, email=email, created_at=now, site=site)
    person.role_rows = [PersonRole(role=role)]
    return person


def _cookie(app: Flask, person: Person) -> str:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(serializer.dumps({"_user_id": person.get_id(), "_fresh": True}))


def run(
    configured: str, lookers: int, rounds: int, each: int, pause: float
) -> dict[str, float]:
    """Return the medians of a check-in (ms) alone and with lookers, and how soon they saw it."""
    key, people = secrets.token_urlsafe(32), 2 * rounds * each + 2
    with scratch.database(configured) as (url, folder):
        app = create_app(
            {"SECRET_KEY": key, "SQLALCHEMY_DATABASE_URI": url, "DATA_DIR": str(folder)}
        )
        with app.app_context():
            if db.engine.dialect.name == "sqlite":
                with db.engine.connect() as connection:
                    connection.exec_driver_sql("ROLLBACK")
                    connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            Base.metadata.create_all(db.engine)
            with transaction():
                session, queue, accounts = _fill(people, lookers, clock.now())
                desk, *cookies = [_cookie(app, person) for person in accounts]
            db.session.remove()
            db.engine.dispose()
        with scratch.servers(1, url, folder, key) as (port,):
            spawn = multiprocessing.get_context("spawn")
            on, over, seen = spawn.Event(), spawn.Event(), spawn.Queue()
            path = f"/interviews/{session}/now"
            crowd = spawn.Process(target=look, args=(port, cookies, path, on, over, seen))
            crowd.start()
            try:
                return _measure(
                    Visitor(port, desk), session, queue, (on, seen), rounds, each, pause
                )
            finally:
                over.set()
                crowd.join(10)
                crowd.terminate()


def _measure(
    desk: Visitor,
    session: str,
    queue: list[str],
    crowd: tuple[Flag, Any],
    rounds: int,
    each: int,
    pause: float,
) -> dict[str, float]:
    on, seen = crowd
    _status, _tag, page = desk.ask("GET", f"/desk/{session}")
    found = re.search(r'name="csrf" content="([^"]+)"', page)
    token = found[1] if found else ""
    times: dict[bool, list[float]] = {False: [], True: []}
    done_at: list[float] = []
    watched: list[tuple[float, float]] = []

    def check_in() -> tuple[float, float]:
        data = {
            "client_id": secrets.token_hex(8), "step": "check_in", "invitation": queue.pop(0)
        }  # fmt: skip
        began = time.perf_counter()
        status, _tag, text = desk.ask(
            "POST", f"/desk/{session}/steps", urlencode(data), **{"X-CSRFToken": token}
        )
        if status != 200 or '"done"' not in text:
            raise click.ClickException(f"A check-in was answered {status}: {text[:200]}")
        return (time.perf_counter() - began) * 1000, time.monotonic()

    check_in()
    for _ in range(rounds):
        for looked_at in (False, True):
            (on.set if looked_at else on.clear)()
            time.sleep(2 * EVERY)
            began = time.monotonic()
            for _ in range(each):
                took, at = check_in()
                times[looked_at].append(took)
                if looked_at:
                    done_at.append(at)
                time.sleep(pause)
            if looked_at:
                time.sleep(SEEN_WITHIN)
                watched.append((began, time.monotonic()))
    noted: list[float] = []
    while not seen.empty():
        at = seen.get()[1]
        if any(began <= at <= ended for began, ended in watched):
            noted.append(at)
    delays = sorted(
        at - max(begun) for at in noted if (begun := [one for one in done_at if one <= at])
    )
    alone, with_lookers = statistics.median(times[False]), statistics.median(times[True])
    return {
        "alone": alone,
        "looked_at": with_lookers,
        "ratio": with_lookers / alone,
        "seen": delays[int(len(delays) * 0.95)] if delays else float("inf"),
        "views": float(len(delays)),
    }


@click.command()
@click.option("--lookers", default=50, show_default=True, help="Pages that follow the day.")
@click.option("--rounds", default=4, show_default=True, help="Alone, then looked at.")
@click.option("--each", default=8, show_default=True, help="Check-ins in each half of a round.")
@click.option("--pause", default=2.0, show_default=True, help="Seconds between check-ins.")
@with_appcontext
def polling(lookers: int, rounds: int, each: int, pause: float) -> None:
    """The median of a check-in with and without people who look, in turns, in one run."""
    configured = current_app.config["SQLALCHEMY_DATABASE_URI"]
    found = run(configured, lookers, rounds, each, pause)
    good = found["ratio"] <= RISE and found["seen"] <= SEEN_WITHIN
    click.echo(f"check-in alone               p50 {found['alone']:7.1f} ms")
    click.echo(f"check-in with {lookers} lookers     p50 {found['looked_at']:7.1f} ms")
    click.echo(
        f"ratio                        {found['ratio']:7.2f}     goal at most {RISE:.2f}"
    )
    click.echo(
        f"seen by 95 % of pages after  {found['seen']:7.2f} s   goal at most {SEEN_WITHIN:.1f} s"
        f" (n = {found['views']:.0f})"
    )
    sys.exit(0 if good else 1)
