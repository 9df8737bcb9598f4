"""The desk: who is next, what may follow what."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import desk
from recruit.rules.attendance import ArrivalState, InvitationState
from recruit.rules.desk import Queued, Refusal

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("state", "held_on", "is_open", "expected"),
    [
        (InvitationState.SENT, TODAY, True, None),
        (InvitationState.CONFIRMED, TODAY, True, None),
        (InvitationState.UNSURE, TODAY, True, None),
        (InvitationState.ARRIVED, TODAY, True, Refusal.ALREADY_HERE),
        (InvitationState.DECLINED, TODAY, True, Refusal.INVITATION_OVER),
        (InvitationState.NO_SHOW, TODAY, True, Refusal.INVITATION_OVER),
        (InvitationState.SENT, TODAY + timedelta(days=1), True, Refusal.NOT_TODAY),
        (InvitationState.SENT, TODAY, False, Refusal.SESSION_OVER),
    ],
)
def test_who_can_be_checked_in(state, held_on, is_open, expected):
    assert desk.check_in_refusal(state, held_on, TODAY, is_open) is expected


def test_ones_own_phone_checks_in_from_two_hours_before():
    assert desk.self_check_in_refusal(at(121), now=NOW) is Refusal.TOO_EARLY
    assert desk.self_check_in_refusal(at(120), now=NOW) is None


@pytest.mark.parametrize(
    ("people", "order"),
    [
        # came early for a later slot: nobody of the earlier slot is overtaken
        ([Queued(1, at(-30), at(30)), Queued(2, at(-5), at(0))], [2, 1]),
        # the same slot: first come, first served
        ([Queued(1, at(-3), at(0)), Queued(2, at(-9), at(0))], [2, 1]),
        # late: joins when they come
        ([Queued(1, at(20), at(0)), Queued(2, at(10), at(15))], [2, 1]),
        # a walk-in after the invited of the same moment
        ([Queued(1, at(0), None), Queued(2, at(-1), at(0))], [2, 1]),
    ],
)
def test_the_queue(people, order):
    assert [person.key for person in desk.queue(people)] == order


queued = st.builds(
    Queued,
    key=st.integers(0, 10_000),
    arrived_at=st.integers(-60, 300).map(at),
    due_at=st.none() | st.integers(0, 16).map(lambda n: at(20 * n)),
)


@given(st.lists(queued, max_size=30, unique_by=lambda one: one.key))
def test_nobody_is_lost_and_nobody_of_an_earlier_slot_is_overtaken(people):
    order = desk.queue(people)
    assert sorted(one.key for one in order) == sorted(one.key for one in people)
    punctual = [one for one in order if one.due_at and one.arrived_at <= one.due_at]
    assert [one.due_at for one in punctual] == sorted(one.due_at for one in punctual)


@pytest.mark.parametrize("source", list(ArrivalState))
@pytest.mark.parametrize("target", list(ArrivalState))
def test_every_step_is_allowed_or_refused_with_a_reason(source, target):
    allowed = {
        ("waiting", "called"),
        ("waiting", "turned_away"),
        ("waiting", "left"),
        ("called", "in_interview"),
        ("called", "done"),
        ("called", "waiting"),
        ("called", "left"),
        ("in_interview", "done"),
    }
    refusal = desk.step_refusal(source, target)
    assert (refusal is None) is ((source.value, target.value) in allowed)


def test_minutes_waited_count_from_the_slot_or_from_coming():
    assert desk.minutes_waited(at(-20), at(0), at(12)) == 12
    assert desk.minutes_waited(at(5), at(0), at(12)) == 7
    assert desk.minutes_waited(at(5), None, at(12)) == 7
    assert desk.minutes_waited(at(-20), at(0), at(-10)) == 0


def test_what_was_kept_happened_today_and_never_in_the_future():
    zone = ZoneInfo("Europe/Moscow")
    received = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert desk.moment(90, received=received, zone=zone) == received - timedelta(seconds=90)
    assert desk.moment(-5, received=received, zone=zone) == received
    midnight = datetime(2026, 3, 1, 21, 0, tzinfo=UTC)
    assert desk.moment(86_400 * 3, received=received, zone=zone) == midnight


@pytest.mark.parametrize(
    ("state", "is_open", "kept", "refusal"),
    [
        (InvitationState.NO_SHOW, False, True, None),
        (InvitationState.NO_SHOW, False, False, desk.Refusal.SESSION_OVER),
        (InvitationState.SENT, False, True, desk.Refusal.SESSION_OVER),
        (InvitationState.NO_SHOW, True, True, desk.Refusal.INVITATION_OVER),
    ],
)
def test_only_what_was_kept_overrides_the_clocks_no_show(state, is_open, kept, refusal):
    today = date(2026, 3, 2)
    assert desk.check_in_refusal(state, today, today, is_open, kept=kept) is refusal
