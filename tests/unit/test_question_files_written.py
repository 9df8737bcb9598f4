"""What an export writes comes back as it was, and what it loses is said."""
# ruff: noqa: E501 (tables read better on one line)

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from recruit.rules import marking, question_files
from recruit.rules.marking import QuestionType as Q
from recruit.rules.question_files import (
    FileFormat,
    gift_writing,
    outward,
    table_writing,
)
from recruit.rules.question_files.decoding import utf8
from recruit.rules.question_files.form import Answer, Kind, Parsed, Text
from recruit.rules.question_files.outward import Kept
from tests.unit.question_texts import answers

TEXT = st.text(
    st.sampled_from("ab=~#{}:\\ \n[]<>%_*|\"';,-+@!/$&é0.1") | st.characters(codec="utf-8"),
    max_size=20,
).map(lambda text: utf8(re.sub("[\0\x80-\x9f]", "", text).encode()).strip())
WORD = TEXT.map(lambda text: f"w{' '.join(text.split())}")
WEIGHT = st.sampled_from([1, 0.5, 1 / 3, 0, -0.25, -1])


@st.composite
def options(draw):
    texts = draw(st.lists(WORD, min_size=2, max_size=4, unique_by=marking._plain))
    return [
        {"id": str(at), "text": text, "credit": draw(WEIGHT)}
        | ({"feedback": said} if (said := draw(WORD | st.just(""))) else {})
        for at, text in enumerate(texts)
    ]


@st.composite
def kept(draw):
    kind = draw(st.sampled_from([Q.ONE_OF_MANY, Q.SEVERAL_OF_MANY, Q.TRUE_FALSE, Q.MATCHING, Q.NUMERIC, Q.GAP_TEXT, Q.OPEN_LONG]))  # fmt: skip
    stem, key = draw(WORD), {}
    if kind in (Q.ONE_OF_MANY, Q.SEVERAL_OF_MANY):
        key = {"options": draw(options())}
        key["options"][0]["credit"] = 1.0
        key |= {"weighted": True} if kind is Q.SEVERAL_OF_MANY else {}
    elif kind is Q.TRUE_FALSE:
        key = {"right": draw(st.booleans()), "feedback_right": draw(WORD)}
    elif kind is Q.MATCHING:
        words = draw(st.lists(WORD.filter(lambda w: "->" not in w), min_size=3, max_size=5, unique_by=marking._plain))  # fmt: skip
        key = {"pairs": [{"id": w, "left": w, "right": w, "right_id": w} for w in words[1:]]}
        key["distractors"] = [{"right": words[0], "right_id": words[0]}]
    elif kind is Q.NUMERIC:
        number = st.integers(-9999, 9999).map(str)
        more = [{"value": draw(number), "tolerance": "2", "credit": 0.5, "feedback": "no"}]
        first = {"value": draw(number), "tolerance": draw(st.sampled_from(["0", "0.5"]))}
        key = first | {"unit": "", "answers": [first | {"credit": 1.0}, *more]}
    elif kind is Q.GAP_TEXT:
        stem = f"{stem.replace('_____', '').replace('[[', '')} [[1]]{draw(st.sampled_from(['', ' end.']))}"
        key = {
            "gaps": [
                {"answers": [draw(WORD), draw(WORD)], "exact": False, "credits": [1.0, 0.5]}
            ]
        }
    return Kept(kind, stem, 1.0, key, name=draw(WORD), feedback=draw(WORD | st.just("")))


@settings(max_examples=150, deadline=None)
@given(kept())
def test_gift_and_csv_bring_back_what_was_written(question):
    want = outward.parsed(question)
    for text, form in (
        (gift_writing.write([want]), FileFormat.GIFT),
        (table_writing.write([want]), FileFormat.CSV),
    ):
        found = question_files.read(text.encode(), form)
        assert not found.errors, (text, found.errors)
        (got,) = found.questions
        assert got.kind is want.kind, text
        assert got.stem.text == want.stem.text
        assert got.name.split() == want.name.split()
        assert got.feedback.text == want.feedback.text
        assert [(a, round(w, 4), f) for a, w, f in answers(got)] == [(a, round(w, 4), f) for a, w, f in answers(want)]  # fmt: skip
        assert [(p.left.text, p.right) for p in got.pairs] == [(p.left.text, p.right) for p in want.pairs]  # fmt: skip


def test_nothing_in_a_table_is_a_formula():
    answer = Answer(Text("=1+1"), 1.0)
    rows = [
        Parsed(Kind.SHORTANSWER, "'@x", Text("-2"), 1, (answer,)),
        Parsed(Kind.ESSAY, "n", Text("'=x"), 2),
    ]
    text = table_writing.write(rows)
    assert ",'-2," in text
    assert ",'=1+1," in text
    found = question_files.read(text.encode(), FileFormat.CSV).questions
    assert [(one.name, one.stem.text) for one in found] == [("'@x", "-2"), ("n", "'=x")]


def test_what_an_export_loses():
    gap = {"gaps": [{"answers": ["x"], "exact": True}, {"answers": ["y"], "exact": False}]}
    order = {"items": [{"id": "1", "text": "a"}, {"id": "2", "text": "b"}]}
    cases = {
        (Q.ORDERING, "gift"): ["cannot_type"],
        (Q.ORDERING, "csv"): [],
        (Q.GAP_TEXT, "gift"): ["cannot_type"],
        (Q.GAP_TEXT, "csv"): [],
        (Q.OPEN_LONG, "gift"): ["loses_points", "loses_rubric", "loses_model_answer"],
        (Q.OPEN_LONG, "csv"): ["loses_rubric"],
    }
    keys = {Q.ORDERING: order, Q.GAP_TEXT: gap, Q.OPEN_LONG: {}}
    for (kind, form), expected in cases.items():
        is_open = kind is Q.OPEN_LONG
        one = Kept(kind, "A [[1]] b [[2]]", 2.0 if is_open else 1.0, keys[kind], model_answer="m" * is_open, rubric=is_open)  # fmt: skip
        assert [lost.value for lost in outward.losses(one, FileFormat(form))] == expected
