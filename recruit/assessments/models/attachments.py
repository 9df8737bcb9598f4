"""Pictures and files that stand in a question's stem."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.kernel import audit
from recruit.kernel.db import Record
from recruit.people.models import Person

if TYPE_CHECKING:
    from recruit.assessments.models.questions import QuestionVersion


class StemFile(Record):
    """A stored picture or document. Its bytes never change; versions of questions show it."""

    __tablename__ = "stem_file"
    __table_args__ = (Index(None, "sha256"),)

    stored_name: Mapped[str] = mapped_column(String(40), unique=True)
    filename: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    added_by: Mapped[Person] = relationship()

    @property
    def is_picture(self) -> bool:
        """Is it shown in the page, rather than offered for download?"""
        return self.media_type.startswith("image/")


class Attachment(Record):
    """A file on one version of a question. Append-only, as the version is."""

    __tablename__ = "question_attachment"
    __table_args__ = (
        UniqueConstraint("question_version_id", "position"),
        Index(None, "file_id"),
    )

    question_version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))
    position: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey("stem_file.id"))
    alt: Mapped[str] = mapped_column(String(300), default="")
    """What a picture shows, for who cannot see it; never empty for pictures."""
    question_version: Mapped["QuestionVersion"] = relationship(back_populates="attachments")
    file: Mapped[StemFile] = relationship(lazy="joined", innerjoin=True)


for _model in (StemFile, Attachment):
    audit.append_only(_model.__table__)
