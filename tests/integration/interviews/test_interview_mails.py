"""The mails about interviews as they leave: words, link, calendar entry, in three languages."""

from datetime import timedelta
from itertools import pairwise

import icalendar
import pytest
from sqlalchemy import select

from recruit.interviews import mails, operations
from recruit.kernel.db import db
from recruit.notifications.letters import letter
from recruit.notifications.models import OutboxMessage
from recruit.rules.pipeline import Stage
from tests.conftest import NOW

DUE = NOW + timedelta(seconds=60)


@pytest.fixture
def story(make):
    """One invitation through everything that is ever mailed about it."""

    def run(locale="en"):
        site = make.site(
            directions="Third floor", phone="+373 22 000 000", zone="Europe/Chisinau"
        )
        slot = make.slot(session=make.session(site=site))
        candidate = make.candidate(name="Vera Lungu", locale=locale)
        application = make.application(stage=Stage.TO_INVITE, candidate=candidate)
        (invitation,) = operations.invite(
            [(application, slot)], actor=make.recruiter(), now=NOW, due_at=DUE
        )
        other = make.slot(pool=slot.pool, starts_at=slot.starts_at + timedelta(hours=1))
        operations.move(invitation, other, now=NOW)
        mails.reminded(invitation, 24, now=NOW)
        operations.cancel(invitation, actor=make.recruiter(), now=NOW)
        (again,) = operations.invite(
            [(application, slot)], actor=make.recruiter(), now=NOW, due_at=DUE
        )
        operations.decline(again, now=NOW)
        db.session.flush()
        return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))

    return run


def calendar(mail):
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return icalendar.Calendar.from_ical(parts[0].get_content()) if parts else None


@pytest.mark.parametrize("locale", ["en", "ro", "ru"])
def test_every_mail_has_words_a_link_and_the_sites_time(story, locale):
    messages = story(locale)
    assert [message.template for message in messages] == [
        "interviews/invited",
        "interviews/moved",
        "interviews/reminder",
        "interviews/cancelled",
        "interviews/invited",
        "interviews/declined",
    ]
    for message in messages:
        mail = letter(message, NOW)
        text = mail.get_body(("plain",)).get_content()
        page = mail.get_body(("html",)).get_content()
        for body in (text, page):
            assert "Vera Lungu" in body
            assert "Third floor" in body
            assert "/my/" in body
            assert "{{" not in body
        assert "11:00" in text or "12:00" in text  # nine o'clock UTC, and an hour later
        assert mail["Subject"].strip()


def test_the_calendar_entry_moves_with_its_uid_and_goes_with_cancel(story):
    entries = [calendar(letter(message, NOW)) for message in story()[:4]]
    invited, moved, reminder, cancelled = entries
    assert reminder is None
    events = [entry.walk("VEVENT")[0] for entry in (invited, moved, cancelled)]
    assert len({str(event["UID"]) for event in events}) == 1
    assert all(int(a["SEQUENCE"]) < int(b["SEQUENCE"]) for a, b in pairwise(events))
    assert [str(entry["METHOD"]) for entry in (invited, moved, cancelled)] == [
        "REQUEST",
        "REQUEST",
        "CANCEL",
    ]
    starts = [event["DTSTART"].dt for event in events]
    assert starts[1] - starts[0] == timedelta(hours=1)
