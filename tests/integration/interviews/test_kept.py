"""Steps that the desk's browser kept: once, in their order, at their own time."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.candidates.models import Application
from recruit.interviews import operations
from recruit.interviews.models import Arrival, DeskAction
from recruit.kernel.audit import AuditEvent
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.rules.attendance import ArrivalState, InvitationState
from recruit.rules.pipeline import Stage
from tests.conftest import NOW

SOON = NOW + timedelta(minutes=30)
LATER = NOW + timedelta(hours=6)


@pytest.fixture
def today(make, sign_in):
    interviewer = make.person(Role.INTERVIEWER)
    session = make.session(starts_at=SOON)
    slot = make.slot(interviewer, session=session, starts_at=SOON, limit=4)
    first = make.invitation(slot=slot, application=make.application(stage=Stage.INVITED))
    second = make.invitation(slot=slot, application=make.application(stage=Stage.INVITED))
    receptionist = make.person(Role.RECEPTIONIST, site=make.the_site)
    client = sign_in(receptionist)

    def send(step, number, ago=0, **more):
        client_id = f"client-id-{number:04}"
        data = {"client_id": client_id, "step": step, "ago": str(ago), **more}
        return client.post(f"/desk/{session.pubid}/steps", data=data)

    return type("Today", (), locals())


def arrivals():
    return list(db.session.scalars(select(Arrival).order_by(Arrival.id)))


def test_sent_twice_it_is_done_once_and_answered_the_same(today):
    one = today.send("check_in", 1, invitation=today.first.pubid)
    again = today.send("check_in", 1, ago=90, invitation=today.first.pubid)
    assert one.status_code == again.status_code == 200
    assert one.json == again.json
    assert one.json["outcome"] == "done"
    assert one.json["undo"].endswith("/undo")
    assert len(arrivals()) == len(db.session.scalars(select(DeskAction)).all()) == 1


def test_a_whole_visit_kept_offline_keeps_its_times(today, travel):
    back = NOW + timedelta(hours=2)
    travel(back)
    steps = [
        ("check_in", 100, {}),
        ("call", 80, {"interviewer": today.interviewer.pubid}),
        ("start", 78, {}),
        ("done", 50, {}),
    ]
    for number, (step, minutes, more) in enumerate(steps):
        answer = today.send(step, number, minutes * 60, invitation=today.first.pubid, **more)
        assert answer.json["outcome"] == "done", answer.json
    (arrival,) = arrivals()
    assert arrival.state is ArrivalState.DONE
    moments = (arrival.arrived_at, arrival.called_at, arrival.started_at, arrival.ended_at)
    assert [(back - at) // timedelta(minutes=1) for at in moments] == [100, 80, 78, 50]
    assert arrival.received_at == back
    assert today.first.application.stage is Stage.INTERVIEWED


def test_a_walk_in_is_known_by_the_name_its_browser_gave_it(today, make):
    new = {"name": "Wanda Walker", "phone": "+37360123456"}
    new["vacancy"] = today.session.pools[0].vacancies[0].pubid
    assert today.send("walk_in", 1, 60, **new).json["outcome"] == "done"
    assert today.send("walk_in", 1, 70, **new).json["outcome"] == "done"
    assert today.send("leave", 2, 30, of="client-id-0001").json["outcome"] == "done"
    (arrival,) = arrivals()
    assert arrival.state is ArrivalState.LEFT
    assert db.session.scalars(select(Application)).all().count(arrival.application) == 1


def test_a_refused_step_stays_refused_and_leaves_nothing_behind(today):
    answer = today.send("done", 1, invitation=today.first.pubid)
    assert (answer.status_code, answer.json["outcome"]) == (200, "unknown_at_this_desk")
    today.send("check_in", 2, invitation=today.first.pubid)
    answer = today.send("done", 1, invitation=today.first.pubid)
    assert answer.json["outcome"] == "unknown_at_this_desk"
    assert arrivals()[0].state is ArrivalState.WAITING


def close_while_offline(today, travel):
    travel(LATER)
    operations.close(today.session, now=LATER - timedelta(minutes=30))
    db.session.commit()
    assert today.first.state is InvitationState.NO_SHOW
    assert today.first.application.stage is Stage.TO_INVITE


def test_an_arrival_kept_offline_overrides_the_clocks_no_show(today, travel):
    close_while_offline(today, travel)
    kept = 5 * 60 * 60
    assert (
        today.send("check_in", 1, kept, invitation=today.first.pubid).json["outcome"] == "done"
    )
    (arrival,) = arrivals()
    assert (today.first.state, arrival.state) == (InvitationState.ARRIVED, ArrivalState.LEFT)
    assert arrival.arrived_at == LATER - timedelta(seconds=kept)
    assert today.slot.taken == 1
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "interviews.arrival.checked-in")
    ).one()
    assert event.changes["overrides"] == "no_show"
    for number, (step, ago) in enumerate([("start", kept - 60), ("done", kept - 1800)], 2):
        answer = today.send(step, number, ago, invitation=today.first.pubid)
        assert answer.json["outcome"] == "done"
    assert arrival.state is ArrivalState.DONE
    assert today.first.application.stage is Stage.INTERVIEWED


def test_what_happens_after_the_close_overrides_nothing(today, travel):
    close_while_offline(today, travel)
    answer = today.send("check_in", 1, 60, invitation=today.first.pubid)
    assert answer.json["outcome"] == "session_over"
    assert today.first.state is InvitationState.NO_SHOW


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"client_id": "x", "step": "check_in"},
        {"client_id": "client-id-0001", "step": "hire"},
        {"client_id": "' OR 1=1 -- aaaa", "step": "check_in"},
    ],
)
def test_nonsense_is_refused(today, data):
    assert today.client.post(f"/desk/{today.session.pubid}/steps", data=data).status_code == 400


def test_another_sites_desk_sends_nothing_here(today, make, sign_in):
    client = sign_in(make.person(Role.RECEPTIONIST, site=make.site()))
    data = {"client_id": "client-id-0001", "step": "check_in"}
    data["invitation"] = today.first.pubid
    assert client.post(f"/desk/{today.session.pubid}/steps", data=data).status_code == 404
    assert arrivals() == []


def test_a_step_is_never_before_the_one_it_follows(today, travel):
    travel(NOW + timedelta(hours=1))
    who = {"invitation": today.first.pubid}
    today.send("check_in", 1, **who)
    today.send("call", 2, 3000, interviewer=today.interviewer.pubid, **who)
    today.send("start", 3, 3200, **who)
    assert today.send("done", 4, 9_000_000, **who).json["outcome"] == "done"
    (arrival,) = arrivals()
    assert (
        arrival.arrived_at
        == arrival.called_at
        == arrival.started_at
        == arrival.ended_at
        == NOW + timedelta(hours=1)
    )


def test_a_name_that_no_browser_gives_is_nobody(today):
    answer = today.send("leave", 1, of="client\0id-0001")
    assert answer.json["outcome"] == "unknown_at_this_desk"
