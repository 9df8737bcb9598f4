"""Everything the page of one application shows, in few queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, case, func, literal, select, type_coerce, union_all
from sqlalchemy.orm import joinedload

from recruit.candidates.models import (
    Application,
    Candidate,
    CandidateTag,
    ContactAttempt,
    Document,
    DocumentKind,
    DocumentText,
    ExtractionState,
    Note,
    Offer,
    StageChange,
    Tag,
)
from recruit.candidates.queries.access import readable
from recruit.kernel.db import db
from recruit.people.models import Person
from recruit.rules.pipeline import Stage
from recruit.vacancies.models import Vacancy

SHOWN_WORDS = 12_000
"""Characters of a CV beside the profile; the rest is in the file."""
MOST_MOMENTS = 200


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of the timeline as stored: codes, to be put into words by the page."""

    kind: str
    """change, note or contact"""
    at: datetime
    pubid: str
    who: str
    first: str
    """The stage before; the kind of contact."""
    second: str
    """The stage after; the outcome of a contact."""
    reason: str
    undoes: bool
    body: str


@dataclass(frozen=True, slots=True)
class File:
    """A document of the application; `words` only for the latest CV."""

    pubid: str
    filename: str
    kind: DocumentKind
    size: int
    uploaded_at: datetime
    state: ExtractionState
    words: str
    length: int
    """Characters of the whole text."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What belongs to the person: tags, and their other applications."""

    tags: list[tuple[str, str]]
    others: list[tuple[str, str, Stage]]


def happenings(application: Application, *, notes: bool) -> list[Happening]:
    """Return the stage changes and, for whoever decides, notes and contacts; latest first."""
    empty = literal("", String)
    parts: list[Select[*tuple[Any, ...]]] = [
        select(
            literal("change", String).label("kind"),
            StageChange.at.label("at"),
            StageChange.pubid,
            func.coalesce(Person.name, ""),
            func.coalesce(type_coerce(StageChange.from_stage, String), ""),
            type_coerce(StageChange.to_stage, String),
            func.coalesce(type_coerce(StageChange.reason, String), ""),
            case((StageChange.undoes_id.is_(None), 0), else_=1),
            empty,
            StageChange.id.label("row"),
        )
        .outerjoin(Person, Person.id == StageChange.actor_id)
        .where(StageChange.application_id == application.id)
    ]
    if notes:
        parts += [
            select(
                literal("note", String), Note.at, Note.pubid, Person.name,
                empty, empty, empty, literal(0), Note.body, Note.id,
            )
            .join(Person, Person.id == Note.author_id)
            .where(Note.application_id == application.id),
            select(
                literal("contact", String),
                ContactAttempt.at, ContactAttempt.pubid, Person.name,
                type_coerce(ContactAttempt.kind, String),
                type_coerce(ContactAttempt.outcome, String),
                empty, literal(0), empty, ContactAttempt.id,
            )
            .join(Person, Person.id == ContactAttempt.by_id)
            .where(ContactAttempt.application_id == application.id),
        ]  # fmt: skip
    rows = union_all(*parts).subquery()
    latest = db.session.execute(
        select(rows).order_by(rows.c.at.desc(), rows.c.row.desc()).limit(MOST_MOMENTS)
    )
    return [
        Happening(kind, at, pubid, who, first, second, reason, bool(undoes), body)
        for kind, at, pubid, who, first, second, reason, undoes, body, _row in latest
    ]


def files(application: Application) -> list[File]:
    """Return the documents, latest first, with the words of the latest CV."""
    latest = (
        select(func.max(Document.id))
        .where(Document.application_id == application.id, Document.kind == DocumentKind.CV)
        .scalar_subquery()
    )
    shown = func.substr(DocumentText.words, 1, SHOWN_WORDS)
    rows = db.session.execute(
        select(
            Document.pubid,
            Document.filename,
            Document.kind,
            Document.size,
            Document.uploaded_at,
            DocumentText.state,
            case((Document.id == latest, shown), else_=""),
            func.length(DocumentText.words),
        )
        .join(DocumentText, DocumentText.document_id == Document.id)
        .where(Document.application_id == application.id)
        .order_by(Document.id.desc())
    )
    return [File(*row) for row in rows]


def facts(person: Person, application: Application) -> Facts:
    """Return the tags of the candidate and the other applications this person may read."""
    empty = literal("", String)
    rows = db.session.execute(
        union_all(
            select(literal("tag", String), Tag.pubid, Tag.name, empty)
            .join(CandidateTag, CandidateTag.tag_id == Tag.id)
            .where(CandidateTag.candidate_id == application.candidate_id),
            select(
                literal("other", String),
                Application.pubid,
                Vacancy.title,
                type_coerce(Application.stage, String),
            )
            .join(Vacancy, Vacancy.id == Application.vacancy_id)
            .where(
                Application.candidate_id == application.candidate_id,
                Application.id != application.id,
                readable(person),
            ),
        )
    ).all()
    tags = sorted((row[1:3] for row in rows if row[0] == "tag"), key=lambda tag: tag[1])
    others = [(row[1], row[2], Stage(row[3])) for row in rows if row[0] == "other"]
    return Facts([(pubid, name) for pubid, name in tags], others)


def offers(application: Application) -> list[Offer]:
    """Return the offers, latest first, with the people who agreed."""
    return list(
        db.session.scalars(
            select(Offer)
            .options(
                joinedload(Offer.proposed_by, innerjoin=True).lazyload("*"),
                joinedload(Offer.agreed_by, innerjoin=True).lazyload("*"),
                joinedload(Offer.recorded_by).lazyload("*"),
            )
            .where(Offer.application_id == application.id)
            .order_by(Offer.id.desc())
        )
    )


def tag_of(candidate: Candidate, pubid: object) -> Tag | None:
    """Return a tag that is on this candidate."""
    return db.session.scalars(
        select(Tag)
        .join(CandidateTag, CandidateTag.tag_id == Tag.id)
        .where(CandidateTag.candidate_id == candidate.id, Tag.pubid == str(pubid))
    ).one_or_none()
