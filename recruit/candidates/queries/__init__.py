"""Reading candidates. Every loader is scoped by the person who asks."""

from recruit.candidates.queries.access import (
    application_by_link,
    application_for,
    candidate_for,
    change_for,
    document_for,
    offer_for,
    open_offer,
    readable,
    vacancy_for,
)

__all__ = [
    "application_by_link",
    "application_for",
    "candidate_for",
    "change_for",
    "document_for",
    "offer_for",
    "open_offer",
    "readable",
    "vacancy_for",
]
