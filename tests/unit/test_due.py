"""By when papers are graded and tests sat: gates, pauses, holidays, summer time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import due
from recruit.rules.calendar import Period, WorkDays

ONE = timedelta(days=1)
MON = date(2026, 3, 2)


def day(number):
    """The day of March 2026."""
    return date(2026, 3, 1) + (number - 1) * ONE


@pytest.mark.parametrize(
    ("gate_on", "holidays", "due_on"),
    [
        (None, (), date(2026, 3, 30)),
        (date(2026, 4, 30), (), date(2026, 3, 30)),
        (date(2026, 3, 16), (), date(2026, 3, 11)),  # Monday: back over the weekend
        (date(2026, 3, 16), (date(2026, 3, 12),), date(2026, 3, 10)),
        (date(2026, 3, 3), (), date(2026, 3, 2)),  # never before it was handed in
    ],
)
def test_grading_is_due(gate_on, holidays, due_on):
    calendar = WorkDays(31, frozenset(holidays))
    found = due.grading_due_on(MON, check_days=28, gate_on=gate_on, calendar=calendar)
    assert found == due_on


@given(check=st.integers(1, 60), ahead=st.integers(0, 120))
def test_due_is_never_after_either_bound(check, ahead):
    gate = MON + ahead * ONE
    found = due.grading_due_on(MON, check_days=check, gate_on=gate, calendar=WorkDays())
    assert MON <= found <= MON + check * ONE
    # three whole working days lie before the gate, the due day too
    assert found == MON or WorkDays().count(found - ONE, gate - ONE) >= 3


@pytest.mark.parametrize(
    ("pauses", "check", "gate", "expected"),
    [
        ([(10, 12)], 28, None, 33),  # three days later
        ([(2, 4)], 28, None, 32),  # the day of handing in is not counted itself
        ([(1, 1)], 28, None, 30),  # over before it was handed in
        ([(10, 12), (20, 20)], 28, None, 34),  # twice
        ([(10, 14), (12, 16)], 28, None, 37),  # overlapping ones count once
        ([(10, 12), (13, 14)], 28, None, 35),
        ([(30, 31)], 28, None, 32),  # begins on the last day
        ([(31, 40)], 28, None, 30),  # begins after it
        ([(29, 31), (32, 33)], 28, None, 35),  # the second falls into the moved time
        ([(10, None)], 28, None, 30),  # lasts still: counted when it ends
        ([(17, 18)], 28, 20, 13),  # Friday's gate: Thursday, then over the pause, to Friday
        ([(19, 25)], 28, 20, 16),  # the pause over the gate itself
        ([(16, 19)], 28, 20, 11),  # the whole week before
    ],
)
def test_the_clock_stands_still_in_a_pause(pauses, check, gate, expected):
    periods = tuple(Period(day(a), day(b) if b else None) for a, b in pauses)
    found = due.grading_due_on(
        MON,
        check_days=check,
        gate_on=day(gate) if gate else None,
        calendar=WorkDays(pauses=periods),
    )
    assert found == day(expected)


PERIODS = st.lists(
    st.tuples(st.integers(-20, 90), st.integers(0, 15)).map(
        lambda pair: Period(MON + pair[0] * ONE, MON + (pair[0] + pair[1]) * ONE)
    ),
    max_size=5,
)


@given(pauses=PERIODS, check=st.integers(1, 60))
def test_as_many_days_run_as_without_a_pause(pauses, check):
    """Counted anew, a day at a time: `check` days on which nothing stood still."""
    found = due.after_pauses(MON, MON + check * ONE, pauses)
    running, at = 0, MON
    while running < check:
        at += ONE
        running += not any(at in pause for pause in pauses)
    # A pause that begins on the due day itself, or touches it, still moves it.
    assert found >= at
    assert all(
        any(at + n * ONE in pause for pause in pauses) for n in range(1, (found - at).days + 1)
    )


@pytest.mark.parametrize(
    ("present", "computed", "today", "expected"),
    [
        (20, 25, 10, 25),
        (20, 15, 10, 15),
        (20, 5, 10, 10),  # the gate came nearer: due today, not late at once
        (8, 5, 10, 8),  # late already: stays as late as it was
        (8, 9, 10, 9),
        (8, 25, 10, 25),  # late, and has time again
    ],
)
def test_an_open_task_follows_its_gate_never_into_the_past(present, computed, today, expected):
    found = due.moved_due_on(day(present), day(computed), today=day(today))
    assert found == day(expected)


@pytest.mark.parametrize(
    ("created", "due_on", "zone", "warned"),
    [
        # 28 days over the change to summer time in Chisinau (29 March): a week on the wall clock
        ("2026-03-10T09:00", date(2026, 4, 1), "Europe/Chisinau", "2026-03-25T22:00"),
        ("2026-03-10T09:00", date(2026, 3, 28), "Europe/Chisinau", "2026-03-21T22:00"),
        ("2026-03-10T09:00", date(2026, 4, 7), "UTC", "2026-04-01T00:00"),
        # exactly and less than a week: half time
        ("2026-03-10T00:00", date(2026, 3, 13), "UTC", "2026-03-12T00:00"),
        ("2026-03-10T12:00", date(2026, 3, 10), "UTC", "2026-03-10T18:00"),
    ],
)
def test_graders_are_warned_a_week_before(created, due_on, zone, warned):
    at = datetime.fromisoformat(created).replace(tzinfo=UTC)
    expected = datetime.fromisoformat(warned).replace(tzinfo=UTC)
    assert due.warn_from(at, due_on, zone) == expected


@pytest.mark.parametrize(
    ("due_on", "assigned", "pause", "expected"),
    [
        (20, 2, (10, 11), 23),  # Friday and two days: a working day, so Monday
        (18, 2, (10, 11), 20),
        (18, 11, (9, 11), 19),  # assigned during the pause
        (9, 2, (10, 12), 9),  # over before it
        (10, 2, (10, 17), 18),  # three days were left on Tuesday the 10th, counted with it
        (18, 2, (10, None), 18),
        (18, 15, (10, 12), 18),
    ],
)
def test_the_window_of_an_unsat_test_moves_by_the_days_missed(
    due_on, assigned, pause, expected
):
    first, last = pause
    found = due.moved_window(
        day(due_on),
        assigned_on=day(assigned),
        pause=Period(day(first), day(last) if last else None),
        calendar=WorkDays(),
    )
    assert found == day(expected)
