"""The hidden stamp of the application form: a secret number, when it was made, and our seal.

It proves that a person took the time to write (robots answer at once), and its number makes a
form sent twice harmless. No third party, no cookie, no script.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from recruit.kernel.security import keyed_hash

FASTEST = timedelta(seconds=3)
LONGEST = timedelta(days=2)


class Problem(StrEnum):
    BROKEN = "broken"
    TOO_FAST = "too_fast"
    TOO_OLD = "too_old"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp that bears our seal."""

    number: str
    made_at: datetime


def make(vacancy: str, now: datetime) -> str:
    """Return a fresh stamp for the form of this vacancy (its public id)."""
    number, moment = secrets.token_hex(16), str(int(now.timestamp()))
    return f"{number}.{moment}.{_seal(vacancy, number, moment)}"


def read(text: str, vacancy: str) -> Stamp | None:
    """Return the stamp, or None when it is not one of ours for this vacancy."""
    parts = text.split(".") if text.isascii() else []
    if len(parts) != 3:
        return None
    number, moment, seal = parts
    if not hmac.compare_digest(seal, _seal(vacancy, number, moment)):
        return None
    return Stamp(number, datetime.fromtimestamp(int(moment), UTC))


def problem(stamp: Stamp | None, now: datetime) -> Problem | None:
    """Return why a form with this stamp is not taken yet, or None."""
    if stamp is None:
        return Problem.BROKEN
    age = now - stamp.made_at
    if age < FASTEST:
        return Problem.TOO_FAST
    return Problem.TOO_OLD if age > LONGEST else None


def _seal(vacancy: str, number: str, moment: str) -> str:
    return keyed_hash("careers.stamp", f"{vacancy}|{number}|{moment}")
