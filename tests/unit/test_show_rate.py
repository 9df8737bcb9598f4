"""Show rates: the nested table, its explanation, its scores, the day's shared luck."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules.show_rate import (
    Level,
    Observation,
    Prior,
    Reminder,
    ShowRates,
    arrivals,
    brier,
    calibration,
    cross_validate,
    day_interval,
    interval,
    lead_band,
    learn_shocks,
    learn_tau,
    log_loss,
    score,
)
from recruit.rules.show_rate.days import distribution, nodes

YES, NO = Reminder.CONFIRMED, Reminder.DECLINED


def people(
    n: int,
    shows: int,
    reminder: Reminder = YES,
    channel: str = "",
    lead: int | None = None,
    day: str = "",
) -> list[Observation]:
    return [Observation(i < shows, reminder, channel, lead, day) for i in range(n)]


def test_without_data_the_recruiters_answer_is_the_rate() -> None:
    found = ShowRates(Prior(2, 8)).rate(YES, "referral", 3)
    assert (found.p, found.n, found.level) == (0.2, 0, Level.PRIOR)
    assert ShowRates().rate().p == 0.5


@pytest.mark.parametrize(("asked", "weight"), [(0.5, 2.0), (4, 4.0), (100, 8.0)])
def test_the_answer_weighs_two_to_eight_people(asked: float, weight: float) -> None:
    assert Prior(3, asked).weight == weight
    rates = ShowRates.learn([Observation(True)], Prior(3, asked))
    assert rates.rate().steps[1].p == pytest.approx((1 + weight * 0.3) / (1 + weight))


def test_an_impossible_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 10"):
        Prior(11)
    assert 0 < Prior(0).p < Prior(10).p < 1


def test_every_level_moves_its_parents_rate_by_its_own_count() -> None:
    data = people(60, 45, channel="referral") + people(40, 10, NO, "board")
    rates = ShowRates.learn(data, Prior(5, 2))
    organisation = (55 + 2 * 0.5) / 102
    confirmed = (45 + 8 * organisation) / 68
    referred = (45 + 8 * confirmed) / 68
    own = (1 + 8 * referred) / 10
    found = rates.rate(YES, "referral", own=(1, 2))
    assert [step.level for step in found.steps] == [
        Level.PRIOR,
        Level.ORGANISATION,
        Level.REMINDER,
        Level.CHANNEL,
        Level.OWN,
    ]
    assert [step.p for step in found.steps] == pytest.approx(
        [0.5, organisation, confirmed, referred, own]
    )
    assert [step.parent for step in found.steps[1:]] == pytest.approx(
        [0.5, organisation, confirmed, referred]
    )
    assert (found.shows, found.n, found.level) == (1, 2, Level.OWN)
    assert found.p == found.steps[-1].p


def test_lead_time_counts_where_it_is_known() -> None:
    data = people(50, 45, lead=1) + people(50, 20, lead=20)
    rates = ShowRates.learn(data)
    soon, late = rates.rate(YES, lead_days=2), rates.rate(YES, lead_days=30)
    assert (soon.level, soon.steps[-1].key) == (Level.LEAD_TIME, "1-2")
    assert soon.p > 0.8
    assert late.p < 0.5
    assert rates.rate(YES, "unheard of", 2).p == soon.p
    assert rates.rate(YES, lead_days=5).level is Level.REMINDER


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (None, ""),
        (0, "same_day"),
        (1, "1-2"),
        (2, "1-2"),
        (7, "3-7"),
        (14, "8-14"),
        (15, "15+"),
    ],
)
def test_lead_times_fall_into_bands(days: int | None, band: str) -> None:
    assert lead_band(days) == band


@given(
    st.lists(
        st.tuples(st.booleans(), st.sampled_from(Reminder), st.sampled_from("ab ")), max_size=40
    )
)
def test_adding_one_by_one_is_learning_at_once(rows: list[tuple[bool, Reminder, str]]) -> None:
    data = [
        Observation(showed, reminder, channel.strip()) for showed, reminder, channel in rows
    ]
    added = ShowRates()
    for observation in data:
        added.add(observation)
    learned = ShowRates.learn(reversed(data))
    for reminder in Reminder:
        assert added.rate(reminder, "a") == learned.rate(reminder, "a")
        assert 0 < added.rate(reminder, "b").p < 1
    assert added.overall().n == len(data)


def test_summaries_tell_what_they_were_measured_on() -> None:
    rates = ShowRates.learn(people(250, 125, Reminder.UNSURE, "b") + people(93, 1, NO, "a"))
    by_reminder = {summary.key: summary for summary in rates.by_reminder()}
    assert list(by_reminder) == [reminder.value for reminder in Reminder]
    unsure = by_reminder["unsure"]
    assert (unsure.shows, unsure.n, unsure.p) == (125, 250, 0.5)
    assert 0.45 < unsure.low < 0.47 < 0.53 < unsure.high < 0.55
    assert (by_reminder["no_answer"].low, by_reminder["no_answer"].high) == (0, 1)
    assert [summary.key for summary in rates.by_channel()] == ["b", "a"]
    assert rates.by_lead_time() == ()
    assert rates.overall().shows == 126


def test_the_interval_narrows_with_more_people() -> None:
    assert interval(5, 10)[1] - interval(5, 10)[0] > interval(50, 100)[1] - interval(50, 100)[0]
    assert interval(0, 10)[0] == 0
    assert interval(10, 10)[1] == pytest.approx(1)


def test_a_days_interval_is_the_distributions() -> None:
    assert arrivals([0.5, 0.5]) == pytest.approx([0.25, 0.5, 0.25])
    assert day_interval([0.5] * 10) == (pytest.approx(5), 3, 7)
    assert day_interval([]) == (0, 0, 0)
    assert day_interval([1.0] * 4, 0.4) == (pytest.approx(4), 4, 4)
    _, low, high = day_interval([0.5] * 40, 0.5)
    assert low < day_interval([0.5] * 40)[1] < day_interval([0.5] * 40)[2] < high


def test_crowds_are_approximated_well() -> None:
    exact, total = [0.0], 0.0
    ps = [0.3, 0.6] * 151
    for x in arrivals(ps):
        total += x
        exact.append(total)
    assert max(abs(a - b) for a, b in zip(distribution(ps), exact[1:], strict=True)) < 1e-3


def test_the_shocks_nodes_are_a_normal() -> None:
    found = nodes(0.5)
    assert sum(w for w, _ in found) == pytest.approx(1)
    assert sum(w * u * u for w, u in found) == pytest.approx(0.25)
    assert sum(w * u**6 for w, u in found) == pytest.approx(15 * 0.5**6)


def test_too_few_days_leave_the_default_shock() -> None:
    before = learn_tau(people(30, 15, Reminder.NOT_CALLED, day="one"))
    assert (before.tau, before.learned) == (0.4, False)
    assert learn_tau(people(30, 15, day="one")).tau == 0.2
    assert learn_tau([]).tau == 0.4


@pytest.mark.parametrize(("tau", "low", "high"), [(0.0, 0.0, 0.2), (0.8, 0.55, 1.0)])
def test_the_shock_is_learned_from_days(tau: float, low: float, high: float) -> None:
    chance = random.Random(3)
    data = []
    for day in range(120):
        rate = 1 / (1 + math.exp(-chance.gauss(0, tau)))
        data += [Observation(chance.random() < rate, YES, day_key=str(day)) for _ in range(20)]
    shock = learn_tau(data)
    assert shock.learned
    assert shock.days == 120
    assert low <= shock.tau <= high


def test_scores_of_known_predictions() -> None:
    assert log_loss([0.5, 0.5], [True, False]) == pytest.approx(math.log(2))
    assert brier([1.0, 0.25], [True, True]) == pytest.approx(0.75**2 / 2)
    assert math.isfinite(log_loss([0.0], [True]))
    honest = calibration(
        [0.2] * 50 + [0.8] * 50,
        [i % 5 == 0 for i in range(50)] + [i % 5 != 0 for i in range(50)],
    )
    assert honest.ece == pytest.approx(0)
    assert [b.n for b in honest.bins] == [10] * 10
    assert calibration([0.9] * 20, [False] * 20).ece == pytest.approx(0.9)


def world(days: int, seed: int) -> list[Observation]:
    chance = random.Random(seed)
    rates = {YES: 0.75, Reminder.UNSURE: 0.45, NO: 0.03, Reminder.NOT_CALLED: 0.5}
    return [
        Observation(chance.random() < rates[reminder], reminder, "", None, f"day {day}")
        for day in range(days)
        for reminder in chance.choices(list(rates), k=14)
    ]


def test_cross_validation_beats_the_constant_and_covers_the_days() -> None:
    found = cross_validate(world(60, 1))
    assert found.n == 840
    assert found.days == 60
    assert found.model.log_loss < found.constant.log_loss - 0.05
    assert found.model.brier < found.constant.brier
    assert found.day_coverage is not None
    assert 0.68 <= found.day_coverage <= 0.9
    assert found.day_inside is not None
    assert found.day_inside >= found.day_coverage
    assert set(found.as_json()) >= {"n", "model", "constant", "day_coverage"}
    assert set(found.as_json()["model"]) == {"log_loss", "brier", "ece"}


def test_a_day_is_never_predicted_from_itself() -> None:
    # every day is all or nothing: only its own people could tell which
    data = [
        Observation(day % 2 == 0, YES, f"only on {day}", None, str(day))
        for day in range(20)
        for _ in range(5)
    ]
    assert cross_validate(data).model.log_loss > 0.65
    assert cross_validate(data, "none").model.log_loss < 0.45


def test_it_scores_on_other_data() -> None:
    found = score(world(40, 1), world(20, 2))
    assert found.n == 280
    assert found.model.log_loss < found.constant.log_loss


def test_one_day_alone_can_still_be_scored() -> None:
    found = cross_validate(people(5, 3, day="only"))
    assert found.n == 5
    assert cross_validate(people(4, 2)).day_coverage is None


def _days(tau: float, many: int = 60) -> list[Observation]:
    """Days of twelve: half confirmed (0.8), half unsure (0.5), all sharing a day's luck."""
    chance = random.Random(7)
    found = []
    for day in range(many):
        luck = chance.gauss(0, tau)
        for i in range(12):
            p = 1 / (1 + math.exp(-(luck + (1.386 if i % 2 else 0.0))))
            reminder = YES if i % 2 else Reminder.UNSURE
            found.append(Observation(chance.random() < p, reminder, day_key=str(day)))
    return found


def test_both_shocks_are_learned_from_days_and_say_from_how_many() -> None:
    wild, calm = learn_shocks(_days(0.9)), learn_shocks(_days(0.0))
    assert wild.after.learned
    assert wild.after.days == wild.before.days == 60
    assert wild.after.tau >= 0.5
    assert calm.after.tau <= 0.15
    assert calm.before.tau < 0.4


def test_with_few_days_each_shock_is_its_default_and_says_so() -> None:
    few = learn_shocks(_days(0.9, 4))
    assert (few.before.tau, few.before.learned) == (0.4, False)
    assert (few.after.tau, few.after.learned, few.after.days) == (0.2, False, 4)


@given(st.floats(0.01, 0.99), st.integers(0, 30), st.integers(0, 30))
def test_ones_own_past_moves_a_rate_towards_itself_only(p: float, came: int, away: int) -> None:
    own = (came, came + away)
    moved = ShowRates().moved(p, own)
    share = came / own[1] if own[1] else p
    assert min(p, share) - 1e-12 <= moved <= max(p, share) + 1e-12
    assert ShowRates().moved(p, (0, 0)) == p
