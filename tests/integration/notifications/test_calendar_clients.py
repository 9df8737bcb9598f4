"""A calendar client's view: what we send is read by two parsers that know nothing of each other,
through a booking, a move and a cancellation, across a change of the clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from sqlalchemy import select

from recruit.interviews import operations
from recruit.kernel.db import db
from recruit.notifications.letters import letter
from recruit.notifications.models import OutboxMessage
from recruit.rules.pipeline import Stage
from tests.conftest import NOW


@dataclass(frozen=True)
class Seen:
    """An entry as a calendar understands it."""

    method: str
    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    status: str
    summary: str
    place: str


def by_icalendar(text: str) -> Seen:
    calendar = icalendar.Calendar.from_ical(text)
    (entry,) = calendar.walk("VEVENT")
    assert not calendar.errors
    assert not entry.errors
    return Seen(
        str(calendar["METHOD"]), str(entry["UID"]), int(entry["SEQUENCE"]),
        entry["DTSTART"].dt, entry["DTEND"].dt, str(entry["STATUS"]), str(entry["SUMMARY"]),
        str(entry["LOCATION"]),
    )  # fmt: skip


def by_vobject(text: str) -> Seen:
    calendar = vobject.readOne(text, validate=True)
    entry = calendar.vevent
    return Seen(
        calendar.method.value, entry.uid.value, int(entry.sequence.value), entry.dtstart.value,
        entry.dtend.value, entry.status.value, entry.summary.value, entry.location.value,
    )  # fmt: skip


def entries() -> list[Seen]:
    """What two calendars read in the mails so far; they must agree."""
    found = []
    for message in db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)):
        for part in letter(message, NOW).walk():
            if part.get_content_type() == "text/calendar":
                text = part.get_content()
                first, second = by_icalendar(text), by_vobject(text)
                assert first == second
                assert part.get_param("method") == first.method
                found.append(first)
    return found


@pytest.mark.parametrize(
    ("zone", "first", "second"),
    [
        # Saturday and Monday around the last Sunday of March, of October
        ("Europe/Chisinau", datetime(2026, 3, 28, 10, 0), datetime(2026, 3, 30, 10, 0)),
        ("Europe/Chisinau", datetime(2026, 10, 24, 10, 0), datetime(2026, 10, 26, 10, 0)),
        ("Asia/Vladivostok", datetime(2026, 3, 28, 10, 0), datetime(2026, 3, 30, 9, 30)),
        ("America/New_York", datetime(2026, 10, 31, 16, 0), datetime(2026, 11, 2, 16, 0)),
    ],
)
def test_request_update_and_cancel_are_read_alike(make, zone, first, second):
    there = ZoneInfo(zone)
    site = make.site(zone=zone, address="Strada Mare 1; corp B, et. 3", parking="Yard, left")
    starts = [moment.replace(tzinfo=there) for moment in (first, second)]
    slots = [
        make.slot(session=make.session(site=site, starts_at=at.astimezone(UTC)),
                  starts_at=at.astimezone(UTC))
        for at in starts
    ]  # fmt: skip
    candidate = make.candidate(name='Ștefan Нина, "the" one;')
    application = make.application(stage=Stage.TO_INVITE, candidate=candidate)
    recruiter = make.recruiter()
    operations.offer_times([application], actor=recruiter, now=NOW)
    invitation = operations.book(application, slots[0], now=NOW)
    operations.move(invitation, slots[1], now=NOW)
    operations.cancel(invitation, actor=recruiter, now=NOW)
    db.session.flush()

    booked, moved, cancelled = entries()
    assert [one.method for one in (booked, moved, cancelled)] == [
        "REQUEST",
        "REQUEST",
        "CANCEL",
    ]
    assert booked.uid == moved.uid == cancelled.uid
    assert booked.uid.startswith(invitation.pubid)
    assert booked.sequence < moved.sequence < cancelled.sequence
    assert [one.status for one in (booked, moved, cancelled)] == [
        "CONFIRMED", "CONFIRMED", "CANCELLED",
    ]  # fmt: skip
    assert booked.place.endswith("Strada Mare 1; corp B, et. 3, Chisinau")
    for seen, start in ((booked, starts[0]), (moved, starts[1]), (cancelled, starts[1])):
        assert seen.starts_at == start
        assert seen.ends_at - seen.starts_at == timedelta(minutes=30)
        wall = seen.starts_at.astimezone(there).replace(tzinfo=None)
        assert wall == start.replace(tzinfo=None), "the wall clock at the site"


def test_the_words_of_the_mail_show_the_sites_clock_after_the_change(make):
    """Ten o'clock is ten o'clock on both sides of the night, and the offset is the new one."""
    there = ZoneInfo("Europe/Chisinau")
    site = make.site(zone="Europe/Chisinau")
    for day, offset in ((28, "UTC+2"), (30, "UTC+3")):
        at = datetime(2026, 3, day, 10, 0, tzinfo=there).astimezone(UTC)
        slot = make.slot(session=make.session(site=site, starts_at=at), starts_at=at)
        application = make.application(stage=Stage.TO_INVITE)
        operations.invite([(application, slot)], actor=make.recruiter(), now=NOW, due_at=NOW)
        message = db.session.scalars(
            select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(1)
        ).one()
        text = letter(message, NOW).get_body(("plain",)).get_content()
        assert "10:00" in text
        assert offset in text
