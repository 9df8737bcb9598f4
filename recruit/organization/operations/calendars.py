"""Work calendars: which weekdays are worked, and which days are not."""

from datetime import date, datetime

from recruit.kernel import audit
from recruit.kernel.db import Record, db, locked, refused_by_constraint, unchanged
from recruit.kernel.errors import Refused
from recruit.organization import holiday_source, queries, signals
from recruit.organization.models import Holiday, WorkCalendar
from recruit.organization.operations.refusals import Refusal


def add_calendar(
    name: str, weekdays: int, country: str = "", *, actor: Record | None, now: datetime
) -> WorkCalendar:
    """Add a calendar. `weekdays` has a bit per worked day, Monday = 1 .. Sunday = 64."""
    _refuse(name, weekdays, None)
    calendar = WorkCalendar(name=name, weekdays=weekdays, country=country)
    with refused_by_constraint(Refusal.NAME_TAKEN):
        db.session.add(calendar)
    audit.record(
        "organization.calendar.added", calendar, actor=actor, at=now, weekdays=weekdays
    )
    return calendar


def edit_calendar(
    calendar: WorkCalendar,
    name: str,
    weekdays: int,
    country: str,
    *,
    version: int | None,
    actor: Record | None,
    now: datetime,
) -> None:
    """Change a calendar; whoever counts in its working days hears of changed weekdays."""
    locked(calendar)
    unchanged(calendar, version)
    _refuse(name, weekdays, calendar)
    moved = calendar.weekdays != weekdays
    with refused_by_constraint(Refusal.NAME_TAKEN):
        calendar.name, calendar.weekdays, calendar.country = name, weekdays, country
        calendar.version += 1
    audit.record(
        "organization.calendar.edited", calendar, actor=actor, at=now, weekdays=weekdays
    )
    if moved:
        signals.calendar_changed.send(calendar, now=now)


def remove_calendar(calendar: WorkCalendar, *, actor: Record | None, now: datetime) -> None:
    """Remove a calendar that no site follows."""
    audit.record("organization.calendar.removed", calendar, actor=actor, at=now)
    with refused_by_constraint(Refusal.IN_USE):
        db.session.delete(calendar)


def add_holiday(
    calendar: WorkCalendar, on: date, name: str, *, actor: Record | None, now: datetime
) -> Holiday:
    """Add a day off; a calendar has one entry a day."""
    if any(holiday.on == on for holiday in calendar.holidays):
        raise Refused(Refusal.HOLIDAY_TAKEN)
    holiday = Holiday(on=on, name=name)
    with refused_by_constraint(Refusal.HOLIDAY_TAKEN):
        calendar.holidays.append(holiday)
    audit.record("organization.holiday.added", calendar, actor=actor, at=now, on=on)
    signals.calendar_changed.send(calendar, now=now)
    return holiday


def remove_holiday(holiday: Holiday, *, actor: Record | None, now: datetime) -> None:
    """Make a day off a working day again."""
    calendar = holiday.calendar
    audit.record("organization.holiday.removed", calendar, actor=actor, at=now, on=holiday.on)
    calendar.holidays.remove(holiday)
    db.session.flush()
    signals.calendar_changed.send(calendar, now=now)


def fill_year(
    calendar: WorkCalendar, country: str, year: int, *, actor: Record | None, now: datetime
) -> int:
    """Add a country's public holidays of a year where they are missing; count the new ones."""
    public = holiday_source.public_holidays(country, year)
    if public is None:
        raise Refused(Refusal.UNKNOWN_COUNTRY)
    locked(calendar)  # two people filling the same year must not collide
    db.session.refresh(calendar, ["holidays"])
    known = {holiday.on for holiday in calendar.holidays}
    fresh = {on: name for on, name in public.items() if on not in known}
    for on, name in sorted(fresh.items()):
        calendar.holidays.append(Holiday(on=on, name=name[:120]))
    if fresh:
        db.session.flush()
        audit.record(
            "organization.calendar.filled",
            calendar,
            actor=actor,
            at=now,
            country=country,
            year=year,
            days=len(fresh),
        )
        signals.calendar_changed.send(calendar, now=now)
    return len(fresh)


def _refuse(name: str, weekdays: int, own: WorkCalendar | None) -> None:
    if not 1 <= weekdays <= 127:
        raise Refused(Refusal.NO_WORKDAY)
    if any(
        other is not own and other.name.casefold() == name.casefold()
        for other in queries.calendars()
    ):
        raise Refused(Refusal.NAME_TAKEN)
