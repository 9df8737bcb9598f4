"""The interviewer's page: the next person, five minutes more, somebody else, a break."""

from datetime import timedelta

import pytest

from recruit.interviews.operations import desk
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.rules.attendance import ArrivalState
from recruit.rules.pipeline import Stage
from tests.conftest import NOW

SOON = NOW + timedelta(minutes=5)


@pytest.fixture
def today(make, sign_in):
    me, other = make.person(Role.INTERVIEWER), make.person(Role.INTERVIEWER, name="Olga Other")
    session = make.session(starts_at=SOON)
    slot = make.slot(me, other, session=session, starts_at=SOON, limit=4, capacity=2)
    receptionist = make.person(Role.RECEPTIONIST, site=make.the_site)
    people = [
        desk.check_in(
            make.invitation(slot=slot, application=make.application(stage=Stage.INVITED)),
            now=NOW,
            actor=receptionist,
        )
        for _ in range(2)
    ]
    client = sign_in(me)
    client.post(f"/interviews/{session.pubid}/next")
    return type("Today", (), locals())


def page(today):
    return today.client.get("/interviews/mine/now").get_data(as_text=True)


def test_five_minutes_more_are_recorded_and_have_an_end(today):
    one = today.people[0]
    assert "0 of 30 min" in page(today)
    for _ in range(13):
        today.client.post(f"/interviews/mine/{one.pubid}/extend")
    assert one.extra_minutes == 60
    assert "0 of 90 min" in page(today)


def test_another_free_interviewer_takes_over(today):
    one = today.people[0]
    to = {"interviewer": today.other.pubid}
    assert "Olga Other" in page(today)
    today.client.post(f"/interviews/mine/{one.pubid}/hand-over", data=to)
    assert (one.interviewer, one.state) == (today.other, ArrivalState.IN_INTERVIEW)
    gone = today.client.post(f"/interviews/mine/{one.pubid}/done")
    assert gone.status_code == 404, "it is the other's interview now"
    stranger = {"interviewer": today.receptionist.pubid}
    assert (
        today.client.post(f"/interviews/mine/{one.pubid}/hand-over", data=stranger).status_code
        == 404
    )


def test_nobody_is_called_to_somebody_on_a_break(today):
    one, two = today.people
    today.client.post(f"/interviews/mine/{one.pubid}/done")
    address = f"/interviews/{today.session.pubid}/break"
    for _ in range(2):
        assert today.client.post(address).status_code == 303
    assert "You are on a break" in page(today)
    with pytest.raises(Refused, match="interviewer_on_break"):
        desk.call(two, today.me, actor=today.receptionist, now=SOON)
    today.client.post(address, data={"over": "1"})
    assert "Take next" in page(today)
    desk.call(two, today.me, actor=today.receptionist, now=SOON)


def test_a_break_is_taken_only_where_one_interviews(today, make, sign_in):
    client = sign_in(make.person(Role.INTERVIEWER))
    assert client.post(f"/interviews/{today.session.pubid}/break").status_code == 404
