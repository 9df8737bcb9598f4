"""Item analysis against figures published by another system, another computation, properties."""

import math
from fractions import Fraction
from statistics import fmean, median, stdev, variance

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules.item_statistics import item_statistics
from recruit.rules.item_statistics import test_statistics as totals_statistics

# Marks and expected figures of two examples in the test suite of Moodle's quiz statistics,
# worked out there by a spreadsheet: facts, written down here as a table of our own.
SMALL = [  # 25 attempts, seven questions of one mark
    "1 1 1 1 1 0 1", "1 1 1 1 .5 1 0", "1 1 1 1 .5 0 1", "0 0 1 1 1 0 0", "1 0 1 0 0 1 .5",
    "1 1 1 1 .5 0 .5", "0 1 1 1 .5 1 .5", "1 1 1 0 .5 1 .5", "1 0 1 1 1 1 1",
    "0 1 1 0 .5 1 .5", ".8 0 1 1 .5 1 .5", "1 1 1 0 .5 1 1", "1 0 1 1 .5 1 .5",
    "1 0 1 1 1 0 .5", "0 0 1 1 0 1 1", "1 0 1 0 .5 1 1", ".8 0 1 1 .5 0 1",
    "1 0 1 1 0 1 .5", "1 0 1 1 .5 0 .5", "0 1 1 0 .5 1 0", "1 1 .333333333 1 .5 0 .5",
    "1 1 1 0 .5 0 .5", "1 1 1 1 0 1 .5", "0 0 1 0 .5 1 1", "0 0 1 1 1 1 1",
]  # fmt: skip
SMALL_FACILITY = [70.4, 48, 97.3333332, 68, 52, 64, 62]
SMALL_SD = [45.13682901, 50.99019514, 13.333334, 47.60952286, 30.55050463, 48.98979486,
            33.1662479]  # fmt: skip
SMALL_INDEX = [-7.0650767526, -28.8982125772, -9.1230674268, -22.6306444113, -17.6997047674,
               -45.3785178421, -5.6543166602]  # fmt: skip
SMALL_EFFICIENCY = [-9.4550536967, -36.7834118938, -21.6545012165, -31.4411395613,
                    -21.1794802584, -56.9365974439, -6.5043742058]  # fmt: skip
SMALL_WEIGHT = [21.2922742344, 18.8979800309, 4.443012573, 18.9347251357, 11.1450138688,
                9.8081339177, 15.4788602394]  # fmt: skip

LARGE = [  # 22 attempts: an essay of eight marks, four questions in parts, eight true or false
    "5.5 .3 .9 1 .3 1 0 0 1 1 0 0 1", "1 .9 .9 .3 .3 1 0 0 1 0 1 0 1",
    "2.5 1 .9 .3 1 0 0 1 1 1 1 1 1", "4 .3 .9 1 .3 0 0 0 0 1 0 0 1",
    "3 .9 .3 .9 1 0 1 0 0 1 1 1 0", "4.5 .9 1 1 .9 0 1 1 1 0 0 0 0",
    "3 .3 .3 .3 .3 1 0 1 1 1 1 1 1", "6 .9 .9 1 .3 0 1 1 1 1 0 0 1",
    ".5 .9 1 .9 .3 0 1 1 0 1 1 0 1", "5.5 .9 1 .9 .3 1 1 0 0 1 0 0 0",
    "2.5 .9 1 1 .9 0 1 0 0 1 0 0 1", "4 .9 .3 .9 1 0 1 1 1 1 1 0 1",
    "4 .9 .3 .3 1 1 1 1 0 0 1 1 0", "3 1 1 .3 1 0 1 0 1 1 1 1 0",
    "1 1 .9 .3 .3 1 0 1 0 0 0 0 0", "1 .3 .3 .3 .9 0 0 0 1 0 0 0 1",
    "1.5 1 .3 .9 1 1 1 0 1 1 0 0 0", "4 .9 1 .9 1 0 1 1 1 0 1 0 0",
    "2 .9 .9 .3 .9 0 1 0 0 0 0 0 0", "1 1 .3 .3 .3 0 1 1 0 1 0 0 0",
    "6 .9 1 1 .9 0 0 0 1 0 0 1 1", "7 .9 .3 .3 .3 1 0 1 1 1 1 0 0",
]  # fmt: skip
LARGE_FACILITY = [41.19318182, 81.36363636, 71.36363636, 65.45454545, 65.90909091, 36.36363636,
                  59.09090909, 50, 59.09090909, 63.63636364, 45.45454545, 27.27272727,
                  50]  # fmt: skip
LARGE_SD_IN_MARKS = [1.912733589, .2512738111, .3226312277, .3334199022, .3375811591,
                     .4923659639, .5032362797, .5117663157, .5032362797, .4923659639,
                     .5096471914, .4558423058, .5117663157]  # fmt: skip
LARGE_WEIGHT = [26.58464457, 3.368456046, 3.253955259, 7.584083694, 3.79658376, 3.183278505,
                4.532356904, 7.78856243, 10.08351572, 8.381139345, 8.727645713, 7.946277111,
                4.769500946]  # fmt: skip
LARGE_INDEX = [25.88327077, 1.170256965, -4.207816809, 28.16930644, -2.513606859, -12.99017581,
               -8.900638238, 8.670004606, 29.63337745, 15.18945843, 16.21079629, 15.52451404,
               -8.396734802]  # fmt: skip
LARGE_EFFICIENCY = [27.23492723, 1.382386552, -4.691171307, 31.12404354, -2.877487579,
                    -17.5074184, -10.27568922, 10.86956522, 34.58997279, 17.4790556,
                    20.14359793, 22.06477733, -10]  # fmt: skip


def marks(lines):
    return [[float(word) for word in line.split()] for line in lines]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("facility", SMALL_FACILITY),
        ("sd", SMALL_SD),
        ("discrimination_index", SMALL_INDEX),
        ("discriminative_efficiency", SMALL_EFFICIENCY),
        ("effective_weight", SMALL_WEIGHT),
        ("intended_weight", [100 / 7] * 7),
    ],
)
def test_the_published_figures_of_seven_questions(name, expected):
    found = [item[name] for item in item_statistics(marks(SMALL), [1] * 7)]
    assert found == pytest.approx(expected, rel=2e-6, abs=1e-6)


def test_the_published_figures_of_that_test_as_a_whole():
    found = totals_statistics(marks(SMALL), [1] * 7)
    published = {
        "mean": 4.617333332,
        "median": 4.5,
        "sd": 0.8117265554,
        "skewness": -0.092502502,
        "kurtosis": -0.7073968557,
        "cronbach_alpha": -87.2230935542,
        "error_ratio": 136.8294900795,
        "standard_error": 1.1106813066,
    }
    assert dict(found) == pytest.approx(published, abs=1e-5)


def test_the_published_figures_of_questions_worth_different_marks():
    # Seven more places of that test gave nobody a mark; three of them had none to give.
    rows = [[0.0] * 7 + row for row in marks(LARGE)]
    most = [1.0] * 4 + [0.0] * 3 + [8.0] + [1.0] * 12
    found = item_statistics(rows, most)
    for name, expected in (
        ("facility", LARGE_FACILITY),
        ("effective_weight", LARGE_WEIGHT),
        ("discrimination_index", LARGE_INDEX),
        ("discriminative_efficiency", LARGE_EFFICIENCY),
        ("sd", [100 * sd / m for sd, m in zip(LARGE_SD_IN_MARKS, most[7:], strict=True)]),
        ("intended_weight", [100 * m / 24 for m in most[7:]]),
    ):
        assert [one[name] for one in found[7:]] == pytest.approx(expected, abs=1e-6), name
    assert [one.facility for one in found[:7]] == [0, 0, 0, 0, None, None, None]
    assert [one.sd for one in found[:7]] == [0, 0, 0, 0, None, None, None]
    for one in found[:7]:
        assert one.discrimination_index is one.discriminative_efficiency is None
        assert one.effective_weight == 0


def slowly(rows, most):
    """The same once more, in exact fractions and by the definitions alone."""
    rows = [[Fraction(value) for value in row] for row in rows]
    found = []
    pulls = []
    for place, column in enumerate(zip(*rows, strict=True)):
        rest = [sum(row) - row[place] for row in rows]
        pull = cov(column, [sum(row) for row in rows])
        pulls.append(pull)
        both = variance(column) * variance(rest)
        best = cov(sorted(column), sorted(rest))
        found.append(
            [
                100 * float(sum(column)) / len(rows) / most[place],
                100 * float(variance(column)) ** 0.5 / most[place],
                100 * float(cov(column, rest)) / float(both) ** 0.5 if both else None,
                100 * float(cov(column, rest) / best) if best else None,
            ]
        )
    whole = sum(float(pull) ** 0.5 for pull in pulls if pull > 0)
    for one, pull, m in zip(found, pulls, most, strict=True):
        one.append(100 * float(pull) ** 0.5 / whole if whole and pull >= 0 else None)
        one.append(100 * m / sum(most))
    return found


def cov(a, b):
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    return sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True)) / (len(a) - 1)


tables = st.tuples(st.integers(2, 9), st.integers(1, 5)).flatmap(
    lambda size: st.tuples(
        st.lists(
            st.lists(
                st.integers(-4, 8).map(lambda n: n / 4), min_size=size[1], max_size=size[1]
            ),
            min_size=size[0],
            max_size=size[0],
        ),
        st.lists(st.sampled_from([1, 2, 2.5, 5]), min_size=size[1], max_size=size[1]),
    )
)


@given(tables)
def test_items_equal_a_slow_computation_in_fractions(table):
    rows, most = table
    for one, expected in zip(item_statistics(rows, most), slowly(rows, most), strict=True):
        for name, figure, wanted in zip(one.keys(), dict(one).values(), expected, strict=True):
            if wanted is None:
                assert figure is None, name
            else:
                assert figure == pytest.approx(wanted, abs=1e-7), name


@given(tables)
def test_totals_equal_a_slow_computation(table):
    rows, most = table
    found = totals_statistics(rows, most)
    totals = [sum(row) for row in rows]
    n, p = len(rows), len(most)
    assert (found.mean, found.median) == pytest.approx((fmean(totals), median(totals)))
    assert found.sd == pytest.approx(stdev(totals), abs=1e-9)
    if n < 3 or not stdev(totals):
        assert found.skewness is found.kurtosis is found.cronbach_alpha is None
        return
    z = [(total - fmean(totals)) / stdev(totals) for total in totals]
    assert found.skewness == pytest.approx(
        n / ((n - 1) * (n - 2)) * sum(x**3 for x in z), abs=1e-9
    )
    if n > 3:  # the form of a spreadsheet's KURT
        left = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * sum(x**4 for x in z)
        assert found.kurtosis == pytest.approx(
            left - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3)), abs=1e-8
        )
    if p > 1:
        pairs = np.cov(np.array(rows).T)  # alpha from the mean covariance of the items
        alpha = 100 * p / (p - 1) * (1 - np.trace(pairs) / pairs.sum())
        assert found.cronbach_alpha == pytest.approx(alpha, abs=1e-6)
        assert found.standard_error == pytest.approx(found.error_ratio * found.sd / 100)


@given(tables, st.sampled_from([0.5, 2.0, 3.0]), st.randoms())
def test_the_unit_of_marks_and_the_order_of_attempts_change_nothing(table, factor, random):
    rows, most = table
    other = [[value * factor for value in row] for row in rows]
    random.shuffle(other)
    twice = item_statistics(other, [one * factor for one in most])
    for one, again in zip(item_statistics(rows, most), twice, strict=True):
        assert dict(again) == pytest.approx(dict(one), abs=1e-6)


@given(tables)
def test_indices_stay_within_bounds_and_weights_add_up(table):
    found = item_statistics(*table)
    for one in found:
        if one.discrimination_index is not None:
            assert abs(one.discrimination_index) <= 100 + 1e-9
            assert one.discriminative_efficiency <= 100 + 1e-9
    weights = [one.effective_weight for one in found if one.effective_weight is not None]
    assert not weights or sum(weights) == pytest.approx(100) or sum(weights) == 0
    assert sum(one.intended_weight for one in found) == pytest.approx(100)


def test_an_item_that_not_everybody_got_is_judged_by_those_who_did():
    rows = [[2, 1, None], [1, None, 1], [2, 1, None], [0, 0, None], [0, None, 0], [1, 0, None]]
    first, second, third = item_statistics(rows, [2, 1, 1])
    assert first.facility == 50
    assert (second.facility, third.facility) == (50, 50)
    seen = item_statistics([row[:2] for row in rows if row[1] is not None], [2, 1])[1]
    assert second.discrimination_index == pytest.approx(seen.discrimination_index)
    # Of an average paper of three marks the first question gives two.
    weights = (first.intended_weight, second.intended_weight, third.intended_weight)
    assert weights == pytest.approx((200 / 3, 200 / 9, 100 / 9))
    found = totals_statistics(rows, [2, 1, 1])
    assert (found.mean, found.median) == (1.5, 1.5)
    assert found.cronbach_alpha is not None


def test_totals_of_papers_of_different_size_are_compared_by_their_share():
    rows = [[4, 2], [2, None], [0, 2], [4, None]]  # of 6, of 4, of 6, of 4
    found = totals_statistics(rows, [4, 2])
    assert found.mean == pytest.approx(fmean([1, 1 / 2, 1 / 3, 1]) * 5)


def test_small_and_flat_tables_have_no_figures_and_no_errors():
    assert totals_statistics([], [1, 2]).mean is None
    assert [one.facility for one in item_statistics([], [1, 2])] == [None, None]
    assert item_statistics([[1, 2]], [1, 2])[0].facility == 100
    assert item_statistics([[1, 2]], [1, 2])[0].sd is None
    assert dict(totals_statistics([[1, 2]], [1, 2]))["sd"] is None
    flat = [[0.1, 0.2, 0.3]] * 12
    assert totals_statistics(flat, [1, 1, 1]).cronbach_alpha is None
    assert totals_statistics(flat, [1, 1, 1]).sd == 0
    for one in item_statistics(flat, [1, 1, 1]):
        assert (one.sd, one.discrimination_index) == (pytest.approx(0), None)
        assert one.effective_weight is None
    never = item_statistics([[1, None], [0, None], [1, None]], [1, 1])[1]
    assert (never.facility, never.sd, never.discrimination_index) == (None, None, None)
    assert never.intended_weight == 0


@pytest.mark.parametrize(
    ("rows", "most"),
    [
        ([[1]], [1, 2]),
        ([[1, 2], [1]], [1, 2]),
        ([[1, math.nan]], [1, 2]),
        ([[1, math.inf]], [1, 2]),
        ([[1, 2]], [1, -2]),
    ],
)
def test_a_table_of_another_shape_is_refused(rows, most):
    for figures in (item_statistics, totals_statistics):
        with pytest.raises(ValueError):
            figures(rows, most)
