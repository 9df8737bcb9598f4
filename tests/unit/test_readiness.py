from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from recruit.rules.calendar import Period, WorkDays
from recruit.rules.readiness import window

MONDAY = date(2026, 3, 2)
WORK = WorkDays()


def look(results, *, today, since=MONDAY, work=WORK, **kw):
    return window(results, work, since=since, today=today, target_per_day=10, **kw)


def every_day(amount, until):
    days = WORK.between(MONDAY, until)
    return dict.fromkeys(days, amount)


def test_fifteen_worked_days_at_eighty_per_cent_are_ready():
    last = WORK.span(MONDAY, 15)
    found = look(every_day(8, last), today=WORK.next_day(last))
    assert (found.days, found.achieved, found.needed, found.percent) == (15, 120, 120, 80)
    assert found.met


def test_one_call_less_is_not():
    last = WORK.span(MONDAY, 15)
    results = every_day(8, last) | {MONDAY: 7}
    assert not look(results, today=WORK.next_day(last)).met


def test_fourteen_days_are_too_early_to_say():
    last = WORK.span(MONDAY, 14)
    found = look(every_day(100, last), today=WORK.next_day(last))
    assert (found.days, found.complete, found.met) == (14, False, False)


def test_today_is_not_over():
    last = WORK.span(MONDAY, 15)
    assert look(every_day(8, last), today=last).days == 14


def test_the_window_moves():
    weak = every_day(0, WORK.span(MONDAY, 10))
    strong = {day: 10 for day in WORK.between(MONDAY, WORK.span(MONDAY, 25)) if day not in weak}
    found = look(weak | strong, today=WORK.next_day(WORK.span(MONDAY, 25)))
    assert found.achieved == 150


def test_illness_is_not_held_against_anybody():
    ill = WorkDays(pauses=(Period(date(2026, 3, 9), date(2026, 3, 20)),))
    days = ill.between(MONDAY, ill.span(MONDAY, 15))
    found = look(dict.fromkeys(days, 8), today=ill.next_day(days[-1]), work=ill)
    assert found.met


def test_a_fair_on_a_saturday_counts():
    last = WORK.span(MONDAY, 15)
    results = every_day(7, last) | {date(2026, 3, 7): 15}
    assert look(results, today=WORK.next_day(last)).met


@given(
    st.dictionaries(st.dates(MONDAY, date(2026, 6, 30)), st.integers(0, 30), max_size=80),
    st.integers(0, 120),
)
def test_the_window_holds_what_lies_in_it(results, later):
    today = MONDAY + timedelta(days=later)
    found = look(results, today=today)
    assert found.days <= 15
    assert found.achieved <= sum(amount for on, amount in results.items() if on < today)
    assert found.days == min(
        15, len(WORK.between(MONDAY, today - timedelta(days=1))) if later else 0
    )
