"""What the tests of question files share: our own files, and short ways to read a text."""
# ruff: noqa: E501 (tables read better on one line)

from pathlib import Path

from recruit.rules import question_files
from recruit.rules.question_files import (
    FileFormat,
    showing,
)

DATA = Path(__file__).parents[1] / "data" / "questions"
FILES = {
    FileFormat.GIFT: DATA / "shop.gift",
    FileFormat.MOODLE_XML: DATA / "shop.xml",
    FileFormat.AIKEN: DATA / "shop.aiken",
    FileFormat.CSV: DATA / "shop.csv",
}
BYTES = {form: path.read_bytes() for form, path in FILES.items()}


def gift(text):
    return question_files.read(text.encode(), FileFormat.GIFT)


def only(text):
    found = gift(text)
    assert not found.errors, [one.message for one in found.errors]
    (question,) = found.questions
    return question


def answers(question):
    return [
        (one.text.text, showing.percent(one.weight), one.feedback.text)
        for one in question.answers
    ]


XML = '<quiz>\n<question type="{}"><name><text>n</text></name>\n<questiontext><text>{}</text></questiontext>\n{}\n</question>\n</quiz>'
