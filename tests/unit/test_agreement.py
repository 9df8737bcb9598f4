"""Agreement of observers: against published examples, another computation, and properties."""

from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import agreement
from recruit.rules.agreement import Oddity
from recruit.rules.scoring import Marks

# Shrout and Fleiss (1979), table 2: four judges rate six targets.
SHROUT_FLEISS = [
    [9, 6, 8, 7, 10, 6],
    [2, 1, 4, 1, 5, 2],
    [5, 3, 6, 2, 6, 4],
    [8, 2, 8, 6, 9, 7],
]
# Siegel (1956), chapter 9: three executives rank six applicants; three rankings with ties.
APPLICANTS = [[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]
TIED = [
    [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
    [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
    [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
]
boards = st.tuples(st.integers(2, 5), st.integers(2, 7)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(1, 5), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)


def test_the_published_intraclass_correlations():
    single, mean = agreement.icc(SHROUT_FLEISS)
    assert (round(single, 2), round(mean, 2)) == (0.29, 0.62)


def test_the_published_concordances():
    assert round(agreement.kendall_w(APPLICANTS), 2) == 0.16
    assert round(agreement.kendall_w(TIED), 3) == 0.828


def by_correlation(rows):
    """W another way: from the mean correlation of the observers' ranks, pair by pair."""
    ranked = [np.array([float(r) for r in agreement.ranks(row)]) for row in rows]
    pairs = [np.corrcoef(a, b)[0, 1] for i, a in enumerate(ranked) for b in ranked[:i]]
    return (fmean(pairs) * (len(rows) - 1) + 1) / len(rows)


def by_least_squares(rows):
    """The mean squares another way: residuals of a fitted two-way model."""
    y = np.array(rows, dtype=float).T
    n, k = y.shape
    fitted = y.mean(1, keepdims=True) + y.mean(0, keepdims=True) - y.mean()
    mse = ((y - fitted) ** 2).sum() / ((n - 1) * (k - 1))
    msr, msc = k * y.mean(1).var(ddof=1), n * y.mean(0).var(ddof=1)
    return (
        (msr - mse) / (msr + (k - 1) * mse + k * (msc - mse) / n),
        (msr - mse) / (msr + (msc - mse) / n),
    )


def test_concordance_equals_the_mean_rank_correlation_without_ties():
    random = np.random.default_rng(7)
    for _ in range(50):
        rows = [list(random.permutation(6)) for _ in range(4)]
        assert agreement.kendall_w(rows) == pytest.approx(by_correlation(rows))


@given(boards)
def test_the_intraclass_correlations_equal_those_of_least_squares(rows):
    single, mean = agreement.icc(rows)
    with np.errstate(all="ignore"):
        other_single, other_mean = by_least_squares(rows)
    if single is not None:
        assert single == pytest.approx(other_single, abs=1e-9)
        assert single <= 1 + 1e-12
    if mean is not None and mean > -50:
        assert mean == pytest.approx(other_mean, rel=1e-6, abs=1e-6)
        assert mean <= 1 + 1e-12


@given(boards, st.permutations(range(7)))
def test_concordance_lies_between_nought_and_one_and_knows_no_names(rows, order):
    w = agreement.kendall_w(rows)
    shuffled = [[row[i] for i in order if i < len(row)] for row in rows]
    assert agreement.kendall_w(shuffled) == w
    assert agreement.kendall_w([[value**3 for value in row] for row in rows]) == w
    assert w is None or -1e-12 <= w <= 1 + 1e-12


@given(st.permutations(range(5)), st.integers(2, 6))
def test_observers_of_one_order_agree_fully(order, observers):
    assert agreement.kendall_w([order] * observers) == 1
    assert agreement.icc([order] * observers) == (1, 1)


@pytest.mark.parametrize("rows", [[], [[1, 2, 3]], [[1], [2]], [[3, 3, 3], [2, 2, 2]]])
def test_where_there_is_nothing_to_compare_there_is_no_agreement(rows):
    assert agreement.kendall_w(rows) is None


@pytest.mark.parametrize("rows", [[], [[1, 2, 3]], [[1], [2]], [[3, 3], [3, 3]]])
def test_without_variance_or_a_second_observer_there_is_no_correlation(rows):
    assert agreement.icc(rows) == (None, None)


def test_opposite_orders_of_two_have_no_concordance_and_a_correlation_that_says_so():
    assert agreement.kendall_w([[1, 2, 3], [3, 2, 1]]) == 0
    single, _ = agreement.icc([[1, 2, 3], [3, 2, 1]])
    assert single < 0


def card(candidate, observer, *values):
    return Marks(candidate, observer, dict(zip(("drive", "skill"), values, strict=True)))


def test_agreement_is_over_those_whom_everybody_marked():
    found = agreement.agreement(
        [card("a", "x", 1, 1), card("b", "x", 3, 3), card("c", "x", 5, 5),
         card("a", "y", 2, 2), card("b", "y", 4, 4)]
    )  # fmt: skip
    assert (found.observers, found.candidates, found.kendall_w) == (2, 2, 1)
    alone = agreement.agreement([card("a", "x", 1, 1), card("b", "x", 3, 3)])
    assert (alone.observers, alone.kendall_w, alone.icc_mean) == (1, None, None)
    assert agreement.agreement([]).observers == 0


def test_a_harsh_observer_and_a_flat_criterion_stand_out():
    marks = [card(who, "kind", value, 3) for who, value in zip("abc", (3, 4, 5), strict=True)]
    marks += [card(who, "fair", value, 3) for who, value in zip("abc", (3, 4, 5), strict=True)]
    marks += [card(who, "hard", value, 1) for who, value in zip("abc", (1, 2, 3), strict=True)]
    found = agreement.remarks(marks, ("drive", "skill"))
    assert [(one.oddity, one.about, one.by) for one in found] == [
        (Oddity.HARSH, "hard", 2.0),
        (Oddity.FLAT, "skill", 0.0),
    ]
    of_two = agreement.remarks(marks[:3] + marks[6:], ("drive", "skill"))
    assert [(one.oddity, one.about) for one in of_two][:1] == [(Oddity.HARSH, "hard")]
    upside_down = [
        card(m.candidate, m.observer, *(6 - v for v in m.ratings.values())) for m in marks
    ]
    assert agreement.remarks(upside_down, ())[0].oddity is Oddity.MILD
    assert agreement.remarks(marks[:2] + marks[6:8], ("drive", "skill")) == [], "two are few"


@given(boards)
def test_nobody_stands_out_among_equals(rows):
    marks = [card(str(i), str(o), v, v) for o in range(3) for i, v in enumerate(rows[0])]
    assert not [r for r in agreement.remarks(marks, ("drive",)) if r.oddity is not Oddity.FLAT]
