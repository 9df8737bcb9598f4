"""Keys as lines of text come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.assessments.forms import keys
from recruit.rules import marking
from recruit.rules.marking import QuestionType as Q

WORD = st.text(st.sampled_from("ab1%*|=>~ ±[]é.,-"), min_size=1, max_size=12).map(
    lambda text: f"w{' '.join(text.split())}"
)
CREDIT = st.sampled_from([1.0, 0.5, 0.3333333, 0.0, -0.25, -1.0])
SAID = st.just("") | WORD


def without_ids(value):
    if isinstance(value, dict):
        return {k: without_ids(v) for k, v in value.items() if k not in ("id", "right_id")}
    return [without_ids(one) for one in value] if isinstance(value, list) else value


@st.composite
def some_key(draw):
    kind = draw(st.sampled_from([Q.ONE_OF_MANY, Q.SEVERAL_OF_MANY, Q.MATCHING, Q.GAP_TEXT]))
    if kind in (Q.ONE_OF_MANY, Q.SEVERAL_OF_MANY):
        options = [
            {"text": draw(WORD), "credit": draw(CREDIT)}
            | ({"feedback": said} if (said := draw(SAID)) else {})
            for _ in range(3)
        ]
        options[0]["credit"] = 1.0
        return kind, {"options": options} | (
            {"weighted": True} if kind is Q.SEVERAL_OF_MANY else {}
        )
    if kind is Q.MATCHING:
        word = WORD.filter(lambda text: "=>" not in text)
        pairs = [{"left": draw(word), "right": draw(word)} for _ in range(2)]
        return kind, {"pairs": pairs, "distractors": [{"right": draw(word)}]}
    gap = {"answers": [draw(WORD), draw(WORD)], "exact": draw(st.booleans())}
    if draw(st.booleans()):
        gap["credits"] = [draw(CREDIT), 0.5]
    if draw(st.booleans()):
        gap["feedback"] = [draw(WORD), ""]
    for flag in ("wildcards", "choose"):
        if draw(st.booleans()):
            gap[flag] = True
    if draw(st.booleans()):
        gap["worth"] = 2.0
    numbers = {
        "answers": ["3.5", "*"],
        "exact": False,
        "tolerances": ["0.1", "0"],
        "credits": [1.0, 0.0],
    }
    return kind, {"gaps": [gap, numbers]}


@given(some_key())
def test_a_key_comes_back_as_it_was(one):
    kind, key = one
    again = keys.read_key(kind, keys.write_key(kind, key))
    assert without_ids(again) == key
    assert keys.write_key(kind, again) == keys.write_key(kind, key)


def test_what_is_typed():
    options = keys.read_key(Q.SEVERAL_OF_MANY, "50% a ## half\n* b\n-25% c\nd")
    assert options["weighted"] is True
    assert [one["credit"] for one in options["options"]] == [0.5, 1, -0.25, 0]
    assert options["options"][0]["feedback"] == "half"
    assert "weighted" not in keys.read_key(Q.SEVERAL_OF_MANY, "* a\nb")
    pairs = keys.read_key(Q.MATCHING, "1 + 1 = => 2\na = b\n = nothing")
    assert [(one["left"], one["right"]) for one in pairs["pairs"]] == [
        ("1 + 1 =", "2"),
        ("a", "b"),
    ]
    assert [one["right"] for one in pairs["distractors"]] == ["nothing"]
    with pytest.raises(keys.Unreadable):
        keys.read_key(Q.ONE_OF_MANY, "150% a")
    with pytest.raises(keys.Unreadable):
        keys.read_key(Q.GAP_TEXT, "[number] three")


def test_further_numbers_and_units_stay_with_the_first():
    more = keys.read_key(Q.NUMERIC, "50% 1822 ± 2 ## near\n* ## no")
    before = {
        "value": "1",
        "units": [{"unit": "m", "factor": 1}, {"unit": "cm", "factor": 100}],
    }
    key = keys.numeric_key("1822", "0", "m", more, before)
    assert marking.key_problem(Q.NUMERIC, key, "") is None
    shares = [
        marking.share(Q.NUMERIC, key, {"value": v}) for v in ("1822", "1824", "7", "182200cm")
    ]
    assert shares == [1, 0.5, 0, 1]
    assert marking.said(Q.NUMERIC, key, {"value": "7"}) == ["no"]
    assert keys.write_key(Q.NUMERIC, key) == "50% 1822 ± 2 ## near\n* ## no"
    assert keys.numeric_key("5", "", "kg", {"answers": []}, before) == {
        "value": "5", "tolerance": "0", "unit": "kg",
    }  # fmt: skip
