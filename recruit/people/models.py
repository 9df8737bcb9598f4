"""Accounts. Roles add up; a membership says in which department somebody works or leads."""

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.kernel.db import Base, Record, intpk
from recruit.kernel.permissions import Role
from recruit.organization.models import Department, Site


class Person(UserMixin, Record):  # type: ignore[misc]
    """A staff account. `epoch` rises when password, roles or status change: every session and
    every unused invitation or reset link carries the epoch it was made in, and dies with it.
    (New roles before the first sign-in end nothing: there is no session yet.)"""

    __tablename__ = "person"

    name: Mapped[str] = mapped_column(String(120), index=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """As used to sign in: always lower case."""
    password_hash: Mapped[str | None] = mapped_column(String(200))
    """Argon2; None until the invitation is accepted."""
    locale: Mapped[str] = mapped_column(String(5), default="en")
    zone: Mapped[str] = mapped_column(String(40), default="UTC")
    phone: Mapped[str] = mapped_column(String(40), default="")
    active: Mapped[bool] = mapped_column(default=True)
    epoch: Mapped[int] = mapped_column(default=1)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"), index=True)
    """Where the person works; a receptionist sees this site's days only."""
    version: Mapped[int] = mapped_column(default=1)
    """Rises with every edit by an admin, who may have had an old page open."""
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]
    """The last sign-in."""

    site: Mapped[Site | None] = relationship(lazy="joined")
    role_rows: Mapped[list["PersonRole"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", lazy="selectin"
    )
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of an active account; a disabled one has none."""
        return frozenset(row.role for row in self.role_rows) if self.active else frozenset()

    @property
    def is_active(self) -> bool:
        return self.active

    @property
    def department_ids(self) -> frozenset[int]:
        """The departments this person belongs to (internal ids, for scoping queries)."""
        return frozenset(row.department_id for row in self.memberships)

    def heads(self, department_id: int | None) -> bool:
        """Tell whether the person is head of this department."""
        return any(m.is_head and m.department_id == department_id for m in self.memberships)

    def get_id(self) -> str:
        return f"{self.pubid}.{self.epoch}"


class PersonRole(Base):
    """One role of one person."""

    __tablename__ = "person_role"
    __table_args__ = (UniqueConstraint("person_id", "role"), Index(None, "role"))

    id: Mapped[intpk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role]
    person: Mapped[Person] = relationship(back_populates="role_rows")


class Membership(Base):
    """A person in a department; at most one of its members is its head (a partial index)."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("person_id", "department_id"),
        Index(
            "uq_membership_head",
            "department_id",
            unique=True,
            sqlite_where=text("is_head"),
            postgresql_where=text("is_head"),
        ),
    )

    id: Mapped[intpk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    is_head: Mapped[bool] = mapped_column(default=False)
    person: Mapped[Person] = relationship(back_populates="memberships")
    department: Mapped[Department] = relationship(lazy="joined", innerjoin=True)
