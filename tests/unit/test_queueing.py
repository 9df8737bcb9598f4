"""How long the queue waits, and when it is too long for those who interview."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules.queueing import Server, Waiting, overflow, starts

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
END = NOW + timedelta(hours=3)


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def line(count: int, pool: int = 1) -> list[Waiting]:
    return [Waiting(key, pool, NOW) for key in range(count)]


def test_everybody_goes_to_whoever_is_free_first():
    servers = [Server(frozenset({1}), later(10)), Server(frozenset({1}), later(4))]
    assert starts(line(3), servers, 20, NOW) == {0: later(4), 1: later(10), 2: later(24)}


def test_somebody_of_a_pool_that_nobody_sees_is_never_called():
    assert starts(line(1, pool=2), [Server(frozenset({1}), NOW)], 20, NOW) == {0: None}
    assert overflow(line(1, pool=2), [], 20, now=NOW, ends_at=END).people == (0,)


@pytest.mark.parametrize(
    ("count", "minutes", "people"),
    [(1, 20, None), (2, 20, (1,)), (3, 20, (1, 2)), (1, 30, None), (2, 30, (1,))],
)
def test_who_waits_longer_than_a_slot_is_too_much(count, minutes, people):
    servers = [Server(frozenset({1}), later(1))]
    found = overflow(line(count), servers, minutes, now=NOW, ends_at=END)
    assert (found.people if found else None) == people


def test_whom_somebody_free_can_take_at_once_is_called_not_helped():
    waited_long = [Waiting(key, 1, later(-40)) for key in range(3)]
    free = [Server(frozenset({1}), NOW)] * 2
    assert overflow(waited_long[:2], free, 20, now=NOW, ends_at=END) is None
    assert overflow(waited_long, free, 20, now=NOW, ends_at=END).people == (2,)


def test_nobody_is_called_after_the_end_of_the_day():
    servers = [Server(frozenset({1}), NOW)]
    found = overflow(line(2), servers, 30, now=NOW, ends_at=later(30))
    assert found.people == (1,)
    assert found.minutes == 30


@given(st.integers(0, 12), st.lists(st.integers(0, 60), min_size=1, max_size=5))
def test_one_more_interviewer_makes_nobody_wait_longer(count, free):
    servers = [Server(frozenset({1}), later(minutes)) for minutes in free]
    before = starts(line(count), servers, 20, NOW)
    after = starts(line(count), [*servers, Server(frozenset({1}), NOW)], 20, NOW)
    assert all(after[key] <= before[key] for key in before)
