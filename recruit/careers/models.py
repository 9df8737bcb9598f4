"""What the public site remembers of its own: which form made which application."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.candidates.models import Application
from recruit.kernel.db import Base, intpk


class Submission(Base):
    """One sent form. `key` is a keyed hash of the form's secret number and of who was named in
    it: a form sent twice makes one application."""

    __tablename__ = "submission"

    id: Mapped[intpk]
    key: Mapped[str] = mapped_column(String(40), unique=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    first: Mapped[bool]
    """Whether it made the application and the candidate. Only then may the browser that sent it
    see their page: naming somebody else's mail address proves nothing."""
    at: Mapped[datetime]
    application: Mapped[Application] = relationship(lazy="joined", innerjoin=True)
