"""What overbooking earned against one invitation for each place; how waiting is spread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules.interview_yield import HeldDay, fairness, gain, wait_bands


def day(places=10, invited=20, came=12, held=10, **kw):
    kw = {"overtime": 1, "turned_away": 1, "idle": 1.0, "waits": (0, 12)} | kw
    return HeldDay(places, 20, invited, came, held, **kw)


def test_one_by_one_is_the_places_at_the_days_own_rate() -> None:
    found = gain([day(), day(places=5, invited=10, came=2, held=2, idle=3.0)])
    assert found.one_by_one == pytest.approx(10 * 0.6 + 5 * 0.2)
    assert found.more == pytest.approx(12 - 7)
    assert found.idle_minutes == 80
    assert found.idle_minutes_one_by_one == pytest.approx((4 + 4) * 20)
    assert found.idle_saved == pytest.approx(80)


def test_more_places_than_people_leave_nothing_to_earn() -> None:
    found = gain([day(places=40, invited=20, came=12, held=12)])
    assert (found.given, found.one_by_one, found.more) == (20, 12, 0)


def test_a_day_that_invited_nobody_is_not_compared() -> None:
    found = gain([day(), day(invited=0, came=0, held=0)])
    assert (found.days, found.held) == (1, 10)
    assert gain([]).more == 0


def test_waits_fall_into_bands_that_hold_everybody() -> None:
    assert wait_bands([0, 4, 5, 29, 30, 60, 300]) == [
        (5, 2),
        (10, 1),
        (20, 0),
        (30, 1),
        (45, 1),
        (60, 0),
        (None, 2),
    ]


@given(st.lists(st.integers(0, 500)))
def test_no_wait_is_lost(waits: list[int]) -> None:
    assert sum(n for _, n in wait_bands(waits)) == len(waits)


def test_thirds_are_cut_by_everybody_invited_and_equal_ones_stay_together() -> None:
    invited = [0.2, 0.2, 0.2, 0.5, 0.5, 0.5, 0.8, 0.8, 0.8]
    thirds, ratio = fairness(invited, [(0.2, 20), (0.2, 10), (0.5, 10), (0.8, 5)])
    assert [(third.n, third.mean) for third in thirds] == [(2, 15), (1, 10), (1, 5)]
    assert ratio == 3
    assert fairness(invited[:8], [(0.2, 20)]) == ((), None)
    together, none = fairness([0.5] * 12, [(0.5, 7), (0.5, 9)])
    assert [third.n for third in together] == [0, 2, 0]
    assert none is None
