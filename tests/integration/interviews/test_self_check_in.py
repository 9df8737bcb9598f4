"""Checking in by oneself: the kiosk, the picture code, and nobody else's name."""

from datetime import timedelta

import pytest

from recruit.interviews.operations import self_check_in
from recruit.interviews.queries import codes
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.kernel.security import link_token
from recruit.rules.attendance import InvitationState
from recruit.rules.pipeline import Stage
from tests.conftest import NOW

SOON = NOW + timedelta(minutes=30)


@pytest.fixture
def today(make):
    session = make.session(starts_at=SOON)
    slot = make.slot(session=session, starts_at=SOON, limit=4)
    first = make.invitation(slot=slot, application=make.application(stage=Stage.INVITED))
    second = make.invitation(slot=slot, application=make.application(stage=Stage.INVITED))
    receptionist = make.person(Role.RECEPTIONIST, site=make.the_site)
    kiosk = f"/desk/{session.pubid}/kiosk"
    db.session.commit()
    return type("Today", (), locals())


def open_kiosk(client, today):
    answer = client.get(f"{today.kiosk}/{codes.kiosk_token(today.session)}")
    assert answer.status_code == 303
    assert f"Path={today.kiosk}" in answer.headers["Set-Cookie"]


def test_the_kiosk_knows_people_by_their_code_and_names_nobody(client, today):
    assert client.get(today.kiosk).status_code == 404
    open_kiosk(client, today)
    page = client.get(today.kiosk).get_data(as_text=True)
    assert today.first.application.candidate.name not in page
    assert 'href="/' not in page.replace('href="/static', "")
    own = codes.personal_code(today.first)
    done = client.post(today.kiosk, data={"code": f" {own.upper()} "})
    assert done.status_code == 303
    assert "You are checked in" in client.get(done.headers["Location"]).get_data(as_text=True)
    assert today.first.state is InvitationState.ARRIVED
    assert today.first.arrival.checked_in_by_id is None
    assert today.second.state is InvitationState.SENT


def test_guessing_ends_after_a_few_tries_even_with_a_right_code(client, today):
    open_kiosk(client, today)
    for _ in range(self_check_in.MOST_FROM_ONE_PLACE):
        assert client.post(today.kiosk, data={"code": "aaaaaa"}).status_code == 422
    right = codes.personal_code(today.first)
    page = client.post(today.kiosk, data={"code": right})
    assert "Too many wrong codes" in page.get_data(as_text=True)
    assert today.first.state is InvitationState.SENT


def test_a_new_code_of_the_desk_closes_the_kiosk(client, today, sign_in):
    open_kiosk(client, today)
    sign_in(today.receptionist)
    assert client.post(f"/desk/{today.session.pubid}/code").status_code == 303
    assert client.get(today.kiosk).status_code == 404


def test_the_device_that_becomes_the_kiosk_is_signed_out(client, today, sign_in):
    sign_in(today.receptionist)
    answer = client.post(f"/desk/{today.session.pubid}/kiosk-here")
    client.get(answer.headers["Location"])
    assert client.get(today.kiosk).status_code == 200
    assert "/login" in client.get("/desk").headers["Location"]


def test_the_kiosk_lives_one_day(client, today, travel):
    open_kiosk(client, today)
    travel(NOW + timedelta(days=1))
    assert client.get(today.kiosk).status_code == 404


def test_the_picture_code_opens_the_phones_own_page(client, today):
    mine = today.first.application
    token = link_token("application", mine.pubid, mine.link_generation)
    client.get(f"/my/{mine.pubid}/{token}")
    answer = client.get(f"/here/{today.session.check_in_code}")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(f"/my/{mine.pubid}/here?code=")
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert today.session.check_in_code in page
    assert today.first.state is InvitationState.SENT, "looking changes nothing"


def test_another_phone_asks_for_the_six_characters(client, today):
    url = f"/here/{today.session.check_in_code}"
    assert client.get(url).status_code == 200
    assert client.get("/here/aaaaaa").get_data() == client.get(
        "/here/bbbbbb"
    ).get_data().replace(b"bbbbbb", b"aaaaaa")
    own = {"code": codes.personal_code(today.second)}
    assert client.post("/here/aaaaaa", data=own).status_code == 422
    assert client.post(url, data=own).status_code == 303
    assert today.second.state is InvitationState.ARRIVED


def test_after_too_many_guesses_a_true_desk_code_is_answered_like_a_false_one(client, today):
    for _ in range(self_check_in.MOST_FROM_ONE_PLACE):
        client.post("/here/aaaaaa", data={"code": "aaaaaa"})
    for code in ("aaaaaa", today.session.check_in_code):
        page = client.post(f"/here/{code}", data={"code": "aaaaaa"})
        assert "Too many wrong codes" in page.get_data(as_text=True)


def test_what_is_no_code_at_all_is_no_desks(client, today):
    assert client.post("/here/ab%00cde", data={"code": "a\0b"}).status_code == 422
