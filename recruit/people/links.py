"""The links by which somebody gets into an account: an invitation, a forgotten password.

The token is an HMAC over purpose, the minute it was made, the account and its epoch: no table
holds it, it dies of age, and it dies with the first password chosen through it.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from recruit.kernel.security import link_token, token_is_valid
from recruit.people.models import Person


class Purpose(StrEnum):
    """What a link is for; also its place in the URL."""

    JOIN = "join"
    RESET = "reset"


LIFE = {Purpose.JOIN: timedelta(days=14), Purpose.RESET: timedelta(hours=2)}


def token(purpose: Purpose, pubid: str, epoch: int, now: datetime) -> str:
    """Return the token of a link that is made now."""
    minute = int(now.timestamp()) // 60
    return f"{minute}.{link_token(f'{purpose}@{minute}', pubid, epoch)}"


def path(purpose: Purpose, pubid: str, epoch: int, now: datetime) -> str:
    """Return the path of a link that is made now."""
    return f"/people/{purpose}/{pubid}/{token(purpose, pubid, epoch, now)}"


def opens(person: Person | None, purpose: Purpose, given: str, now: datetime) -> bool:
    """Tell whether this token opens this account for this purpose now."""
    minute, _dot, mac = given.partition(".")
    if person is None or not person.active:
        return False
    if not (minute.isascii() and minute.isdecimal() and len(minute) <= 9):
        return False
    if purpose is Purpose.JOIN and person.password_hash is not None:
        return False  # somebody is in already; a forgotten password has its own link
    age = now - datetime.fromtimestamp(int(minute) * 60, UTC)
    if not timedelta(minutes=-2) <= age <= LIFE[purpose]:
        return False
    return token_is_valid(mac, f"{purpose}@{minute}", person.pubid, person.epoch)
