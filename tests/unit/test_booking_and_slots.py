"""Who may be invited; when a move is allowed; how hours become slots."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import booking, rescheduling, slots
from recruit.rules.pipeline import Stage
from recruit.rules.rescheduling import MOST_MOVES, NOTICE, Move
from recruit.rules.slots import Hours
from tests.conftest import NOW

FAR = NOW + timedelta(days=2)


@pytest.mark.parametrize(
    ("leaves", "arrives", "moves", "own", "why"),
    [
        (FAR, FAR + timedelta(hours=1), 0, True, None),
        (NOW + NOTICE, FAR, 0, True, None),
        (NOW + NOTICE - timedelta(minutes=1), FAR, 0, True, rescheduling.Refusal.TOO_LATE),
        (FAR, NOW + NOTICE - timedelta(minutes=1), 0, True, rescheduling.Refusal.TOO_LATE),
        (FAR, FAR, MOST_MOVES, True, rescheduling.Refusal.TOO_MANY_MOVES),
        (FAR, FAR, MOST_MOVES, False, None),
        (NOW, NOW + timedelta(minutes=1), 0, False, None),
        (FAR, NOW, 0, False, rescheduling.Refusal.STARTED),
    ],
)
def test_moves(leaves, arrives, moves, own, why):
    assert rescheduling.refusal(Move(leaves, arrives, moves, own), now=NOW) is why


def test_the_order_of_refusals_names_the_person_before_the_slot():
    wish = booking.Booking(Stage.REJECTED, 1, {2}, NOW, False)
    assert booking.refusal(wish, now=NOW) is booking.Refusal.APPLICATION_CLOSED
    wish = booking.Booking(Stage.TO_INVITE, 1, {2}, NOW, False)
    assert booking.refusal(wish, now=NOW) is booking.Refusal.OTHER_VACANCY
    wish = booking.Booking(Stage.TO_INVITE, 1, {1}, FAR, True)
    assert booking.refusal(wish, now=NOW) is None


def test_a_lunch_break_makes_a_gap_and_late_starters_join():
    day = slots.lay_out([Hours(600, 780, ((660, 720),)), Hours(630, 720)], 30)
    assert [(one.start, one.who) for one in day] == [
        (600, (0,)),
        (630, (0, 1)),
        (660, (1,)),
        (690, (1,)),
        (720, (0,)),
        (750, (0,)),
    ]


@pytest.mark.parametrize(
    ("hours", "minutes", "why"),
    [
        ([], 30, slots.Refusal.NO_INTERVIEWERS),
        ([Hours(600, 620)], 30, slots.Refusal.SLOT_TOO_LONG),
        ([Hours(600, 600)], 30, slots.Refusal.ENDS_BEFORE_START),
        ([Hours(600, 700, ((550, 610),))], 30, slots.Refusal.BREAK_OUTSIDE),
        ([Hours(600, 700)], 4, slots.Refusal.SLOT_LENGTH),
        ([Hours(0, 1440)], 5, slots.Refusal.TOO_MANY_SLOTS),
        ([Hours(600, 700)] * 31, 30, slots.Refusal.TOO_MANY_INTERVIEWERS),
        ([Hours(600, 700)], 30, None),
    ],
)
def test_hours(hours, minutes, why):
    assert slots.hours_refusal(hours, minutes) is why


@pytest.mark.parametrize(
    ("first", "why"),
    [
        (NOW, slots.Refusal.PAST),
        (NOW + timedelta(days=400), slots.Refusal.TOO_FAR),
        (NOW + timedelta(days=1), slots.Refusal.HOLIDAY),
        (NOW + timedelta(days=2), None),
    ],
)
def test_days(first: datetime, why):
    holidays = (date(2026, 3, 3),)
    assert slots.date_refusal(first.date(), first, now=NOW, holidays=holidays) is why


@given(
    st.lists(
        st.tuples(st.integers(0, 1200), st.integers(1, 240)).map(lambda x: Hours(x[0], sum(x))),
        min_size=1,
        max_size=6,
    ),
    st.integers(5, 120),
)
def test_every_slot_lies_inside_the_hours_of_its_interviewers(hours, minutes):
    shapes = slots.lay_out(hours, minutes)
    assert [one.start for one in shapes] == sorted({one.start for one in shapes})
    for shape in shapes:
        assert shape.who
        assert all(hours[i].free(shape.start, minutes) for i in shape.who)


def test_the_grid_fills_a_gap_with_steps_nobody_works():
    starts = [NOW, NOW + timedelta(minutes=30), NOW + timedelta(minutes=120)]
    grid = slots.grid(starts, [2, 1, 3], 30)
    assert grid.capacity == (2, 1, 0, 0, 3)
    assert grid.places == (0, 1, 4)


@pytest.mark.parametrize(
    ("hours", "before", "expected"),
    [
        (0, timedelta(minutes=1), None),
        (0, timedelta(0), rescheduling.Refusal.STARTED),
        (24, timedelta(hours=24), None),
        (24, timedelta(hours=23), rescheduling.Refusal.TOO_LATE_TO_DECLINE),
    ],
)
def test_the_company_says_until_when_a_candidate_cancels(hours, before, expected):
    rules = rescheduling.Rules(decline_notice=timedelta(hours=hours))
    assert rescheduling.decline_refusal(NOW + before, now=NOW, rules=rules) is expected


def test_the_company_says_how_often_and_until_when_a_candidate_moves():
    rules = rescheduling.Rules(notice=timedelta(hours=1), most_moves=0)
    wish = Move(FAR, FAR, 0, True)
    assert rescheduling.refusal(wish, now=NOW, rules=rules) is (
        rescheduling.Refusal.TOO_MANY_MOVES
    )
    assert not rescheduling.may_move(FAR, 0, now=NOW, rules=rules)
    soon = NOW + timedelta(hours=2)
    generous = rescheduling.Rules(notice=timedelta(hours=1), most_moves=5)
    assert rescheduling.may_move(soon, 4, now=NOW, rules=generous)
    assert not rescheduling.may_move(soon, 4, now=NOW)
