"""Waves: what is shown before sending, who follows, fair slots, and how far the letters are."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.interviews.models import AttendanceRecord, Invitation
from recruit.interviews.queries import next_in_line, sending, waves
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.notifications.models import MessageState, OutboxMessage
from recruit.rules.attendance import Reminder
from recruit.rules.pipeline import Stage
from recruit.vacancies.models import Channel, ChannelKind, Promotion
from tests.conftest import NOW
from tests.integration.interviews.test_board import history


@pytest.fixture
def day(make):
    """Eight starts for two interviewers, six places each."""
    session = make.session(starts_at=NOW + timedelta(days=2))
    for n in range(8):
        make.slot(
            session=session,
            starts_at=NOW + timedelta(days=2, minutes=30 * n),
            capacity=2,
            limit=6,
        )
    return session


def listed(make, n, **kw):
    return [
        make.application(
            stage=Stage.TO_INVITE,
            priority=i,
            candidate=make.candidate(name=f"Person {i:02d}"),
            **kw,
        )
        for i in range(n)
    ]


def test_the_mail_is_shown_in_the_readers_language_before_it_is_sent(make, sign_in, day):
    history(make, 40, 100)
    first = make.candidate(name="Ana Rusu", locale="ro")
    make.application(stage=Stage.TO_INVITE, candidate=first)
    silent = make.candidate(name="Phone Only", email="")
    make.application(stage=Stage.TO_INVITE, priority=1, candidate=silent)
    page = sign_in(make.recruiter()).get(f"/interviews/{day.pubid}/invite")
    text = page.get_data(as_text=True)
    assert 'lang="ro"' in text
    assert "Ana Rusu" in text.partition('class="preline"')[2]
    assert "/my/…" in text  # never somebody's own link
    assert "By phone: no mail address" in text
    assert db.session.scalars(select(OutboxMessage)).all() == []


def test_who_follows_is_named_in_the_recruiters_order(make, sign_in, day):
    history(make, 40, 100)
    listed(make, 14)
    wave = waves.propose(day, make.recruiter(), "", 3, NOW)
    assert [one.name for one in wave.choices] == ["Person 00", "Person 01", "Person 02"]
    assert [one.name for one in wave.then] == [f"Person {n:02d}" for n in range(3, 13)]
    assert wave.waiting == 14


def test_a_fair_wave_invites_the_same_prefix_and_stays_within_the_limits(make, day):
    """Two channels with very different rates: who is invited stays the order's, where follows
    from the fair plan of these people."""
    channel = make.add(Channel(name="Board", kind=ChannelKind.JOB_BOARD))
    sure = make.add(Channel(name="Friends", kind=ChannelKind.REFERRAL))
    history(make, 40, 100)
    record = db.session.scalars(select(AttendanceRecord)).first()
    db.session.add_all(
        AttendanceRecord(
            import_id=record.import_id,
            day_key="y",
            channel=name,
            reminder=Reminder.NOT_CALLED,
            showed=i < shows,
        )
        for name, shows in ((channel.name, 10), (sure.name, 90))
        for i in range(100)
    )
    vacancy = day.pools[0].vacancies[0]
    promotions = [
        make.add(
            Promotion(
                vacancy=vacancy,
                channel=one,
                from_on=NOW.date(),
                currency="EUR",
                code=f"code{i}",
            )
        )
        for i, one in enumerate((channel, sure))
    ]
    people = [
        make.application(
            stage=Stage.TO_INVITE, priority=i, vacancy=vacancy, promotion=promotions[i % 2]
        )
        for i in range(30)
    ]
    person = make.recruiter()
    fair = waves.propose(day, person, "", None, NOW)
    assert [one.application for one in fair.choices] == [
        one.pubid for one in people[: len(fair.choices)]
    ]
    assert len(fair.choices) >= next_in_line.FAIR_FROM
    assert fair.fair
    limits = {slot.pubid: slot.limit for slot in fair.slots}
    for slot, limit in limits.items():
        assert sum(one.slot == slot for one in fair.choices) <= limit
    day.fair = False
    plain = waves.propose(day, person, "", None, NOW)
    assert [one.application for one in plain.choices] == [
        one.application for one in fair.choices
    ]


def test_the_progress_of_a_wave_is_shown_until_every_letter_has_left(make, sign_in, day):
    history(make, 40, 100)
    listed(make, 3)
    client = sign_in(make.recruiter(name="Rita Orlova"))
    page = client.get(f"/interviews/{day.pubid}/invite").get_data(as_text=True)
    choices = [part.partition('"')[0] for part in page.split('name="choice" value="')[1:]]
    client.post(f"/interviews/{day.pubid}/invite", data={"choice": choices})
    batch = db.session.scalars(select(Invitation.batch)).first()
    board = client.get(f"/interviews/{day.pubid}").get_data(as_text=True)
    assert "3 leave soon" in board
    assert "Rita Orlova" in board
    wave = client.get(f"/interviews/waves/{batch}").get_data(as_text=True)
    assert "Take them back" in wave
    one, two, three = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    one.state, two.state = MessageState.SENT, MessageState.FAILED
    db.session.flush()
    part = client.get(f"/interviews/{day.pubid}/waves").get_data(as_text=True)
    for words in ("1 leave soon", "1 sent", "1 failed"):
        assert words in part
    wave = client.get(f"/interviews/waves/{batch}").get_data(as_text=True)
    assert "Take them back" not in wave
    assert three.state is MessageState.PENDING
    (found,) = sending.waves_of(day)
    assert (found.people, found.mails, found.by) == (3, 3, "Rita Orlova")
    head = sign_in(make.person(Role.HIRING_MANAGER))
    assert head.get(f"/interviews/waves/{batch}").status_code == 404
