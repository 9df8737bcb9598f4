"""Plays a walkthrough table over HTTP with a moved clock. The format stands in
docs/assessments/sitting.md; `test_walkthroughs.py` plays every table of `walkthroughs/`."""

import csv
import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from recruit.assessments import jobs
from recruit.assessments.models import (
    AnswerRevision,
    Appeal,
    Attempt,
    AttemptItem,
    Certificate,
    GradingTask,
)
from recruit.assessments.queries import grading, sitting
from recruit.kernel import clock
from recruit.kernel.db import db
from recruit.kernel.permissions import Role

COLUMNS = ["minute", "actor", "action", "payload", "state", "receipt"]
ROLES = {"trainee": Role.TRAINEE, "director": Role.DIRECTOR}
"""Whoever else a table names is a trainer."""
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def pairs(text: str) -> dict[str, str]:
    """Return `key=value; key=value` as a dictionary; a bare word is `word=yes`."""
    found = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        key, equals, value = part.partition("=")
        found[key.strip()] = value.strip() if equals else "yes"
    return found


class Walk:
    """One table being played."""

    def __init__(self, app: Any, make: Any, travel: Callable[[datetime], None]) -> None:
        self.app, self.make, self.travel = app, make, travel
        self.start = make.now
        self.people: dict[str, Any] = {}
        self.clients: dict[str, Any] = {}
        self.paper: Attempt | None = None
        self.sent: dict[str, dict[str, Any]] = {}
        self.last_item = 1

    def play(self, table: Path) -> int:
        """Play every row; an AssertionError names the row. Returns how many there were."""
        with table.open(newline="", encoding="utf-8") as file:
            lines = [line for line in file if line.strip() and not line.startswith("#")]
        rows = csv.DictReader(lines)
        assert rows.fieldnames == COLUMNS, f"{table.name}: {rows.fieldnames}"
        count = 0
        for count, row in enumerate(rows, start=1):
            where = f"{table.name}, row {count}: {row}"
            self.travel(self.start + timedelta(minutes=float(row["minute"])))
            actor, action = row["actor"].strip(), row["action"].strip()
            payload = pairs(row["payload"])
            answer = getattr(self, f"do_{action}")(actor, **payload)
            db.session.expire_all()
            for key, wanted in pairs(row["receipt"]).items():
                got = self.look(key, answer)
                assert got == wanted, f"{where}\n{key} is {got!r}"
            if row["state"].strip():
                assert self.attempt.state.value == row["state"].strip(), (
                    f"{where}\nstate is {self.attempt.state}"
                )
        return count

    # What a receipt may ask.
    def look(self, key: str, answer: Any) -> str:
        item = self.item(self.last_item)
        own = getattr(self, f"see_{key}", None)
        if own is not None:
            return str(own(item))
        if key == "status":
            return str(answer.status_code)
        told = answer.get_json() if answer is not None and answer.is_json else {}
        value = told.get(key)
        if key == "head":
            value = (value or {}).get("text")
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, float):
            return f"{value:g}"
        return "none" if value is None else str(value)

    def see_counted(self, item: AttemptItem) -> str:
        row = sitting.counted_answers([item]).get(item.id)
        return row.text if row else "none"

    def see_revisions(self, item: AttemptItem) -> int:
        query = select(AnswerRevision).where(AnswerRevision.item_id == item.id)
        return len(db.session.scalars(query).all())

    def see_late_texts(self, item: AttemptItem) -> int:
        query = select(AnswerRevision).where(AnswerRevision.item_id == item.id)
        return sum(row.late for row in db.session.scalars(query))

    def see_mark(self, item: AttemptItem) -> str:
        value = grading.item_value(item)
        points = {"ungraded": "none", "excused": "excused"}
        return points.get(value.standing.value, f"{value.points:g}")

    def see_result(self, _item: AttemptItem) -> str:
        names = {None: "none", True: "passed", False: "failed"}
        return names[self.attempt.passed]

    def see_percent(self, _item: AttemptItem) -> str:
        return f"{self.attempt.percent:g}" if self.attempt.percent is not None else "none"

    def see_certificate(self, _item: AttemptItem) -> str:
        query = select(Certificate).where(Certificate.attempt_id == self.attempt.id)
        states = [
            "withdrawn" if one.withdrawn_at else "valid"
            for one in db.session.scalars(query.order_by(Certificate.id))
        ]
        return "+".join(states) or "none"

    def see_ends(self, _item: AttemptItem) -> str:
        ends = self.attempt.deadline_at
        assert ends is not None
        return f"{(ends - self.start).total_seconds() / 60:g}"

    def see_tasks(self, _item: AttemptItem) -> str:
        query = select(GradingTask).where(
            GradingTask.attempt_id == self.attempt.id, GradingTask.done_at.is_(None)
        )
        return "+".join(sorted(task.kind.value for task in db.session.scalars(query))) or "none"

    # Who and what.
    @property
    def attempt(self) -> Attempt:
        assert self.paper is not None
        return self.paper

    def item(self, number: int) -> AttemptItem:
        self.last_item = number
        return self.attempt.items[number - 1] if self.attempt.items else None  # type: ignore[return-value]

    def client(self, actor: str) -> Any:
        """A browser; `trainee@phone` is the trainee's second one."""
        if actor not in self.clients:
            name = actor.partition("@")[0]
            if name not in self.people:
                self.people[name] = self.make.person(ROLES.get(name, Role.TRAINER))
            self.clients[actor] = self.app.test_client()
            self.do_sign_in(actor)
        return self.clients[actor]

    def post(self, actor: str, url: str, page: str = "", **fields: str) -> Any:
        """Send a form as its page holds it: hidden fields come from there."""
        client = self.client(actor)
        hidden: dict[str, str] = {}
        if page:
            text = client.get(page).get_data(as_text=True)
            form = text.partition(f'action="{html.escape(url)}"')[2].partition("</form>")[0]
            hidden = {name: html.unescape(value) for name, value in _HIDDEN.findall(form)}
        return client.post(url, data=hidden | fields)

    # The stage.
    def do_test(self, _actor: str, questions: str = "1", **settings: str) -> None:
        """A test of so many open questions of 3 points, given to the trainee."""
        kinds: dict[str, Any] = {
            key: float(value) if key in ("pass_percent", "mark_tolerance") else
            int(value) if value.isdigit() else value
            for key, value in settings.items()
        }  # fmt: skip
        asked = [self.make.open_question() for _ in range(int(questions))]
        self.client("trainee")
        self.paper = self.make.attempt(
            self.people["trainee"], version=self.make.published_version(asked, **kinds)
        )
        db.session.commit()

    def do_clock(self, _actor: str) -> None:
        """Every job of the feature runs once."""
        for _name, _every, job in jobs.JOBS:
            job(clock.now())
        db.session.commit()

    def do_sign_in(self, actor: str) -> None:
        person = self.people[actor.partition("@")[0]]
        db.session.commit()
        with self.clients[actor].session_transaction() as cookie:
            cookie.clear()
            cookie["_user_id"], cookie["_fresh"] = person.get_id(), True

    def do_sign_out(self, actor: str) -> None:
        with self.client(actor).session_transaction() as cookie:
            cookie.clear()

    # The trainee.
    def do_begin(self, actor: str) -> Any:
        return self.client(actor).post(f"/tests/attempts/{self.attempt.pubid}/start")

    def do_save(self, actor: str, *, text: str, q: str = "1", **given: str) -> Any:
        """Send a text; client: the device's name, seq: one more than the last, base: what this
        device was last told counts."""
        device = self.sent.setdefault(f"{actor}/{q}", {"seq": 0, "base": ""})
        client = given.get("client", actor.replace("@", "").replace("-", ""))
        seq = int(given.get("seq", device["seq"] + 1))
        base = given.get("base", device["base"])
        message = {"client": client, "seq": seq, "base": base, "fields": [["text", text]]}
        device |= {"seq": max(seq, device["seq"]), "message": message}
        return self._put(actor, int(q), device, message)

    def do_again(self, actor: str, q: str = "1") -> Any:
        """Send the last message of this device once more, as it was."""
        device = self.sent[f"{actor}/{q}"]
        return self._put(actor, int(q), device, device["message"])

    def _put(self, actor: str, q: int, device: dict[str, Any], message: dict[str, Any]) -> Any:
        url = f"/tests/answers/{self.item(q).pubid}"
        answer = self.client(actor).put(url, json=message, headers={"HX-Request": "true"})
        if answer.status_code == 200 and answer.get_json()["counts"]:
            device["base"] = answer.get_json()["ref"]
        return answer

    def do_look(self, actor: str, q: str = "1") -> Any:
        """Ask the clock, as an open page does."""
        return self.client(actor).get(f"/tests/answers/{self.item(int(q)).pubid}")

    def do_open(self, actor: str, q: str = "1", sees: str = "") -> Any:
        """Open a question; what counts becomes what this device builds on."""
        item = self.item(int(q))
        page = self.client(actor).get(f"/tests/attempts/{self.attempt.pubid}/{q}")
        text = page.get_data(as_text=True)
        assert html.escape(sees) in text, f"the page does not show {sees!r}"
        head = sitting.counted_answers([item]).get(item.id)
        self.sent[f"{actor}/{q}"] = {"seq": 0, "base": head.ref if head else ""}
        return page

    def do_hand_in(self, actor: str) -> Any:
        return self.client(actor).post(f"/tests/attempts/{self.attempt.pubid}/finish")

    def do_appeal(self, actor: str, *, text: str, q: str = "1") -> Any:
        url = f"/tests/answers/{self.item(int(q)).pubid}/appeal"
        return self.client(actor).post(url, data={"text": text})

    def do_result(self, actor: str, sees: str = "", never: str = "") -> Any:
        """Open one's own paper."""
        page = self.client(actor).get(f"/tests/attempts/{self.attempt.pubid}")
        text = page.get_data(as_text=True)
        assert html.escape(sees) in text, f"the page does not show {sees!r}"
        assert not never or html.escape(never) not in text, f"the page shows {never!r}"
        return page

    # Trainers about the time.
    def _paper(self, what: str) -> str:
        return f"/tests/papers/{self.attempt.pubid}/{what}"

    def do_extra(self, actor: str, *, minutes: str, reason: str) -> Any:
        return self.post(actor, self._paper("extend"), minutes=minutes, reason=reason)

    def do_pause(self, actor: str, *, reason: str) -> Any:
        return self.post(actor, self._paper("pause"), **{"pause-reason": reason})

    def do_resume(self, actor: str) -> Any:
        return self.post(actor, self._paper("resume"))

    def do_move_end(self, actor: str, *, to: str, reason: str) -> Any:
        """to: minutes after the table's beginning."""
        zone = sitting.zone_of(self.attempt.assignment.person)
        ends = (self.start + timedelta(minutes=float(to))).astimezone(ZoneInfo(zone))
        return self.post(
            actor, self._paper("end"), ends_at=f"{ends:%Y-%m-%dT%H:%M}", reason=reason
        )

    def do_count_late(self, actor: str, *, reason: str, q: str = "1") -> Any:
        """Let the newest late text of a question count."""
        item = self.item(int(q))
        late = [row for row in sitting.beside([item]).get(item.id, []) if row.late]
        url = self._paper(f"items/{item.pubid}/late")
        return self.post(actor, url, reason=reason, revision=late[-1].pubid)

    def do_void(self, actor: str, *, reason: str) -> Any:
        return self.post(actor, self._paper("void"), **{"void-reason": reason})

    # Graders.
    def _task(self, kind: str = "") -> str:
        query = select(GradingTask).where(GradingTask.attempt_id == self.attempt.id)
        tasks = [
            task
            for task in db.session.scalars(query.order_by(GradingTask.id))
            if task.kind.value == kind or (not kind and task.done_at is None)
        ]
        return f"/grading/papers/{tasks[0].pubid}"

    def do_take(self, actor: str, kind: str = "") -> Any:
        return self.post(actor, f"{self._task(kind)}/take")

    def do_mark(self, actor: str, *, points: str, q: str = "1", **given: str) -> Any:
        """points: a number, or `excused`, which needs a comment."""
        base = self._task(given.get("kind", ""))
        fields = {"excused": "y"} if points == "excused" else {"points": points}
        if "retract" in given:
            fields = {"retract": "1"}
        url = f"{base}/items/{self.item(int(q)).pubid}"
        return self.post(actor, url, base, comment=given.get("comment", ""), **fields)

    def do_retract(self, actor: str, *, comment: str, q: str = "1", kind: str = "") -> Any:
        return self.do_mark(actor, points="", q=q, kind=kind, comment=comment, retract="yes")

    def do_finish(self, actor: str, kind: str = "") -> Any:
        return self.post(actor, f"{self._task(kind)}/finish")

    def do_release(self, actor: str) -> Any:
        page = f"/grading/release/preview?paper={self.attempt.pubid}"
        return self.post(actor, "/grading/release/cohort", page)

    def do_decide(self, actor: str, *, outcome: str, reply: str, points: str = "") -> Any:
        """Decide the newest objection: uphold (with points) or dismiss."""
        appeal = db.session.scalars(select(Appeal).order_by(Appeal.id.desc())).first()
        assert appeal is not None
        url = f"/grading/appeals/{appeal.pubid}"
        return self.post(actor, url, url, outcome=outcome, comment=reply, points=points)
