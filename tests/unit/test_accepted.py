"""Typed words and numbers against what an author accepts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit.rules import accepted

LETTERS = st.text(st.sampled_from("ab*."), max_size=8)


@given(LETTERS, st.text(st.sampled_from("ab."), max_size=8))
def test_a_star_stands_for_any_text(pattern, text):
    expected = re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text, re.DOTALL)
    assert accepted.fits(pattern, text) is (expected is not None)


@pytest.mark.parametrize(
    ("gap", "text", "credit"),
    [
        ({"answers": ["Box", "carton"]}, " CARTON ", 1),
        ({"answers": ["Box"], "exact": True}, "box", 0),
        ({"answers": ["Box"], "exact": True}, " Box", 1),
        ({"answers": ["ink*"]}, "inkjet", 0),
        ({"answers": ["ink*"], "wildcards": True}, "Inkjet", 1),
        ({"answers": ["*"], "wildcards": True}, "", 0),
        ({"answers": ["a", "*"], "wildcards": True, "credits": [1, 0.25]}, "z", 0.25),
        ({"answers": ["a", "b"], "credits": [1, -0.5]}, "b", 0),
        ({"answers": ["3", "3"], "tolerances": ["0", "1"], "credits": [1, 0.5]}, "3,0", 1),
        ({"answers": ["3", "3"], "tolerances": ["0", "1"], "credits": [1, 0.5]}, "2", 0.5),
        ({"answers": ["3", "*"], "tolerances": ["0", "0"], "credits": [1, 0.1]}, "9", 0.1),
        ({"answers": ["3"], "tolerances": ["0"]}, "three", 0),
    ],
)
def test_what_a_gap_earns(gap, text, credit):
    assert accepted.gap_credit(gap, text) == credit


METRES = {
    "value": "0.9",
    "tolerance": "0.05",
    "unit": "m",
    "units": [
        {"unit": "m", "factor": 1},
        {"unit": "cm", "factor": 100},
        {"unit": "%", "factor": 0},
    ],
}


@pytest.mark.parametrize(
    ("key", "text", "credit"),
    [
        (METRES, "0.95", 1), (METRES, "0,9 m", 1), (METRES, "90 CM", 1), (METRES, "96cm", 0),
        (METRES, "0.9 %", 0), (METRES, "0.9 kg", 0), (METRES, "", 0),
        ({"value": "7", "unit": "kg"}, "7 kg", 1), ({"value": "7", "unit": "kg"}, "7 lb", 0),
        ({"value": "7"}, "7 kg", 0),
    ],
)  # fmt: skip
def test_what_a_number_earns(key, text, credit):
    assert accepted.number_credit(key, text) == credit


def test_choices_say_nothing_about_the_right_one():
    gap = {"answers": ["zebra", "ant", "ant"], "choose": True}
    assert accepted.choices_of(gap) == ["ant", "zebra"]
    assert accepted.choices_of({"answers": ["a"]}) == []
