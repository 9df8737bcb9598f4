"""Pages that follow the day: asked every second or two, answered 304 until something changed."""

import zlib
from datetime import datetime

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

from recruit.kernel.i18n import current_locale
from recruit.kernel.security import keyed_hash
from recruit.people.models import Person

RENEWED = 120
"""Seconds after which a page is made anew all the same: times go by without a change. Each
person's two minutes begin at another second, so that not everybody asks at once."""


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
