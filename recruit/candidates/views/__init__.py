"""Pages of candidates: the pipeline, the list, one application, its documents and offers."""

from flask import Blueprint

from recruit.candidates import wording
from recruit.kernel.errors import Refused
from recruit.notifications import outbox
from recruit.rules import offers, pipeline

bp = Blueprint("candidates", __name__)


def words_of(refused: Refused) -> object:
    """Return a refusal of any rule met here in words."""
    reason = refused.reason
    if isinstance(reason, pipeline.Refusal):
        return wording.PIPELINE_REFUSALS[reason]
    if isinstance(reason, offers.Refusal):
        return wording.OFFER_REFUSALS[reason]
    if isinstance(reason, outbox.Refusal):
        return wording.LETTER_LEFT
    return wording.UPLOAD_REFUSALS[reason]  # type: ignore[index]  # the only other kind


from recruit.candidates.views import (  # noqa: E402
    changes,
    documents,
    listing,
    moves,
    offering,
    profile,
)

__all__ = ["bp", "changes", "documents", "listing", "moves", "offering", "profile", "words_of"]
