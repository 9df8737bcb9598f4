"""Candidates, their applications, what they sent, what was noted, what was offered."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.kernel.db import Base, Record, intpk
from recruit.organization.models import Site
from recruit.people.models import Person
from recruit.rules.offers import State as OfferState
from recruit.rules.pipeline import RejectReason, Stage
from recruit.vacancies.models import Promotion, Vacancy


class Candidate(Record):
    """A person who may work here one day. No account: they act through their applications."""

    __tablename__ = "candidate"
    __table_args__ = (Index(None, "name", "id"),)

    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), default="", index=True)
    """Lower case; empty when there is only a phone."""
    phone: Mapped[str] = mapped_column(String(40), default="")
    phone_e164: Mapped[str] = mapped_column(String(20), default="", index=True)
    locale: Mapped[str] = mapped_column(String(5), default="en")
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    applications: Mapped[list["Application"]] = relationship(
        back_populates="candidate", order_by="Application.id"
    )
    tags: Mapped[list["Tag"]] = relationship(secondary="candidate_tag", order_by="Tag.name")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Application(Record):
    """A candidate for a vacancy. A pair has at most one open (a partial unique index)."""

    __tablename__ = "application"
    __table_args__ = (
        Index(
            "uq_application_open",
            "candidate_id",
            "vacancy_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(None, "vacancy_id", "stage", "priority", "id"),
        Index(None, "stage", "stage_since"),
        Index(None, "stage", "id"),
        Index(None, "stage_since", "id"),
        Index(None, "promotion_id", "stage"),
    )

    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), index=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancy.id"))
    promotion_id: Mapped[int | None] = mapped_column(ForeignKey("promotion.id"))
    stage: Mapped[Stage] = mapped_column(default=Stage.APPLIED)
    stage_since: Mapped[datetime]
    priority: Mapped[int] = mapped_column(default=0)
    """The recruiter's order within a stage: smaller first, then the older application."""
    message: Mapped[str] = mapped_column(String(2000), default="")
    also_gave: Mapped[str] = mapped_column(String(400), default="")
    """Name, mail or phone given with this application that differ from what we had. Whoever
    fills in a public form proves nothing: a person decides whether the contact changed."""
    reject_reason: Mapped[RejectReason | None]
    applied_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    """When it became rejected, withdrawn or hired."""
    link_generation: Mapped[int] = mapped_column(default=1)
    """Raised to kill every link handed out before (revocation, erasure)."""
    version: Mapped[int] = mapped_column(default=1)

    candidate: Mapped[Candidate] = relationship(
        back_populates="applications", lazy="joined", innerjoin=True
    )
    vacancy: Mapped[Vacancy] = relationship()
    promotion: Mapped[Promotion | None] = relationship()
    documents: Mapped[list["Document"]] = relationship(
        back_populates="application", order_by="Document.id"
    )
    stage_changes: Mapped[list["StageChange"]] = relationship(
        back_populates="application", order_by="StageChange.id"
    )
    notes: Mapped[list["Note"]] = relationship(back_populates="application", order_by="Note.id")
    offers: Mapped[list["Offer"]] = relationship(
        back_populates="application", order_by="Offer.id"
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class StageChange(Record):
    """One move through the pipeline; an undo is a move of its own that names what it undoes."""

    __tablename__ = "stage_change"
    __table_args__ = (Index(None, "application_id", "id"), Index(None, "to_stage", "at"))

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    from_stage: Mapped[Stage | None]
    to_stage: Mapped[Stage]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None: the candidate by link, or the system after an attendance event."""
    reason: Mapped[RejectReason | None]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("stage_change.id"), unique=True)
    application: Mapped[Application] = relationship(back_populates="stage_changes")
    actor: Mapped[Person | None] = relationship()


class DocumentKind(enum.StrEnum):
    CV = "cv"
    OTHER = "other"


class Document(Record):
    """A file of an application. The bytes lie outside the web root under a random name."""

    __tablename__ = "document"
    __table_args__ = (Index(None, "application_id", "id"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    kind: Mapped[DocumentKind] = mapped_column(default=DocumentKind.CV)
    filename: Mapped[str] = mapped_column(String(120))
    """A cleaned name for the download, never a place on disk."""
    media_type: Mapped[str] = mapped_column(String(100))
    stored_name: Mapped[str] = mapped_column(String(40), unique=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    uploaded_at: Mapped[datetime]
    application: Mapped[Application] = relationship(back_populates="documents")
    text: Mapped["DocumentText | None"] = relationship(back_populates="document")


class ExtractionState(enum.StrEnum):
    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class DocumentText(Base):
    """The words of a document, apart from its row so that lists never read them."""

    __tablename__ = "document_text"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    state: Mapped[ExtractionState] = mapped_column(default=ExtractionState.PENDING, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    words: Mapped[str] = mapped_column(default="")
    document: Mapped[Document] = relationship(back_populates="text")


class CandidateWord(Base):
    """A folded word of a candidate's name, mail or phone: the index of the search.

    Case and accents are gone, so a range on the sorted index finds a prefix in any alphabet,
    the same way on both databases.
    """

    __tablename__ = "candidate_word"

    word: Mapped[str] = mapped_column(
        String(64).with_variant(String(64, collation="C"), "postgresql"), primary_key=True
    )
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidate.id"), primary_key=True, index=True
    )


class ApplicationReader(Base):
    """A person of an interview panel who may read an application and its CV. Interviews keeps
    the rows current; candidates only reads them."""

    __tablename__ = "application_reader"
    __table_args__ = (Index(None, "person_id", "application_id"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


class Note(Record):
    """What somebody of the hiring team wrote about an application."""

    __tablename__ = "note"
    __table_args__ = (Index(None, "application_id", "id"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str]
    at: Mapped[datetime]
    application: Mapped[Application] = relationship(back_populates="notes")
    author: Mapped[Person] = relationship()


class Tag(Record):
    """A word the hiring team puts on candidates."""

    __tablename__ = "tag"

    name: Mapped[str] = mapped_column(String(40), unique=True)


class CandidateTag(Base):
    """A tag on a candidate."""

    __tablename__ = "candidate_tag"
    __table_args__ = (UniqueConstraint("candidate_id", "tag_id"),)

    id: Mapped[intpk]
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"))
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), index=True)


class Consent(Record):
    """To which text a candidate agreed, when, and how long their data may be kept."""

    __tablename__ = "consent"
    __table_args__ = (Index(None, "keep_until_on"),)

    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), index=True)
    text_version: Mapped[int]
    given_at: Mapped[datetime]
    keep_until_on: Mapped[date]
    withdrawn_at: Mapped[datetime | None]
    candidate: Mapped[Candidate] = relationship()


class ContactKind(enum.StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    MESSAGE = "message"


class ContactOutcome(enum.StrEnum):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    CALL_BACK = "call_back"
    WRONG_NUMBER = "wrong_number"


class ContactAttempt(Record):
    """One try to reach a candidate."""

    __tablename__ = "contact_attempt"
    __table_args__ = (Index(None, "application_id", "id"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[ContactKind]
    outcome: Mapped[ContactOutcome]
    at: Mapped[datetime]
    application: Mapped[Application] = relationship()
    by: Mapped[Person] = relationship()


class Offer(Record):
    """Terms offered to a candidate, drafted when two people have agreed to hire."""

    __tablename__ = "offer"
    __table_args__ = (
        CheckConstraint("pay_minor > 0", name="pay"),
        CheckConstraint("level BETWEEN 1 AND 4", name="level"),
        Index(
            "uq_offer_open",
            "application_id",
            unique=True,
            sqlite_where=text("state IN ('draft', 'sent', 'accepted')"),
            postgresql_where=text("state IN ('draft', 'sent', 'accepted')"),
        ),
        Index(None, "state", "expires_on"),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    state: Mapped[OfferState] = mapped_column(default=OfferState.DRAFT)
    level: Mapped[int] = mapped_column(default=1)
    pay_minor: Mapped[int]
    """Monthly gross pay in minor units."""
    currency: Mapped[str] = mapped_column(String(3))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    starts_on: Mapped[date]
    expires_on: Mapped[date]
    """The last local day at the site on which it can be accepted."""
    message: Mapped[str] = mapped_column(String(2000), default="")
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agreed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who wrote down an answer given by voice or on paper; None when answered by link."""
    version: Mapped[int] = mapped_column(default=1)
    application: Mapped[Application] = relationship(back_populates="offers")
    site: Mapped[Site] = relationship(lazy="joined", innerjoin=True)
    proposed_by: Mapped[Person] = relationship(foreign_keys=proposed_by_id)
    agreed_by: Mapped[Person] = relationship(foreign_keys=agreed_by_id)
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=recorded_by_id)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
