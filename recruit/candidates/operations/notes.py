"""What the hiring team writes beside a candidate: notes, tags, tries to reach them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from recruit.candidates.models import (
    Application,
    Candidate,
    ContactAttempt,
    ContactKind,
    ContactOutcome,
    Note,
    Tag,
)
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules.pipeline import Refusal

MOST_TAGS = 20


def add_note(application: Application, body: str, *, actor: Person, now: datetime) -> Note:
    """Add a note. The same words by the same person right before are a second click."""
    locked(application)
    last = db.session.scalars(
        select(Note)
        .where(Note.application_id == application.id)
        .order_by(Note.id.desc())
        .limit(1)
    ).one_or_none()
    if last is not None and last.author_id == actor.id and last.body == body:
        return last
    note = Note(application=application, author=actor, body=body, at=now)
    db.session.add(note)
    audit.record("candidates.note.added", note, actor=actor, at=now, application=application)
    return note


def add_tag(candidate: Candidate, name: str, *, actor: Person, now: datetime) -> Tag:
    """Put a tag on a candidate; a new word becomes a tag, one already there stays once."""
    locked(candidate)
    name = " ".join(name.split())[:40]
    if not name:
        raise Refused(Refusal.NAME_MISSING)
    tag = _tag(name)
    if tag in candidate.tags:
        return tag
    if len(candidate.tags) >= MOST_TAGS:
        raise Refused(Refusal.TOO_MANY_TAGS)
    candidate.tags.append(tag)
    db.session.flush()
    audit.record("candidates.candidate.tagged", candidate, actor=actor, at=now, tag=tag)
    return tag


def remove_tag(candidate: Candidate, tag: Tag, *, actor: Person, now: datetime) -> None:
    """Take a tag off; one that is gone already is fine."""
    locked(candidate)
    if tag in candidate.tags:
        candidate.tags.remove(tag)
        audit.record("candidates.candidate.untagged", candidate, actor=actor, at=now, tag=tag)


def log_contact(
    application: Application,
    kind: ContactKind,
    outcome: ContactOutcome,
    *,
    actor: Person,
    now: datetime,
) -> ContactAttempt:
    """Write down one try to reach a candidate."""
    attempt = ContactAttempt(
        application=application, by=actor, kind=kind, outcome=outcome, at=now
    )
    db.session.add(attempt)
    audit.record(
        "candidates.contact.tried",
        attempt,
        actor=actor,
        at=now,
        application=application,
        kind=kind,
        outcome=outcome,
    )
    return attempt


def _tag(name: str) -> Tag:
    """Return the tag of this name; two people making the same new word get one tag."""
    query = select(Tag).where(Tag.name == name)
    if found := db.session.scalars(query).one_or_none():
        return found
    try:
        with db.session.begin_nested():
            tag = Tag(name=name)
            db.session.add(tag)
    except IntegrityError:
        return db.session.scalars(query).one()
    return tag
