"""Planning from the back: from hires to people to find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules.funnel import FunnelStep, Need, Rate, measured_rates, plan_back

MEASURED = {
    FunnelStep.SOURCED: 1000,
    FunnelStep.INVITED: 400,
    FunnelStep.ARRIVED: 200,
    FunnelStep.OFFERED: 50,
    FunnelStep.HIRED: 40,
}


def steps(needs: tuple[Need, ...]) -> dict[FunnelStep, Need]:
    return {need.step: need for need in needs}


def test_it_goes_back_from_hires_to_sources() -> None:
    needs = steps(plan_back(4, measured_rates(MEASURED)))
    assert [need.needed for need in needs.values()] == [4, 6, 21, 41, 101]
    assert list(needs) == list(reversed(FunnelStep))
    arrived = needs[FunnelStep.ARRIVED]
    assert arrived.rate is not None
    assert (arrived.rate.hits, arrived.rate.tries) == (50, 200)
    assert needs[FunnelStep.HIRED].rate is None


def test_people_already_on_the_way_are_counted() -> None:
    rates = measured_rates(MEASURED)
    needs = steps(plan_back(4, rates, {FunnelStep.HIRED: 1, FunnelStep.ARRIVED: 15}))
    assert needs[FunnelStep.HIRED].still == 3
    assert needs[FunnelStep.ARRIVED].have == 15
    assert needs[FunnelStep.ARRIVED].still == 1
    assert needs[FunnelStep.SOURCED].still < 10
    done = plan_back(1, rates, {FunnelStep.HIRED: 2})
    assert all(need.still == 0 for need in done)


def test_unmeasured_rates_come_from_the_prior_and_say_so() -> None:
    rates = measured_rates({}, {FunnelStep.INVITED: (0.2, 4)})
    invited = rates[FunnelStep.INVITED]
    assert (invited.p, invited.measured, invited.tries) == (pytest.approx(0.2), False, 0)
    assert steps(plan_back(5, rates))[FunnelStep.INVITED].needed == 100


def test_what_is_measured_outweighs_the_prior() -> None:
    assert Rate(90, 100, 0.1, 4).p > 0.85
    low, high = Rate(90, 100).interval()
    assert low < Rate(90, 100).p < high
    assert Rate(900, 1000).interval()[0] > low


@pytest.mark.parametrize(
    ("hits", "tries", "p", "weight"),
    [(2, 1, 0.5, 2), (-1, 1, 0.5, 2), (0, 1, 1.0, 2), (0, 1, 0.5, 0)],
)
def test_it_refuses_impossible_rates(hits: int, tries: int, p: float, weight: float) -> None:
    with pytest.raises(ValueError, match=r"must be|the prior"):
        Rate(hits, tries, p, weight)


def test_it_refuses_to_hire_fewer_than_nobody() -> None:
    with pytest.raises(ValueError, match="wanted"):
        plan_back(-1, {})


@given(st.integers(0, 50), st.integers(0, 30), st.integers(1, 30))
def test_better_rates_need_fewer_people(wanted: int, hits: int, more: int) -> None:
    needs = steps(plan_back(wanted, {FunnelStep.INVITED: Rate(hits, 60)}))
    better = steps(plan_back(wanted, {FunnelStep.INVITED: Rate(hits + more, 60)}))
    for step, need in needs.items():
        assert better[step].still <= need.still
        assert need.likely_fewer <= need.still <= need.likely_more
        assert need.still >= wanted
