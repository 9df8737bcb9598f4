"""Signing in, in two short transactions with the slow hash between them.

Argon2 takes a tenth of a second on purpose; on SQLite no other writer may wait for that.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from recruit.kernel import audit, limits
from recruit.kernel.db import by_pubid, db
from recruit.kernel.errors import Refused
from recruit.people import passwords
from recruit.people.models import Person
from recruit.people.operations.refusals import Refusal

FAILURES = 10
FAILURES_PER_ADDRESS = 100
WITHIN = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Candidacy:
    """Somebody who says who they are. `pubid` is None for an address nobody has."""

    email: str
    address: str
    pubid: str | None
    password_hash: str


def begin_sign_in(email: str, address: str, *, now: datetime) -> Candidacy:
    """Note a try by this network `address`, and return what the password must match.

    Ten failures per account and address within 15 minutes are enough, so nobody can lock
    somebody else out from elsewhere; a hundred per address stop a walk through many accounts.
    The try is noted before its outcome is known: parallel guesses cannot slip through, and a
    success forgets it.
    """
    email = email.strip().lower()
    tries = limits.count("sign-in", email, address, now=now, within=WITHIN)
    all_tries = limits.count("sign-in.address", address, now=now, within=WITHIN)
    if tries >= FAILURES or all_tries >= FAILURES_PER_ADDRESS:
        raise Refused(Refusal.TOO_MANY_TRIES)
    limits.note("sign-in", email, address, now=now)
    limits.note("sign-in.address", address, now=now)
    found = db.session.execute(
        select(Person.pubid, Person.password_hash).where(
            Person.email == email, Person.active, Person.password_hash.is_not(None)
        )
    ).one_or_none()
    pubid, password_hash = found if found else (None, passwords.decoy())
    return Candidacy(email, address, pubid, password_hash or passwords.decoy())


def finish_sign_in(who: Candidacy, fresh_hash: str | None, *, now: datetime) -> Person | None:
    """Let in somebody whose password matched; None when the account changed meanwhile.

    fresh_hash: the password hashed anew, where the stored hash is outdated.
    """
    person = by_pubid(Person, who.pubid)
    if person is None or not person.active or person.password_hash != who.password_hash:
        return None
    limits.forget("sign-in", who.email, who.address)
    if fresh_hash is not None:
        person.password_hash = fresh_hash
    person.last_seen_at = now
    audit.record("people.person.signed-in", person, actor=person, at=now)
    return person
