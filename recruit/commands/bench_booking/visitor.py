"""One candidate with a phone: pages over HTTP, cookies, forms, and what was acknowledged."""

import http.client
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from threading import Thread
from urllib.parse import urlencode

from recruit.commands.bench_booking.people import Start

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_SEEN = re.compile(r'name="seen" value="([a-z0-9]{12})"')
_SLOT = re.compile(r'name="slot" value="([a-z0-9]{12})"')
_COOKIE = re.compile(r"^([^=]+)=([^;]*)")
SOON = 3
"""How many of the first times everybody likes best."""


@dataclass(slots=True)
class Tally:
    """What was seen: answers by action and status, milliseconds per POST, failures in words."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    requests: int = 0
    failures: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Visitor:
    """possible: the (state, slot) in which the last acknowledged answers can have left them."""

    start: Start
    port: int
    dice: random.Random
    tally: Tally
    cookies: dict[str, str] = field(default_factory=dict)
    possible: set[tuple[str, str]] = field(default_factory=set)
    declines: int = 0
    moves: int = 0
    bookings: int = 0

    def __post_init__(self) -> None:
        self.possible = {("sent", self.start.slot) if self.start.slot else ("", "")}

    @property
    def home(self) -> str:
        """The address of this person's page."""
        return f"/my/{self.start.pubid}"

    def act(self) -> None:
        """Open the page and do one thing that it offers, or two at once from two devices."""
        if not self.cookies:
            self._request("GET", f"{self.home}/{self.start.token}")
        _status, _place, text = self._request("GET", self.home)
        if f'href="{self.home}/book"' in text:
            self._book()
        elif seen := _SEEN.search(text) or self._seen():
            self._answer(seen.group(1), _token(text))

    def _seen(self) -> re.Match[str] | None:
        """A confirmed person's page has no answer form; the other pages say which slot it is."""
        return _SEEN.search(self._request("GET", f"{self.home}/decline")[2])

    def _answer(self, seen: str, token: str) -> None:
        wish = self.dice.random()
        if wish < 0.10:
            self._twice(seen, token)
        elif wish < 0.40:
            self._did("confirm", self._post("confirm", token, seen=seen), seen)
        elif wish < 0.50:
            self._did("unsure", self._post("unsure", token, seen=seen), seen)
        elif wish < 0.70:
            self._did("decline", self._post("decline", token, seen=seen), seen)
        else:
            text = self._request("GET", f"{self.home}/move")[2]
            if target := self._choice(text):
                done = self._post("move", _token(text), seen=seen, slot=target)
                self._did("move", done, target)

    def _twice(self, seen: str, token: str) -> None:
        """Two answers at the same moment: which one wins is open, that one does is not."""
        text = self._request("GET", f"{self.home}/move")[2]
        target = self._choice(text) or seen
        bodies = {
            "confirm": {"seen": seen},
            "decline": {"seen": seen},
            "move": {"seen": seen, "slot": target},
        }
        token = _token(text) or token
        done: dict[str, bool] = {}

        def send(what: str) -> None:
            done[what] = self._post(what, token, **bodies[what])

        pair = self.dice.sample(sorted(bodies), 2)
        threads = [Thread(target=send, args=(what,)) for what in pair]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        slots = (seen, target)
        after = set()
        for what, acknowledged in done.items():
            if acknowledged:
                state = "declined" if what == "decline" else "confirmed"
                after |= {(state, slot) for slot in slots}
        if done.get("decline"):  # after a decline nothing else is possible
            after = {("declined", slot) for slot in slots}
            self.declines += 1
        self.possible = after or self.possible

    def _book(self) -> None:
        text = self._request("GET", f"{self.home}/book")[2]
        target = self._choice(text)
        if target is None or not self._post("book", _token(text), slot=target):
            return
        text = self._request("GET", f"{self.home}/book")[2]
        if self.dice.random() < 0.15:
            return  # thinks it over; the place is held
        done = self._post("book/confirm", _token(text), slot=target)
        self._did("book", done, target)

    def _did(self, what: str, acknowledged: bool, slot: str) -> None:
        if not acknowledged:
            return
        before = self.possible
        state = {"unsure": "unsure", "decline": "declined"}.get(what, "confirmed")
        self.possible = {(state, slot)}
        self.declines += what == "decline"
        self.bookings += what == "book"
        self.moves += what == "move" and all(place != slot for _state, place in before)

    def _choice(self, text: str) -> str | None:
        slots: list[str] = list(dict.fromkeys(_SLOT.findall(text)))
        if not slots:
            return None
        return self.dice.choice(slots[:SOON] if self.dice.random() < 0.5 else slots)

    def _post(self, action: str, token: str, **fields: str) -> bool:
        """Send a form; tell whether it was acknowledged: 303, never after a refusal."""
        began = time.perf_counter()
        body = urlencode({"csrf_token": token} | fields)
        status, _place, _text = self._request("POST", f"{self.home}/{action}", body)
        self.tally.times.append((time.perf_counter() - began) * 1000)
        self.tally.answers[action, status] += 1
        return status == 303

    def _request(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in list(self.cookies.items()))}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except OSError as error:
            self.tally.failures.append(f"{method} {path}: {type(error).__name__}")
            return 0, "", ""
        finally:
            connection.close()
        self.tally.requests += 1
        for line in answer.headers.get_all("Set-Cookie") or ():
            if found := _COOKIE.match(line):
                self.cookies[found.group(1)] = found.group(2)
        if answer.status >= 500 or answer.status in (400, 404):
            self.tally.failures.append(
                f"{method} {path.partition(self.home)[2]} {answer.status}"
            )
        return answer.status, answer.headers.get("Location", ""), text


def _token(text: str) -> str:
    found = _TOKEN.search(text)
    return found.group(1) if found else ""
