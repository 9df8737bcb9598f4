"""The time of a sitting: what is left, pauses, moved ends, accommodations."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import sitting, sitting_time
from recruit.rules.sitting import AttemptState as S
from recruit.rules.sitting import Refusal

T0 = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@given(
    limit=st.integers(1, 1440),
    events=st.lists(
        st.tuples(st.integers(1, 30), st.sampled_from(["pause", "resume", "extra"])),
        max_size=12,
    ),
)
def test_the_time_left_is_what_was_given_minus_the_time_that_ran(limit, events):
    """Re-computed minute by minute: pauses cost nothing, extra time is worth its minutes."""
    now, deadline, paused, ran, extra = T0, T0 + limit * MINUTE, None, 0, 0
    for after, what in events:
        now += after * MINUTE
        ran += 0 if paused else after
        if what == "pause" and paused is None:
            paused = now
        elif what == "resume" and paused is not None:
            deadline, paused = deadline + (now - paused), None
        elif what == "extra":
            deadline, extra = deadline + 5 * MINUTE, extra + 5
        left = sitting_time.time_left(deadline, now, paused)
        assert left == (limit + extra - ran) * 60


@given(limit=st.integers(1, 1440), percent=st.integers(1, 200))
def test_an_accommodation_is_never_less_than_its_percent(limit, percent):
    assert sitting_time.accommodated_minutes(limit, percent) == ceil(
        Fraction(limit * percent, 100)
    )


def test_without_a_limit_there_is_nothing_to_add_to():
    assert sitting_time.accommodated_minutes(None, 25) == 0


@pytest.mark.parametrize(
    ("received", "paused", "late"),
    [(5, None, False), (5, 6, False), (6, 6, False), (7, 6, True), (31, None, True)],
)
def test_in_a_pause_nothing_is_in_time(received, paused, late):
    stop = None if paused is None else T0 + paused * MINUTE
    found = sitting.is_late(S.IN_PROGRESS, T0 + 30 * MINUTE, T0 + received * MINUTE, stop)
    assert found is late


PAUSE = {
    "is_self": False,
    "paused": False,
    "deadline_at": T0 + 30 * MINUTE,
    "reason": "Alarm",
    "now": T0,
}


@pytest.mark.parametrize(
    ("state", "changed", "refusal"),
    [
        (S.IN_PROGRESS, {}, None),
        (S.IN_PROGRESS, {"is_self": True}, Refusal.OWN_TIME),
        (S.IN_PROGRESS, {"paused": True}, Refusal.PAUSED),
        (S.IN_PROGRESS, {"reason": " "}, Refusal.REASON_MISSING),
        (S.IN_PROGRESS, {"now": T0 + 31 * MINUTE}, Refusal.TIME_OVER),
        (S.ASSIGNED, {}, Refusal.WRONG_STATE),
        (S.SUBMITTED, {}, Refusal.WRONG_STATE),
    ],
)
def test_when_the_clock_may_be_stopped(state, changed, refusal):
    assert sitting_time.pause_refusal(state, **(PAUSE | changed)) is refusal


END = {
    "is_self": False,
    "deadline_at": T0 + 30 * MINUTE,
    "paused_at": None,
    "reason": "The room",
    "now": T0,
}


@pytest.mark.parametrize(
    ("wanted", "changed", "refusal"),
    [
        (40, {}, None),
        (10, {}, None),
        (9, {}, Refusal.NO_NOTICE),
        (30, {}, Refusal.SAME_END),
        (30 + 1441, {}, Refusal.TOO_MUCH_TIME),
        (29, {"now": T0 + 25 * MINUTE}, Refusal.NO_NOTICE),
        (31, {"now": T0 + 29 * MINUTE}, None),
        (40, {"now": T0 + 31 * MINUTE}, Refusal.TIME_OVER),
        (15, {"paused_at": T0 + 5 * MINUTE, "now": T0 + 60 * MINUTE}, None),
        (14, {"paused_at": T0 + 5 * MINUTE, "now": T0 + 60 * MINUTE}, Refusal.NO_NOTICE),
        (40, {"is_self": True}, Refusal.OWN_TIME),
        (40, {"reason": ""}, Refusal.REASON_MISSING),
        (40, {"deadline_at": None}, Refusal.WRONG_STATE),
    ],
)
def test_where_the_end_may_be_moved(wanted, changed, refusal):
    found = sitting_time.end_refusal(
        S.IN_PROGRESS, wanted=T0 + wanted * MINUTE, **(END | changed)
    )
    assert found is refusal
