"""On the phone: the call list, the incoming call, the message with the link, the rules page."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.interviews import jobs, operations
from recruit.interviews.models import InterviewSettings
from recruit.interviews.queries import calls as queries
from recruit.kernel.audit import AuditEvent
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.notifications.models import OutboxMessage
from recruit.rules import booking, rescheduling
from recruit.rules.attendance import InvitationState, Reminder
from recruit.rules.pipeline import Stage
from tests.conftest import NOW


@pytest.fixture
def guest(make):
    """Somebody invited; tomorrow unless told otherwise."""

    def build(slot=None, **kw):
        slot = slot or make.slot(starts_at=NOW + timedelta(days=1), limit=90)
        candidate = make.candidate(
            **({"phone": "+373 69 123 456", "phone_e164": "+37369123456"} | kw)
        )
        application = make.application(candidate=candidate, stage=Stage.INVITED)
        return make.invitation(slot=slot, application=application)

    return build


def post(client, invitation, action, **fields):
    return client.post(f"/interviews/invitations/{invitation.pubid}/{action}", data=fields)


def test_who_has_no_mail_address_is_called_first_and_a_yes_last(make, guest):
    with_mail = guest()
    slot = with_mail.slot
    without, sure, later = guest(slot, email=""), guest(slot), guest(slot)
    recruiter = make.recruiter()
    operations.confirm(sure, now=NOW, actor=recruiter)
    operations.call_back(later, NOW + timedelta(hours=1), now=NOW, actor=recruiter)
    db.session.flush()
    rows = queries.call_list(slot.pool.session, recruiter, NOW)
    assert (rows.now, rows.later, rows.answered) == ([without, with_mail], [later], [sure])
    after = queries.call_list(slot.pool.session, recruiter, NOW + timedelta(hours=2))
    assert later in after.now


def test_every_outcome_is_one_click_and_changes_the_plan(make, guest, sign_in):
    slot = make.slot(starts_at=NOW + timedelta(days=1), limit=90)
    people = {word: guest(slot) for word in ("confirmed", "unsure", "declined", "no_answer")}
    client = sign_in(make.recruiter())
    for word, invitation in people.items():
        assert post(client, invitation, "answer", answer=word).status_code == 303
    db.session.expire_all()
    assert {word: row.reminder.value for word, row in people.items()} == {w: w for w in people}
    assert slot.taken == 3
    assert post(client, people["unsure"], "answer", answer="perhaps").status_code == 422


def test_a_wrong_number_is_noted_and_leaves_the_earlier_answer(make, guest, sign_in):
    invitation = guest()
    operations.confirm(invitation, now=NOW)
    client = sign_in(make.recruiter())
    assert post(client, invitation, "answer", answer="wrong_number").status_code == 303
    db.session.expire_all()
    assert queries.wrong_number(invitation)
    assert invitation.state is InvitationState.CONFIRMED
    page = client.get(f"/interviews/{invitation.slot.pool.session.pubid}/calls").get_data(True)
    assert "Wrong number" in page


def test_a_call_back_lies_ahead_and_before_the_interview(make, guest, sign_in):
    invitation = guest()
    client = sign_in(make.recruiter())
    assert post(client, invitation, "call-back", at="2026-03-02T13:30").status_code == 303
    db.session.expire_all()
    assert invitation.call_back_at == NOW + timedelta(hours=2, minutes=30)  # the site's clock
    for bad in ("2026-03-09T10:00", "2026-03-01T10:00", "soon", "0001-01-01T00:00", ""):
        assert post(client, invitation, "call-back", at=bad).status_code == 422
    operations.confirm(invitation, now=NOW, actor=make.recruiter())
    assert invitation.call_back_at is None


@pytest.mark.parametrize(
    "typed", ["123456", "069123456", "+37369123456", "69 123-456", "lungu"]
)
def test_a_caller_is_found_by_the_last_digits_or_the_name(make, guest, typed):
    invitation = guest(name="Vera Lungu", phone_e164="+37369123456")
    guest(invitation.slot, name="Ion Rusu", phone="+373 69 000 000", phone_e164="+37369000000")
    assert queries.find_caller(typed, make.recruiter(), NOW) == [invitation]


def test_the_incoming_call_page_answers_and_comes_back(make, guest, sign_in):
    slot = make.slot(starts_at=NOW + timedelta(hours=2), limit=9)
    invitation = guest(slot, name="Vera Lungu")
    client = sign_in(make.recruiter())
    page = client.get("/interviews/incoming?q=lungu").get_data(True)
    assert "Vera Lungu" in page
    assert "Will be late by" in page
    here = "/interviews/incoming?q=lungu"
    answer = post(client, invitation, "late", minutes="20", next=here)
    assert (answer.status_code, answer.headers["Location"]) == (303, here)
    db.session.expire_all()
    assert (invitation.late_minutes, invitation.running_late_at) == (20, NOW)
    assert invitation.state is InvitationState.CONFIRMED
    assert post(client, invitation, "late", minutes="7", next=here).status_code == 422


def test_late_is_said_on_the_day_only(make, guest):
    invitation = guest()
    with pytest.raises(Refused) as refused:
        operations.running_late(invitation, 10, now=NOW)
    assert refused.value.reason is booking.Refusal.NOT_THE_DAY


def test_a_receptionist_answers_for_today_and_never_gets_a_link(make, guest, sign_in):
    today, tomorrow = guest(make.slot(starts_at=NOW + timedelta(hours=3))), guest()
    client = sign_in(make.person("receptionist", site=make.the_site))
    page = client.get("/interviews/incoming?q=123456").get_data(True)
    assert today.pubid in page
    assert tomorrow.pubid not in page
    assert "Copy message" not in page
    assert client.post(f"/interviews/messages/{today.application.pubid}").status_code == 404


def test_the_message_holds_the_link_and_its_showing_is_recorded(make, guest, sign_in):
    application = guest(name="Vera Lungu").application
    client = sign_in(make.recruiter())
    page = client.post(f"/interviews/messages/{application.pubid}").get_data(True)
    assert f"http://127.0.0.1:8000/my/{application.pubid}/" in page
    shown = db.session.scalars(select(AuditEvent).filter_by(action="interviews.link.shown"))
    assert len(shown.all()) == 1
    other = make.head(department=make.department())
    assert sign_in(other).post(f"/interviews/messages/{application.pubid}").status_code == 404


def test_the_company_decides_when_to_remind_and_what_may_be_changed(make, guest, sign_in):
    client = sign_in(make.person("admin"))
    form = {
        "version": "1", "reminder_hours": "48 and 3", "move_notice_hours": "36",
        "most_moves": "1", "decline_notice_hours": "30", "script_en": "Hi {name}, {time}?",
    }  # fmt: skip
    assert client.post("/interviews/settings", data=form).status_code == 303
    row = db.session.get(InterviewSettings, 1)
    assert (row.reminder_hours, row.call_scripts) == ([48, 3], {"en": "Hi {name}, {time}?"})
    stale = client.post("/interviews/settings", data=form | {"script_ro": "Bună, {name}"})
    assert stale.status_code == 409
    assert "Bună, {name}" in stale.text, "what was typed stays"
    assert "Somebody changed this" in stale.text
    for bad in ("never", "0", "169", "1 2 3 4 5 6"):
        wrong = form | {"version": "2", "reminder_hours": bad}
        assert client.post("/interviews/settings", data=wrong).status_code == 422

    invitation = guest(name="Vera")
    with pytest.raises(Refused) as refused:
        operations.decline(invitation, now=NOW)
    assert refused.value.reason is rescheduling.Refusal.TOO_LATE_TO_DECLINE
    target = make.slot(pool=invitation.slot.pool, starts_at=NOW + timedelta(days=3))
    with pytest.raises(Refused) as refused:
        operations.move(invitation, target, now=NOW)
    assert refused.value.reason is rescheduling.Refusal.TOO_LATE
    operations.move(invitation, target, now=NOW, actor=make.recruiter())
    client = sign_in(make.recruiter())
    page = client.get(f"/interviews/{target.pool.session.pubid}/calls").get_data(True)
    assert "Hi Vera, 11:00?" in page


def test_reminders_leave_at_the_chosen_hours_once_each(make, guest):
    db.session.add(InterviewSettings(id=1, reminder_hours=[48, 3], call_scripts={}))
    invitation = guest(make.slot(starts_at=NOW + timedelta(days=4)))
    start = invitation.slot.starts_at
    for before in (49, 48, 47, 30, 4, 3, 2, 0):
        jobs.remind(start - timedelta(hours=before))
    keys = [row.key.rpartition(":")[2] for row in db.session.scalars(select(OutboxMessage))]
    assert keys == ["48", "3"]
    late = guest(make.slot(starts_at=NOW + timedelta(hours=2)))
    jobs.remind(NOW)
    assert late.reminded_at is None  # invited just now: the invitation itself is the reminder


def test_after_an_outage_only_the_nearest_reminder_leaves(make, guest):
    db.session.add(InterviewSettings(id=1, reminder_hours=[48, 24, 3], call_scripts={}))
    invitation = guest(make.slot(starts_at=NOW + timedelta(days=4)))
    jobs.remind(invitation.slot.starts_at - timedelta(hours=2))
    jobs.remind(invitation.slot.starts_at - timedelta(hours=1))
    assert len(list(db.session.scalars(select(OutboxMessage)))) == 1
    assert invitation.reminder is Reminder.NOT_CALLED


def test_the_call_list_takes_few_statements(make, guest, count_queries):
    first = guest()
    for _ in range(9):
        guest(first.slot, email="")
    session, recruiter = first.slot.pool.session, make.recruiter()
    db.session.commit()
    db.session.expire_all()
    assert recruiter.roles and session.id
    with count_queries() as statements:
        rows = queries.call_list(session, recruiter, NOW)
        for row in rows.now:
            assert row.application.candidate.name
            assert row.application.vacancy.title
            assert not row.answers
    assert len(statements) <= 5, statements
