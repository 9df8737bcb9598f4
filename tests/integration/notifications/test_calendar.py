"""Calendar entries, parsed back from the mail that carries them."""

from datetime import timedelta

import icalendar
import pytest

from recruit.kernel.db import transaction
from recruit.notifications import ics, outbox
from recruit.notifications.delivery import deliver_due
from recruit.notifications.outbox import Event
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def _sender(app, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_FROM", "Recruit <jobs@example.org>")
    monkeypatch.setitem(app.config, "BASE_URL", "https://jobs.example.org")


def event(**kw):
    start = NOW + timedelta(days=2)
    return Event(
        **{
            "uid": "abcdegjkmnpq",
            "sequence": 0,
            "starts_at": start,
            "ends_at": start + timedelta(minutes=30),
            "summary": "Interview",
            "location": "Strada Mare 1; Chisinau, 2nd floor",
        }
        | kw
    )


def entry(data):
    calendar = icalendar.Calendar.from_ical(data)
    (found,) = calendar.walk("VEVENT")
    return calendar, found


def mailed(make, smtp, *events):
    person = make.person()
    for number, each in enumerate(events):
        with transaction():
            outbox.enqueue(
                "people/reset",
                "ana@example.org",
                key=f"k{number}",
                now=NOW,
                name="A",
                hours=2,
                link=outbox.link("reset", person, 1),
                event=each,
            )
    deliver_due(NOW)
    return smtp.mails


def test_the_mail_carries_it_twice(make, smtp):
    (mail,) = mailed(make, smtp, event())
    parts = {part.get_content_type(): part for part in mail.walk()}
    inline, file = parts["text/calendar"], parts["application/ics"]
    assert inline.get_param("method") == "REQUEST"
    assert inline.get_param("charset") == "utf-8"
    assert file.get_filename() == "interview.ics"
    assert file.get_content_disposition() == "attachment"
    for part in (inline, file):
        calendar, found = entry(part.get_payload(decode=True))
        assert calendar["method"] == "REQUEST"
        assert found["uid"] == "abcdegjkmnpq@jobs.example.org"
        assert found["sequence"] == 0
        assert found["status"] == "CONFIRMED"
        assert found.start == NOW + timedelta(days=2)
        assert found.start.utcoffset() == timedelta()
        assert found["location"] == "Strada Mare 1; Chisinau, 2nd floor"
        assert found["organizer"] == "mailto:jobs@example.org"
        assert found["attendee"] == "mailto:ana@example.org"


def test_moved_and_cancelled_it_is_the_same_entry(make, smtp):
    later = NOW + timedelta(days=3)
    mails = mailed(
        make,
        smtp,
        event(),
        event(sequence=1, starts_at=later, ends_at=later + timedelta(minutes=30)),
        event(sequence=2, method="CANCEL"),
    )
    found = [
        entry(part.get_payload(decode=True))
        for mail in mails
        for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    ]
    assert len({row["uid"] for _calendar, row in found}) == 1
    assert [row["sequence"] for _calendar, row in found] == [0, 1, 2]
    assert [calendar["method"] for calendar, _row in found] == ["REQUEST", "REQUEST", "CANCEL"]
    assert found[-1][1]["status"] == "CANCELLED"


@pytest.mark.parametrize("field", ["summary", "location", "description"])
@pytest.mark.parametrize(
    "evil", ["x\r\nATTACH:http://evil.test", "x\rSTATUS:CANCELLED", "x\nUID:9"]
)
def test_no_text_breaks_out_of_its_line(app, database, field, evil):
    data = ics.calendar_file(event(**{field: evil}), attendee="ana@example.org", now=NOW)
    calendar, found = entry(data)
    assert "attach" not in found
    assert found["status"] == "CONFIRMED"
    assert found["uid"] == "abcdegjkmnpq@jobs.example.org"
    assert len(calendar.walk("VEVENT")) == 1


def test_a_download_names_no_guest(app, database):
    _calendar, found = entry(ics.calendar_file(event(), attendee="", now=NOW))
    assert "attendee" not in found
