"""Job descriptions: who may take which step, and the act of a refusal."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules.positions import (
    DescriptionState,
    Refusal,
    agree_refusal,
    approve_refusal,
    latest_review,
    sign_refusal,
    witness_refusal,
)

TODAY = date(2026, 3, 2)
REVIEW = date(2031, 3, 2)


@pytest.mark.parametrize("state", DescriptionState)
def test_the_head_agrees_to_drafts_only(state):
    found = agree_refusal(state, heads_department=True, complete=True)
    assert (found is None) is (state is DescriptionState.DRAFT)


def test_nobody_else_agrees_and_nobody_to_a_gap():
    draft = DescriptionState.DRAFT
    assert agree_refusal(draft, heads_department=False, complete=True) is Refusal.NOT_HEAD
    assert agree_refusal(draft, heads_department=True, complete=False) is Refusal.EMPTY


@pytest.mark.parametrize("state", DescriptionState)
def test_the_director_approves_what_is_agreed(state):
    found = approve_refusal(state, worked_on_it=False, review_on=REVIEW, today=TODAY)
    assert (found is None) is (state is DescriptionState.AGREED)


@pytest.mark.parametrize(
    ("own", "review_on", "expected"),
    [
        (True, REVIEW, Refusal.OWN_WORK),
        (False, TODAY, Refusal.REVIEW_PAST),
        (False, date(2031, 3, 3), Refusal.REVIEW_TOO_LATE),
        (False, REVIEW, None),
    ],
)
def test_the_review_comes_within_five_years_and_nobody_approves_own_work(
    own, review_on, expected
):
    found = approve_refusal(
        DescriptionState.AGREED, worked_on_it=own, review_on=review_on, today=TODAY
    )
    assert found is expected


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_latest_review_is_five_years_on_even_on_leap_days(day):
    review = latest_review(day)
    assert review.year == day.year + 5
    assert review.month == day.month
    assert abs(review.day - day.day) <= 1


def test_only_the_version_in_force_is_signed_and_only_once():
    signed_in = {s for s in DescriptionState if sign_refusal(s, answered=False) is None}
    assert signed_in == {DescriptionState.IN_FORCE}
    assert sign_refusal(DescriptionState.IN_FORCE, answered=True) is Refusal.ALREADY_ANSWERED


@pytest.mark.parametrize(
    ("witnesses", "expected"),
    [
        (["a", "b", "c"], None),
        (["a", "b"], Refusal.WITNESSES),
        (["a", "b", "b"], Refusal.WITNESSES),
        (["a", "b", "c", "d"], Refusal.WITNESSES),
        (["a", "b", "me"], Refusal.WITNESS_IS_EMPLOYEE),
    ],
)
def test_three_distinct_people_witness_a_refusal_and_not_the_employee(witnesses, expected):
    assert witness_refusal(witnesses, "me") is expected
