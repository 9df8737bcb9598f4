"""Pages that follow the day: asked every second or two, answered 304 until something changed, and
then drawn once for everybody who sees the same."""

import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime
from threading import Lock

from flask import Response, current_app, make_response, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from recruit.kernel.i18n import current_locale
from recruit.kernel.permissions import Role
from recruit.kernel.security import keyed_hash
from recruit.people.models import Person

RENEWED = 120
"""Seconds after which a page is made anew all the same: times go by without a change. Each
person's two minutes begin at another second, so that not everybody asks at once."""
DRAWN = 60
"""How many drawn pages are kept in memory; the one unused longest goes first."""
_MARK = "\x00form\x00"


def tag_of(person: Person, page: str, number: int, now: datetime) -> str:
    """Return the ETag of one person's view of a page at a pulse. It is keyed: whoever shows it
    was given this very page, so that a 304 needs no further look at what they may see."""
    shift = zlib.crc32(person.pubid.encode()) % RENEWED
    turn = int(now.timestamp() + shift) // RENEWED
    facts = (person.get_id(), page, current_locale(), number, turn)
    return keyed_hash("live", "|".join(map(str, facts)))[:24]


def has(tag: str) -> bool:
    """Tell whether the browser already shows this state of the page."""
    return tag in request.headers.get("If-None-Match", "")


def nothing_new(tag: str) -> ResponseReturnValue:
    """Answer 304."""
    return Response(status=304, headers={"ETag": f'"{tag}"'})


def tagged(page: ResponseReturnValue, tag: str) -> Response:
    """Put the tag on a page."""
    answer: Response = make_response(page)
    answer.headers["ETag"] = f'"{tag}"'
    return answer


class _Drawn:
    """The pages drawn last, by everything that they depend on."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, str] = OrderedDict()
        self._busy: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, key: Hashable, draw: Callable[[], str]) -> str:
        """Return the page, drawing it where it is new: of many who ask at once, one draws."""
        with self._lock:
            if (page := self._pages.get(key)) is not None:
                self._pages.move_to_end(key)
                return page
            busy = self._busy.setdefault(key, Lock())
        with busy:
            with self._lock:
                known = self._pages.get(key)
            page = known if known is not None else draw()
            with self._lock:
                self._pages[key] = page
                self._busy.pop(key, None)
                while len(self._pages) > DRAWN:
                    self._pages.popitem(last=False)
        return page


def drawn_once(
    person: Person, page: str, number: int, now: datetime, draw: Callable[[], str]
) -> str:
    """Return a page drawn once for all who see the same of it: all recruiters, all receptionists
    of a site, otherwise one person. The caller has made sure that `person` may see it.

    The pages differ in the token of their forms only, which everybody gets their own of.
    """
    if Role.RECRUITER in person.roles:
        scope: Hashable = "all"
    elif person.roles == {Role.RECEPTIONIST}:
        scope = person.site_id
    else:
        scope = person.pubid
    token = generate_csrf()
    key = (page, number, int(now.timestamp()) // 60, current_locale(), person.roles, scope)
    drawn: _Drawn = current_app.extensions.setdefault("recruit.drawn", _Drawn())
    return drawn.get(key, lambda: draw().replace(token, _MARK)).replace(_MARK, token)
