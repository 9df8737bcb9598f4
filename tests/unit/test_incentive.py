import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules.calendar import Period, WorkDays
from recruit.rules.incentive import (
    Chain,
    IncentiveState,
    Refusal,
    Step,
    last_day,
    next_step,
    refusal,
    settled_on,
    share_percent,
    state_after,
)

S = IncentiveState
MONDAY = date(2026, 3, 2)


def chain(state=S.ELIGIBLE, *, head_mentors=False, verified=None, proposed=None):
    return Chain(state, "M", "T", head_mentors, verified, proposed)


@pytest.mark.parametrize(
    ("one", "step", "actor", "wanted"),
    [
        (chain(), Step.VERIFY, "R", None),
        (chain(), Step.PROPOSE, "H", Refusal.NOT_VERIFIED),
        (chain(), Step.APPROVE, "D", Refusal.NOT_VERIFIED),
        (chain(verified="R"), Step.VERIFY, "R2", Refusal.ALREADY_SIGNED),
        (chain(verified="R"), Step.PROPOSE, "H", None),
        (chain(verified="R"), Step.PROPOSE, "R", Refusal.SIGNED_ANOTHER_STEP),
        (chain(verified="R"), Step.APPROVE, "D", Refusal.NOT_PROPOSED),
        (chain(verified="R", proposed="H"), Step.APPROVE, "D", None),
        (chain(verified="R", proposed="H"), Step.APPROVE, "R", Refusal.SIGNED_ANOTHER_STEP),
        (chain(verified="R", proposed="H"), Step.APPROVE, "H", Refusal.SIGNED_ANOTHER_STEP),
        (chain(verified="R", head_mentors=True), Step.APPROVE, "D", None),
        (chain(S.APPROVED), Step.PAY, "R", None),
        (chain(), Step.PAY, "R", Refusal.NOT_APPROVED),
    ],
)
def test_the_chain_of_signatures(one, step, actor, wanted):
    assert refusal(one, step, actor) is wanted


@pytest.mark.parametrize(("state", "step"), list(itertools.product(S, Step)))
def test_nobody_signs_for_their_own_bonus_or_results(state, step):
    one = chain(state, verified="R", proposed="H")
    assert refusal(one, step, "M") is Refusal.OWN_BONUS
    assert refusal(one, step, "T") is Refusal.OWN_RESULTS


@pytest.mark.parametrize("state", [s for s in S if s is not S.ELIGIBLE])
def test_only_an_eligible_bonus_is_signed(state):
    assert refusal(chain(state), Step.VERIFY, "R") is Refusal.NOT_ELIGIBLE


def test_what_a_bonus_waits_for():
    assert next_step(chain(S.RUNNING)) is None
    assert next_step(chain()) is Step.VERIFY
    assert next_step(chain(verified="R")) is Step.PROPOSE
    assert next_step(chain(verified="R", head_mentors=True)) is Step.APPROVE
    assert next_step(chain(verified="R", proposed="H")) is Step.APPROVE
    assert next_step(chain(S.APPROVED)) is Step.PAY
    assert next_step(chain(S.PAID)) is None


def test_it_is_eligible_as_soon_as_it_is_reached_and_missed_only_when_settled():
    settled = settled_on(WorkDays(), date(2026, 3, 6))
    assert settled == date(2026, 3, 11)

    def after(achieved, today):
        return state_after(
            S.RUNNING, achieved=achieved, target=100, today=today, settled_on=settled
        )

    assert after(100, MONDAY) is S.ELIGIBLE
    assert after(99, settled) is S.RUNNING
    assert after(99, date(2026, 3, 12)) is S.MISSED
    assert after(100, date(2026, 3, 12)) is S.ELIGIBLE


@pytest.mark.parametrize("state", [s for s in S if s is not S.RUNNING])
def test_a_decided_bonus_stays(state):
    assert (
        state_after(state, achieved=0, target=1, today=date(2027, 1, 1), settled_on=MONDAY)
        is state
    )


def test_a_pause_lengthens_the_period():
    assert last_day(WorkDays(), MONDAY, 5) == date(2026, 3, 6)
    paused = WorkDays(pauses=(Period(date(2026, 3, 3), date(2026, 3, 4)),))
    assert last_day(paused, MONDAY, 5) == date(2026, 3, 10)


@given(st.integers(0, 400), st.integers(1, 260))
def test_a_share_is_between_nothing_and_all(served, days):
    assert 0 <= share_percent(served, days) <= 100


def test_shares():
    assert share_percent(30, 60) == 50
    assert share_percent(20, 60) == 33
    assert share_percent(0, 60) == 0
