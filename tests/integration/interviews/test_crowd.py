"""Two hundred people answer at once, through a real web server and a real database."""

import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.cookiejar import CookieJar

import pytest
from sqlalchemy import func, select

from recruit.interviews.models import Invitation, ReminderAnswer, Slot
from recruit.kernel import clock
from recruit.kernel.db import db, transaction
from recruit.kernel.security import link_token
from recruit.rules.attendance import HOLDING, InvitationState, Reminder
from recruit.rules.pipeline import Stage
from tests.factories import Make

PEOPLE = 200
MOVERS = 40
FREE = 15
SERVER = """
    import waitress
    port = int(os.environ["PORT"])
    server = waitress.create_server(app, host="127.0.0.1", port=port, threads=4,
                                    connection_limit=500, backlog=500)
    print("ready", flush=True)
    server.run()
"""


class Visitor(threading.local):
    """A browser without anything shared: its own cookies."""

    def __init__(self, base: str) -> None:
        self.base = base

    def answer(self, path: str, token: str, action: str, **fields: str) -> int:
        """Arrive by the link, then press a button; return the status of the last answer."""
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        opener = urllib.request.build_opener(jar)
        opener.open(f"{self.base}{path}/{token}", timeout=120).read()
        data = urllib.parse.urlencode(fields).encode()
        try:
            with opener.open(f"{self.base}{path}/{action}", data, timeout=120) as answer:
                answer.read()
                return int(answer.status)
        except urllib.error.HTTPError as error:
            error.read()
            return error.code


@pytest.fixture
def crowd(real_database, monkeypatch):
    """People with an invitation each; one slot with some free places; a server process."""
    monkeypatch.undo()  # the server's clock runs, and ours with it
    now = clock.now()
    with real_database.app.app_context():
        with transaction():
            make = Make(now)
            session = make.session(starts_at=now + timedelta(days=3))
            full = make.slot(
                session=session, starts_at=now + timedelta(days=3), limit=PEOPLE, capacity=9
            )
            wanted = make.slot(
                session=session, starts_at=now + timedelta(days=3, hours=1), limit=FREE
            )
            rows = [
                make.invitation(slot=full, application=make.application(stage=Stage.INVITED))
                for _ in range(PEOPLE)
            ]
            links = [
                (f"/my/{one.application.pubid}",
                 link_token("application", one.application.pubid, 1))
                for one in rows
            ]  # fmt: skip
            target = wanted.pubid
        db.session.remove()
        db.engine.dispose()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = real_database.start(
        SERVER, PORT=str(port), RECRUIT_BASE_URL=f"http://127.0.0.1:{port}"
    )
    assert server.stdout.readline() == "ready\n"
    yield real_database, f"http://127.0.0.1:{port}", links, target
    server.terminate()
    server.communicate(timeout=30)


def test_no_answer_is_lost_and_no_slot_overfilled(crowd):
    """Most confirm; forty want the fifteen places of one other slot, at the same moment."""
    place, base, links, target = crowd
    visitor, start = Visitor(base), threading.Barrier(PEOPLE)

    def one(number: int) -> tuple[str, int]:
        path, token = links[number]
        start.wait(60)
        if number < MOVERS:
            return "move", visitor.answer(path, token, "move", slot=target)
        return "confirm", visitor.answer(path, token, "confirm")

    began = time.monotonic()
    with ThreadPoolExecutor(PEOPLE) as pool:
        statuses = Counter(pool.map(one, range(PEOPLE)))
    assert time.monotonic() - began < 100
    assert statuses["confirm", 200] == PEOPLE - MOVERS, statuses
    assert statuses["move", 200] == FREE, statuses
    assert {status for (_what, status) in statuses} <= {200, 409, 422}, statuses

    with place.app.app_context():
        states = Counter(db.session.scalars(select(Invitation.state)))
        assert states[InvitationState.CONFIRMED] >= PEOPLE - MOVERS
        assert sum(states[state] for state in HOLDING) == PEOPLE, "nobody lost a place"
        noted = db.session.scalar(
            select(func.count(ReminderAnswer.id)).where(
                ReminderAnswer.answer == Reminder.CONFIRMED
            )
        )
        assert noted >= PEOPLE - MOVERS
        for slot in db.session.scalars(select(Slot)):
            holding = db.session.scalar(
                select(func.count(Invitation.id)).where(
                    Invitation.slot_id == slot.id, Invitation.state.in_(HOLDING)
                )
            )
            assert slot.taken == holding <= slot.limit
            assert holding in (FREE, PEOPLE - FREE)
        db.session.remove()
