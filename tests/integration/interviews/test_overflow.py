"""A queue that is too long: a spare interviewer, the group session, a promised place."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.candidates.models import ApplicationReader
from recruit.interviews.models import Arrival, Invitation, SessionKind
from recruit.interviews.operations import desk, overflow
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.rules.attendance import ArrivalState, InvitationState
from recruit.rules.pipeline import Stage
from tests.conftest import NOW

SOON = NOW + timedelta(minutes=5)


@pytest.fixture
def today(make, sign_in):
    interviewer = make.person(Role.INTERVIEWER, site=make.the_site)
    spare = make.person(Role.INTERVIEWER, site=make.the_site, name="Sam Spare")
    make.person(Role.INTERVIEWER, site=make.site(), name="Far Away")
    session = make.session(starts_at=SOON)
    slot = make.slot(interviewer, session=session, starts_at=SOON, limit=9, capacity=1)
    receptionist = make.person(Role.RECEPTIONIST, site=make.the_site)
    people = []
    for _ in range(4):
        invitation = make.invitation(
            slot=slot, application=make.application(stage=Stage.INVITED)
        )
        people.append(desk.check_in(invitation, now=NOW, actor=receptionist))
    client = sign_in(receptionist)
    return type("Today", (), locals())


def test_the_desk_says_so_and_a_recruiter_lets_a_spare_interviewer_join(today, make, sign_in):
    url = f"/desk/{today.session.pubid}"
    page = today.client.get(url).get_data(as_text=True)
    assert "would wait too long" in page
    assert "Sam Spare" in page
    assert "Far Away" not in page
    sent = {"interviewer": today.spare.pubid}
    assert f"{url}/spare" not in page, "capacity is the recruiter's"
    assert today.client.post(f"{url}/spare", data=sent).status_code == 404
    recruiter = sign_in(make.recruiter())
    assert f"{url}/spare" in recruiter.get(url).get_data(as_text=True)
    for _ in range(2):
        assert recruiter.post(f"{url}/spare", data=sent).status_code == 303
    sign_in(today.receptionist)
    db.session.refresh(today.slot)
    assert today.slot.capacity == 2
    assert [member.person.name for member in today.slot.panel][-1] == "Sam Spare"
    reads = select(ApplicationReader.application_id).where(
        ApplicationReader.person_id == today.spare.id
    )
    assert len(db.session.scalars(reads).all()) == 4
    call = {"interviewer": today.spare.pubid}
    today.client.post(f"/desk/arrivals/{today.people[0].pubid}/call", data=call)
    assert today.people[0].interviewer is today.spare


def test_somebody_moves_to_the_group_session_with_their_seat(today, make):
    group = make.session(starts_at=SOON, kind=SessionKind.GROUP)
    seat = make.slot(today.spare, session=group, starts_at=SOON, limit=1, capacity=1)
    db.session.commit()
    data = {"slot": seat.pubid}
    url = "/desk/arrivals/{}/to-group"
    assert today.client.post(url.format(today.people[0].pubid), data=data).status_code == 303
    today.client.post(url.format(today.people[1].pubid), data=data)
    moved, stays = today.people[:2]
    assert (moved.session, moved.due_at) == (group, seat.starts_at)
    assert moved.invitation.slot is seat
    assert stays.session is today.session, "the last seat is taken"
    for slot, taken in ((seat, 1), (today.slot, 3)):
        db.session.refresh(slot)
        assert slot.taken == taken


def test_a_promised_time_is_a_place_that_is_theirs(today, make):
    other = make.session(starts_at=NOW + timedelta(days=2))
    slot = make.slot(session=other, limit=1)
    db.session.commit()
    url = f"/desk/arrivals/{today.people[0].pubid}/turn-away"
    assert slot.pubid in today.client.get(url).get_data(as_text=True)
    assert today.client.post(url, data={"slot": slot.pubid}).status_code == 303
    arrival = today.people[0]
    assert arrival.state is ArrivalState.TURNED_AWAY
    assert arrival.promised_at == slot.starts_at
    invitation = db.session.scalars(select(Invitation).where(Invitation.slot == slot)).one()
    assert invitation.state is InvitationState.SENT
    assert invitation.application is arrival.application
    again = f"/desk/arrivals/{today.people[1].pubid}/turn-away"
    assert slot.pubid not in today.client.get(again).get_data(as_text=True)
    assert today.client.post(again, data={"slot": slot.pubid}).status_code == 422
    assert len(db.session.scalars(select(Arrival)).all()) == 4


def test_who_left_or_got_a_later_time_of_today_may_come_again(today, make):
    arrival = today.people[0]
    later = make.slot(session=today.session, starts_at=NOW + timedelta(hours=3), limit=1)
    overflow.promise(arrival, later, actor=today.receptionist, now=NOW, due_at=NOW)
    db.session.flush()
    second = db.session.scalars(select(Invitation).where(Invitation.slot == later)).one()
    came = NOW + timedelta(hours=2, minutes=50)
    again = desk.check_in(second, now=came, actor=today.receptionist)
    db.session.flush()
    assert again is arrival
    assert (again.state, again.due_at, again.arrived_at) == (
        ArrivalState.WAITING,
        later.starts_at,
        came,
    )
    assert second.state is InvitationState.ARRIVED
    desk.leave(again, actor=today.receptionist, now=came)
    back = desk.check_in_walk_in(
        again.application, again.pool, actor=today.receptionist, now=came
    )
    assert (back, back.state) == (arrival, ArrivalState.WAITING)
    assert back.due_at is None
