"""Moving cards: by hand, by events, back again, and in the recruiter's order."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from recruit.candidates import operations, signals
from recruit.candidates.models import Application, StageChange
from recruit.kernel.audit import AuditEvent
from recruit.kernel.db import db
from recruit.kernel.errors import Refused, Stale
from recruit.notifications import outbox
from recruit.notifications.models import MessageState, OutboxMessage
from recruit.rules.offers import State as OfferState
from recruit.rules.pipeline import Refusal, RejectReason, Stage
from tests.conftest import NOW

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def recruiter(make):
    return make.recruiter()


def test_a_move_is_a_row_of_its_own(make, recruiter) -> None:
    application = make.application()
    change = operations.move(application, Stage.TO_INVITE, actor=recruiter, now=LATER)
    assert (change.from_stage, change.to_stage, change.actor) == (
        Stage.APPLIED,
        Stage.TO_INVITE,
        recruiter,
    )
    assert application.stage_since == LATER
    event = db.session.scalars(select(AuditEvent)).one()
    assert event.action == "candidates.application.moved"
    assert event.changes["stage"] == ["applied", "to_invite"]


def test_two_recruiters_moving_one_card(make, recruiter) -> None:
    application = make.application()
    operations.move(
        application, Stage.SCREENING, actor=recruiter, now=NOW, expected=Stage.APPLIED
    )
    with pytest.raises(Stale):
        operations.move(
            application, Stage.TO_INVITE, actor=recruiter, now=NOW, expected=Stage.APPLIED
        )


@pytest.mark.parametrize("target", [Stage.INVITED, Stage.HIRED, Stage.REJECTED])
def test_no_hand_moves_where_events_lead(make, recruiter, target) -> None:
    with pytest.raises(Refused) as refused:
        operations.move(make.application(), target, actor=recruiter, now=NOW)
    assert refused.value.reason is Refusal.FOLLOWS_FROM_EVENTS


def test_an_undo_is_recorded_and_happens_once(make, recruiter) -> None:
    application = make.application()
    change = operations.move(application, Stage.SCREENING, actor=recruiter, now=NOW)
    back = operations.undo(change, actor=recruiter, now=LATER)
    assert application.stage is Stage.APPLIED
    assert back.undoes_id == change.id
    for attempt in (change, back):
        with pytest.raises(Refused) as refused:
            operations.undo(attempt, actor=recruiter, now=LATER)
        assert refused.value.reason is Refusal.NOTHING_TO_UNDO
    assert db.session.scalars(select(func.count()).select_from(StageChange)).one() == 2


def test_only_the_last_move_is_undone(make, recruiter) -> None:
    application = make.application()
    first = operations.move(application, Stage.SCREENING, actor=recruiter, now=NOW)
    operations.move(application, Stage.TO_INVITE, actor=recruiter, now=NOW)
    with pytest.raises(Refused):
        operations.undo(first, actor=recruiter, now=LATER)
    assert application.stage is Stage.TO_INVITE


def test_a_rejection_is_announced_and_can_be_undone_with_its_letter(make, recruiter) -> None:
    application = make.application(stage=Stage.INVITED)
    heard = []
    with signals.rejected.connected_to(lambda sender, now: heard.append(sender)):
        change = operations.reject(
            application,
            RejectReason.PAY,
            actor=recruiter,
            now=NOW,
            tell=True,
            due_at=NOW + timedelta(seconds=60),
        )
    assert heard == [application]
    assert (application.closed_at, application.reject_reason) == (NOW, RejectReason.PAY)
    letter = db.session.scalars(select(OutboxMessage)).one()
    operations.undo(change, actor=recruiter, now=NOW)
    db.session.refresh(letter)
    assert letter.state is MessageState.CANCELLED
    assert application.stage is Stage.TO_INVITE  # the place was given away
    assert (application.closed_at, application.reject_reason) == (None, None)


def test_a_letter_that_has_left_cannot_be_undone(make, recruiter) -> None:
    application = make.application()
    change = operations.reject(
        application, RejectReason.PAY, actor=recruiter, now=NOW, tell=True
    )
    db.session.scalars(select(OutboxMessage)).one().state = MessageState.SENT
    with pytest.raises(Refused) as refused:
        operations.undo(change, actor=recruiter, now=LATER)
    assert refused.value.reason is outbox.Refusal.ALREADY_SENT


def test_a_rejection_is_not_undone_beside_a_newer_application(make, recruiter) -> None:
    application = make.application()
    change = operations.reject(application, RejectReason.PAY, actor=recruiter, now=NOW)
    make.application(candidate=application.candidate, vacancy=application.vacancy)
    with pytest.raises(Refused):
        operations.undo(change, actor=recruiter, now=LATER)


@pytest.mark.parametrize("stage", [Stage.INTERVIEWED, Stage.OFFERED])
def test_after_the_interview_one_person_does_not_reject(make, recruiter, stage) -> None:
    with pytest.raises(Refused) as refused:
        operations.reject(
            make.application(stage=stage), RejectReason.PAY, actor=recruiter, now=NOW
        )
    assert refused.value.reason is Refusal.AFTER_INTERVIEW


def test_events_bring_an_application_forward_and_back(make, recruiter) -> None:
    application = make.application(stage=Stage.TO_INVITE)
    for target in (Stage.INVITED, Stage.TO_INVITE, Stage.INVITED, Stage.INTERVIEWED):
        change = operations.advance(application, target, actor=None, now=NOW)
        assert change is not None
        assert change.to_stage is target
    assert operations.advance(application, Stage.INTERVIEWED, actor=None, now=NOW) is None
    with pytest.raises(Refused):
        operations.advance(application, Stage.HIRED, actor=recruiter, now=NOW)


def test_a_place_given_back_does_not_reopen_a_closed_application(make) -> None:
    application = make.application(stage=Stage.WITHDRAWN, closed_at=NOW)
    assert operations.advance(application, Stage.TO_INVITE, actor=None, now=LATER) is None
    with pytest.raises(Refused):
        operations.advance(application, Stage.INVITED, actor=None, now=LATER)
    assert application.stage is Stage.WITHDRAWN


def test_nobody_is_rejected_by_the_clock(make) -> None:
    with pytest.raises(Refused) as refused:
        operations.advance(
            make.application(stage=Stage.INTERVIEWED), Stage.REJECTED, actor=None, now=NOW
        )
    assert refused.value.reason is Refusal.NAMED_HUMAN


def test_a_rejection_after_an_offer_withdraws_it(make, recruiter) -> None:
    application = make.application(stage=Stage.OFFERED)
    offer = make.offer(application, state=OfferState.SENT)
    operations.advance(application, Stage.REJECTED, actor=recruiter, now=NOW)
    assert offer.state is OfferState.WITHDRAWN
    assert application.reject_reason is RejectReason.AFTER_INTERVIEW


def order(vacancy) -> list[str]:
    return list(
        db.session.scalars(
            select(Application.message)
            .where(Application.vacancy == vacancy, Application.stage == Stage.TO_INVITE)
            .order_by(Application.priority, Application.id)
        )
    )


@pytest.fixture
def column(make):
    vacancy = make.vacancy()
    return [
        make.application(vacancy=vacancy, stage=Stage.TO_INVITE, message=letter)
        for letter in "abcde"
    ]


def test_the_recruiters_order(column, recruiter) -> None:
    a, b, c, d, e = column
    vacancy = a.vacancy

    def now_is(expected: str) -> None:
        db.session.flush()
        assert "".join(order(vacancy)) == expected

    operations.place(e, before=a, actor=recruiter, now=NOW)
    now_is("eabcd")
    operations.place(d, before=b, actor=recruiter, now=NOW)
    now_is("eadbc")
    operations.place(e, after=d, actor=recruiter, now=NOW)
    now_is("adebc")
    operations.place(a, actor=recruiter, now=NOW)
    now_is("debca")
    operations.raise_(d, actor=recruiter, now=NOW)
    now_is("debca")
    operations.lower(d, actor=recruiter, now=NOW)
    now_is("edbca")
    operations.lower(a, actor=recruiter, now=NOW)
    now_is("edbca")
    operations.set_order(vacancy, [c, a], actor=recruiter, now=NOW)
    now_is("caedb")


def test_any_sequence_of_drops_gives_the_order_dropped(column, recruiter) -> None:
    """Also where numbers between neighbours run out."""
    vacancy = column[0].vacancy
    expected = list(column)
    for step in range(40):
        card, beside = expected[step % 5], expected[(step * 3 + 1) % 5]
        if card is beside:
            continue
        expected.remove(card)
        expected.insert(expected.index(beside), card)
        operations.place(card, before=beside, actor=recruiter, now=NOW)
        db.session.flush()
        assert order(vacancy) == [row.message for row in expected]


def test_who_comes_to_the_column_stands_last(make, column, recruiter) -> None:
    vacancy = column[0].vacancy
    newcomer = make.application(vacancy=vacancy, message="n")
    operations.set_order(vacancy, column[::-1], actor=recruiter, now=NOW)
    operations.move(newcomer, Stage.TO_INVITE, actor=recruiter, now=NOW)
    db.session.flush()
    assert "".join(order(vacancy)) == "edcban"


def test_a_card_dropped_between_two_stands_there(make, column, recruiter) -> None:
    newcomer = make.application(vacancy=column[0].vacancy, message="n")
    operations.drop(
        newcomer,
        Stage.TO_INVITE,
        before=column[2],
        after=column[1],
        expected=Stage.APPLIED,
        actor=recruiter,
        now=NOW,
    )
    db.session.flush()
    assert "".join(order(column[0].vacancy)) == "abncde"


def test_who_has_left_the_column_is_not_ordered(make, column, recruiter) -> None:
    stranger = make.application(stage=Stage.TO_INVITE, vacancy=make.vacancy())
    gone = make.application(vacancy=column[0].vacancy)
    for card, before in ((gone, column[0]), (column[0], gone), (column[0], stranger)):
        with pytest.raises(Refused) as refused:
            operations.place(card, before=before, actor=recruiter, now=NOW)
        assert refused.value.reason is Refusal.NOT_IN_THIS_COLUMN
    with pytest.raises(Refused):
        operations.set_order(
            column[0].vacancy, [column[0], column[0]], actor=recruiter, now=NOW
        )
