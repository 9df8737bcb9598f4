"""Documents of an application: taken in, and read by a job."""

from datetime import datetime

from sqlalchemy import func, select

from recruit.candidates.models import (
    Application,
    Document,
    DocumentKind,
    DocumentText,
    ExtractionState,
)
from recruit.kernel import audit, files
from recruit.kernel.db import db, locked
from recruit.kernel.documents import UploadRefusal, accept, display_name
from recruit.kernel.documents.limits import MOST_FILES, max_bytes, quota_bytes
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules.pipeline import Refusal

MOST_ATTEMPTS = 3


def attach(
    application: Application,
    *,
    filename: str,
    data: bytes,
    actor: Person | None,
    now: datetime,
    kind: DocumentKind = DocumentKind.CV,
) -> Document:
    """Keep a file of an application, or raise Refused (an UploadRefusal; CLOSED when the
    candidate, `actor` None, is no longer in the running).

    The same bytes a second time are the same document. Its words are read by a job afterwards.
    """
    found = accept(data, filename, max_bytes=max_bytes())
    if actor is None and application.closed_at is not None:
        raise Refused(Refusal.CLOSED)
    candidate = locked(application.candidate)  # two uploads count one after the other
    stored = files.store(data)
    known = db.session.scalars(
        select(Document)
        .where(Document.application_id == application.id, Document.sha256 == stored.sha256)
        .limit(1)
    ).one_or_none()
    if known is not None:
        files.remove(stored.name)
        return known
    count, total = db.session.execute(
        select(func.count(), func.coalesce(func.sum(Document.size), 0))
        .join(Application, Application.id == Document.application_id)
        .where(Application.candidate_id == candidate.id)
    ).one()
    if refusal := _quota_refusal(count, total + stored.size):
        files.remove(stored.name)
        raise Refused(refusal, most=MOST_FILES)
    document = Document(
        application=application,
        kind=kind,
        filename=display_name(candidate.name, found.kind.value, count + 1),
        media_type=found.media_type,
        stored_name=stored.name,
        sha256=stored.sha256,
        size=stored.size,
        uploaded_at=now,
        text=DocumentText(state=ExtractionState.PENDING),
    )
    db.session.add(document)
    db.session.flush()
    audit.record(
        "candidates.document.attached",
        document,
        actor=actor or candidate,
        at=now,
        application=application,
        type=found.kind,
        size=stored.size,
    )
    return document


def note_download(document: Document, *, actor: Person, now: datetime) -> None:
    """Write down that somebody took a copy of a document."""
    audit.record(
        "candidates.document.downloaded",
        document,
        actor=actor,
        at=now,
        application=document.application,
    )


def note_words(text: DocumentText, words: str | None) -> None:
    """Keep what the child read; None is a failure, tried again up to three times."""
    text.attempts += 1
    if words is not None:
        text.words, text.state = words, ExtractionState.DONE
    elif text.attempts >= MOST_ATTEMPTS:
        text.state = ExtractionState.FAILED


def _quota_refusal(count: int, total: int) -> UploadRefusal | None:
    if count >= MOST_FILES:
        return UploadRefusal.TOO_MANY
    return UploadRefusal.QUOTA if total > quota_bytes() else None
