"""Shapes of days, and what a session's rule lets the clock do."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import day_shapes, slots, top_ups
from recruit.rules.day_shapes import DayShape, PoolShape, Worker
from recruit.rules.overbooking import Costs
from recruit.rules.slots import Hours
from recruit.rules.top_ups import Losses
from tests.conftest import NOW


def test_a_shape_survives_its_json():
    shape = DayShape(
        "site",
        30,
        0.25,
        (PoolShape("Sales", ("v",), (Worker("p", Hours(600, 960, ((780, 810),))),)),),
        title="Tuesdays",
        top_ups_per_day=5,
    )
    assert day_shapes.from_json(shape.as_json()) == shape
    assert (shape.start, shape.end, shape.common_break) == (600, 960, (780, 810))


@given(
    st.integers(0, 12),
    st.integers(8, 40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 4)), max_size=2),
)
def test_hours_read_from_a_day_lay_out_the_same_day(start, length, breaks):
    hours = Hours(start * 30, (start + length) * 30, ())
    pauses = tuple((hours.start + a * 30, hours.start + (a + b) * 30) for a, b in breaks)
    wanted = Hours(hours.start, hours.end, pauses)
    shapes = slots.lay_out([wanted], 30)
    if not shapes:
        return
    read = day_shapes.hours_of((shape.start, shape.start + 30) for shape in shapes)
    assert slots.lay_out([read], 30) == shapes


@pytest.mark.parametrize("step", day_shapes.POSITIONS)
def test_the_scale_is_read_back_from_its_costs(step):
    costs = Costs.between(step)
    assert day_shapes.position_of(costs.wait) == step
    assert costs.overtime <= costs.wait + costs.turned_away


def test_a_copy_falls_on_the_same_weekday_and_a_new_day_on_a_worked_one():
    monday = date(2026, 3, 2)
    assert day_shapes.same_weekday_after(date(2026, 2, 24), monday) == date(2026, 3, 3)
    assert day_shapes.same_weekday_after(date(2026, 2, 23), monday) == date(2026, 3, 9)
    friday = date(2026, 3, 6)
    assert day_shapes.next_open_day(friday, 31, ()) == date(2026, 3, 9)
    assert day_shapes.next_open_day(friday, 31, [date(2026, 3, 9)]) == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("per_day", "cut_off", "today", "hours_ahead", "left"),
    [
        (0, 24, 0, 72, 0),
        (5, 24, 0, 72, 5),
        (5, 24, 3, 72, 2),
        (5, 24, 7, 72, 0),
        (5, 24, 0, 24, 5),
        (5, 24, 0, 23, 0),
        (5, 0, 0, -1, 0),
    ],
)
def test_the_rule_of_a_session(per_day, cut_off, today, hours_ahead, left):
    begins = NOW + timedelta(hours=hours_ahead)
    assert left == top_ups.allowed(
        per_day=per_day,
        cut_off_hours=cut_off,
        invited_today=today,
        begins_at=begins,
        now=NOW,
    )


@given(st.integers(0, 20), st.integers(0, 20), st.floats(0.05, 1))
def test_replacements_bring_back_what_was_lost_and_no_more(gone, doubtful, rate):
    n = top_ups.replacements(Losses(gone, doubtful), rate)
    missed = gone + doubtful / 2
    assert n * rate >= missed - 1e-6
    assert n == 0 or (n - 1) * rate < missed
