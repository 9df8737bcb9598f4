"""Two independent marks: who is marked twice, and what two marks come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import grading, second_marks
from recruit.rules.grading import Entry, Marker, Refusal
from recruit.rules.grading import EntryKind as K
from recruit.rules.second_marks import Compared, Outcome, SecondMark, SecondMarkPolicy

A, B = 1, 2


@pytest.mark.parametrize(
    ("policy", "draw", "kinds"),
    [
        (SecondMark.NONE, 0, (K.FINAL,)),
        (SecondMark.ALL, 99, (K.FIRST, K.SECOND)),
        (SecondMark.SAMPLE, 19, (K.FIRST, K.SECOND)),
        (SecondMark.SAMPLE, 20, (K.FINAL,)),
        (SecondMark.NEAR_PASS_LINE, 0, (K.FIRST,)),
    ],
)
def test_what_a_paper_is_owed_when_it_is_handed_in(policy, draw, kinds):
    assert second_marks.opening_kinds(SecondMarkPolicy(policy, 70.0), draw) == kinds


@pytest.mark.parametrize(
    ("percent", "stake", "wanted"),
    [(65.0, False, True), (75.0, False, True), (64.9, False, False), (100.0, True, True)],
)
def test_near_the_line_or_by_somebody_with_a_stake(percent, stake, wanted):
    policy = SecondMarkPolicy(SecondMark.NEAR_PASS_LINE, 70.0)
    got = second_marks.wanted_after_first(policy, percent, first_by_interested=stake)
    assert got is wanted


def test_the_edge_of_the_margin_is_near_whatever_binary_fractions_say():
    policy = SecondMarkPolicy(SecondMark.NEAR_PASS_LINE, 50.0, margin=5.1)
    got = [
        second_marks.wanted_after_first(policy, percent, first_by_interested=False)
        for percent in (44.89, 44.9, 55.1, 55.11)
    ]
    assert got == [False, True, True, False]


def mark(grader, points, kind=K.FIRST, excused=False):
    return Entry(kind, points, excused, grader)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (mark(A, 2.0), mark(B, 3.0), Compared(Outcome.AGREED, 2.5, gap=1.0)),
        (mark(A, 2.0), mark(B, 3.01), Compared(Outcome.APART, gap=1.01)),
        (mark(A, 0.0), mark(B, 0.0), Compared(Outcome.AGREED, 0.0, gap=0.0)),
        (mark(A, 1.0), mark(B, 1.01), Compared(Outcome.AGREED, 1.01, gap=0.01)),
        (mark(A, None, excused=True), mark(B, 0.0), Compared(Outcome.APART)),
        (
            mark(A, None, excused=True),
            mark(B, None, excused=True),
            Compared(Outcome.AGREED, excused=True),
        ),
        (mark(A, 2.0), mark(A, 2.0), Compared(Outcome.NOT_TWO)),
        (mark(A, 2.0), None, Compared(Outcome.NOT_TWO)),
        (mark(A, 2.0), mark(B, None), Compared(Outcome.NOT_TWO)),
        (mark(9, 2.0), mark(B, 2.0), Compared(Outcome.NOT_TWO)),
        (mark(A, 2.0), mark(9, 2.0), Compared(Outcome.NOT_TWO)),
    ],
)
def test_what_two_marks_come_to(first, second, expected):
    """Of five points with a tolerance of 20 %; person 9 has a stake."""
    got = second_marks.compare(
        first, second, most=5.0, tolerance_percent=20.0, interested=frozenset({9})
    )
    assert got == expected


HUNDREDTHS = st.integers(0, 500)


@given(HUNDREDTHS, HUNDREDTHS, st.integers(0, 100))
def test_it_is_symmetric_and_the_mean_lies_between(one, other, tolerance):
    def compared(left, right):
        return second_marks.compare(
            mark(A, left / 100), mark(B, right / 100), most=5.0, tolerance_percent=tolerance
        )

    got = compared(one, other)
    assert got == compared(other, one)
    assert (got.outcome is Outcome.AGREED) == (abs(one - other) * 100 <= 500 * tolerance)
    if got.points is not None:
        assert min(one, other) <= round(got.points * 100) <= max(one, other)
        assert abs(2 * round(got.points * 100) - one - other) <= 1


@pytest.mark.parametrize(
    ("wrote", "kind", "refused"),
    [
        ({K.FIRST}, K.SECOND, True),
        ({K.SECOND}, K.FIRST, True),
        ({K.FIRST}, K.THIRD, True),
        ({K.SECOND}, K.THIRD, True),
        ({K.FIRST}, K.FIRST, False),
        ({K.FIRST}, K.FINAL, False),
        (set(), K.THIRD, False),
    ],
)
def test_independent_marks_are_by_different_people(wrote, kind, refused):
    marker = Marker(trainer=True, wrote=frozenset(wrote))
    expected = Refusal.WROTE_OTHER_MARK if refused else None
    assert grading.marker_refusal(marker, kind) is expected


def test_a_stake_bars_from_every_mark_that_counts():
    marker = Marker(trainer=True, interested=True, asked_for=frozenset(K))
    refusals = [grading.marker_refusal(marker, kind) for kind in (K.SECOND, K.THIRD, K.FINAL)]
    assert refusals == [Refusal.INTERESTED] * 3
    assert grading.marker_refusal(marker, K.FIRST) is None


def test_a_third_mark_decides_until_a_final_one_comes():
    entries = [mark(A, 1.0), mark(B, 3.0, K.SECOND), mark(3, 2.0, K.THIRD)]
    assert grading.value_of(entries).points == 2.0
    assert grading.value_of([*entries, mark(4, 2.5, K.FINAL)]).points == 2.5
