"""Builders for candidates: found by the search, with documents and offers."""

from datetime import timedelta
from typing import Any

from recruit.candidates.models import (
    Application,
    Candidate,
    Document,
    DocumentText,
    ExtractionState,
    Offer,
)
from recruit.candidates.operations.applications import index
from recruit.kernel import files as kernel_files
from recruit.rules.offers import State as OfferState
from tests.factories.base import BaseMake
from tests.factories.files import pdf


class CandidatesMake(BaseMake):
    """Builders for candidates."""

    def candidate(self, **kw: Any) -> Candidate:
        candidate = super().candidate(**kw)
        index(candidate)
        return candidate

    def document(self, application: Application | None = None, **kw: Any) -> Document:
        data = kw.pop("data", None) or pdf(f"CV {self.number()}")
        words = kw.pop("words", None)
        stored = kernel_files.store(data)
        state = ExtractionState.PENDING if words is None else ExtractionState.DONE
        defaults = {
            "application": application or self.application(),
            "filename": "Ana CV.pdf",
            "media_type": "application/pdf",
            "stored_name": stored.name,
            "sha256": stored.sha256,
            "size": stored.size,
            "uploaded_at": self.now,
            "text": DocumentText(state=state, words=words or ""),
        }
        return self.add(Document(**defaults | kw))

    def offer(self, application: Application | None = None, **kw: Any) -> Offer:
        defaults = {
            "application": application or self.application(),
            "state": OfferState.DRAFT,
            "level": 2,
            "pay_minor": 1_200_000,
            "currency": "MDL",
            "starts_on": (self.now + timedelta(days=14)).date(),
            "expires_on": (self.now + timedelta(days=7)).date(),
        }
        if "site" not in kw:
            kw["site"] = self.the_site
        if "proposed_by" not in kw:
            kw["proposed_by"] = self.recruiter()
        if "agreed_by" not in kw:
            kw["agreed_by"] = self.person("hiring_manager", department=self.the_department)
        return self.add(Offer(**defaults | kw))
