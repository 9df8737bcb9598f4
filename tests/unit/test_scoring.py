"""Ranking candidates of a session."""

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import scoring
from recruit.rules.scoring import CRITERIA, Marks, Refusal


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
