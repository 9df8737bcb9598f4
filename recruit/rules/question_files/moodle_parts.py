"""The pieces of a Moodle XML question that every type has."""

from __future__ import annotations

import base64
import binascii
import re

from recruit.rules.question_files.form import (
    Answer,
    Attached,
    Text,
    TextFormat,
    Wrong,
    one_line,
)
from recruit.rules.question_files.numbers import decimal, moodle_weight
from recruit.rules.question_files.troubles import Trouble
from recruit.rules.question_files.xml_tree import Node

MOST_FILES = 50
_FORMATS = {
    "moodle_auto_format": TextFormat.MOODLE,
    "html": TextFormat.HTML,
    "plain_text": TextFormat.PLAIN,
    "markdown": TextFormat.MARKDOWN,
}
_BLANKS = re.compile(rb"\s+")


def text_of(node: Node | None, default: TextFormat = TextFormat.HTML) -> Text:
    """Return a text with its format; an unknown format is read as HTML, as Moodle does."""
    if node is None:
        return Text("", default)
    written = node.attributes.get("format")
    style = default if written is None else _FORMATS.get(written.strip(), TextFormat.HTML)
    return Text(node.words, style)


def files_of(question: Node) -> tuple[tuple[Attached, ...], bool]:
    """Return the files inside of the question's text, and whether all of them could be read."""
    stem = question.first("questiontext")
    nodes = list(stem.all("file")) if stem is not None else []
    files = [_file(node.attributes.get("name", ""), node) for node in nodes]
    old = question.first("image_base64")
    if old is not None and old.text:
        files.append(_file(question.value("image"), old))
    read = [one for one in files if one is not None][:MOST_FILES]
    return tuple(read), len(read) == len(files)


def _file(written: str, node: Node) -> Attached | None:
    """Return a file, or None when it is not what it says."""
    name = one_line(written.replace("\\", "/").rpartition("/")[2], 120) or "file"
    try:
        plain = _BLANKS.sub(b"", node.text.encode("ascii"))
        return Attached(name, base64.b64decode(plain + b"=" * (-len(plain) % 4), validate=True))
    except (binascii.Error, UnicodeEncodeError):
        return None


def points_of(question: Node) -> float:
    """Return the points; 1 where the file says none."""
    written = question.value("defaultgrade")
    if not written:
        return 1.0
    points = decimal(written)
    if points is None or points < 0 or points > 1_000_000:
        raise Wrong(Trouble.POINTS, question.line, text=written[:40])
    return round(float(points), 2)


def answer_of(node: Node, default: TextFormat) -> Answer:
    """Return an answer with weight and feedback; its weight must be one of Moodle's."""
    own = node.value("fraction") if node.first("fraction") is not None else None
    try:
        if own:  # an old file's share, not per cent
            share = decimal(own)
            weight = moodle_weight(str((share or 0) * 100))
        else:
            weight = moodle_weight(node.attributes.get("fraction", "0") or "0")
    except Wrong as wrong:
        raise Wrong(wrong.trouble, node.line, **wrong.facts) from None
    style = _FORMATS.get(node.attributes.get("format", ""), default)
    text = Text(node.words, style)
    return Answer(text, weight, text_of(node.first("feedback"), default))
