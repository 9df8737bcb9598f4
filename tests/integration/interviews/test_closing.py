"""What the clock does: no-shows, forecasts, reminders; and what people correct afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.interviews import jobs, operations
from recruit.interviews.models import Arrival, SessionState
from recruit.interviews.operations import desk
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.rules import booking
from recruit.rules.attendance import ArrivalState, InvitationState, Reminder
from recruit.rules.pipeline import Stage
from tests.conftest import NOW

START = NOW + timedelta(hours=1)
OVER = NOW + timedelta(hours=5)


@pytest.fixture
def day(make):
    """A slot in an hour; `guest(state)` invites somebody to it."""
    slot = make.slot(starts_at=START, limit=9)
    slot.pool.session.ends_at = OVER

    def guest(state=InvitationState.SENT, **kw):
        return make.invitation(
            slot=slot, state=state, application=make.application(stage=Stage.INVITED), **kw
        )

    def arrive(invitation, state=ArrivalState.WAITING):
        invitation.state = InvitationState.ARRIVED
        return make.add(
            Arrival(
                session=slot.pool.session,
                pool=slot.pool,
                invitation=invitation,
                application=invitation.application,
                state=state,
                arrived_at=START,
            )
        )

    return slot, guest, arrive


def test_who_was_awaited_and_did_not_come_is_a_no_show(day):
    slot, guest, arrive = day
    missing, here, said_no = guest(InvitationState.CONFIRMED), guest(), guest()
    arrive(here, ArrivalState.DONE)
    operations.decline(said_no, now=NOW)
    jobs.close_sessions(OVER)
    assert missing.state is InvitationState.NO_SHOW
    assert missing.application.stage is Stage.TO_INVITE
    assert here.state is InvitationState.ARRIVED
    assert said_no.state is InvitationState.DECLINED
    assert slot.pool.session.state is SessionState.CLOSED
    assert slot.taken == 1


def test_a_session_is_not_closed_a_minute_early_and_only_once(day):
    slot, guest, _ = day
    invitation = guest()
    jobs.close_sessions(OVER - timedelta(minutes=1))
    assert slot.pool.session.state is SessionState.PLANNED
    jobs.close_sessions(OVER)
    jobs.close_sessions(OVER + timedelta(hours=1))
    assert invitation.closed_at == OVER


def test_somebody_still_waiting_holds_the_close_for_two_hours(day):
    slot, guest, arrive = day
    arrival = arrive(guest())
    db.session.flush()
    jobs.close_sessions(OVER)
    assert slot.pool.session.state is SessionState.PLANNED
    jobs.close_sessions(OVER + timedelta(hours=2))
    assert slot.pool.session.state is SessionState.CLOSED
    assert arrival.state is ArrivalState.LEFT
    assert arrival.application.stage is Stage.TO_INVITE


def test_a_no_show_can_be_invited_again(make, day):
    _, guest, _ = day
    invitation = guest()
    jobs.close_sessions(OVER)
    later = make.slot(starts_at=NOW + timedelta(days=3))
    (again,) = operations.invite(
        [(invitation.application, later)], actor=make.recruiter(), now=OVER, due_at=OVER
    )
    assert again.state is InvitationState.SENT


def test_attendance_is_corrected_within_seven_days(make, day):
    slot, guest, _ = day
    invitation = guest()
    jobs.close_sessions(OVER)
    recruiter = make.recruiter()
    operations.correct_attendance(
        invitation, operations.Outcome.INTERVIEWED, actor=recruiter, now=OVER
    )
    assert invitation.state is InvitationState.ARRIVED
    assert invitation.application.stage is Stage.INTERVIEWED
    assert slot.taken == 1
    with pytest.raises(Refused) as refused:
        operations.correct_attendance(
            invitation,
            operations.Outcome.CAME,
            actor=recruiter,
            now=OVER + timedelta(days=7, minutes=1),
        )
    assert refused.value.reason is booking.Refusal.TOO_LATE_TO_CORRECT


def test_a_check_in_by_mistake_is_corrected_to_a_no_show(make, day):
    slot, guest, arrive = day
    invitation = guest()
    arrive(invitation, ArrivalState.LEFT)
    db.session.flush()
    jobs.close_sessions(OVER)
    operations.correct_attendance(
        invitation, operations.Outcome.NO_SHOW, actor=make.recruiter(), now=OVER
    )
    assert invitation.state is InvitationState.NO_SHOW
    assert db.session.scalars(select(Arrival)).all() == []
    assert slot.taken == 0


def test_an_interview_on_record_cannot_become_a_no_show(make, day):
    _, guest, arrive = day
    invitation = guest()
    arrive(invitation, ArrivalState.DONE)
    db.session.flush()
    jobs.close_sessions(OVER)
    with pytest.raises(Refused) as refused:
        operations.correct_attendance(
            invitation, operations.Outcome.NO_SHOW, actor=make.recruiter(), now=OVER
        )
    assert refused.value.reason is booking.Refusal.ALREADY_INTERVIEWED


def test_the_forecast_is_kept_when_the_day_begins_and_never_changed(day):
    slot, guest, _ = day
    for _ in range(4):
        guest(InvitationState.CONFIRMED, reminder=Reminder.CONFIRMED)
    pool = slot.pool
    jobs.freeze_forecasts(START - timedelta(minutes=1))
    assert pool.forecast_at is None
    jobs.freeze_forecasts(START)
    kept = (pool.forecast_mean, pool.forecast_low, pool.forecast_high, pool.forecast_at)
    assert kept[3] == START
    assert 0 < kept[0] < 4
    assert kept[1] <= kept[0] <= kept[2]
    jobs.freeze_forecasts(START + timedelta(hours=1))
    assert pool.forecast_at == START


def test_who_was_given_another_time_can_be_invited_again_on_the_same_day(make, day):
    _, guest, arrive = day
    invitation = guest()
    arrival = arrive(invitation)
    db.session.flush()
    recruiter = make.recruiter()
    promised = NOW + timedelta(days=3)
    desk.turn_away(arrival, promised_at=promised, actor=recruiter, now=START)
    later = make.slot(starts_at=promised)
    (again,) = operations.invite(
        [(invitation.application, later)], actor=recruiter, now=START, due_at=START
    )
    assert again.state is InvitationState.SENT
    assert invitation.state is InvitationState.ARRIVED  # they came, and that counts
