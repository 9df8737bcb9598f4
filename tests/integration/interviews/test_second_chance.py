"""After the day: one page of what became of it, and a second chance."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.interviews import operations
from recruit.interviews.models import TimeOffer
from recruit.interviews.operations import desk
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.notifications.models import OutboxMessage
from recruit.rules.pipeline import Stage
from tests.conftest import NOW

SOON = NOW + timedelta(minutes=30)


@pytest.fixture
def closed(make):
    me = make.person(Role.INTERVIEWER)
    session = make.session(starts_at=SOON)
    slot = make.slot(me, session=session, starts_at=SOON, limit=4)
    came, missed = (
        make.invitation(slot=slot, application=make.application(stage=Stage.INVITED))
        for _ in range(2)
    )
    make.slot(session=make.session(starts_at=NOW + timedelta(days=3)))  # where to go instead
    arrival = desk.check_in(came, now=NOW, actor=make.recruiter())
    desk.call(arrival, me, actor=me, now=SOON + timedelta(minutes=6))
    desk.finish(arrival, actor=me, now=SOON + timedelta(minutes=30))
    operations.close(session, now=NOW + timedelta(hours=5))
    db.session.commit()
    return type("Closed", (), locals())


def test_the_page_says_what_became_of_the_day(closed, make, sign_in):
    page = sign_in(make.recruiter()).get(f"/interviews/{closed.session.pubid}/summary")
    text = " ".join(page.get_data(as_text=True).split())
    assert page.status_code == 200
    assert "1 of 2" in text, "the show rate"
    assert "6 min" in text, "the median wait"
    assert closed.missed.application.candidate.name in text


def test_a_second_chance_is_one_kind_mail_and_a_choice_of_times(closed, make, sign_in):
    client = sign_in(make.recruiter())
    url = f"/interviews/{closed.session.pubid}/second-chance"
    assert client.post(url).status_code == 422
    other = client.post(url, data={"invitation": closed.came.pubid})
    assert other.status_code == 422, "who came needs none"
    assert client.post(url, data={"invitation": closed.missed.pubid}).status_code == 303
    offer = db.session.scalars(select(TimeOffer)).one()
    assert offer.application is closed.missed.application
    mail = db.session.scalars(select(OutboxMessage).where(OutboxMessage.batch == offer.batch))
    assert [one.template for one in mail] == ["interviews/second_chance"]
    page = client.get(f"/interviews/{closed.session.pubid}/summary").get_data(as_text=True)
    assert "asked" in page


def test_the_desk_sees_the_day_but_writes_to_nobody(closed, make, sign_in):
    client = sign_in(make.person(Role.RECEPTIONIST, site=make.the_site))
    assert client.get(f"/interviews/{closed.session.pubid}/summary").status_code == 200
    url = f"/interviews/{closed.session.pubid}/second-chance"
    assert client.post(url, data={"invitation": closed.missed.pubid}).status_code == 422
    assert db.session.scalars(select(TimeOffer)).all() == []


def test_what_was_expected_of_one_person_is_not_told_afterwards(make, sign_in):
    people = [make.application(stage=Stage.INVITED) for _ in range(3)]
    slot = make.slot(starts_at=NOW, limit=9)
    slot.pool.forecast_mean, slot.pool.forecast_low, slot.pool.forecast_high = 0.62, 0, 1
    slot.pool.forecast_at = NOW
    client = sign_in(make.recruiter())
    url = f"/interviews/{slot.pool.session.pubid}/summary"
    told = []
    for application in people:
        db.session.refresh(slot)
        make.invitation(slot=slot, application=application)
        db.session.commit()
        told.append("<b>0.6</b>" in client.get(url).get_data(as_text=True))
    assert told == [False, False, True]
