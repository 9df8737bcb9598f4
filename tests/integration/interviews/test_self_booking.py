"""People choose their own time: the link, the ten minutes, the booking."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from recruit.candidates import operations as candidates
from recruit.interviews import jobs, operations, receivers
from recruit.interviews.models import Invitation, SlotHold, TimeOffer
from recruit.interviews.operations import self_booking as choosing
from recruit.interviews.queries import self_booking as queries
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.notifications.models import MessageState, OutboxMessage
from recruit.rules import booking, self_booking
from recruit.rules.attendance import HOLDING, InvitationState, Reminder
from recruit.rules.pipeline import Stage
from recruit.rules.vacancies import VacancyState
from tests.conftest import NOW

LATER = NOW + self_booking.HOLD + timedelta(seconds=1)


def mails() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def right(slot) -> bool:
    """Invariant: taken = holds + invitations that hold a place, within the limit."""
    db.session.flush()
    db.session.expire(slot)
    holds = db.session.scalar(select(func.count(SlotHold.id)).filter_by(slot_id=slot.id))
    places = db.session.scalar(
        select(func.count(Invitation.id)).where(
            Invitation.slot_id == slot.id, Invitation.state.in_(HOLDING)
        )
    )
    return slot.taken == holds + places <= slot.limit


@pytest.fixture
def asked(make):
    """Somebody who was asked to choose a time."""
    slot = make.slot(limit=2)

    def build(**kw):
        application = make.application(stage=Stage.TO_INVITE, **kw)
        operations.offer_times([application], actor=make.recruiter(), now=NOW)
        return application

    build.slot = slot
    return build


def test_booking_is_a_confirmed_invitation_with_a_calendar_entry(asked):
    application, slot = asked(), asked.slot
    operations.hold(application, slot, now=NOW)
    assert right(slot)
    invitation = operations.book(application, slot, now=NOW + timedelta(minutes=9))
    assert invitation.state is InvitationState.CONFIRMED
    assert invitation.reminder is Reminder.CONFIRMED
    assert application.stage is Stage.INVITED
    assert queries.open_offer(application) is None
    assert slot.taken == 1
    assert right(slot)
    assert [mail.template for mail in mails()] == [
        "interviews/choose_time",
        "interviews/booked",
    ]
    assert mails()[-1].event["method"] == "REQUEST"


def test_nobody_books_without_being_asked(make):
    application, slot = make.application(stage=Stage.TO_INVITE), make.slot()
    for step in (operations.hold, operations.book):
        with pytest.raises(Refused) as refused:
            step(application, slot, now=NOW)
        assert refused.value.reason is self_booking.Refusal.NOT_ASKED


def test_one_person_holds_one_place(make, asked):
    application, first = asked(), asked.slot
    other = make.slot(pool=first.pool, starts_at=first.starts_at + timedelta(hours=1))
    operations.hold(application, first, now=NOW)
    hold = operations.hold(application, other, now=NOW + timedelta(minutes=1))
    assert hold.slot is other
    assert (first.taken, other.taken) == (0, 1)
    again = operations.hold(application, other, now=NOW + timedelta(minutes=5))
    assert again.expires_at == NOW + timedelta(minutes=11)  # the same choice prolongs nothing
    assert right(first) and right(other)


def test_a_held_place_is_not_given_to_somebody_else(make, asked):
    first, second, slot = asked(), asked(), asked.slot
    slot.limit = 1
    operations.hold(first, slot, now=NOW)
    with pytest.raises(Refused) as refused, db.session.begin_nested():
        operations.book(second, slot, now=NOW)
    assert refused.value.reason is booking.Refusal.SLOT_FULL
    with pytest.raises(Refused), db.session.begin_nested():
        operations.invite(
            [(make.application(stage=Stage.TO_INVITE), slot)],
            actor=make.recruiter(), now=NOW, due_at=NOW,
        )  # fmt: skip
    assert right(slot)


def test_an_expired_hold_is_freed_by_the_next_booking_once(asked):
    first, second, slot = asked(), asked(), asked.slot
    slot.limit = 1
    operations.hold(first, slot, now=NOW)
    assert queries.slots_to_choose(second, NOW) == []
    assert queries.slots_to_choose(second, LATER) == [slot]
    operations.book(second, slot, now=LATER)
    jobs.free_holds(LATER)
    assert slot.taken == 1
    assert right(slot)
    with pytest.raises(Refused) as refused, db.session.begin_nested():
        operations.book(first, slot, now=LATER)
    assert refused.value.reason is booking.Refusal.SLOT_FULL


def test_the_clock_frees_expired_holds_and_no_others(make, asked):
    first, second, slot = asked(), asked(), asked.slot
    operations.hold(first, slot, now=NOW)
    operations.hold(second, slot, now=NOW + timedelta(minutes=5))
    jobs.free_holds(LATER)
    jobs.free_holds(LATER)
    assert slot.taken == 1
    assert right(slot)


def test_an_expired_hold_that_nobody_freed_still_books(asked):
    application, slot = asked(), asked.slot
    operations.hold(application, slot, now=NOW)
    operations.hold(application, slot, now=LATER)
    jobs.free_holds(LATER)
    operations.book(application, slot, now=LATER)
    assert slot.taken == 1
    assert right(slot)


def test_after_a_decline_the_link_works_only_when_sent_again(make, asked):
    application, slot = asked(), asked.slot
    invitation = operations.book(application, slot, now=NOW)
    operations.decline(invitation, now=NOW)
    with pytest.raises(Refused):
        operations.hold(application, slot, now=NOW)
    operations.offer_times([application], actor=make.recruiter(), now=NOW)
    second = operations.book(application, slot, now=NOW)
    assert second is not invitation
    assert right(slot)


def test_asking_again_sends_one_mail_and_keeps_one_offer(make, asked):
    application = asked()
    operations.offer_times([application], actor=make.recruiter(), now=NOW)
    assert [mail.state for mail in mails()] == [MessageState.CANCELLED, MessageState.PENDING]
    assert db.session.scalar(select(func.count(TimeOffer.id))) == 1


def test_nobody_is_asked_while_no_time_is_open(make):
    application = make.application(stage=Stage.TO_INVITE)
    full = make.slot(limit=1, taken=1)
    make.slot(pool=full.pool, starts_at=NOW + timedelta(days=3), open_to_candidates=False)
    with pytest.raises(Refused) as refused:
        operations.offer_times([application], actor=make.recruiter(), now=NOW)
    assert refused.value.reason is self_booking.Refusal.NO_TIMES


def test_an_invitation_by_the_recruiter_ends_the_choosing(make, asked):
    application, slot = asked(), asked.slot
    operations.hold(application, slot, now=NOW)
    operations.invite([(application, slot)], actor=make.recruiter(), now=NOW, due_at=NOW)
    assert slot.taken == 1
    assert right(slot)
    assert queries.open_offer(application) is None


def test_a_withdrawn_person_holds_nothing(asked):
    receivers.connect()
    application, slot = asked(), asked.slot
    operations.hold(application, slot, now=NOW)
    candidates.withdraw(application, now=NOW)
    assert slot.taken == 0
    assert right(slot)


def test_taking_back_before_the_mail_leaves_frees_the_place(make, asked):
    application, slot = asked(), asked.slot
    operations.hold(application, slot, now=NOW)
    batch = queries.open_offer(application).batch
    assert choosing.take_back(batch, actor=make.recruiter(), now=NOW) == 1
    assert right(slot) and slot.taken == 0
    assert mails()[0].state is MessageState.CANCELLED


def test_a_cancelled_session_offers_the_other_times_in_the_same_mail(make, asked):
    application, slot = asked(), asked.slot
    invitation = operations.book(application, slot, now=NOW)
    choosing_now = asked()
    operations.hold(choosing_now, slot, now=NOW)
    other = make.slot(session=make.session(starts_at=NOW + timedelta(days=4)))
    told = operations.cancel_session(slot.pool.session, actor=make.recruiter(), now=NOW)
    assert told == 1
    assert invitation.state is InvitationState.CANCELLED
    assert mails()[-1].template == "interviews/cancelled"
    assert mails()[-1].context["other_times"] is True
    assert right(slot) and slot.taken == 0
    assert queries.slots_to_choose(application, NOW) == [other]
    operations.book(application, other, now=NOW)
    assert right(other)


def test_without_other_times_a_cancelled_session_promises_to_write(make, asked):
    operations.book(asked(), asked.slot, now=NOW)
    operations.cancel_session(asked.slot.pool.session, actor=make.recruiter(), now=NOW)
    assert mails()[-1].context["other_times"] is False


def test_a_place_freed_and_a_place_taken_are_one_change_in_the_order_of_slots(
    asked, make, count_queries
):
    """Two changes in one transaction could lock two slots crosswise with another booker."""
    mine, wanted = make.slot(limit=1), asked.slot
    wanted.limit = 1
    first, second = asked(), asked()
    operations.hold(first, wanted, now=NOW)
    operations.hold(second, mine, now=LATER)
    with count_queries() as statements:
        operations.hold(second, wanted, now=LATER)
    changes = [one for one in statements if one.startswith("UPDATE slot SET taken")]
    assert len(changes) == 1, "only the own place is given up: the other changes hands"
    assert right(mine)
    assert right(wanted)


def test_a_closed_vacancy_has_no_times_to_choose(asked):
    application, slot = asked(), asked.slot
    application.vacancy.state = VacancyState.CLOSED
    db.session.flush()
    assert queries.slots_to_choose(application, NOW) == []
    for choose in (operations.hold, operations.book):
        with pytest.raises(Refused, match="slot_not_open"):
            choose(application, slot, now=NOW)
    assert right(slot)
