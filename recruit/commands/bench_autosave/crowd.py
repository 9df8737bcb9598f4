"""The trainees' process: each writes on and saves every few seconds, as the page does: a text
that was not confirmed is sent again under the same number until it is."""

import http.client
import json
import random
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Any

PLAIN = "/bench/write"
"""The plainest possible write: one UPDATE and its COMMIT, through the same server."""
PLAIN_SHARE = 0.25
"""So many plain writes stand beside one autosave."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A trainee at the beginning: their session's cookie and their questions."""

    cookie: str
    items: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """What a part of the crowd did. acknowledged: {question: {(client, seq): text}}."""

    acknowledged: dict[str, dict[tuple[str, int], str]] = field(default_factory=dict)
    saves: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    again: int = 0
    """Sent again after no answer or a 5xx."""
    failures: list[str] = field(default_factory=list)


def write(
    seats: list[tuple[int, Seat]],
    ports: list[int],
    every: float,
    seconds: float,
    ready: Any,
    tallies: Any,
) -> None:
    """Let these trainees write for so long, each in a thread of its own, once all are ready."""
    ready.wait()
    until = time.monotonic() + seconds
    done: list[Tally] = []
    threads = [
        threading.Thread(
            target=lambda n=n, seat=seat: done.append(_one(n, seat, ports, every, until))
        )
        for n, seat in seats
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = Tally()
    for one in done:
        total.acknowledged |= one.acknowledged
        total.saves += one.saves
        total.plain += one.plain
        total.again += one.again
        total.failures += one.failures
    tallies.put(total)


class Line:
    """One browser's connection; it changes the server when its own does not answer."""

    def __init__(self, number: int, seat: Seat, ports: list[int]) -> None:
        self.ports, self.at = ports, number
        self.cookie = f"recruit={seat.cookie}"
        self.token = ""
        self.open: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
        if self.open is None:
            port = self.ports[self.at % len(self.ports)]
            self.open = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            self.open.connect()
            self.open.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        headers = {"Cookie": self.cookie, "X-CSRFToken": self.token, "HX-Request": "true"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            self.open.request(method, path, body, headers)
            answer = self.open.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            self.lost()
            return 0, b""
        if fresh := answer.getheader("Set-Cookie"):
            self.cookie = fresh.partition(";")[0]
        return answer.status, text

    def lost(self) -> None:
        if self.open is not None:
            self.open.close()
        self.open = None
        self.at += 1


def _one(number: int, seat: Seat, ports: list[int], every: float, until: float) -> Tally:
    tally, line, dice = Tally(), Line(number, seat, ports), random.Random(number)
    item = seat.items[number % len(seat.items)]
    client, seq, base, text = f"tab{number}", 0, "", ""
    time.sleep(every * dice.random())
    while time.monotonic() < until:
        if not line.token and not fetch_token(line, item):
            time.sleep(0.2)
            continue
        seq += 1
        text += f" {seq} " + "word " * 8
        draft = {"client": client, "seq": seq, "base": base, "fields": [["text", text]]}
        status, answer = send(line, item, draft, tally, until)
        if status == 200:
            receipt = json.loads(answer)
            tally.acknowledged.setdefault(item, {})[client, seq] = text.strip()
            base = receipt["ref"]
            if not receipt["counts"]:
                tally.failures.append(f"{item}: {client}:{seq} does not count")
        elif status:
            tally.failures.append(f"{item}: {status} {answer[:120]!r}")
        pause = every * (0.9 + 0.2 * dice.random())
        time.sleep(pause / 2)
        if dice.random() < PLAIN_SHARE:
            plain_write(line, tally.plain)
        time.sleep(pause / 2)
    return tally


def plain_write(line: Line, times: list[float]) -> None:
    """Measure the plainest possible write, at a moment of its own."""
    began = time.perf_counter()
    try:
        status = line.ask("POST", PLAIN, "{}")[0]
    except OSError:
        line.lost()
        return
    if status == 204:
        times.append((time.perf_counter() - began) * 1000)


def fetch_token(line: Line, item: str) -> bool:
    try:
        status, answer = line.ask("GET", f"/tests/answers/{item}")
    except OSError:
        line.lost()
        return False
    if status == 200:
        line.token = str(json.loads(answer)["csrf"])
    return status == 200


def send(
    line: Line, item: str, draft: dict[str, Any], tally: Tally, until: float
) -> tuple[int, bytes]:
    """Send until there is an answer, as the page does."""
    while True:
        began = time.perf_counter()
        try:
            status, answer = line.ask("PUT", f"/tests/answers/{item}", json.dumps(draft))
        except OSError:
            line.lost()
            status, answer = 0, b""
        if status and status < 500:
            tally.saves.append((time.perf_counter() - began) * 1000)
            return status, answer
        tally.again += 1
        if time.monotonic() > until + 15:
            return 0, b""
        time.sleep(0.2)
