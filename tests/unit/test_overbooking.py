"""The overbooking engine against an independent model, exhaustive search and its promises."""

import json
import math
import random
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recruit.rules.overbooking import (
    BadInput,
    Costs,
    Day,
    day_from_json,
    evaluate,
    group_day,
    invitation_curve,
    invitations_for,
    plan_counts,
    plan_everyone,
    plan_from_json,
    plan_in_order,
    slopes,
    top_up,
    top_ups,
    waits,
)
from recruit.rules.overbooking.chain import poisson_binomial, shifted, shock_nodes
from recruit.rules.overbooking.fairness import thirds
from recruit.rules.overbooking.neighbourhood import binomial
from tests.unit.overbooking_reference import exhaustive, expected, expected_waits

COSTS = (
    Costs(),
    Costs(wait=0.05, overtime=1.0, turned_away=2.0),
    Costs(wait=1.0),
    Costs(idle=0.0),
    Costs(overtime=0.3, turned_away=0.5),
)
P = st.floats(0, 1).map(lambda p: round(p, 3))


@st.composite
def days(draw: st.DrawFn, most: int = 6, shock: bool = False) -> Day:
    slots = draw(st.integers(1, 4))
    capacity = draw(st.lists(st.integers(0, 3), min_size=slots, max_size=slots))
    overtime = draw(st.sampled_from((0, 1, 2, None)))
    if overtime is None:
        capacity[-1] = max(1, capacity[-1])
    people = draw(st.lists(st.tuples(st.integers(0, slots - 1), P), max_size=most))
    return Day(
        tuple(capacity),
        tuple(tuple(p for t, p in people if t == slot) for slot in range(slots)),
        draw(st.integers(0, 3)),
        draw(st.sampled_from(COSTS)),
        overtime,
        draw(st.sampled_from((0.0, 0.4))) if shock else 0.0,
    )


def added(day: Day, slot: int, p: float) -> Day:
    return day.with_people(
        [*held, p] if t == slot else held for t, held in enumerate(day.slots_p)
    )


@settings(max_examples=80, deadline=None)
@given(days())
def test_it_agrees_with_every_pattern_of_shows(day: Day) -> None:
    report, truth = evaluate(day), expected(day)
    for name in ("idle", "wait", "overtime", "turned_away", "cost"):
        assert getattr(report, name) == pytest.approx(truth[name], abs=1e-9)
    assert report.p_overtime == pytest.approx(truth["late"], abs=1e-9)
    assert report.held == pytest.approx(
        sum(day.capacity) - truth["idle"] + truth["overtime"], abs=1e-9
    )


def test_overflow_is_more_people_than_interviewers() -> None:
    report = evaluate(Day((1, 1), ((0.5, 0.5), (0.5,))))
    assert report.p_overflow == pytest.approx((0.25, 0.125))
    assert report.p_overtime == pytest.approx(0.125)
    # the second of two is served in the next slot, or in overtime
    assert report.risk_longer_than_one_slot == pytest.approx((0.0, 0.0))
    crowded = evaluate(Day((1, 1), ((1.0, 1.0, 0.5), ()), overtime_slots=0))
    assert crowded.risk_longer_than_one_slot == pytest.approx((0.5, 0.5))


def test_arrivals_have_their_ten_and_ninety_per_cent_points() -> None:
    report = evaluate(Day((5, 1), ((0.5,) * 10, ())))
    assert report.arrivals[0].mean == pytest.approx(5)
    # P(X <= 2) = 0.055, P(X <= 3) = 0.172; P(X <= 6) = 0.828, P(X <= 7) = 0.945
    assert (report.arrivals[0].low, report.arrivals[0].high) == (3, 7)
    assert (report.arrivals[1].low, report.arrivals[1].high) == (0, 0)
    assert report.arrivals_day == report.arrivals[0]


@given(st.lists(P, max_size=30))
def test_probabilities_sum_to_one(ps: list[float]) -> None:
    pmf = poisson_binomial(ps)
    assert pmf.sum() == pytest.approx(1)
    assert sum(k * x for k, x in enumerate(pmf)) == pytest.approx(sum(ps), abs=1e-9)


@given(st.integers(0, 60), P)
def test_the_binomial_is_the_poisson_binomial_of_equals(n: int, p: float) -> None:
    short, full = binomial(n, p), poisson_binomial([p] * n)
    assert short == pytest.approx(full[: len(short)], abs=1e-12)
    assert full[len(short) :].sum() < 1e-12


@settings(max_examples=80, deadline=None)
@given(days(shock=True), P, st.integers(0, 3))
def test_adding_somebody_changes_the_cost_by_exactly_their_slope(
    day: Day, p: float, slot: int
) -> None:
    slot %= len(day.capacity)
    change = evaluate(added(day, slot, p)).cost - evaluate(day).cost
    assert slopes(day, p)[slot] == pytest.approx(change, abs=1e-9)
    if day.shock_tau == 0:
        assert slopes(day, p)[slot] == pytest.approx(p * slopes(day)[slot], abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(days(shock=True))
def test_a_shocked_day_is_the_mixture_of_its_nodes(day: Day) -> None:
    day = replace(day, shock_tau=0.5)
    mixed = sum(
        weight
        * evaluate(
            replace(
                day,
                shock_tau=0.0,
                slots_p=tuple(tuple(shifted(p, shift) for p in slot) for slot in day.slots_p),
            )
        ).cost
        for weight, shift in shock_nodes(0.5)
    )
    assert evaluate(day).cost == pytest.approx(mixed, abs=1e-9)


def test_the_shock_has_the_moments_of_a_normal() -> None:
    nodes = shock_nodes(0.4)
    assert len(nodes) == 9
    assert sum(w for w, _ in nodes) == pytest.approx(1)
    assert sum(w * u for w, u in nodes) == pytest.approx(0, abs=1e-12)
    assert sum(w * u * u for w, u in nodes) == pytest.approx(0.16)
    assert sum(w * u**4 for w, u in nodes) == pytest.approx(3 * 0.4**4)


def test_ignoring_a_shared_shock_understates_the_cost() -> None:
    day = Day((3,) * 8, tuple((0.5,) * 6 for _ in range(8)))
    assert evaluate(replace(day, shock_tau=0.5)).cost > 1.2 * evaluate(day).cost


@settings(max_examples=40, deadline=None)
@given(days(most=5))
def test_everybodys_wait_agrees_with_every_order_of_the_queue(day: Day) -> None:
    day = day.with_people([p for p in slot if p > 0] for slot in day.slots_p)
    truth = expected_waits(day)
    for t, slot in enumerate(waits(day)):
        for i, wait in enumerate(slot):
            assert wait == pytest.approx(truth[t, i], abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(days(shock=True))
def test_waits_add_up_to_the_reports_wait(day: Day) -> None:
    day = replace(day, initial_backlog=0, shock_tau=0.0)
    total = sum(
        p * w
        for ps, ws in zip(day.slots_p, waits(day), strict=True)
        for p, w in zip(ps, ws, strict=True)
    )
    assert total == pytest.approx(evaluate(day).wait, abs=1e-9)


@pytest.mark.parametrize(
    ("capacity", "p", "backlog", "tau", "overtime"),
    [
        ((1, 1, 1), 0.4, 0, 0.0, 1),
        ((1, 0, 2), 0.4, 3, 0.0, 1),
        ((2, 1), 0.5, 0, 0.4, 2),
        ((1, 2, 1), 0.9, 1, 0.0, None),
        ((2, 2), 0.25, 0, 0.2, 0),
        ((1, 1, 1), 1.0, 0, 0.0, 1),
    ],
)
def test_counts_are_the_optimum(
    capacity: tuple[int, ...], p: float, backlog: int, tau: float, overtime: int | None
) -> None:
    day = Day(capacity, initial_backlog=backlog, overtime_slots=overtime, shock_tau=tau)
    plan = plan_counts(day, p)
    most = [int(1.8 * c / p) + 2 for c in capacity]
    most[0] += 2
    best = min(
        evaluate(day.with_people((p,) * n for n in counts)).cost
        for counts in product(*(range(n) for n in most))
    )
    assert plan.report.cost == pytest.approx(best, rel=1e-9)
    assert plan.certificate.proved == "optimal"
    assert plan.certificate.neighbours == 2 ** (len(capacity) + 1) - 2


def test_no_neighbour_of_a_long_plan_is_cheaper() -> None:
    day = Day((3,) * 16)
    plan = plan_counts(day, 0.35)
    assert plan.certificate.neighbours == 131070
    chance = random.Random(1)
    for _ in range(100):
        bits = [chance.randint(0, 1) for _ in range(17)]
        counts = [n + bits[t + 1] - bits[t] for t, n in enumerate(plan.counts)]
        cost = evaluate(day.with_people((0.35,) * n for n in counts)).cost
        assert cost >= plan.report.cost - 1e-9


def test_days_beyond_sixteen_slots_say_what_is_not_proved() -> None:
    plan = plan_counts(Day((1,) * 17), 0.5)
    assert plan.certificate.proved == "local"
    assert plan.report.cost < plan.naive.report.cost


def test_one_slot_without_overtime_is_the_newsvendor() -> None:
    day = group_day(10, costs=Costs(wait=0.0, turned_away=3.0))
    invited = plan_counts(day, 0.5).counts[0]

    # one more is worth it while P(all seats taken) * 3 < P(a seat is free) * 1
    def full(n: int) -> float:
        return sum(math.comb(n, k) for k in range(10, n + 1)) / 2**n

    assert full(invited - 1) < 0.25 <= full(invited)


def small_days() -> list[tuple[Day, list[float]]]:
    chance = random.Random(7)
    found = []
    for _ in range(10):
        slots = chance.choice((2, 2, 3))
        day = Day(
            tuple(chance.choice((1, 1, 2, 0)) for _ in range(slots)),
            initial_backlog=chance.choice((0, 0, 1)),
            costs=chance.choice(COSTS[:3]),
            overtime_slots=chance.choice((0, 1, 2)),
        )
        found.append((day, [round(chance.uniform(0.05, 0.95), 2) for _ in range(5)]))
    return found


def test_lists_of_different_people_reach_the_exhaustive_optimum() -> None:
    losses = []
    for day, ps in small_days():
        for everyone, plan in ((False, plan_in_order), (True, plan_everyone)):
            best = exhaustive(day, ps, everyone)
            found = plan(day, ps).report.cost
            assert found >= best - 1e-9
            losses.append(found / best - 1 if best > 1e-9 else 0.0)
    assert max(losses) <= 0.01
    assert sum(losses) / len(losses) <= 0.002


@settings(max_examples=12, deadline=None)
@given(days(most=0, shock=True), st.lists(P, max_size=12), st.booleans())
def test_a_prefix_of_the_list_is_invited(day: Day, ps: list[float], fair: bool) -> None:
    plan = plan_in_order(day, ps, fair)
    assert plan.assignment is not None
    assert len(plan.assignment) == len(ps)
    invited = [slot is not None for slot in plan.assignment]
    assert invited == sorted(invited, reverse=True)
    for t, held in enumerate(plan.day.slots_p):
        assert sorted(held) == sorted(
            p for p, slot in zip(ps, plan.assignment, strict=True) if slot == t
        )
    assert plan.counts == tuple(map(len, plan.day.slots_p))
    assert plan.report == evaluate(plan.day)
    assert sum(plan_everyone(day, ps, fair).counts) == len(ps)
    json.dumps(plan.as_json(), allow_nan=False)


def test_somebody_sure_not_to_come_does_not_hold_up_those_behind() -> None:
    plan = plan_in_order(Day((2, 2)), [0.0, 0.9, 0.9, 0.9])
    assert plan.assignment is not None
    assert None not in plan.assignment
    assert plan.report.cost < 2


def test_people_already_invited_keep_their_places() -> None:
    day = Day((2, 2), ((0.9, 0.9), ()))
    plan = plan_in_order(day, [0.9, 0.9, 0.9, 0.9, 0.9])
    assert plan.day.slots_p[0][:2] == (0.9, 0.9)
    assert plan.counts[1] > plan.counts[0]


def test_thirds_keep_equal_people_together() -> None:
    assert thirds([0.9, 0.1, 0.5]) == [2, 0, 1]
    assert thirds([0.5] * 9) == [1] * 9
    assert thirds([0.2, 0.2, 0.2, 0.2, 0.9, 0.9]) == [1, 1, 1, 1, 2, 2]


def test_fairness_lowers_the_worst_wait_within_three_per_cent() -> None:
    chance = random.Random(5)
    ps = [round(chance.uniform(0.3, 0.95), 3) for _ in range(40)]
    day = Day((3,) * 8)
    cheap, fair = plan_in_order(day, ps, fair=False), plan_in_order(day, ps)
    assert cheap.fairness is not None
    assert fair.fairness is not None
    assert not cheap.fairness.applied
    assert sum(third.size for third in fair.fairness.thirds) == sum(fair.counts)
    assert max(t.wait for t in fair.fairness.thirds) < max(
        t.wait for t in cheap.fairness.thirds
    )
    assert fair.report.cost <= 1.03 * cheap.report.cost + 1e-9
    assert fair.fairness.cost_increase == pytest.approx(
        fair.report.cost / cheap.report.cost - 1, abs=1e-9
    )
    assert sum(fair.counts) == sum(cheap.counts)


def test_under_nine_invitees_there_are_no_thirds() -> None:
    assert plan_everyone(Day((2, 2)), [0.5] * 8).fairness is None
    assert plan_everyone(Day((2, 2)), [0.0] * 9).fairness is not None


def test_the_next_person_goes_where_it_helps_most() -> None:
    day = Day((2, 2, 2), ((0.9, 0.9), (), (0.9, 0.9)))
    step = top_up(day, [0.6, 0.9])
    assert (step.slot, step.reason) == (1, "helps")
    before, after = evaluate(day), evaluate(added(day, 1, 0.6))
    assert step.cost_change == pytest.approx(after.cost - before.cost)
    assert step.idle_change == pytest.approx(after.idle - before.idle)
    assert step.wait_change == pytest.approx(after.wait - before.wait)
    assert step.p_overtime_after == pytest.approx(after.p_overtime)
    assert step.p_overflow_after == pytest.approx(after.p_overflow[1])


def test_it_stops_inviting_when_the_desk_is_full_enough() -> None:
    day = Day((2, 2), ((0.5,), (0.5,)))
    assert top_up(day, [0.5]).slot is not None
    crowded = top_up(replace(day, initial_backlog=5), [0.5])
    assert (crowded.slot, crowded.reason) == (None, "no_gain")
    assert top_up(day, []).reason == "nobody_waiting"
    assert top_up(day, [0.5], limits=[1, 1]).reason == "full"
    assert top_up(day, [0.5], limits=[1, 2]).slot == 1


def test_several_top_ups_are_the_same_as_one_after_the_other() -> None:
    day, waiting = Day((2, 2, 2), ((0.5,), (), (0.5,))), [0.4, 0.7, 0.2, 0.9, 0.6, 0.5, 0.5]
    steps = top_ups(day, waiting)
    for step, p in zip(steps, waiting, strict=False):
        assert top_up(day, [p]).slot == step.slot
        assert step.slot is not None
        day = added(day, step.slot, p)
    assert 0 < len(steps) < len(waiting) or top_up(day, [0.5]).slot is None


def test_the_number_to_invite_for_a_wanted_number() -> None:
    assert invitations_for(5, 0.9, 0.2) == 38
    curve = invitation_curve(0.2, 5)
    assert curve[37].chance < 0.9 <= curve[38].chance
    assert curve[4].chance == 0
    assert invitations_for(5, 0.9, 0.2, shock_tau=0.4) > 38  # type: ignore[operator]
    assert invitations_for(5, 0.9, [0.5] * 7) is None
    assert invitations_for(0, 0.9, 0.2) == 0


@pytest.mark.parametrize("position", [0.0, 0.25, 0.5, 0.75, 1.0])
def test_every_place_of_the_slider_is_a_valid_cost(position: float) -> None:
    day = Day((3,) * 4, costs=Costs.between(position))
    assert plan_counts(day, 0.5).certificate.proved == "optimal"


def test_the_slider_goes_from_no_waiting_to_nobody_idle() -> None:
    reports = [
        plan_counts(Day((3,) * 4, costs=Costs.between(x)), 0.5).report for x in (0.0, 0.5, 1.0)
    ]
    assert reports[0].wait < reports[1].wait < reports[2].wait
    assert reports[0].idle > reports[1].idle > reports[2].idle
    middle = Costs.between(0.5)
    assert (middle.wait, middle.overtime, middle.turned_away) == pytest.approx((0.2, 1.5, 3))


def test_it_refuses_an_ending_that_is_not_convex() -> None:
    with pytest.raises(BadInput, match="convex") as refusal:
        Day((2,), costs=Costs(overtime=3.3, wait=0.2, turned_away=3.0))
    assert refusal.value.code == "not_convex"
    Day((2,), costs=Costs(overtime=3.2, wait=0.2, turned_away=3.0))
    Day((2,), costs=Costs(overtime=9.0), overtime_slots=0)
    Day((2,), costs=Costs(overtime=9.0), overtime_slots=None)
    with pytest.raises(BadInput):
        Day((2, 0), overtime_slots=None)


GOOD = {"capacity": [2, 1], "slots_p": [[0.5, 1], [0]], "id": "ignored"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"capacity": [1.5, 1]}, "capacity[0]"),
        ({"capacity": [-1, 1]}, "capacity[0]"),
        ({"capacity": [True, 1]}, "capacity[0]"),
        ({"capacity": "21"}, "capacity"),
        ({"capacity": [1]}, "slots_p"),
        ({"capacity": []}, "slots_p"),
        ({"slots_p": [[0.5], [1.1]]}, "slots_p[1][0]"),
        ({"slots_p": [[0.5], 3]}, "slots_p[1]"),
        ({"slots_p": [[math.nan], []]}, "slots_p[0][0]"),
        ({"slots_p": None}, "slots_p"),
        ({"slots_p": [["0.5"], []]}, "slots_p[0][0]"),
        ({"cost_wait": -1}, "cost_wait"),
        ({"cost_idle": math.inf}, "cost_idle"),
        ({"overtime_slots": 0.5}, "overtime_slots"),
        ({"initial_backlog": 10**400}, "initial_backlog"),
        ({"shock_tau": -0.1}, "shock_tau"),
        ({"cost_overtime": 4}, "cost_overtime"),
    ],
)
def test_it_refuses_bad_days_by_name(change: dict[str, object], field: str) -> None:
    assert evaluate(day_from_json(GOOD)).cost > 0
    with pytest.raises(BadInput) as refusal:
        day_from_json(GOOD | change)
    assert refusal.value.field == field
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("p", "mode"),
    [
        (0, "counts"),
        (1.2, "counts"),
        ([0.5], "counts"),
        (None, "counts"),
        (1e-9, "counts"),
        (0.5, "in-order"),
        ([0.5, 2], "everyone"),
        ([0.5, None], "everyone"),
        ([0.5], "best"),
    ],
)
def test_it_refuses_bad_plans(p: object, mode: str) -> None:
    with pytest.raises(BadInput):
        plan_from_json({"capacity": [1, 1], "p": p}, mode)


def test_what_is_missing_is_named() -> None:
    for given_, field in (({}, "slots_p"), ({"slots_p": []}, "capacity"), ([], "file")):
        with pytest.raises(BadInput) as refusal:
            day_from_json(given_)
        assert refusal.value.field == field
