"""What is due and not done: documents to read, offers to end."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import select

from recruit.candidates import operations
from recruit.candidates.models import Document, DocumentText, ExtractionState
from recruit.kernel import files
from recruit.kernel.db import db, transaction
from recruit.kernel.documents import read_text
from recruit.kernel.documents.kinds import MEDIA_TYPES
from recruit.kernel.documents.reading import Unreadable

logger = logging.getLogger("recruit.candidates")
_KINDS = {media_type: kind for kind, media_type in MEDIA_TYPES.items()}
_MOST_A_RUN = 5


def read_documents(_now: datetime) -> None:
    """Read the words of uploaded documents.

    A child may need twenty seconds: it works between two transactions, never inside one, or
    every writer of the house would wait for a stranger's file.
    """
    with transaction():
        waiting = db.session.execute(
            select(Document.id, Document.stored_name, Document.media_type, Document.pubid)
            .join(DocumentText)
            .where(DocumentText.state == ExtractionState.PENDING)
            .order_by(Document.id)
            .limit(_MOST_A_RUN)
        ).all()
    for document_id, stored_name, media_type, pubid in waiting:
        words: str | None = None
        try:
            words = read_text(files.path_of(stored_name), _KINDS[media_type])
        except (Unreadable, OSError):
            logger.warning("document %s could not be read", pubid)
        with transaction():
            text = db.session.get(DocumentText, document_id, with_for_update=True)
            if text is not None and text.state is ExtractionState.PENDING:
                operations.note_words(text, words)


def expire_offers(now: datetime) -> None:
    """End the offers whose last day is over."""
    operations.expire_offers(now)


JOBS = (
    ("candidates.read-documents", timedelta(seconds=10), read_documents),
    ("candidates.expire-offers", timedelta(minutes=10), expire_offers),
)
