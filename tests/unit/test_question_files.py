"""Question files are read as their authors meant, and errors stand where they are."""
# ruff: noqa: E501 (tables read better on one line)

import json
import subprocess
import sys

import pytest

from recruit.rules import question_files
from recruit.rules.question_files import (
    FileFormat,
    Unreadable,
)
from recruit.rules.question_files.form import Kind, Text, TextFormat
from tests.unit.question_texts import BYTES, FILES, XML, answers, gift, only


def test_every_own_file_is_read_whole():
    counts = {form: question_files.read(data, form) for form, data in BYTES.items()}
    assert {form.value: (len(one.questions), len(one.errors)) for form, one in counts.items()} == {
        "gift": (14, 0), "moodle-xml": (12, 0), "aiken": (2, 0), "csv": (9, 0),
    }  # fmt: skip
    assert counts[FileFormat.GIFT].types == {
        "description": 1, "essay": 1, "matching": 1, "multichoice": 3, "numerical": 4,
        "shortanswer": 2, "truefalse": 2,
    }  # fmt: skip
    assert counts[FileFormat.MOODLE_XML].types == {
        "calculated": 1, "cloze": 1, "ddwtos": 1, "description": 1, "essay": 1, "matching": 1,
        "multichoice": 2, "numerical": 1, "ordering": 1, "shortanswer": 1, "truefalse": 1,
    }  # fmt: skip
    for form, path in FILES.items():
        assert question_files.detect(BYTES[form], path.name) is form
        assert question_files.detect(BYTES[form], "questions.txt") is form
        crlf = BYTES[form].replace(b"\n", b"\r\n")
        again = question_files.read(b"\xef\xbb\xbf" + crlf, form)
        if form is not FileFormat.CSV:  # a line break inside of a cell is the cell's
            assert again.questions == counts[form].questions


def test_gift_names_formats_categories_and_tags():
    first = gift(BYTES[FileFormat.GIFT].decode()).questions[0]
    assert (first.name, first.stem) == (
        "Ink life", Text("How long does <b>ink</b> last?", TextFormat.HTML),
    )  # fmt: skip
    assert first.category == ("Printers", "Ink/Toner")
    assert (first.id_number, first.tags, first.line) == ("ink-1", ("Ink", "care ] it"), 7)
    assert [one.text.format.value for one in first.answers] == ["plain", "html", "html", "html"]
    assert [one.feedback.format.value for one in first.answers[:2]] == ["html", "markdown"]
    assert first.feedback == Text("See the box.", TextFormat.MOODLE)
    assert [one.weight for one in first.answers] == [1, 0.5, 0, -0.25]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Q{~a ~b =c}", "multichoice", [("a", 0, ""), ("b", 0, ""), ("c", 100, "")]),
        ("Q{=a#x =b}", "shortanswer", [("a", 100, "x"), ("b", 100, "")]),
        ("Q{=%50%a =b}", "shortanswer", [("a", 50, ""), ("b", 100, "")]),
        ("Q{word}", "shortanswer", [("word", 100, "")]),
        ("Q{~%-50%a#no ~%100%b}", "multichoice", [("a", -50, "no"), ("b", 100, "")]),
        ("Q{T}", "truefalse", [("true", 100, ""), ("false", 0, "")]),
        ("Q{ FALSE #w#r}", "truefalse", [("false", 100, "r"), ("true", 0, "w")]),
        ("Q{#3}", "numerical", [("3", 100, "")]),
        ("Q{#~ }", "numerical", None),
        ("Q{#1..5}", "numerical", [("3", 100, "")]),
        ("Q{#=3:1 =%50%5 ~#no}", "numerical", [("3", 100, ""), ("5", 50, ""), ("*", 0, "no")]),
        ("Q{}", "essay", []),
        ("Q{#### all}", "essay", []),
        ("Only words.", "description", []),
        ("Q{true#no}", "truefalse", [("true", 100, ""), ("false", 0, "no")]),
        ("Q{=true}", "shortanswer", [("true", 100, "")]),
        ("Q{=a -> b}", "matching", None),
        ("Q{~a}", "multichoice", None),
        ("Q{~a ~b}", "multichoice", None),
        ("Q{~%150%a =b}", "multichoice", None),
        ("Q{=a\\=b \\# \\~ \\{ \\} \\: \\\\ =c}", "shortanswer", [("a=b # ~ { } : \\", 100, ""), ("c", 100, "")]),
        ("Q{=x\\ny}", "shortanswer", [("x\ny", 100, "")]),
        ("Q{ // beside\n T // so\n}", "truefalse", [("true", 100, ""), ("false", 0, "")]),
        ("Q{=7 // 2 =3}", "shortanswer", [("7 // 2", 100, ""), ("3", 100, "")]),
        ("Q{=http\\://a ~b}", "multichoice", [("http://a", 100, ""), ("b", 0, "")]),
        ("Q{>2     none\nGreet\nAsk\n\\{1\\}\n}", "ordering", [("Greet", 0, ""), ("Ask", 0, ""), ("{1}", 0, "")]),
        ("Q{> 3 ALL VERTICAL ABSOLUTE_POSITION SHOW 123\nHorse\n1\nCart\n####So}", "ordering", [("Horse", 0, ""), ("1", 0, ""), ("Cart", 0, "")]),
        ("Q{>5}", "shortanswer", [(">5", 100, "")]),
        ("Q{=>5 =>6}", "shortanswer", [(">5", 100, ""), (">6", 100, "")]),
    ],
)  # fmt: skip
def test_gift_answers(text, kind, expected):
    found = gift(text)
    if expected is None:
        assert not found.questions
        assert len(found.errors) == 1
    else:
        (question,) = found.questions
        assert (question.kind.value, answers(question)) == (kind, expected)


def test_gift_puts_a_gap_where_a_word_is_missing():
    assert only("Paper goes into {~a =b} trays.").stem.text == "Paper goes into _____ trays."
    assert only("Paper goes into{~a =b}").stem.text == "Paper goes into"
    assert only("Paper goes into{~a =b} // so").stem.text == "Paper goes into"
    assert only("Paper in {~a =b} // so\ntrays.").stem.text == "Paper in _____trays."
    numbers = only("Q{#10..32}").answers[0]
    assert (numbers.text.text, numbers.tolerance, numbers.low, numbers.high) == (
        "21",
        "11",
        "10",
        "32",
    )
    pairs = only("Q{=a->b =->c\n=[html]x -> y}").pairs
    assert [(one.left.text, one.right) for one in pairs] == [("a", "b"), ("", "c"), ("x", "y")]
    assert [one.single for one in gift("A{~%50%a ~%50%b}\n\nB{=a ~b}").questions] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("Fine{T}\n\nOpen {\n=a\n", 3, "no }"),
        ("Fine{T}\n\nOpen\n{\n=a\n\n=b}\n\nOther{F}", 4, "no }"),
        ("Fine{T}\n\nwords }", 3, "no {"),
        ("Fine{T}\n\nOne {=a} two {=b}", 3, "one more"),
        ("Fine{T}\n\n// note\n::open", 4, "::"),
        ("Fine{T}\n\nPairs{\n=a -> b\n=c\n}", 5, "->"),
        ("Fine{T}\n\nNumber{#\n=1\n=x:1\n}", 5, "no number"),
        ("Fine{T}\n\nNumber{#5:x}", 3, "tolerance"),
        ("Fine{T}\n\nNumber{#9..1}", 3, "ends before"),
    ],
)
def test_gift_errors_stand_on_their_lines_and_break_nothing_else(text, line, word):
    found = gift(text)
    assert [one.line for one in found.errors] == [line]
    assert word in found.errors[0].message
    assert len(found.questions) == 1 + text.count("Other")


def test_what_cannot_be_read_at_all():
    for data in ("Sky?{T}".encode("utf-16"), "Größe?{T}".encode("latin-1"), b"Q\0{T}"):
        with pytest.raises(Unreadable):
            question_files.read(data, FileFormat.GIFT)
        with pytest.raises(Unreadable):
            question_files.read(data, question_files.detect(data, "a.txt"))
    with pytest.raises(Unreadable):
        question_files.read(b"x" * (question_files.MOST_BYTES + 1), FileFormat.AIKEN)
    for form in FileFormat:
        found = question_files.read(b"\n", form)
        assert (len(found.questions), len(found.errors)) == (0, 1)


def test_aiken_errors_stand_where_moodle_finds_them():
    text = "One\nA) x\nANSWER: A\n\nA) y\nANSWER: B\nTwo\nA) x\nB) y\nThree\nA) x\nB) y\nANSWER: C\nFour"
    found = question_files.read(text.encode(), FileFormat.AIKEN)
    assert [(one.line, one.trouble.value) for one in found.errors] == [
        (3, "too_few"), (5, "not_started"), (6, "not_started"), (10, "not_complete"),
        (13, "no_such_choice"), (14, "not_complete"),
    ]  # fmt: skip
    good = question_files.read(BYTES[FileFormat.AIKEN], FileFormat.AIKEN).questions
    assert [one.line for one in good] == [1, 7]
    assert answers(good[0]) == [
        ("100 sheets", 0, ""),
        ("500 sheets", 100, ""),
        ("1000 sheets", 0, ""),
    ]
    assert good[1].stem == Text("Which < side is up?", TextFormat.PLAIN)


def test_moodle_xml_as_its_author_meant_it():
    found = question_files.read(BYTES[FileFormat.MOODLE_XML], FileFormat.MOODLE_XML)
    by_name = {one.name: one for one in found.questions}
    first = by_name["Opening"]
    assert (first.points, first.penalty, first.line) == (2.5, 0.3333333, 4)
    assert (first.category, first.tags, first.id_number) == (
        ("Service", "Desk"),
        ("Desk",),
        "open-1",
    )
    assert [(one.name, len(one.data)) for one in first.files] == [("door.png", 70)]
    assert answers(by_name["Days"]) == [
        ("Monday", 33.33333, ""),
        ("Friday", 66.66667, ""),
        ("Sunday", -50, ""),
    ]
    assert by_name["Days"].single is False
    assert answers(by_name["Lunch"]) == [("false", 100, "Right."), ("true", 0, "We do not.")]
    assert by_name["Form"].exact is True
    assert by_name["Desk height"].units == (("m", 1), ("cm", 100))
    assert [one.right for one in by_name["Who"].pairs] == ["repairs", "sells", "sleeps"]
    assert by_name["Return"].stem.text == "Returns take [[1]] days and need [[2]], says [[3]]."
    assert [(one.kind.value, one.points) for one in by_name["Return"].parts] == [
        ("numerical", 1), ("multichoice", 2), ("shortanswer", 1),
    ]  # fmt: skip
    assert by_name["Return"].parts[2].answers[1].text.text == "Ann}a"
    assert [one.answers[0].text.text for one in by_name["Words"].parts] == ["order", "pay"]
    assert [one.text.text for one in by_name["Steps"].answers] == ["Greet", "Ask", "Thank"]
    assert [one.trouble.value for one in found.warnings] == ["not_imported"]


def test_a_question_without_a_name_is_called_like_its_text():
    assert only("[html]<p>Which <b>ink</b>&nbsp;lasts?</p>{T}").name == "Which ink lasts?"
    assert only("Is a < b?{T}").name == "Is a < b?"
    assert only("[html]<hr>{}").name == "<hr>"
    text = "<question type='essay'><questiontext><text>&lt;p&gt;Why?&lt;/p&gt;</text></questiontext><penalty>0.33</penalty><coursetags><tag><text>ink</text></tag></coursetags></question>"
    (question,) = question_files.read(text.encode(), FileFormat.MOODLE_XML).questions
    assert (question.name, question.penalty, question.tags) == ("Why?", 0.3333333, ("ink",))


def test_gaps_of_files_that_other_programs_wrote():
    """An apostrophe as an entity begins no feedback; before Moodle 2 a word to drag had its group
    inside of its feedback."""
    text = "<![CDATA[{1:SA:=it&#39;s#no &#39;s~=a &amp;#35; b} {1:MC:=R&amp;D#yes~x}]]>"
    (question,) = question_files.read(
        XML.format("cloze", text, "").encode(), FileFormat.MOODLE_XML
    ).questions
    assert [(one.text.text, one.feedback.text) for one in question.parts[0].answers] == [
        ("it's", "no 's"), ("a &#35; b", ""),
    ]  # fmt: skip
    assert [one.text.text for one in question.parts[1].answers] == ["R&D", "x"]
    text = "Set $\\{x\\}$: {1:MR:=a~=b~c~#only said} {1:MR:%60%a~%20%b~%-30%c} {1:MC:=a~b\\}~c}"
    (question,) = question_files.read(
        XML.format("cloze", text, "").encode(), FileFormat.MOODLE_XML
    ).questions
    assert question.stem.text == "Set $\\{x\\}$: [[1]] [[2]] [[3]]"
    assert [
        [(one.text.text, one.weight) for one in part.answers] for part in question.parts
    ] == [
        [("a", 0.5), ("b", 0.5), ("c", -0.5)],
        [("a", pytest.approx(0.75)), ("b", pytest.approx(0.25)), ("c", -0.3)],
        [("a", 1), ("b}", 0), ("c", 0)],
    ]
    word = '<answer><text>{}</text><feedback><text>O:8:"x":1:{{s:9:"draggroup";s:1:"{}";}}</text></feedback></answer>'
    words = [("pay", 1), ("go", 1), ("ink", 2), ("wink", 2)]
    old = XML.format(
        "ddwtos", "First [[1]], then [[3]]", "".join(word.format(*one) for one in words)
    )
    (question,) = question_files.read(old.encode(), FileFormat.MOODLE_XML).questions
    assert [(one.answers[0].text.text, one.choices) for one in question.parts] == [
        ("pay", ("pay", "go")), ("ink", ("ink", "wink")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "trouble"),
    [
        ("<quiz>\n<question>\n</quiz>", 3, "not_xml"),
        ("<quiz>&nbsp;</quiz>", 1, "not_xml"),
        ("<html/>", 1, "not_a_quiz"),
        ('\n  <?xml version="1.0"?>\n<quiz>\n<question type="odd"/></quiz>', 4, "unsupported"),
        ('\n\n<?xml version="1.0"?>\n<quiz>\n<question></quiz>', 5, "not_xml"),
        ('<!DOCTYPE q [<!ENTITY a "b">]>\n<quiz>&a;</quiz>', 1, "entities"),
        (XML.format("regexp", "Q", ""), 2, "unsupported"),
        (XML.format("multichoice", "Q", '<answer fraction="100"><text>a</text></answer>'), 2, "too_few"),
        (XML.format("multichoice", "Q", "<answer fraction='90'><text>a</text></answer><answer fraction='0'><text>b</text></answer>"), 2, "no_full"),
        (XML.format("multichoice", "Q", "<single>false</single>\n<answer fraction='33'><text>a</text></answer>"), 5, "moodle_weight"),
        (XML.format("numerical", "Q", '<answer fraction="100"><text>x</text></answer>'), 4, "not_a_number"),
        (XML.format("cloze", "Q", ""), 3, "no_gap"),
        (XML.format("cloze", "a\n{1:MC:=one}", ""), 4, "too_few"),
        (XML.format("cloze", "{1:MC:%50%one~two}", ""), 3, "no_full"),
        (XML.format("cloze", "{1:NM:=zero}", ""), 3, "not_a_number"),
        ("<quiz>" + "<a>" * 60 + "</a>" * 60 + "</quiz>", 1, "too_deep"),
    ],
)  # fmt: skip
def test_moodle_xml_errors(text, line, trouble):
    found = question_files.read(text.encode(), FileFormat.MOODLE_XML)
    assert [(one.line, one.trouble.value) for one in found.errors] == [(line, trouble)]
    assert not found.questions


def test_csv_as_its_author_meant_it():
    found = question_files.read(BYTES[FileFormat.CSV], FileFormat.CSV)
    by_kind = {one.kind: one for one in found.questions}
    first = found.questions[0]
    assert (first.category, first.tags, first.points) == (
        ("Paper", "Sizes"),
        ("paper", "a4"),
        2,
    )
    assert (first.single, found.questions[1].single) == (True, False)
    assert answers(first) == [("500 sheets", 100, "Yes"), ("100 sheets", 0, "No")]
    assert answers(by_kind[Kind.TRUEFALSE]) == [("true", 100, "Right"), ("false", 0, "Wrong")]
    assert answers(by_kind[Kind.NUMERICAL])[0][0] == "21"
    assert by_kind[Kind.CLOZE].line == 10  # the essay's text has two lines
    for encoding in ("cp1251", "utf-16"):
        data = "type,question\nessay,Расскажите о товаре\n".encode(encoding)
        assert (
            question_files.read(data, FileFormat.CSV).questions[0].stem.text
            == "Расскажите о товаре"
        )
    broken = question_files.read(
        b"type,question\nessay,\nnonsense,Q\nessay,Q\n", FileFormat.CSV
    )
    assert [one.line for one in broken.errors] == [2, 3]
    assert len(broken.questions) == 1
    assert (
        question_files.read(b"question\nQ\n", FileFormat.CSV).errors[0].trouble.value
        == "column"
    )


def check(tmp_path, name, data, *more):
    path = tmp_path / name
    path.write_bytes(data)
    arguments = [sys.executable, "-m", "recruit.start", "questions", "check", str(path), *more]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_the_command_says_what_is_in_a_file(tmp_path):
    code, out, _err = check(tmp_path, "shop.gift", BYTES[FileFormat.GIFT], "--full")
    found = json.loads(out)
    assert (code, found["questions"], found["errors"]) == (0, 14, [])
    assert found["items"][0]["answers"][3]["weight"] == -25
    code, out, _err = check(tmp_path, "a.txt", b"Q{T}\n\nOpen{")
    found = json.loads(out)
    assert (code, found["questions"], [one["line"] for one in found["errors"]]) == (1, 1, [3])
    code, out, err = check(tmp_path, "b.gift", "Sky?{T}".encode("utf-16"))
    assert (code, out, err.count("\n")) == (2, "", 1)
