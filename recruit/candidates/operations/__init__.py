"""Changing candidates: every change writes its history and its audit event."""

from recruit.candidates.operations.applications import apply, correct, withdraw
from recruit.candidates.operations.documents import attach, note_download, note_words
from recruit.candidates.operations.notes import add_note, add_tag, log_contact, remove_tag
from recruit.candidates.operations.offers import (
    accept_offer,
    decline_offer,
    draft_offer,
    expire_offers,
    revise_offer,
    send_offer,
    withdraw_offer,
)
from recruit.candidates.operations.order import drop, lower, place, raise_, set_order
from recruit.candidates.operations.readers import let_read
from recruit.candidates.operations.stages import advance, move, reject, undo

__all__ = [
    "accept_offer",
    "add_note",
    "add_tag",
    "advance",
    "apply",
    "attach",
    "correct",
    "decline_offer",
    "draft_offer",
    "drop",
    "expire_offers",
    "let_read",
    "log_contact",
    "lower",
    "move",
    "note_download",
    "note_words",
    "place",
    "raise_",
    "reject",
    "remove_tag",
    "revise_offer",
    "send_offer",
    "set_order",
    "undo",
    "withdraw",
    "withdraw_offer",
]
