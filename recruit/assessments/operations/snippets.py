"""Remarks that a grader uses again: learned from saved comments, kept, shared, forgotten."""

from datetime import datetime

from recruit.assessments.models import CommentSnippet, Question
from recruit.assessments.queries import snippets as queries
from recruit.kernel import audit
from recruit.kernel.db import db
from recruit.people.models import Person

LONGEST_LEARNED = 300
"""A longer comment is about one answer, hardly a remark to use again."""
LONGEST = 500


def learn(question: Question, comment: str, *, actor: Person, now: datetime) -> None:
    """Remember a saved comment as one's own remark on this question."""
    text = comment.strip()
    if text and len(text) <= LONGEST_LEARNED:
        keep(text, question=question, actor=actor, now=now)


def keep(
    text: str, *, question: Question | None = None, actor: Person, now: datetime
) -> CommentSnippet:
    """Keep a remark; one that is there already counts one use more."""
    snippet = queries.own(actor, text, question)
    if snippet is None:
        snippet = CommentSnippet(owner=actor, question=question, text=text, used_at=now, uses=0)
        db.session.add(snippet)
    snippet.uses += 1
    snippet.used_at = now
    db.session.flush()
    return snippet


def share(snippet: CommentSnippet, shared: bool, *, actor: Person, now: datetime) -> None:
    """Offer one's remark to all graders, or no longer."""
    if snippet.shared is not shared:
        snippet.shared = shared
        audit.record("assessments.snippet.shared", snippet, actor=actor, at=now, shared=shared)


def forget(snippet: CommentSnippet) -> None:
    """Delete one's own remark; marks that used it keep their words."""
    db.session.delete(snippet)
    db.session.flush()
