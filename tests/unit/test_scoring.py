"""Ranking candidates of a session."""

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import scoring
from recruit.rules.scoring import CRITERIA, Marks, Method, Refusal


def marks(candidate, observer, *values):
    return Marks(candidate, observer, dict(zip(CRITERIA, values, strict=True)))


@pytest.mark.parametrize(
    ("ratings", "recommendation", "submitted", "expected"),
    [
        ({"motivation": 3, "competence": 3, "suitability": 3}, "yes", False, None),
        ({"motivation": 3, "competence": 3}, "yes", False, Refusal.INCOMPLETE),
        (
            {"motivation": 3, "competence": 3, "suitability": 6},
            "yes",
            False,
            Refusal.INCOMPLETE,
        ),
        ({"motivation": 3, "competence": 3, "suitability": 3}, None, False, Refusal.INCOMPLETE),
        ({"motivation": 3, "competence": 3, "suitability": 3}, "yes", True, Refusal.LOCKED),
    ],
)
def test_submitting(ratings, recommendation, submitted, expected):
    assert scoring.submit_refusal(ratings, recommendation, submitted) is expected


def test_the_better_mean_comes_first_and_equal_means_share_a_place():
    ranked = scoring.ranking(
        [
            marks("a", "x", 3, 3, 3),
            marks("a", "y", 4, 4, 4),
            marks("b", "x", 5, 5, 5),
            marks("c", "x", 4, 3, 3),
            marks("c", "y", 3, 4, 4),
            marks("d", "x", 1, 1, 1),
        ]
    )
    assert [(one.candidate, one.place) for one in ranked] == [
        ("b", 1),
        ("a", 2),
        ("c", 2),
        ("d", 4),
    ]


def test_agreement_is_one_when_equal_nought_when_opposite_and_none_when_alone():
    ranked = {
        one.candidate: one.agreement
        for one in scoring.ranking(
            [
                marks("same", "x", 2, 3, 4),
                marks("same", "y", 2, 3, 4),
                marks("far", "x", 1, 1, 1),
                marks("far", "y", 5, 5, 5),
                marks("alone", "x", 3, 3, 3),
            ]
        )
    }
    assert ranked == {"same": 1.0, "far": 0.0, "alone": None}


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.tuples(*[st.integers(1, 5)] * 3)),
        min_size=1,
        max_size=20,
    )
)
def test_means_are_those_computed_another_way(given_marks):
    ranked = scoring.ranking(
        [marks(name, str(i), *values) for i, (name, values) in enumerate(given_marks)]
    )
    for one in ranked:
        own = [values for name, values in given_marks if name == one.candidate]
        assert one.overall == pytest.approx(fmean(fmean(row) for row in own))
        assert one.agreement is None or 0 <= one.agreement <= 1
    assert [one.overall for one in ranked] == sorted((o.overall for o in ranked), reverse=True)


def scores(**of_observers):
    """Marks on one criterion: observer=the marks of a, b, c ... in their order; 0 is none."""
    return [
        Marks(candidate, observer, {"drive": value})
        for observer, values in of_observers.items()
        for candidate, value in zip("abcdefgh", values, strict=False)
        if value
    ]


def order(marks, method):
    return [(one.candidate, one.place) for one in scoring.ranking(marks, method)]


def test_each_method_puts_in_order_what_it_says():
    # x is mild and sees little difference, y and z are harsh and tell a and b clearly apart.
    board = scores(x=(5, 5, 4), y=(1, 3, 2), z=(2, 4, 1))
    by_name = {one.candidate: one for one in scoring.ranking(board, Method.BORDA)}
    assert [by_name[who].duels_won for who in "abc"] == [2.5, 5.5, 1]
    assert {one.duels for one in by_name.values()} == {6}
    assert order(board, Method.BORDA) == [("b", 1), ("a", 2), ("c", 3)]
    # by hand: x (0.7071, 0.7071, -1.4142), y (-1.2247, 1.2247, 0), z (-0.2673, 1.3363, -1.0690)
    assert [round(by_name[who].standardised, 4) for who in "abc"] == [-0.2616, 1.0894, -0.8278]
    assert by_name["c"].overall == pytest.approx(7 / 3)


def test_a_harsh_observer_who_saw_others_does_not_sink_them_when_standardised():
    board = scores(mild=(5, 4, 0, 0), harsh=(0, 0, 2, 1))
    assert order(board, Method.MEAN) == [("a", 1), ("b", 2), ("c", 3), ("d", 4)]
    for method in (Method.STANDARDISED, Method.BORDA):
        assert order(board, method) == [("a", 1), ("c", 1), ("b", 3), ("d", 3)]


@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize(
    ("board", "places"),
    [
        (scores(), []),
        (scores(x=(4,)), [1]),
        (scores(x=(3, 3, 3), y=(2, 2, 2)), [1, 1, 1]),
        (scores(x=(2, 4, 3)), [1, 2, 3]),
        ([Marks("a", "x", {}), *scores(x=(0, 4))], [1]),
    ],
    ids=["nobody", "one mark", "all equal", "one observer", "a card without marks"],
)
def test_the_edges(board, places, method):
    assert [one.place for one in scoring.ranking(board, method)] == places


full = st.integers(1, 4).flatmap(
    lambda n: st.lists(st.tuples(*[st.integers(1, 5)] * 5), min_size=n, max_size=n)
)


@given(full)
def test_borda_shares_out_every_duel_and_equals_the_mean_rank(rows):
    board = scores(**{f"o{i}": row for i, row in enumerate(rows)})
    ranked = scoring.ranking(board, Method.BORDA)
    assert sum(one.duels_won for one in ranked) == len(rows) * 10
    for one in ranked:
        here = "abcdefgh".index(one.candidate)
        worse = sum(v < row[here] for row in rows for v in row)
        tied = sum(v == row[here] for row in rows for v in row) - len(rows)
        assert one.duels_won == worse + tied / 2


@given(full, st.lists(st.integers(0, 3), min_size=4, max_size=4))
def test_standardising_forgets_how_mild_an_observer_is_and_how_wide_they_mark(rows, shifts):
    board = scores(**{f"o{i}": row for i, row in enumerate(rows)})
    other = [
        Marks(m.candidate, m.observer, {k: 2 * v + shifts[int(m.observer[1])]})
        for m in board
        for k, v in m.ratings.items()
    ]
    assert order(board, Method.STANDARDISED) == order(other, Method.STANDARDISED)
    ranked = scoring.ranking(board, Method.STANDARDISED)
    assert sum(one.standardised for one in ranked) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"revealed": False}, Refusal.NOT_REVEALED),
        ({"round_open": False}, Refusal.ROUND_CLOSED),
        ({"rating": 3}, Refusal.SAME_MARK),
        ({"rating": 6}, Refusal.NO_MARK),
        ({"known": None}, Refusal.NO_MARK),
        ({"reason": " "}, Refusal.REASON_MISSING),
    ],
)
def test_changing_a_mark_in_the_round(fields, expected):
    wish = {
        "revealed": True,
        "round_open": True,
        "known": 3,
        "rating": 4,
        "reason": "Heard it.",
    }
    assert scoring.change_refusal(**wish | fields) is expected


@pytest.mark.parametrize(
    ("submitted", "drafts", "opened", "closed", "expected"),
    [
        (2, 0, False, False, None),
        (2, 1, False, False, Refusal.STILL_WRITING),
        (0, 0, False, False, Refusal.NOBODY_SUBMITTED),
        (2, 0, True, True, Refusal.ROUND_OVER),
        (2, 0, True, False, None),
    ],
)
def test_opening_the_round(submitted, drafts, opened, closed, expected):
    assert (
        scoring.round_refusal(submitted=submitted, drafts=drafts, opened=opened, closed=closed)
        is expected
    )


def test_a_page_writes_over_its_own_draft_and_over_no_newer_one():
    assert scoring.draft_refusal(by="a", last_by="b", base=3, version=3) is None
    assert scoring.draft_refusal(by="a", last_by="a", base=1, version=3) is None
    assert scoring.draft_refusal(by="a", last_by="b", base=1, version=3) is Refusal.NEWER_DRAFT
    assert scoring.draft_refusal(by="", last_by="", base=1, version=3) is Refusal.NEWER_DRAFT
