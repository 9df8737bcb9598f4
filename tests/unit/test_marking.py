"""Marking closed questions."""
# ruff: noqa: E501 (keys read better on one line)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import marking
from recruit.rules.marking import KeyProblem
from recruit.rules.marking import QuestionType as Q

ONE = {
    "options": [
        {"id": "a", "text": "A", "credit": 1.0},
        {"id": "b", "text": "B", "credit": 0.5},
        {"id": "c", "text": "C", "credit": 0.0},
    ]
}
SEVERAL = {
    "options": [
        {"id": "a", "text": "A", "credit": 1.0},
        {"id": "b", "text": "B", "credit": 1.0},
        {"id": "c", "text": "C", "credit": 0.0},
    ]
}
MATCH = {
    "pairs": [
        {"id": "l1", "left": "Ink", "right": "Bottle", "right_id": "r9"},
        {"id": "l2", "left": "Paper", "right": "Box", "right_id": "r4"},
        {"id": "l3", "left": "Labels", "right": "Box", "right_id": "r7"},
    ]
}
ORDER = {"items": [{"id": x, "text": x} for x in ("q", "w", "e", "r")]}
NUMBER = {"value": "2,5", "tolerance": "0.1", "unit": "days"}
GAPS = {
    "gaps": [
        {"answers": ["box", "carton"], "exact": False},
        {"answers": ["A4"], "exact": True},
    ]
}
STEM = "It comes in a [[1]] of [[2]]."
KEYS = {
    Q.ONE_OF_MANY: ONE,
    Q.SEVERAL_OF_MANY: SEVERAL,
    Q.TRUE_FALSE: {"right": True},
    Q.MATCHING: MATCH,
    Q.ORDERING: ORDER,
    Q.NUMERIC: NUMBER,
    Q.GAP_TEXT: GAPS,
}


def places(*ids):
    return {"places": {one: str(at) for at, one in enumerate(ids, start=1)}}


@pytest.mark.parametrize(
    ("kind", "answer", "share"),
    [
        (Q.ONE_OF_MANY, {"choice": "a"}, 1),
        (Q.ONE_OF_MANY, {"choice": "b"}, 0.5),
        (Q.ONE_OF_MANY, {"choice": "zz"}, 0),
        (Q.ONE_OF_MANY, {}, 0),
        (Q.SEVERAL_OF_MANY, {"choices": ["a", "b"]}, 1),
        (Q.SEVERAL_OF_MANY, {"choices": ["a"]}, 0.5),
        (Q.SEVERAL_OF_MANY, {"choices": ["a", "b", "c"]}, 0.5),
        (Q.SEVERAL_OF_MANY, {"choices": ["a", "c"]}, 0),
        (Q.SEVERAL_OF_MANY, {"choices": ["c"]}, 0),
        (Q.TRUE_FALSE, {"choice": "true"}, 1),
        (Q.TRUE_FALSE, {"choice": "false"}, 0),
        (Q.TRUE_FALSE, {}, 0),
        (Q.MATCHING, {"pairs": {"l1": "r9", "l2": "r4", "l3": "r7"}}, 1),
        (Q.MATCHING, {"pairs": {"l1": "r9", "l2": "r7", "l3": "r4"}}, 1),  # equal texts
        (Q.MATCHING, {"pairs": {"l1": "r4", "l2": "r4"}}, 1 / 3),
        (Q.ORDERING, places("q", "w", "e", "r"), 1),
        (Q.ORDERING, places("w", "q", "e", "r"), 1 / 3),
        (Q.ORDERING, places("r", "e", "w", "q"), 0),
        (Q.ORDERING, {"places": {"q": "1", "w": "1", "e": "3", "r": "4"}}, 0),
        (Q.NUMERIC, {"value": "2.6"}, 1),
        (Q.NUMERIC, {"value": " 2,40 "}, 1),
        (Q.NUMERIC, {"value": "2.61"}, 0),
        (Q.NUMERIC, {"value": "NaN"}, 0),
        (Q.NUMERIC, {"value": "1e999999"}, 0),
        (Q.NUMERIC, {"value": "two"}, 0),
        (Q.GAP_TEXT, {"gaps": [" Box ", "A4"]}, 1),
        (Q.GAP_TEXT, {"gaps": ["CARTON", "a4"]}, 0.5),
        (Q.GAP_TEXT, {"gaps": []}, 0),
    ],
)
def test_shares(kind, answer, share):
    clean = marking.clean_answer(kind, KEYS[kind], answer)
    assert marking.share(kind, KEYS[kind], clean) == pytest.approx(share)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["a", "b", "l1", "r9", "q", "1", "true"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["choice", "choices", "pairs", "places", "value", "gaps", "q", "l1"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


RICH = [
    (Q.ONE_OF_MANY, {"options": [ONE["options"][0], {"id": "b", "text": "B", "credit": -0.5}]}),
    (Q.SEVERAL_OF_MANY, {"options": [*ONE["options"], {"id": "d", "text": "D", "credit": -1.0}], "weighted": True}),
    (Q.TRUE_FALSE, {"right": False, "feedback_right": "Yes", "feedback_wrong": "No"}),
    (Q.MATCHING, MATCH | {"distractors": [{"right": "Bin", "right_id": "r0"}]}),
    (Q.NUMERIC, NUMBER | {"answers": [{"value": "2", "tolerance": "1", "credit": 1}, {"value": "*", "credit": -1}]}),
    (Q.GAP_TEXT, {"gaps": [
        {"answers": ["a", "b*"], "credits": [1, -0.5], "wildcards": True, "worth": 3.0, "feedback": ["x", ""]},
        {"answers": ["1", "*"], "tolerances": ["0", "0"], "credits": [0.5, 0.1]},
        {"answers": ["a", "1"], "choose": True, "exact": True, "credits": [1, 0]},
    ]}),
]  # fmt: skip
"""Keys with weights, penalties, feedback, distractors."""


@given(one=st.sampled_from([*KEYS.items(), *RICH]), data=JSON)
def test_no_answer_breaks_the_marking(one, data):
    kind, key = one
    clean = marking.clean_answer(kind, key, data)
    assert 0 <= marking.share(kind, key, clean) <= 1
    assert all(marking.said(kind, key, clean))
    assert marking.clean_answer(kind, key, clean) == clean


@pytest.mark.parametrize(
    ("at", "answer", "share", "said"),
    [
        (0, {"choice": "b"}, 0, []),
        (1, {"choices": ["a", "b"]}, 1, []),
        (1, {"choices": ["b"]}, 0.5, []),
        (1, {"choices": ["a", "b", "d"]}, 0.5, []),
        (2, {"choice": "true"}, 0, ["No"]),
        (2, {"choice": "false"}, 1, ["Yes"]),
        (3, {"pairs": {"l1": "r9", "l2": "r0", "l3": "r4"}}, 2 / 3, []),
        (4, {"value": "2.9"}, 1, []),
        (4, {"value": "9"}, 0, []),
        (5, {"gaps": ["A", "1", "a"]}, (3 + 0.5 + 1) / 5, ["x"]),
        (5, {"gaps": ["bcd", "7", "nothing"]}, 0.1 / 5, []),
    ],
)
def test_weights_penalties_and_what_is_said(at, answer, share, said):
    kind, key = RICH[at]
    assert marking.key_problem(kind, key, "[[1]] [[2]] [[3]]") is None
    clean = marking.clean_answer(kind, key, answer)
    assert marking.share(kind, key, clean) == pytest.approx(share)
    assert marking.said(kind, key, clean) == said


def test_keys_that_can_mark():
    for kind, key in KEYS.items():
        assert marking.key_problem(kind, key, STEM) is None
    assert marking.key_problem(Q.OPEN_LONG, {}, "Why?") is None


@pytest.mark.parametrize(
    ("kind", "key", "problem"),
    [
        (Q.ONE_OF_MANY, {"options": ONE["options"][:1]}, KeyProblem.TOO_FEW),
        (Q.ONE_OF_MANY, {"options": ONE["options"][1:]}, KeyProblem.NO_FULL_CREDIT),
        (Q.SEVERAL_OF_MANY, {"options": [ONE["options"][2]] * 2}, KeyProblem.NONE_RIGHT),
        (Q.ONE_OF_MANY, {"options": [ONE["options"][0]] * 2}, KeyProblem.TWICE),
        (Q.TRUE_FALSE, {}, KeyProblem.NONE_RIGHT),
        (Q.MATCHING, {"pairs": MATCH["pairs"][:1]}, KeyProblem.TOO_FEW),
        (Q.MATCHING, {"pairs": [MATCH["pairs"][0]] * 2}, KeyProblem.TWICE),
        (Q.ORDERING, {"items": ORDER["items"][:1]}, KeyProblem.TOO_FEW),
        (Q.NUMERIC, {"value": "many"}, KeyProblem.NOT_A_NUMBER),
        (Q.NUMERIC, {"value": "2", "tolerance": "-1"}, KeyProblem.NEGATIVE_TOLERANCE),
        (Q.GAP_TEXT, {"gaps": GAPS["gaps"][:1]}, KeyProblem.GAPS_DIFFER),
    ],
)
def test_keys_that_cannot(kind, key, problem):
    assert marking.key_problem(kind, key, STEM) is problem
