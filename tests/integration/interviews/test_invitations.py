"""Inviting, answering, moving, cancelling, taking back."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from recruit.candidates.models import ApplicationReader
from recruit.interviews import operations
from recruit.interviews.models import Invitation, ReminderAnswer, SessionState
from recruit.kernel.audit import AuditEvent
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.notifications.models import MessageState, OutboxMessage
from recruit.rules import booking, rescheduling
from recruit.rules.attendance import InvitationState, Reminder
from recruit.rules.pipeline import Stage
from tests.conftest import NOW

DUE = NOW + timedelta(seconds=60)


def mails() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


@pytest.fixture
def to_invite(make):
    return lambda **kw: make.application(stage=Stage.TO_INVITE, **kw)


@pytest.fixture
def invite(make):
    actor = make.recruiter()

    def send(*choices):
        return operations.invite(choices, actor=actor, now=NOW, due_at=DUE)

    return send


@pytest.fixture
def invited(make, to_invite, invite):
    """An invitation made by the operation, two days ahead."""

    def build(slot=None):
        return invite((to_invite(), slot or make.slot()))[0]

    return build


def test_it_takes_a_place_and_writes_the_mail_with_a_calendar_entry(make, to_invite, invite):
    application, slot = to_invite(), make.slot()
    (invitation,) = invite((application, slot))
    assert slot.taken == 1
    assert invitation.state is InvitationState.SENT
    assert application.stage is Stage.INVITED
    (mail,) = mails()
    assert (mail.template, mail.due_at, mail.batch) == (
        "interviews/invited",
        DUE,
        invitation.batch,
    )
    assert mail.zone == "Europe/Chisinau"
    assert mail.event["uid"] == invitation.pubid
    assert (mail.event["sequence"], mail.event["method"]) == (0, "REQUEST")
    assert mail.context["link"]["_link"] == "application"


def test_a_wave_is_all_or_nothing(make, to_invite, invite):
    slot = make.slot(limit=1)
    with pytest.raises(Refused) as refused, db.session.begin_nested():
        invite((to_invite(), slot), (to_invite(), slot))
    assert refused.value.reason is booking.Refusal.SLOT_FULL
    db.session.refresh(slot)
    assert slot.taken == 0


def test_it_refuses_a_full_slot(make, to_invite, invite):
    slot = make.slot(limit=1)
    invite((to_invite(), slot))
    with pytest.raises(Refused) as refused:
        invite((to_invite(), slot))
    assert refused.value.reason is booking.Refusal.SLOT_FULL


@pytest.mark.parametrize(
    ("stage", "reason"),
    [
        (Stage.APPLIED, booking.Refusal.NOT_TO_INVITE),
        (Stage.INVITED, booking.Refusal.ALREADY_INVITED),
        (Stage.INTERVIEWED, booking.Refusal.NOT_TO_INVITE),
        (Stage.WITHDRAWN, booking.Refusal.APPLICATION_CLOSED),
    ],
)
def test_it_refuses_whoever_is_not_to_be_invited(make, invite, stage, reason):
    with pytest.raises(Refused) as refused:
        invite((make.application(stage=stage), make.slot()))
    assert refused.value.reason is reason


def test_it_refuses_a_slot_of_another_vacancy(make, to_invite, invite):
    with pytest.raises(Refused) as refused:
        invite((to_invite(vacancy=make.vacancy()), make.slot()))
    assert refused.value.reason is booking.Refusal.OTHER_VACANCY


def test_it_refuses_a_slot_that_has_begun(make, to_invite, invite):
    with pytest.raises(Refused) as refused:
        invite((to_invite(), make.slot(starts_at=NOW)))
    assert refused.value.reason is booking.Refusal.STARTED


def test_the_same_person_twice_in_a_wave_is_refused(make, to_invite, invite):
    application, slot = to_invite(), make.slot()
    with pytest.raises(Refused) as refused:
        invite((application, slot), (application, slot))
    assert refused.value.reason is booking.Refusal.TWICE


def test_an_invitation_lets_the_pools_panel_read_the_application(make, to_invite, invite):
    interviewer = make.person("interviewer")
    application = to_invite()
    (invitation,) = invite((application, make.slot(interviewer)))
    readers = select(ApplicationReader.person_id).where(
        ApplicationReader.application_id == application.id
    )
    assert list(db.session.scalars(readers)) == [interviewer.id]
    operations.decline(invitation, now=NOW)
    assert list(db.session.scalars(readers)) == []


def test_undo_takes_everything_back_before_the_mails_leave(make, to_invite, invite):
    slot, people = make.slot(), [to_invite(), to_invite()]
    batch = invite(*((one, slot) for one in people))[0].batch
    assert operations.undo_batch(batch, actor=make.recruiter(), now=NOW) == 2
    assert slot.taken == 0
    assert {one.stage for one in people} == {Stage.TO_INVITE}
    assert {mail.state for mail in mails()} == {MessageState.CANCELLED}


def test_undo_is_refused_once_a_mail_has_left(make, invited):
    invitation = invited()
    mails()[0].state = MessageState.SENT
    db.session.flush()
    with pytest.raises(Refused) as refused:
        operations.undo_batch(invitation.batch, actor=make.recruiter(), now=NOW)
    assert refused.value.reason is booking.Refusal.UNDO_OVER


def test_who_was_taken_back_can_be_invited_again(make, to_invite, invite):
    application, slot = to_invite(), make.slot()
    batch = invite((application, slot))[0].batch
    operations.undo_batch(batch, actor=make.recruiter(), now=NOW)
    (again,) = invite((application, slot))
    assert again.state is InvitationState.SENT
    assert slot.taken == 1


def test_the_link_confirms_and_a_second_click_changes_nothing(invited):
    invitation = invited()
    operations.confirm(invitation, now=NOW)
    operations.confirm(invitation, now=NOW)
    assert invitation.state is InvitationState.CONFIRMED
    assert invitation.reminder is Reminder.CONFIRMED
    assert db.session.scalar(select(func.count()).select_from(ReminderAnswer)) == 1


def test_an_unsure_person_keeps_the_place(invited):
    invitation = invited()
    operations.unsure(invitation, now=NOW)
    assert invitation.slot.taken == 1
    assert invitation.state is InvitationState.UNSURE


def test_declining_frees_the_place_and_brings_the_application_back(invited):
    invitation = invited()
    operations.decline(invitation, now=NOW)
    operations.decline(invitation, now=NOW)
    assert invitation.slot.taken == 0
    assert invitation.application.stage is Stage.TO_INVITE
    assert invitation.closed_at == NOW
    by_template = {mail.template: mail for mail in mails()}
    assert by_template["interviews/invited"].state is MessageState.CANCELLED
    gone = by_template["interviews/declined"].event
    assert (gone["method"], gone["sequence"]) == ("CANCEL", 1)


def test_nobody_answering_the_phone_does_not_undo_a_confirmation(make, invited):
    invitation = invited()
    operations.confirm(invitation, now=NOW)
    operations.no_answer(invitation, now=NOW, actor=make.recruiter())
    assert invitation.reminder is Reminder.CONFIRMED
    assert invitation.state is InvitationState.CONFIRMED


def test_staff_note_every_answer_and_the_log_says_who(make, invited):
    invitation, recruiter = invited(), make.recruiter()
    for answer in (Reminder.NO_ANSWER, Reminder.UNSURE, Reminder.CONFIRMED):
        operations.note_answer(invitation, answer, now=NOW, actor=recruiter)
    assert [row.by for row in invitation.answers] == [recruiter] * 3
    assert invitation.reminder is Reminder.CONFIRMED


def test_the_link_answers_until_the_slot_starts(invited):
    invitation = invited()
    with pytest.raises(Refused) as refused:
        operations.confirm(invitation, now=invitation.slot.starts_at)
    assert refused.value.reason is rescheduling.Refusal.STARTED


def test_a_candidates_move_counts_as_confirmation_and_keeps_the_uid(make, invited):
    invitation = invited()
    source = invitation.slot
    target = make.slot(pool=source.pool, starts_at=source.starts_at + timedelta(hours=1))
    operations.move(invitation, target, now=NOW)
    assert (source.taken, target.taken) == (0, 1)
    assert invitation.state is InvitationState.CONFIRMED
    assert (invitation.moves, invitation.sequence) == (1, 1)
    mail = mails()[-1]
    assert mail.template == "interviews/moved"
    assert (mail.event["uid"], mail.event["sequence"]) == (invitation.pubid, 1)
    assert mails()[0].state is MessageState.CANCELLED  # the first mail had not left


def test_a_candidate_moves_twice_and_not_three_times(make, invited):
    invitation = invited()
    pool, first = invitation.slot.pool, invitation.slot.starts_at
    slots = [make.slot(pool=pool, starts_at=first + timedelta(hours=n)) for n in (1, 2, 3)]
    operations.move(invitation, slots[0], now=NOW)
    operations.move(invitation, slots[1], now=NOW)
    with pytest.raises(Refused) as refused:
        operations.move(invitation, slots[2], now=NOW)
    assert refused.value.reason is rescheduling.Refusal.TOO_MANY_MOVES
    operations.move(invitation, slots[2], now=NOW, actor=make.recruiter())
    assert (invitation.moves, invitation.sequence) == (2, 3)


def test_a_candidate_needs_twelve_hours_and_a_recruiter_does_not(make, invited):
    invitation = invited()
    target = make.slot(
        pool=invitation.slot.pool, starts_at=invitation.slot.starts_at + timedelta(hours=1)
    )
    late = invitation.slot.starts_at - timedelta(hours=11)
    with pytest.raises(Refused) as refused:
        operations.move(invitation, target, now=late)
    assert refused.value.reason is rescheduling.Refusal.TOO_LATE
    operations.move(invitation, target, now=late, actor=make.recruiter())
    assert invitation.state is InvitationState.SENT


def test_a_move_into_a_full_slot_changes_nothing(make, invited):
    invitation = invited()
    source = invitation.slot
    target = make.slot(
        pool=source.pool, starts_at=source.starts_at + timedelta(hours=1), limit=1, taken=1
    )
    with pytest.raises(Refused) as refused, db.session.begin_nested():
        operations.move(invitation, target, now=NOW)
    assert refused.value.reason is booking.Refusal.SLOT_FULL
    db.session.expire_all()
    assert (source.taken, target.taken) == (1, 1)
    assert invitation.slot is source


def test_a_closed_slot_is_not_for_candidates(make, invited):
    invitation = invited()
    target = make.slot(
        pool=invitation.slot.pool,
        starts_at=invitation.slot.starts_at + timedelta(hours=1),
        open_to_candidates=False,
    )
    with pytest.raises(Refused) as refused:
        operations.move(invitation, target, now=NOW)
    assert refused.value.reason is booking.Refusal.SLOT_NOT_OPEN


def test_cancelling_tells_the_candidate_and_takes_the_calendar_entry_away(make, invited):
    invitation = invited()
    operations.cancel(invitation, actor=make.recruiter(), now=NOW, due_at=DUE)
    operations.cancel(invitation, actor=make.recruiter(), now=NOW, due_at=DUE)
    assert invitation.slot.taken == 0
    assert invitation.application.stage is Stage.TO_INVITE
    assert [mail.template for mail in mails()] == ["interviews/invited", "interviews/cancelled"]
    assert mails()[-1].event["method"] == "CANCEL"


def test_a_withdrawn_application_gives_its_place_back(make, invited):
    from recruit.candidates import operations as candidates
    from recruit.interviews import receivers

    receivers.connect()
    invitation = invited()
    candidates.withdraw(invitation.application, now=NOW)
    assert invitation.state is InvitationState.CANCELLED
    assert invitation.slot.taken == 0
    assert invitation.application.stage is Stage.WITHDRAWN


def test_limits_never_fall_below_the_places_taken(make, invited):
    slot = invited().slot
    with pytest.raises(Refused) as refused:
        operations.set_limit(slot, 0, actor=make.recruiter(), now=NOW)
    assert refused.value.reason is booking.Refusal.BELOW_TAKEN
    assert refused.value.facts["taken"] == 1
    operations.set_limit(slot, 1, actor=make.recruiter(), now=NOW)
    assert slot.limit == 1


def test_a_cancelled_session_tells_everybody(make, invited):
    slot = make.slot()
    for _ in range(2):
        invited(slot)
    session = slot.pool.session
    assert operations.cancel_session(session, actor=make.recruiter(), now=NOW, due_at=DUE) == 2
    assert session.state is SessionState.CANCELLED
    assert slot.taken == 0
    states = set(db.session.scalars(select(Invitation.state)))
    assert states == {InvitationState.CANCELLED}


def test_every_change_is_in_the_audit_trail_without_personal_words(make, invited):
    invitation = invited()
    operations.confirm(invitation, now=NOW)
    operations.decline(invitation, now=NOW)
    db.session.flush()
    events = list(db.session.scalars(select(AuditEvent)))
    actions = [event.action for event in events]
    assert "interviews.invitation.sent" in actions
    assert actions.count("interviews.invitation.answered") == 2
    name = invitation.application.candidate.name
    assert all(name not in str(event.changes) for event in events)


def test_answers_take_few_statements(make, invited, count_queries):
    invitation = invited()
    db.session.commit()
    with count_queries() as statements:
        operations.confirm(invitation, now=NOW)
        db.session.flush()
    assert len(statements) <= 8, statements
