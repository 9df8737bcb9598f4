"""Choosing passwords, and what people change about themselves."""

from datetime import datetime, timedelta
from zoneinfo import available_timezones

from sqlalchemy import func, select

from recruit.kernel import audit, limits
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.people import links, passwords, signals
from recruit.people.models import Person
from recruit.people.operations.refusals import Refusal

RESETS_PER_ACCOUNT = 5
RESETS_PER_ADDRESS = 20
GUESSES = 30
"""Posts an hour from one network address that hold no working link."""
WITHIN = timedelta(hours=1)


def choose_password(
    person: Person, purpose: links.Purpose, token: str, password: str, *, now: datetime
) -> None:
    """Set the password of the account a link opens; the link and all sessions die with it."""
    locked(person)  # of two posts with the same link one finds it used
    if not links.opens(person, purpose, token, now):
        raise Refused(Refusal.LINK_IS_OVER)
    _set(person, password)
    action = "joined" if purpose is links.Purpose.JOIN else "password-reset"
    audit.record(f"people.person.{action}", person, actor=person, at=now)


def note_guess(address: str, *, now: datetime) -> None:
    """Note a post without a working link; nobody has a reason to send many of those."""
    if limits.count("link", address, now=now, within=WITHIN) >= GUESSES:
        raise Refused(Refusal.TOO_MANY_TRIES)
    limits.note("link", address, now=now)


def change_password(person: Person, present: str, wanted: str, *, now: datetime) -> None:
    """Change one's own password; every session ends, the caller starts this one anew."""
    if limits.count("own-password", person.pubid, now=now, within=WITHIN) >= 10:
        raise Refused(Refusal.TOO_MANY_TRIES)
    locked(person)
    if not passwords.matches(person.password_hash or passwords.decoy(), present):
        raise Refused(Refusal.WRONG_PASSWORD)
    _set(person, wanted)
    limits.forget("own-password", person.pubid)
    audit.record("people.person.password-changed", person, actor=person, at=now)


def note_wrong_password(person: Person, *, now: datetime) -> None:
    """Count a wrong present password: a borrowed session must not become a guesser."""
    limits.note("own-password", person.pubid, now=now)


def ask_reset(email: str, address: str, *, now: datetime) -> None:
    """Send a reset link where the address has an account; tell nobody whether it has.

    Both cases do the same work. An account gets five links an hour, whoever asks.
    """
    email = email.strip().lower()
    if limits.count("reset.address", address, now=now, within=WITHIN) >= RESETS_PER_ADDRESS:
        raise Refused(Refusal.TOO_MANY_TRIES)
    limits.note("reset.address", address, now=now)
    asked = limits.count("reset", email, now=now, within=WITHIN)
    limits.note("reset", email, now=now)
    query = select(Person).where(func.lower(Person.email) == email, Person.active)
    person = db.session.scalars(query).one_or_none()
    if person is None or asked >= RESETS_PER_ACCOUNT:
        limits.note("reset.decoy", email, now=now)
        return
    (signals.reset_asked if person.password_hash else signals.invited).send(person, now=now)


def edit_profile(
    person: Person, *, name: str, phone: str, locale: str, zone: str, now: datetime
) -> None:
    """Change one's own name, phone, language and zone."""
    if zone not in available_timezones():
        raise Refused(Refusal.UNKNOWN_ZONE)
    wanted = {"name": name, "phone": phone, "locale": locale, "zone": zone}
    changed = [field for field, value in wanted.items() if getattr(person, field) != value]
    if changed:
        for field in changed:
            setattr(person, field, wanted[field])
        person.version += 1
        audit.record("people.profile.edited", person, actor=person, at=now, fields=changed)


def _set(person: Person, password: str) -> None:
    if weakness := passwords.weakness(password, person.name, person.email):
        raise Refused(Refusal(weakness.value))
    person.password_hash = passwords.hashed(password)
    person.epoch += 1
