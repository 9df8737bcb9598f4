"""Question files that were uploaded: what was previewed is what is imported, once."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from recruit.assessments.models.products import Product
from recruit.kernel.db import Record
from recruit.people.models import Person


class QuestionImport(Record):
    """An uploaded question file and where its questions are to go.

    The file's bytes stay here until it was imported or a month passed; sha256 is of them.
    """

    __tablename__ = "question_import"
    __table_args__ = (Index(None, "uploaded_by_id", "id"), Index(None, "uploaded_at"))

    filename: Mapped[str] = mapped_column(String(120))
    format: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(String(64))
    data: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    bank_path: Mapped[str] = mapped_column(String(200), default="")
    """Beneath which bank the file's categories lie; empty: they are banks of their own."""
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    imported_at: Mapped[datetime | None]
    imported: Mapped[int] = mapped_column(default=0)
    """How many questions came in."""
    product: Mapped[Product | None] = relationship()
    uploaded_by: Mapped[Person] = relationship()
