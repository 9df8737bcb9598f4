"""The company: its name, departments, sites, rooms and work calendars."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.kernel.db import Record


class Organization(Record):
    """The one company of this installation: a single row, made at first use."""

    __tablename__ = "organization"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    name: Mapped[str] = mapped_column(String(120), default="Recruit")
    legal_name: Mapped[str] = mapped_column(String(200), default="")
    website: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    privacy_text: Mapped[str] = mapped_column(default="")
    privacy_version: Mapped[int] = mapped_column(default=1)
    retention_months: Mapped[int] = mapped_column(default=12)
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    country: Mapped[str] = mapped_column(String(2), default="RO")
    prior_shows_of_ten: Mapped[int | None]
    """Before any history: "how many of ten invited people come?", as answered."""
    prior_weight: Mapped[int] = mapped_column(default=4, server_default="4")
    """How many people that answer weighs, 2 (a guess) to 8 (counted)."""
    interviewer_hour_minor: Mapped[int | None]
    """What an hour of an interviewer costs, in `currency`; None: idle time stays in minutes."""
    version: Mapped[int] = mapped_column(default=1)


class WorkCalendar(Record):
    """Which days are worked. `weekdays` has a bit per day, Monday = 1 .. Sunday = 64."""

    __tablename__ = "work_calendar"
    __table_args__ = (
        CheckConstraint("weekdays BETWEEN 1 AND 127", name="weekdays"),
        UniqueConstraint("name"),
    )

    name: Mapped[str] = mapped_column(String(80))
    weekdays: Mapped[int] = mapped_column(default=31)
    country: Mapped[str] = mapped_column(String(2), default="")
    version: Mapped[int] = mapped_column(default=1)
    holidays: Mapped[list["Holiday"]] = relationship(
        back_populates="calendar", order_by="Holiday.on", cascade="all, delete-orphan"
    )


class Holiday(Record):
    """A day on which a calendar does not work."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("calendar_id", "on"),)

    calendar_id: Mapped[int] = mapped_column(ForeignKey("work_calendar.id"))
    on: Mapped[date]
    name: Mapped[str] = mapped_column(String(120))
    calendar: Mapped[WorkCalendar] = relationship(back_populates="holidays")


class Department(Record):
    """A part of the company with a head."""

    __tablename__ = "department"
    __table_args__ = (UniqueConstraint("name"),)

    name: Mapped[str] = mapped_column(String(80))


class Site(Record):
    """A place where interviews and work happen, with its own wall clock."""

    __tablename__ = "site"
    __table_args__ = (UniqueConstraint("name"),)

    name: Mapped[str] = mapped_column(String(80))
    city: Mapped[str] = mapped_column(String(80), default="")
    region: Mapped[str] = mapped_column(String(80), default="")
    postal_code: Mapped[str] = mapped_column(String(20), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    directions: Mapped[str] = mapped_column(String(500), default="")
    parking: Mapped[str] = mapped_column(String(300), default="", server_default="")
    bring: Mapped[str] = mapped_column(String(300), default="", server_default="")
    """What candidates bring with them, as they read it."""
    phone: Mapped[str] = mapped_column(String(40), default="")
    zone: Mapped[str] = mapped_column(String(40), default="UTC")
    calendar_id: Mapped[int] = mapped_column(ForeignKey("work_calendar.id"))
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    calendar: Mapped[WorkCalendar] = relationship(lazy="joined", innerjoin=True)
    rooms: Mapped[list["Room"]] = relationship(
        back_populates="site", order_by="Room.name", cascade="all, delete-orphan"
    )


class Room(Record):
    """A room of a site; `seats` bound a group session."""

    __tablename__ = "room"
    __table_args__ = (
        UniqueConstraint("site_id", "name"),
        CheckConstraint("seats >= 1", name="seats_positive"),
    )

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    name: Mapped[str] = mapped_column(String(80))
    seats: Mapped[int] = mapped_column(default=1)
    site: Mapped[Site] = relationship(back_populates="rooms")
