"""Reading candidates. Every loader is scoped by the person who asks."""

from recruit.candidates.queries.access import (
    application_by_link,
    application_for,
    candidate_for,
    change_for,
    document_for,
    managed,
    manages,
    offer_for,
    open_offer,
    readable,
    vacancy_for,
)
from recruit.candidates.queries.board import board, column, counts, neighbours, summaries
from recruit.candidates.queries.listing import Filters, Line, Sort, choices, every, listed
from recruit.candidates.queries.profile import facts, files, happenings, offers, tag_of

__all__ = [
    "Filters",
    "Line",
    "Sort",
    "application_by_link",
    "application_for",
    "board",
    "candidate_for",
    "change_for",
    "choices",
    "column",
    "counts",
    "document_for",
    "every",
    "facts",
    "files",
    "happenings",
    "listed",
    "managed",
    "manages",
    "neighbours",
    "offer_for",
    "offers",
    "open_offer",
    "readable",
    "summaries",
    "tag_of",
    "vacancy_for",
]
