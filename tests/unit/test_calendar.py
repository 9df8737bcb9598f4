from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules.calendar import EVERY_DAY, Period, WorkDays, add_months

MONDAY = date(2026, 3, 2)
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
HOLIDAYS = st.frozensets(DAYS, max_size=40)


@st.composite
def pauses(draw):
    first = draw(DAYS)
    return Period(first, first + timedelta(days=draw(st.integers(0, 30))))


CALENDARS = st.builds(
    WorkDays, st.integers(1, EVERY_DAY), HOLIDAYS, st.lists(pauses(), max_size=3).map(tuple)
)


@given(CALENDARS, DAYS, st.integers(1, 60))
def test_adding_days_lands_on_a_working_day_that_many_days_later(work, day, count):
    due = work.add(day, count)
    assert work.works(due)
    assert work.count(day, due) == count


@given(CALENDARS, DAYS, st.integers(1, 60))
def test_subtracting_days_lands_that_many_working_days_earlier(work, day, count):
    first = work.subtract(day, count)
    assert work.works(first)
    assert first < day
    assert work.count(first, day) == count - 1 + work.works(day)


@given(CALENDARS, DAYS, st.integers(0, 40), st.integers(0, 40))
def test_adding_is_additive_from_a_working_day(work, day, one, two):
    day = work.on_or_after(day)
    assert work.add(work.add(day, one), two) == work.add(day, one + two)


@given(CALENDARS, DAYS, st.integers(-40, 40))
def test_negative_counts_go_the_other_way(work, day, count):
    assert work.add(day, count) == work.subtract(day, -count)


@given(CALENDARS, DAYS, DAYS)
def test_counting_is_antisymmetric_and_agrees_with_listing(work, one, two):
    assert work.count(one, two) == -work.count(two, one)
    first, last = sorted((one, two))
    assert len(work.between(first, last)) == work.count(first, last) + work.works(first)


@given(CALENDARS, DAYS, st.integers(1, 30))
def test_a_stretch_holds_exactly_its_length(work, first, length):
    last = work.span(first, length)
    assert len(work.between(work.on_or_after(first), last)) == length


@given(CALENDARS, DAYS, st.integers(1, 30), DAYS)
def test_a_further_holiday_never_makes_a_deadline_earlier(work, day, count, holiday):
    more = WorkDays(work.weekdays, work.holidays | {holiday}, work.pauses)
    assert more.add(day, count) >= work.add(day, count)


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (MONDAY, 0, MONDAY),
        (MONDAY, 3, date(2026, 3, 5)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 0, date(2026, 3, 9)),
        (MONDAY, -1, date(2026, 2, 27)),
        (date(2026, 3, 7), -1, date(2026, 3, 6)),
    ],
)
def test_a_week_of_five_days(start, count, due):
    assert WorkDays().add(start, count) == due


def test_a_running_pause_stops_counting_but_not_the_calendar_of_deadlines():
    work = WorkDays(pauses=(Period(date(2026, 3, 4)),))
    assert work.count(MONDAY, date(2026, 3, 20)) == 1
    assert work.add(MONDAY, 5) == date(2026, 3, 9), "known only when the pause ends"
    over = WorkDays(pauses=(Period(date(2026, 3, 4), date(2026, 3, 10)),))
    assert over.add(MONDAY, 5) == date(2026, 3, 16)


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="weekday"):
        WorkDays(0)
    with pytest.raises(ValueError, match="ends before"):
        Period(MONDAY, MONDAY - timedelta(days=1))
    with pytest.raises(ValueError, match="at least one"):
        WorkDays().span(MONDAY, 0)


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        (date(2026, 3, 2), 6, date(2026, 9, 2)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 7, 15), 6, date(2027, 1, 15)),
    ],
)
def test_months_end_on_the_last_day_there_is(day, months, wanted):
    assert add_months(day, months) == wanted
