"""Public ids: short random strings for URLs and mails. Primary keys never leave the server."""

import re
import secrets

from werkzeug.routing import BaseConverter

_ALPHABET = "23456789abdegjkmnpqrvwxyz"  # no look-alikes, few accidental words
PUBID_LENGTH = 12
_PATTERN = f"[{_ALPHABET}]{{{PUBID_LENGTH}}}"
_SHAPE = re.compile(_PATTERN)


def new_pubid() -> str:
    """Return twelve random characters: about 55 bits, an address and never a secret."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(PUBID_LENGTH))


def new_code(length: int = 6) -> str:
    """Return a short code that a person can read out and type, such as a self check-in code."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def code_of(digest: str) -> str:
    """Return six characters of the same alphabet that stand for a hexadecimal hash."""
    number, found = int(digest, 16), ""
    for _ in range(6):
        number, place = divmod(number, len(_ALPHABET))
        found += _ALPHABET[place]
    return found


def is_pubid(value: object) -> bool:
    """Tell whether a value from outside has the shape of a public id."""
    return isinstance(value, str) and _SHAPE.fullmatch(value) is not None


class PubidConverter(BaseConverter):
    """`<pubid:vacancy>` in a route: any other shape is 404 before a query runs."""

    regex = _PATTERN
