"""Two graders on the same papers: beside scikit-learn, published tables, another computation."""

import math
import warnings
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from recruit.rules import agreement as observers
from recruit.rules import item_statistics
from recruit.rules.double_marks import agreement, icc

pairs = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=30)
weightings = st.sampled_from([None, "linear", "quadratic"])
# Shrout and Fleiss (1979), table 2: six targets by four judges.
PUBLISHED = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]


@given(pairs, weightings, st.booleans())
def test_kappa_is_that_of_scikit_learn(given_pairs, weights, named):
    a, b = zip(*given_pairs, strict=True)
    labels = [0, 1, 2, 3, 4] if named else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where there is nothing to compute
        other = cohen_kappa_score(a, b, weights=weights, labels=labels)
    found = agreement(a, b, weights, labels)
    if math.isnan(other):
        assert found is None
    else:
        assert found == pytest.approx(other, abs=1e-12)


@given(pairs, weightings)
def test_kappa_does_not_care_who_is_first_and_equal_marks_agree_wholly(given_pairs, weights):
    a, b = map(list, zip(*given_pairs, strict=True))
    assert agreement(a, b, weights) == pytest.approx(agreement(b, a, weights))
    if len(set(a)) > 1:
        assert agreement(a, a, weights) == 1


def test_the_kappa_of_a_textbook():
    # Cohen (1960): 200 patients, three diagnoses.
    table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    a = [i for i in range(3) for j in range(3) for _ in range(table[i][j])]
    b = [j for i in range(3) for j in range(3) for _ in range(table[i][j])]
    assert agreement(a, b) == pytest.approx(0.492, abs=5e-4)


@pytest.mark.parametrize(
    ("a", "b", "more"),
    [
        ([1], [1, 2], {}),
        ([], [], {}),
        ([1, None], [1, 2], {}),
        ([1, math.nan], [1, 2], {}),
        ([1, 2], [1, 2], {"weights": "cubic"}),
        ([1, 2], [1, 7], {"categories": [1, 2]}),
        ([1, 2], [1, 2], {"categories": [1, 2, 2]}),
    ],
)
def test_kappa_refuses_what_cannot_be_compared(a, b, more):
    with pytest.raises(ValueError):
        agreement(a, b, **more)


def test_one_and_the_same_category_throughout_has_no_kappa():
    assert agreement([2, 2, 2], [2, 2, 2]) is None


def test_the_published_intraclass_correlations():
    assert (round(icc(PUBLISHED), 2), round(icc(PUBLISHED, form="3,1"), 2)) == (0.29, 0.71)


boards = st.tuples(st.integers(2, 7), st.integers(2, 4)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 6), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)


@given(boards)
def test_intraclass_correlations_equal_those_of_residuals(rows):
    y = np.array(rows, dtype=float)
    n, k = y.shape
    fitted = y.mean(1, keepdims=True) + y.mean(0, keepdims=True) - y.mean()
    mse = ((y - fitted) ** 2).sum() / ((n - 1) * (k - 1))
    msr = k * y.mean(1).var(ddof=1)
    assume(msr + mse > 1e-9)
    assert icc(rows, "3,1") == pytest.approx((msr - mse) / (msr + (k - 1) * mse), abs=1e-9)
    assert icc(rows) == observers.icc(list(zip(*rows, strict=True)))[0]


@given(boards, st.integers(1, 5))
def test_a_severe_grader_lowers_absolute_agreement_only(rows, severity):
    harsher = [[*row[:-1], row[-1] - severity] for row in rows]
    assert icc(harsher, "3,1") == icc(rows, "3,1")
    exact = [[row[0], row[0]] for row in rows]
    assume(len({row[0] for row in rows}) > 1)
    shifted = [icc([[one, two - by] for one, two in exact]) for by in range(4)]
    assert shifted[0] == 1 and all(a > b for a, b in pairwise(shifted))


@pytest.mark.parametrize(
    "rows",
    [[], [[1, 2]], [[1], [2]], [[1, 2], [1]], [[1, None], [2, 3]], [[1, math.nan], [2, 3]]],
)
def test_marks_that_are_missing_have_no_intraclass_correlation(rows):
    with pytest.raises(ValueError):
        icc(rows)


def test_no_variance_has_no_intraclass_correlation_and_a_form_is_one_of_two():
    assert icc([[1, 1], [1, 1]]) is None
    with pytest.raises(ValueError):
        icc(PUBLISHED, form="1,1")


def test_both_are_found_beside_the_item_statistics_too():
    assert (item_statistics.agreement, item_statistics.icc) == (agreement, icc)
