"""Answers read with another version's key: the same where the parts read the same, else not."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import marking, regrading, releasing
from recruit.rules.marking import QuestionType as Q
from recruit.rules.regrading import Outcome, Paper
from recruit.rules.sitting import AttemptState as S


def options(*texts, right=(0,), prefix="o"):
    return {
        "options": [
            {"id": f"{prefix}{at}", "text": text, "credit": float(at in right)}
            for at, text in enumerate(texts)
        ]
    }


def pairs(*rows, prefix="p"):
    return {
        "pairs": [
            {"id": f"{prefix}{at}", "left": left, "right_id": f"{prefix}r{at}", "right": right}
            for at, (left, right) in enumerate(rows)
        ]
    }


def more(**row):
    """A right side without a partner."""
    return {"distractors": [row]}


def shown(*answers, credits_=None):
    """A gap whose answers are shown to choose from."""
    gap = {"answers": list(answers), "choose": True}
    return {"gaps": [gap | ({"credits": credits_} if credits_ else {})]}


def items(*texts, prefix="i"):
    return {"items": [{"id": f"{prefix}{at}", "text": text} for at, text in enumerate(texts)]}


@pytest.mark.parametrize(
    ("kind", "old", "new", "data", "points"),
    [
        # another option is right now; ids and order are others, the texts are the same
        (Q.ONE_OF_MANY, options("A", "B"), options("b ", "a", right=(0,), prefix="n"),
         {"choice": "o1"}, 2.0),
        (Q.ONE_OF_MANY, options("A", "B"), options("B", "A", prefix="n"), {"choice": "o0"}, 0.0),
        (Q.ONE_OF_MANY, options("A", "B"), options("A", "B", prefix="n"), {"choice": ""}, 0.0),
        (Q.ONE_OF_MANY, options("A", "B"), options("A", "C"), {"choice": "o0"}, None),
        (Q.ONE_OF_MANY, options("A", "B"), options("A", "B", "C"), {"choice": "o0"}, None),
        (Q.SEVERAL_OF_MANY, options("A", "B", "C", right=(0, 1)),
         options("A", "B", "C", right=(0, 2), prefix="n"), {"choices": ["o0", "o2"]}, 2.0),
        (Q.TRUE_FALSE, {"right": True}, {"right": False}, {"choice": "false"}, 2.0),
        (Q.MATCHING, pairs(("x", "1"), ("y", "2")), pairs(("y", "1"), ("x", "2"), prefix="n"),
         {"pairs": {"p0": "pr1", "p1": "pr0"}}, 2.0),
        (Q.MATCHING, pairs(("x", "1"), ("y", "2")), pairs(("x", "1"), ("z", "2")), {}, None),
        (Q.ORDERING, items("a", "b", "c"), items("c", "b", "a", prefix="n"),
         {"order": ["i2", "i1", "i0"], "places": {"i2": "1", "i1": "2", "i0": "3"}}, 2.0),
        (Q.ORDERING, items("a", "b"), items("a", "b", "c"), {"order": []}, None),
        (Q.NUMERIC, {"value": "5", "tolerance": "0", "unit": "kg"},
         {"value": "6", "tolerance": "0.5", "unit": " KG "}, {"value": "6,2"}, 2.0),
        (Q.NUMERIC, {"value": "5", "tolerance": "0", "unit": "kg"},
         {"value": "5000", "tolerance": "0", "unit": "g"}, {"value": "5"}, None),
        (Q.GAP_TEXT, {"gaps": [{"answers": ["two"]}]}, {"gaps": [{"answers": ["two", "2"]}]},
         {"gaps": ["2"]}, 2.0),
        (Q.GAP_TEXT, {"gaps": [{"answers": ["two"]}]},
         {"gaps": [{"answers": ["two"]}, {"answers": ["x"]}]}, {"gaps": ["2"]}, None),
        # what stood there without a partner has one now; what was shown to choose from is the same
        (Q.MATCHING, pairs(("x", "1"), ("y", "2")) | more(right_id="d", right="3"),
         pairs(("x", "3"), ("y", "2"), prefix="n") | more(right_id="e", right="1"),
         {"pairs": {"p0": "d", "p1": "pr1"}}, 2.0),
        (Q.MATCHING, pairs(("x", "1"), ("y", "2")),
         pairs(("x", "1"), ("y", "2")) | more(right_id="e", right="3"), {}, None),
        (Q.GAP_TEXT, shown("a", "b", credits_=[1, 0]),
         shown("a", "b", credits_=[0, 1]), {"gaps": ["b"]}, 2.0),
        (Q.GAP_TEXT, shown("a", "b"),
         shown("a", "c"), {"gaps": ["a"]}, None),
        (Q.OPEN_LONG, {}, {}, {}, None),
    ],
)  # fmt: skip
def test_an_answer_by_another_key(kind, old, new, data, points):
    assert regrading.points_by(kind, old, new, data, worth=2.0) == points


@given(st.integers(2, 7), st.randoms(use_true_random=False), st.data())
def test_the_same_key_under_other_ids_gives_the_same_points(size, chance, data):
    texts = [f"part {number}" for number in range(size)]
    right = data.draw(st.sets(st.integers(0, size - 1), min_size=1))
    old = options(*texts, right=right)
    new = {"options": [one | {"id": "n" + one["id"]} for one in old["options"]]}
    random.Random(chance.random()).shuffle(new["options"])
    chosen = data.draw(st.sets(st.sampled_from([one["id"] for one in old["options"]])))
    answer = {"choices": sorted(chosen)}
    kind = Q.SEVERAL_OF_MANY
    expected = marking.points_for(marking.share(kind, old, answer), 4.0)
    assert regrading.points_by(kind, old, new, answer, worth=4.0) == expected


@pytest.mark.parametrize(
    ("paper", "spare", "outcome"),
    [
        ({}, True, Outcome.CHANGED),
        ({"after": 2.0}, True, Outcome.SAME),
        ({"after": None}, True, Outcome.OTHER_QUESTION),
        ({"before": None}, True, Outcome.CHANGED),
        ({"state": S.IN_PROGRESS}, True, Outcome.NOT_HANDED_IN),
        ({"person_marked": True}, False, Outcome.PERSONS_MARK),
        (
            {"person_marked": True, "state": S.RELEASED, "after": 0.0},
            True,
            Outcome.PERSONS_MARK,
        ),
        ({"is_self": True}, True, Outcome.SELF),
        ({"is_self": True, "after": 2.0}, True, Outcome.SAME),
        ({"interested": True}, True, Outcome.INTERESTED),
        ({"state": S.APPEALED}, True, Outcome.APPEAL_OPEN),
        ({"controlled": True}, True, Outcome.CHANGED),  # the control is still to come
        ({"controlled": True, "state": S.CONTROLLED}, True, Outcome.DIRECTOR),
        ({"controlled": True, "state": S.CLOSED}, True, Outcome.DIRECTOR),
        ({"controlled": True, "state": S.CLOSED, "by_director": True}, True, Outcome.CHANGED),
        ({"state": S.RELEASED, "after": 1.0}, True, Outcome.SPARED),
        ({"state": S.RELEASED, "after": 1.0}, False, Outcome.CHANGED),
        ({"state": S.GRADED, "after": 1.0}, True, Outcome.CHANGED),  # nobody was told yet
    ],
)
def test_what_a_regrade_does_with_a_paper(paper, spare, outcome):
    given_ = {"state": S.GRADED, "before": 2.0, "after": 3.0} | paper
    assert regrading.outcome(Paper(**given_), spare=spare) is outcome


@given(st.text(alphabet="23456789abdegjkmnpqrvwxyz", min_size=20, max_size=20))
def test_a_code_is_read_as_it_is_written(code):
    assert releasing.read_code(releasing.written_code(code)) == code
    assert releasing.read_code(f" {releasing.written_code(code).lower()} ") == code


@given(st.text(max_size=30))
def test_any_other_text_is_no_code(text):
    code = releasing.read_code(text)
    assert code is None or (len(code) == 20 and releasing.read_code(code) == code)


@pytest.mark.parametrize(
    ("before", "after", "refused"), [(60.0, 59.99, True), (60.0, 60.0, False), (0, 100, False)]
)
def test_an_objection_never_lowers(before, after, refused):
    assert bool(releasing.appeal_result_refusal(before, after)) is refused
