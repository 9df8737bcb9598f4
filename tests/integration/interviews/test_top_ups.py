"""Invited by the clock: only where allowed, in order, within limits, once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.interviews import operations
from recruit.interviews.models import Invitation, TopUp
from recruit.interviews.operations.top_ups import set_top_ups, top_up_due
from recruit.interviews.queries import sending
from recruit.kernel.audit import AuditEvent
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.notifications.models import Notification, OutboxMessage
from recruit.rules.attendance import InvitationState
from recruit.rules.pipeline import Stage
from recruit.rules.vacancies import VacancyState
from tests.conftest import NOW
from tests.integration.interviews.test_board import history

BEGINS = NOW + timedelta(days=3)
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def day(make):
    """Four starts, two interviewers, three places each; two may be added a day."""
    history(make, 50, 100)
    session = make.session(starts_at=BEGINS, top_ups_per_day=2, top_ups_cut_off=24)
    for n in range(4):
        make.slot(
            session=session,
            starts_at=BEGINS + timedelta(minutes=30 * n),
            capacity=2,
            limit=3,
        )
    return session


@pytest.fixture
def invited(make, day):
    """Eight people invited by the recruiter, two to each start."""
    person = day.created_by
    choices = [
        (make.application(stage=Stage.TO_INVITE), slot)
        for slot in day.pools[0].slots
        for _ in range(2)
    ]
    return operations.invite(choices, actor=person, now=NOW, due_at=NOW)


def waiting(make, n, **kw):
    return [
        make.application(
            stage=Stage.TO_INVITE,
            priority=10 + i,
            candidate=make.candidate(name=f"Next {i}", **kw),
        )
        for i in range(n)
    ]


def decline(invitations, at=NOW + timedelta(hours=1)):
    for one in invitations:
        operations.decline(one, now=at)
    db.session.flush()


def run(at=LATER):
    return top_up_due(at, due_at=at + timedelta(seconds=60))


def topped():
    statement = select(TopUp).order_by(TopUp.id)
    return list(db.session.scalars(statement))


def test_the_next_of_the_list_are_invited_in_order_and_recorded(make, day, invited):
    people = waiting(make, 5)
    decline(invited[:3])
    assert run() == 2  # three are missing, but two a day are allowed
    rows = topped()
    assert [one.invitation.application_id for one in rows] == [one.id for one in people[:2]]
    assert {(one.declined, one.doubtful) for one in rows} == {(3, 0)}
    assert all(one.invitation.invited_by_id is None for one in rows)
    assert all(slot.taken <= slot.limit for slot in day.pools[0].slots)
    letters = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.batch == rows[0].invitation.batch)
    ).all()
    assert len(letters) == 2
    assert all(one.due_at == LATER + timedelta(seconds=60) for one in letters)
    audited = select(AuditEvent).where(AuditEvent.action == "interviews.invitation.topped-up")
    assert [one.actor for one in db.session.scalars(audited)] == ["system", "system"]
    notices = db.session.scalars(select(Notification.person_id)).all()
    assert notices == [day.created_by_id]


def test_it_is_done_once_and_goes_on_the_next_day(make, day, invited):
    people = waiting(make, 5)
    decline(invited[:3])
    assert run() == 2
    assert run() == 0
    assert run(LATER + timedelta(minutes=1)) == 0
    tomorrow = NOW + timedelta(days=1)
    assert run(tomorrow) > 0
    got = [one.invitation.application_id for one in topped()]
    assert got == [one.id for one in people[: len(got)]]
    assert len(got) <= 6  # three missing at 50 %: at most six make up for them
    assert run(tomorrow) == 0


@pytest.mark.parametrize(
    ("why", "at"),
    [("off", LATER), ("cut-off", BEGINS - timedelta(hours=23)), ("nobody declined", LATER)],
)
def test_nobody_is_invited(make, day, invited, why, at):
    waiting(make, 3)
    if why != "nobody declined":
        decline(invited[:2])
    if why == "off":
        set_top_ups(day, per_day=0, cut_off=24, actor=day.created_by, now=NOW)
    assert run(at) == 0
    assert topped() == []


def test_nobody_is_invited_before_a_person_has_begun(make, day):
    waiting(make, 3)
    assert run() == 0


def test_it_skips_who_has_no_mail_and_who_declined_this_day(make, day, invited):
    (silent,) = waiting(make, 1, email="")
    decline(invited[:2])
    back = {one.application_id for one in invited[:2]}  # to be invited again, first in order
    (after,) = waiting(make, 1)
    assert run() == 1
    (row,) = topped()
    assert row.invitation.application_id == after.id
    assert row.invitation.application_id not in back | {silent.id}


def test_limits_hold_and_a_wave_taken_back_is_not_replaced(make, day, invited):
    waiting(make, 5)
    decline(invited[:2])
    for slot in day.pools[0].slots:
        slot.limit = slot.taken
    db.session.flush()
    assert run() == 0
    for slot in day.pools[0].slots:
        slot.limit = 3
    db.session.flush()
    assert run() == 2
    batch = topped()[0].invitation.batch
    operations.undo_batch(batch, actor=day.created_by, now=LATER)
    assert run(LATER + timedelta(minutes=1)) == 0
    states = db.session.scalars(select(Invitation.state).where(Invitation.batch == batch))
    assert set(states) == {InvitationState.CANCELLED}


def test_the_board_says_who_was_invited_and_why(make, sign_in, day, invited):
    waiting(make, 3)
    decline(invited[:1])
    run()
    client = sign_in(make.recruiter())
    page = " ".join(client.get(f"/interviews/{day.pubid}").get_data(as_text=True).split())
    assert "Invited automatically" in page
    assert "because 1 person declined" in page
    assert "Next 0" in page.partition("Invited automatically")[2]
    (group,) = sending.automatic(day, make.person(Role.INTERVIEWER), NOW)
    assert {name for _, name, _ in group.names} == {""}


def test_the_rule_is_set_on_its_page(make, sign_in, day):
    client = sign_in(make.recruiter())
    url = f"/interviews/{day.pubid}/top-ups"
    assert client.get(url).status_code == 200
    assert client.post(url, data={"top_ups": "10", "cut_off": "48"}).status_code == 303
    db.session.refresh(day)
    assert (day.top_ups_per_day, day.top_ups_cut_off) == (10, 48)
    assert client.post(url, data={"top_ups": "7", "cut_off": "48"}).status_code == 422
    assert sign_in(make.person(Role.HIRING_MANAGER)).get(url).status_code == 404


def test_nobody_is_invited_for_a_closed_vacancy(make, day, invited):
    waiting(make, 3)
    decline(invited[:4])
    day.pools[0].vacancies[0].state = VacancyState.CLOSED
    db.session.flush()
    assert run() == 0
