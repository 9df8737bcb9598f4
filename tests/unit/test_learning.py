"""What may be shown of a test, what stands out, and what it says about later."""

import math
from datetime import UTC, datetime, timedelta
from statistics import correlation

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import learning
from recruit.rules.item_statistics import ItemFigures
from recruit.rules.learning import Flag, OptionCount

editions = st.dictionaries(st.integers(1, 6), st.integers(0, 25), max_size=6)


@given(editions)
def test_no_difference_of_what_is_shown_leaves_one_to_nine_papers(papers):
    shown = learning.together(papers)
    alone = {one for one, n in papers.items() if n >= learning.ENOUGH}
    rest = sum(papers[one] for one in shown - alone)
    assert alone <= shown <= set(papers)
    assert rest == 0 or rest >= learning.ENOUGH
    if sum(n for one, n in papers.items() if one not in alone) == 0:
        assert shown == set(papers)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ((96, 10, 30, 40, 9, 10), [Flag.VERY_EASY]),
        ((12, 10, 30, 40, 9, 10), [Flag.VERY_HARD]),
        ((50, 10, 5, 8, 9, 10), [Flag.NOT_APART]),
        ((50, 10, -5, -8, 9, 10), [Flag.AGAINST]),
        ((50, 10, 40, 50, 25, 10), [Flag.HEAVY]),
        ((50, 10, 40, 50, 3, 10), [Flag.LIGHT]),
        ((100, 0, None, None, 0, 10), [Flag.VERY_EASY, Flag.ALL_ALIKE]),
        ((60, 20, 40, 50, 10, 10), []),
        ((None, None, None, None, None, 10), []),
    ],
)
def test_what_stands_out_about_a_question(figures, expected):
    assert learning.flags(ItemFigures(*figures)) == expected


def test_a_wrong_option_that_many_or_the_better_ones_choose_is_pointed_out():
    right = OptionCount("a", True, 10, 5, 1)
    many = OptionCount("b", False, 7, 1, 4)
    better = OptionCount("c", False, 2, 2, 0)
    one = OptionCount("d", False, 1, 1, 0)
    assert learning.tempting([right, many, better, one], 20) == [many, better]


@given(st.dictionaries(st.integers(), st.integers(0, 5), max_size=20))
def test_thirds_are_apart_and_nobody_of_the_best_is_below_anybody_else(totals):
    best, worst = learning.thirds(totals)
    assert not best & worst
    assert len(best) <= len(totals) // 3 and len(worst) <= len(totals) // 3
    middle = set(totals) - best - worst
    for one in best:
        assert all(totals[one] > totals[other] for other in middle | worst)
    for one in worst:
        assert all(totals[one] < totals[other] for other in middle | best)


def test_the_histogram_counts_everybody_once():
    found = dict(learning.histogram([0, 9.99, 10, 55, 100, 99.5]))
    assert (found[0], found[10], found[50], found[90], sum(found.values())) == (2, 1, 1, 2, 6)


def test_minutes_run_from_the_question_finished_before():
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    saved = {n: start + timedelta(minutes=m) for n, m in ((1, 4), (2, 20), (3, 9))}
    assert learning.minutes_spent(start, saved) == {1: 4, 3: 5, 2: 11}
    assert learning.minutes_spent(start, {}) == {}


def test_severity_compares_the_same_questions_only():
    own = {"a": [0.5, 0.5], "b": [1.0], "c": [0.0]}
    others = {"a": [0.75], "b": [0.5, 1.0], "d": [1.0]}
    assert learning.severity(own, others) == pytest.approx(100 * (2 * -0.25 + 0.25) / 3)
    assert learning.severity({"c": [1.0]}, others) is None


@pytest.mark.parametrize(
    ("share", "expected"), [(0, 0), (0.12, 0), (0.125, 1), (0.5, 2), (0.88, 4), (1, 4)]
)
def test_marks_fall_into_quarters(share, expected):
    assert learning.quarter(share) == expected


def test_a_published_interval_of_a_correlation():
    # Fisher's worked example: r = 0.5 of 12 people lies between -0.10 and 0.83.
    z = math.atanh(0.5)
    reach = 1.959964 / 3
    x = np.random.default_rng(1).normal(size=(2, 12))
    x -= x.mean(1, keepdims=True)
    a = x[0] / np.linalg.norm(x[0])
    b = x[1] - a * (x[1] @ a)
    b = 0.5 * a + math.sqrt(0.75) * b / np.linalg.norm(b)
    found = learning.link(list(zip(a, b, strict=True)))
    assert (found.r, found.n) == (pytest.approx(0.5), 12)
    assert found.low == pytest.approx(math.tanh(z - reach), abs=1e-5)
    assert found.high == pytest.approx(math.tanh(z + reach), abs=1e-5)
    assert found.says_nothing


results = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 40)), max_size=40)


@given(results)
def test_links_and_groups_need_ten_people_and_show_nobody_alone(pairs):
    found, parts = learning.link(pairs), learning.groups(pairs)
    if len(pairs) < learning.ENOUGH:
        assert found is None and parts == []
        return
    assert sum(part.n for part in parts) == len(pairs)
    assert min(part.n for part in parts) >= 5
    assert [part.result for part in parts] == sorted(part.result for part in parts)
    x, y = zip(*pairs, strict=True)
    if len(set(x)) > 1 and len(set(y)) > 1:
        assert found.r == pytest.approx(correlation(x, y), abs=1e-9)
        assert found.low <= found.r <= found.high
    else:
        assert found is None
