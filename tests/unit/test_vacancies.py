"""The states of a vacancy: every step from every state, and what stands in the way."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules.vacancies import (
    CloseReason,
    Refusal,
    Standing,
    Step,
    VacancyState,
    dates_refusal,
    edit_refusal,
    is_over,
    promotion_refusal,
    refusal,
    steps,
)

TODAY = date(2026, 3, 2)
ALLOWED = {
    ("draft", "approve"),
    ("draft", "close"),
    ("approved", "publish"),
    ("approved", "close"),
    ("published", "pause"),
    ("published", "close"),
    ("paused", "publish"),
    ("paused", "close"),
}


def standing(state: str, **kw: object) -> Standing:
    return Standing(
        **{"state": VacancyState(state), "has_text": True, "closes_on": None, "today": TODAY}
        | kw
    )


@pytest.mark.parametrize(("state", "step"), list(product(VacancyState, Step)))
def test_each_step_is_taken_from_exactly_the_states_it_belongs_to(state, step):
    found = refusal(step, standing(state), heads_department=True, reason=CloseReason.FILLED)
    expected = None if (state, step) in ALLOWED else Refusal.NOT_FROM_HERE
    assert found is expected
    assert (step in steps(state)) is (expected is None)


def test_only_the_head_of_the_department_approves():
    assert refusal(Step.APPROVE, standing("draft")) is Refusal.NOT_HEAD


@pytest.mark.parametrize(
    ("step", "state"), [(Step.APPROVE, "draft"), (Step.PUBLISH, "approved")]
)
def test_a_vacancy_without_text_goes_nowhere(step, state):
    found = refusal(step, standing(state, has_text=False), heads_department=True)
    assert found is Refusal.NO_TEXT


def test_a_closing_date_that_has_passed_stops_publishing():
    yesterday = TODAY - timedelta(days=1)
    assert refusal(Step.PUBLISH, standing("paused", closes_on=yesterday)) is (
        Refusal.CLOSING_DATE_PAST
    )
    assert refusal(Step.PUBLISH, standing("paused", closes_on=TODAY)) is None


def test_closing_needs_a_reason():
    assert refusal(Step.CLOSE, standing("published")) is Refusal.REASON_MISSING


@given(st.dates(), st.dates())
def test_the_closing_date_is_itself_the_last_day(closes_on, today):
    assert is_over(closes_on, today) is (today > closes_on)
    assert not is_over(None, today)


def test_only_a_closed_vacancy_is_never_changed():
    refused = {state for state in VacancyState if edit_refusal(state)}
    assert refused == {VacancyState.CLOSED}


@pytest.mark.parametrize(
    ("closes_on", "hire_by_on", "expected"),
    [
        (None, None, None),
        (TODAY, TODAY, None),
        (TODAY - timedelta(days=1), None, Refusal.CLOSING_DATE_PAST),
        (TODAY, TODAY - timedelta(days=1), Refusal.HIRE_BY_PAST),
    ],
)
def test_new_dates_do_not_lie_in_the_past(closes_on, hire_by_on, expected):
    assert dates_refusal(closes_on=closes_on, hire_by_on=hire_by_on, today=TODAY) is expected


@pytest.mark.parametrize(
    ("state", "active", "until", "expected"),
    [
        ("published", True, None, None),
        ("approved", True, TODAY, None),
        ("paused", True, TODAY, None),
        ("draft", True, None, Refusal.NOT_APPROVED),
        ("closed", True, None, Refusal.CLOSED),
        ("published", False, None, Refusal.CHANNEL_INACTIVE),
        ("published", True, TODAY - timedelta(days=1), Refusal.PERIOD),
    ],
)
def test_what_may_be_promoted(state, active, until, expected):
    found = promotion_refusal(
        VacancyState(state), channel_active=active, from_on=TODAY, until_on=until
    )
    assert found is expected
