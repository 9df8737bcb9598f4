"""The candidate's page to choose a time, and to say that one is late."""

from datetime import timedelta

import pytest

from recruit.interviews import operations
from recruit.interviews.models import SlotHold
from recruit.interviews.queries import open_invitation
from recruit.kernel.db import db
from recruit.kernel.security import link_token
from recruit.rules.attendance import InvitationState
from recruit.rules.pipeline import Stage
from tests.conftest import NOW


@pytest.fixture
def door(client):
    """Open an application's page by its secret link."""

    def open_(application):
        db.session.commit()
        token = link_token("application", application.pubid, 1)
        assert client.get(f"/my/{application.pubid}/{token}").status_code == 303
        return f"/my/{application.pubid}"

    return open_


@pytest.fixture
def asked(make):
    slot = make.slot(limit=2)
    application = make.application(stage=Stage.TO_INVITE)
    operations.offer_times([application], actor=make.recruiter(), now=NOW)
    return application, slot


def test_choose_hold_book(client, door, asked):
    application, slot = asked
    me = door(application)
    assert f'href="{me}/book"' in client.get(me).get_data(True)
    page = client.get(f"{me}/book").get_data(True)
    assert slot.pubid in page
    assert "Wednesday" in page  # the day as a heading, in the site's zone
    assert "11:00" in page  # nine o'clock UTC
    assert client.post(f"{me}/book", data={"slot": slot.pubid}).status_code == 303
    db.session.expire_all()
    assert slot.taken == 1
    held = client.get(f"{me}/book").get_data(True)
    assert "11:10" in held  # until when the place is kept
    done = client.post(f"{me}/book/confirm", data={"slot": slot.pubid})
    assert (done.status_code, done.headers["Location"]) == (303, me)
    again = client.post(f"{me}/book/confirm", data={"slot": slot.pubid})
    assert again.status_code == 303  # a second click
    db.session.expire_all()
    assert open_invitation(application).state is InvitationState.CONFIRMED
    assert slot.taken == 1
    assert db.session.query(SlotHold).count() == 0
    assert client.get(f"{me}/book").headers["Location"] == me


def test_it_shows_only_times_with_places_and_nothing_about_others(make, client, door, asked):
    application, slot = asked
    other = make.application(
        stage=Stage.INVITED, candidate=make.candidate(name="Zinaida Secret")
    )
    make.invitation(slot=slot, application=other)
    full = make.slot(pool=slot.pool, starts_at=NOW + timedelta(days=3), limit=1, taken=1)
    closed = make.slot(
        pool=slot.pool, starts_at=NOW + timedelta(days=3, hours=1), open_to_candidates=False
    )
    me = door(application)
    page = client.get(f"{me}/book").get_data(True)
    assert slot.pubid in page
    assert full.pubid not in page
    assert closed.pubid not in page
    assert "Zinaida" not in page
    assert "1 of 2" not in page
    assert client.post(f"{me}/book", data={"slot": closed.pubid}).status_code == 422
    taken = client.post(f"{me}/book", data={"slot": full.pubid})
    assert taken.status_code == 422
    assert "Somebody was quicker" in taken.get_data(True)
    for nonsense in ("", "x", "a" * 5000, "abdegjkmnpqr", "\x00"):
        assert client.post(f"{me}/book", data={"slot": nonsense}).status_code == 422


def test_who_was_not_asked_is_sent_back(make, client, door):
    application = make.application(stage=Stage.TO_INVITE)
    slot = make.slot()
    me = door(application)
    assert client.get(f"{me}/book").headers["Location"] == me
    assert client.post(f"{me}/book", data={"slot": slot.pubid}).status_code == 422
    assert client.post(f"{me}/book/confirm", data={"slot": slot.pubid}).status_code == 422
    assert slot.taken == 0


def test_a_stranger_finds_no_times(client, asked):
    db.session.commit()
    assert client.get(f"/my/{asked[0].pubid}/book").status_code == 404


def test_running_late_reaches_the_plan(make, client, door):
    slot = make.slot(starts_at=NOW + timedelta(hours=1))
    application = make.application(stage=Stage.INVITED)
    invitation = make.invitation(slot=slot, application=application)
    me = door(application)
    assert f"{me}/late" in client.get(me).get_data(True)
    assert client.get(f"{me}/late").status_code == 200
    assert client.post(f"{me}/late", data={"minutes": "7"}).status_code == 422
    data = {"minutes": "15", "seen": slot.pubid}
    assert client.post(f"{me}/late", data=data).status_code == 303
    db.session.expire_all()
    assert (invitation.late_minutes, invitation.running_late_at) == (15, NOW)
    assert invitation.state is InvitationState.CONFIRMED


def test_the_site_says_how_to_come(make, client, door):
    site = make.site(directions="Third floor", parking="In the yard", bring="A passport")
    slot = make.slot(session=make.session(site=site))
    application = make.application(stage=Stage.INVITED)
    make.invitation(slot=slot, application=application)
    page = client.get(door(application)).get_data(True)
    for words in ("Third floor", "In the yard", "A passport", "openstreetmap.org/search"):
        assert words in page


def test_people_are_asked_from_a_session_and_taken_back(make, sign_in, asked):
    application, slot = asked
    second = make.application(stage=Stage.TO_INVITE, candidate=make.candidate(email=""))
    client = sign_in(make.recruiter())
    here = f"/interviews/{slot.pool.session.pubid}/offer-times"
    page = client.get(here).get_data(True)
    assert second.candidate.name in page
    assert client.post(here, data={}).status_code == 422
    answer = client.post(here, data={"application": [application.pubid, second.pubid]})
    assert answer.status_code == 303
    from recruit.interviews.queries import self_booking

    batch = self_booking.open_offer(second).batch
    assert client.post(f"/interviews/time-offers/{batch}/undo").status_code == 303
    db.session.expire_all()
    assert self_booking.open_offer(second) is None
    assert client.post(f"/interviews/time-offers/{batch}/undo").status_code == 404
    one = f"/interviews/applications/{second.pubid}/offer-times"
    assert client.post(one).status_code == 303
    assert self_booking.open_offer(second) is not None
    profile = client.get(f"/candidates/{second.pubid}").get_data(True)
    assert "Copy message with link" in profile
    assert sign_in(make.head(department=make.department())).post(one).status_code == 404
