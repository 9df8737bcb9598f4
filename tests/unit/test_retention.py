"""The last day on which data may be kept."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules.retention import keep_until


@pytest.mark.parametrize(
    ("given_on", "months", "expected"),
    [
        (date(2026, 3, 2), 12, date(2027, 3, 2)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
    ],
)
def test_calendar_months(given_on: date, months: int, expected: date) -> None:
    assert keep_until(given_on, months) == expected


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 120))
def test_it_is_never_longer_than_promised(given_on: date, months: int) -> None:
    last = keep_until(given_on, months)
    assert (last.year * 12 + last.month) - (given_on.year * 12 + given_on.month) == months
    assert last.day <= given_on.day
