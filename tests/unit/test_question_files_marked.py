"""Imported questions mark as their authors meant."""
# ruff: noqa: E501 (tables read better on one line)

from itertools import count

import pytest

from recruit.rules import marking, question_files
from recruit.rules.marking import QuestionType as Q
from recruit.rules.question_files import (
    FileFormat,
    wording,
)
from tests.unit.question_texts import BYTES


def ours(text, form=FileFormat.GIFT):
    numbers = count()
    found = question_files.read(text if isinstance(text, bytes) else text.encode(), form)
    assert not found.errors
    return [wording.mapped(one, lambda: str(next(numbers))) for one in found.questions]


def mark(text, given):
    one = ours(text)[0].ours
    pairs = {option["text"]: option["id"] for option in one.key.get("options", ())}
    if one.type is Q.ONE_OF_MANY:
        data = {"choice": pairs[given]}
    elif one.type is Q.SEVERAL_OF_MANY:
        data = {"choices": [pairs[word] for word in given]}
    elif one.type is Q.NUMERIC:
        data = {"value": given}
    else:
        data = {"gaps": [given]}
    return round(
        marking.share(one.type, one.key, marking.clean_answer(one.type, one.key, data)), 4
    )


SEVERAL = "Q{~%50%a ~%50%b ~%-100%c ~d}"
THIRDS = "Q{~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-50%d}"
SHORT = "Q{=print* =%50%ink =%0%*#no}"
YEAR = "Q{#=1998:0 =%50%1998:2 ~#no}"


@pytest.mark.parametrize(
    ("text", "given", "share"),
    [
        ("Q{=a ~%50%b ~%-50%c}", "b", 0.5),
        ("Q{=a ~%50%b ~%-50%c}", "c", 0),
        (SEVERAL, "ab", 1),
        (SEVERAL, "abd", 1),
        (SEVERAL, "abc", 0),
        (SEVERAL, "a", 0.5),
        (THIRDS, "abc", 1),
        (THIRDS, "abcd", 0.5),
        (SHORT, "Printer ", 1),
        (SHORT, "INK", 0.5),
        (SHORT, "glue", 0),
        (YEAR, "1998", 1),
        (YEAR, "1999", 0.5),
        (YEAR, "2001", 0),
        ("Q{#10..32}", "10", 1),
        ("Q{#10..32}", "32,0", 1),
        ("Q{#10..32}", "32.1", 0),
    ],
)
def test_imported_questions_mark_as_their_authors_meant(text, given, share):
    assert mark(text, given) == share


def test_units_gaps_and_lists_to_choose_from():
    by_name = {
        one.parsed.name: one
        for one in ours(BYTES[FileFormat.MOODLE_XML], FileFormat.MOODLE_XML)
    }
    desk = by_name["Desk height"].ours
    assert [marking.share(desk.type, desk.key, {"value": v}) for v in ("0.9", "0,92 m", "90 cm", "90", "9 km")] == [1, 1, 1, 0, 0]  # fmt: skip
    cloze = by_name["Return"].ours
    assert cloze.points == 4
    assert marking.share(cloze.type, cloze.key, {"gaps": ["30.5", "the receipt", "anna"]}) == pytest.approx(3.5 / 4)  # fmt: skip
    clean = marking.clean_answer(cloze.type, cloze.key, {"gaps": ["1", "something else", "x"]})
    assert clean == {"gaps": ["1", "", "x"]}
    assert marking.said(cloze.type, cloze.key, {"gaps": ["30", "the receipt", "x"]}) == [
        "long",
        "yes",
    ]
    assert by_name["Opening"].ours.stem == "When do we *open*?"
    assert by_name["Intro"].ours is None
    assert by_name["Sum"].ours is None
    assert {name for name, one in by_name.items() if one.losses} == {"Opening", "Angry", "Intro", "Steps", "Sum"}  # fmt: skip
