"""Which terms may be offered, and which answers still count."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import offers
from recruit.rules.offers import Refusal, State, Terms

TODAY = date(2026, 3, 2)


def terms(**changed: object) -> Terms:
    good: dict[str, object] = {
        "level": 2,
        "pay_minor": 1_200_000,
        "starts_on": date(2026, 3, 16),
        "expires_on": date(2026, 3, 9),
    }
    return Terms(**(good | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, None),
        ({"level": 0}, Refusal.LEVEL),
        ({"level": 5}, Refusal.LEVEL),
        ({"pay_minor": 0}, Refusal.PAY),
        ({"pay_minor": -1}, Refusal.PAY),
        ({"pay_minor": 10**12}, Refusal.PAY),
        ({"expires_on": TODAY}, None),
        ({"expires_on": TODAY - timedelta(1)}, Refusal.EXPIRES_IN_PAST),
        ({"starts_on": TODAY, "expires_on": TODAY}, Refusal.STARTS_IN_PAST),
        ({"starts_on": TODAY + timedelta(367)}, Refusal.STARTS_TOO_LATE),
        ({"expires_on": date(2026, 3, 17)}, Refusal.EXPIRES_AFTER_START),
        ({"expires_on": date(2026, 3, 16)}, None),
    ],
)
def test_terms(changed: dict[str, object], expected: Refusal | None) -> None:
    assert offers.terms_refusal(terms(**changed), today=TODAY) is expected


def test_only_a_draft_is_sent() -> None:
    for state in State:
        refused = offers.send_refusal(state, terms(), today=TODAY)
        assert refused is (None if state is State.DRAFT else Refusal.NOT_DRAFT)


def test_a_draft_that_lay_too_long_is_not_sent() -> None:
    later = TODAY + timedelta(8)
    refused = offers.send_refusal(State.DRAFT, terms(), today=later)
    assert refused is Refusal.EXPIRES_IN_PAST


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.DRAFT, Refusal.NOT_SENT),
        (State.SENT, None),
        (State.EXPIRED, Refusal.EXPIRED),
        (State.ACCEPTED, Refusal.OVER),
        (State.DECLINED, Refusal.OVER),
        (State.WITHDRAWN, Refusal.OVER),
    ],
)
def test_answers(state: State, expected: Refusal | None) -> None:
    assert offers.answer_refusal(state, TODAY, today=TODAY) is expected


@given(st.integers(-400, 400))
def test_an_answer_counts_until_the_end_of_its_last_day(days: int) -> None:
    last = TODAY + timedelta(days)
    refused = offers.answer_refusal(State.SENT, last, today=TODAY)
    assert (refused is None) == (last >= TODAY)


def test_an_answered_offer_is_not_withdrawn() -> None:
    allowed = {state for state in State if offers.withdraw_refusal(state) is None}
    assert allowed == {State.DRAFT, State.SENT}
