"""The desk on the day: arrivals, the queue, calling, refusals; who may and who may not."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.candidates import operations as candidates
from recruit.interviews.models import Arrival, Invitation
from recruit.interviews.operations import desk
from recruit.kernel.audit import AuditEvent
from recruit.kernel.db import by_pubid, db
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.rules.attendance import ArrivalState, InvitationState
from recruit.rules.pipeline import RejectReason, Stage
from tests.conftest import NOW

SOON = NOW + timedelta(minutes=30)


@pytest.fixture
def today(make):
    """A session of today with one interviewer and two invited people of the same slot."""
    interviewer = make.person(Role.INTERVIEWER)
    session = make.session(starts_at=SOON)
    slot = make.slot(interviewer, session=session, starts_at=SOON, limit=4)
    first = make.invitation(slot=slot, application=make.application(stage=Stage.INVITED))
    second = make.invitation(slot=slot, application=make.application(stage=Stage.INVITED))
    receptionist = make.person(Role.RECEPTIONIST, site=make.the_site)
    return type("Today", (), locals())


def test_checking_in_marks_the_invitation_and_a_second_click_changes_nothing(today):
    arrival = desk.check_in(today.first, now=NOW, actor=today.receptionist)
    again = desk.check_in(today.first, now=NOW + timedelta(minutes=1), actor=today.receptionist)
    assert again is arrival
    assert today.first.state is InvitationState.ARRIVED
    assert arrival.arrived_at == NOW
    assert today.slot.taken == 2, "an arrival keeps its place"


def test_it_refuses_a_session_of_another_day(make):
    invitation = make.invitation()
    with pytest.raises(Refused, match="not_today"):
        desk.check_in(invitation, now=NOW, actor=make.recruiter())


def test_ones_own_phone_needs_the_code_of_the_desk(today):
    with pytest.raises(Refused, match="wrong_code"):
        desk.check_in(today.first, now=NOW, actor=None, code="nonsense")
    code = today.session.check_in_code.upper()
    assert desk.check_in(today.first, now=NOW, actor=None, code=f" {code} ")


def test_undo_brings_the_answer_back(today, make):
    today.first.state = InvitationState.CONFIRMED
    today.first.reminder = "confirmed"
    db.session.flush()
    db.session.refresh(today.first)
    arrival = desk.check_in(today.first, now=NOW, actor=today.receptionist)
    desk.undo_check_in(arrival, actor=today.receptionist, now=NOW)
    assert today.first.state is InvitationState.CONFIRMED
    assert db.session.scalars(select(Arrival)).all() == []


def test_an_interviewer_sees_one_person_at_a_time(today):
    one = desk.check_in(today.first, now=NOW, actor=today.receptionist)
    two = desk.check_in(today.second, now=NOW, actor=today.receptionist)
    desk.call(one, today.interviewer, actor=today.receptionist, now=SOON)
    with pytest.raises(Refused, match="interviewer_not_free"):
        desk.call(two, today.interviewer, actor=today.receptionist, now=SOON)
    desk.start(one, actor=today.interviewer, now=SOON)
    desk.finish(one, actor=today.interviewer, now=SOON + timedelta(minutes=20))
    desk.call(
        two, today.interviewer, actor=today.receptionist, now=SOON + timedelta(minutes=20)
    )
    assert one.state is ArrivalState.DONE
    assert today.first.application.stage is Stage.INTERVIEWED


def test_it_refuses_an_interviewer_of_no_panel(today, make):
    one = desk.check_in(today.first, now=NOW, actor=today.receptionist)
    with pytest.raises(Refused, match="not_on_panel"):
        desk.call(one, make.person(Role.INTERVIEWER), actor=today.receptionist, now=SOON)


def test_a_walk_in_joins_the_queue_and_may_be_interviewed(today, make):
    application = make.application(stage=Stage.TO_INVITE)
    pool = today.session.pools[0]
    arrival = desk.check_in_walk_in(application, pool, actor=today.receptionist, now=NOW)
    assert arrival.invitation is None
    assert (
        desk.check_in_walk_in(application, pool, actor=today.receptionist, now=NOW) is arrival
    )
    desk.call(arrival, today.interviewer, actor=today.receptionist, now=NOW)
    desk.finish(arrival, actor=today.receptionist, now=SOON)
    assert application.stage is Stage.INTERVIEWED


def test_nobody_is_turned_away_without_a_promised_time(today):
    arrival = desk.check_in(today.first, now=NOW, actor=today.receptionist)
    for promise in (None, NOW - timedelta(hours=1)):
        with pytest.raises(Refused, match="promise_missing"):
            desk.turn_away(arrival, promised_at=promise, actor=today.receptionist, now=NOW)
    tomorrow = NOW + timedelta(days=1)
    desk.turn_away(arrival, promised_at=tomorrow, actor=today.receptionist, now=NOW)
    assert arrival.state is ArrivalState.TURNED_AWAY
    assert today.first.state is InvitationState.ARRIVED, "they came: it is no no-show"
    assert today.first.application.stage is Stage.TO_INVITE


def test_everything_at_the_desk_is_audited(today):
    arrival = desk.check_in(today.first, now=NOW, actor=today.receptionist)
    desk.call(arrival, today.interviewer, actor=today.receptionist, now=NOW)
    desk.start(arrival, actor=today.interviewer, now=NOW)
    desk.finish(arrival, actor=today.interviewer, now=NOW)
    db.session.flush()
    actions = db.session.scalars(
        select(AuditEvent.action).where(AuditEvent.subject == f"arrival:{arrival.pubid}")
    ).all()
    assert actions == [
        "interviews.arrival.checked-in",
        "interviews.arrival.called",
        "interviews.arrival.started",
        "interviews.arrival.done",
    ]


def test_the_page_checks_in_and_calls(today, sign_in):
    client = sign_in(today.receptionist)
    url = f"/desk/{today.session.pubid}"
    assert today.first.application.candidate.name in client.get(url).text
    invitation = today.first.pubid
    response = client.post(f"{url}/check-in", data={"invitation": invitation})
    assert response.status_code == 303
    arrival = db.session.scalars(select(Arrival)).one()
    response = client.post(
        f"/desk/arrivals/{arrival.pubid}/call", data={"interviewer": today.interviewer.pubid}
    )
    assert response.status_code == 303
    assert by_pubid(Invitation, invitation).state is InvitationState.ARRIVED
    assert db.session.scalars(select(Arrival)).one().state is ArrivalState.CALLED


def test_a_new_walk_in_is_added_by_name_and_phone(today, sign_in, make):
    client = sign_in(today.receptionist)
    url = f"/desk/{today.session.pubid}/walk-in"
    vacancy = today.session.pools[0].vacancies[0].pubid
    bad = client.post(url, data={"name": "Ana Nou", "vacancy": vacancy})
    assert bad.status_code == 422
    assert "Write a phone number or a mail address." in bad.text
    assert "Ana Nou" in bad.text
    good = client.post(url, data={"name": "Ana Nou", "phone": "069123456", "vacancy": vacancy})
    assert good.status_code == 303
    assert db.session.scalars(select(Arrival)).one().application.candidate.name == "Ana Nou"


def test_the_desk_belongs_to_its_site_and_its_day(today, sign_in, make):
    elsewhere = make.person(Role.RECEPTIONIST, site=make.site())
    url = f"/desk/{today.session.pubid}"
    assert sign_in(elsewhere).get(url).status_code == 404
    other_day = make.session(starts_at=NOW + timedelta(days=3))
    client = sign_in(today.receptionist)
    assert client.get(f"/desk/{other_day.pubid}").status_code == 404
    foreign = make.invitation(slot=make.slot(session=other_day))
    posted = client.post(f"{url}/check-in", data={"invitation": foreign.pubid})
    assert posted.status_code == 404


@pytest.mark.parametrize(
    "role", [Role.ADMIN, Role.TRAINER, Role.MENTOR, Role.TRAINEE, Role.DIRECTOR]
)
def test_other_roles_find_no_desk(today, sign_in, make, role):
    client = sign_in(make.person(role))
    assert client.get(f"/desk/{today.session.pubid}").status_code == 404
    assert client.get("/desk").status_code == 404


def test_an_interviewer_takes_the_next_of_their_own_pool(today, sign_in):
    arrival = desk.check_in(today.first, now=NOW, actor=today.receptionist)
    client = sign_in(today.interviewer)
    assert today.first.application.candidate.name in client.get("/interviews/mine").text
    response = client.post(f"/interviews/{today.session.pubid}/next")
    assert response.headers["Location"].endswith("/scorecard")
    db.session.expire_all()
    assert arrival.state is ArrivalState.IN_INTERVIEW
    assert arrival.interviewer_id == today.interviewer.id


def test_the_desk_costs_the_same_queries_for_two_and_for_twenty(
    today, sign_in, make, count_queries
):
    client = sign_in(today.receptionist)
    url = f"/desk/{today.session.pubid}"
    client.get(url)
    db.session.expire_all()
    with count_queries() as few:
        client.get(url)
    today.slot.limit = 40
    for _ in range(18):
        invitation = make.invitation(
            slot=today.slot, application=make.application(stage=Stage.INVITED)
        )
        desk.check_in(invitation, now=NOW, actor=today.receptionist)
    db.session.commit()
    db.session.expire_all()
    with count_queries() as many:
        client.get(url)
    assert len(many) == len(few) + 2, "who could step in, which group has a seat"
    assert len(many) <= 16


def test_taking_back_the_check_in_of_somebody_rejected_awaits_nobody(today, make):
    arrival = desk.check_in(today.first, now=NOW, actor=today.receptionist)
    rejected = today.first.application
    candidates.reject(rejected, RejectReason.OTHER, actor=make.recruiter(), now=NOW)
    desk.undo_check_in(arrival, actor=today.receptionist, now=NOW)
    db.session.refresh(today.slot)
    assert today.first.state is InvitationState.CANCELLED
    assert today.slot.taken == 1, "the place of the other"
    assert rejected.stage is Stage.REJECTED


def test_who_came_on_another_day_is_not_awaited_on_their_own(today, make):
    later = make.slot(starts_at=NOW + timedelta(days=3))
    invitation = make.invitation(slot=later, application=make.application(stage=Stage.INVITED))
    pool = today.session.pools[0]
    arrival = desk.check_in_walk_in(
        invitation.application, pool, actor=today.receptionist, now=NOW
    )
    desk.call(arrival, today.interviewer, actor=today.receptionist, now=NOW)
    desk.finish(arrival, actor=today.interviewer, now=SOON)
    db.session.refresh(later)
    assert (invitation.state, later.taken) == (InvitationState.CANCELLED, 0)
    assert invitation.application.stage is Stage.INTERVIEWED


def test_a_streaming_day_is_not_over_with_one_click(today, sign_in):
    arrival = desk.check_in(today.first, now=NOW, actor=today.receptionist)
    client = sign_in(today.interviewer)
    assert client.post(f"/interviews/{today.session.pubid}/finish").status_code == 404
    assert arrival.state is ArrivalState.WAITING


@pytest.mark.parametrize("when", ["9999-12-31T23:59", "0001-01-01T00:00", "2027-04-01T10:00"])
def test_a_promise_is_a_time_that_comes(today, sign_in, when):
    today.session.site.zone = "America/New_York"
    today.receptionist.site = today.session.site
    arrival = desk.check_in(today.first, now=NOW, actor=today.receptionist)
    answer = sign_in(today.receptionist).post(
        f"/desk/arrivals/{arrival.pubid}/turn-away", data={"promised_at": when}
    )
    assert answer.status_code == 422
    assert when in answer.text
    assert arrival.state is ArrivalState.WAITING
