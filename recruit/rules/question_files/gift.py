"""Moodle GIFT: from text to questions.

Questions are separated by blank lines; lines that begin with // are comments, where newer Moodle
keeps [id:...] and [tag:...]. Every question is read alone, so that a broken one breaks no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from recruit.rules.question_files import gift_answers
from recruit.rules.question_files.decoding import utf8
from recruit.rules.question_files.form import (
    MOST_PROBLEMS,
    MOST_QUESTIONS,
    FileFormat,
    Found,
    Kind,
    Parsed,
    Problem,
    Text,
    Unreadable,
    Wrong,
    category_path,
    one_line,
    tag_list,
)
from recruit.rules.question_files.gift_text import hide, show, styled
from recruit.rules.question_files.prose import title
from recruit.rules.question_files.troubles import Trouble

CATEGORY = "$CATEGORY:"
_ID = re.compile(r"\[id:((?:\\\]|[^\]\x00-\x1f\x7f]){1,200}?)(?<!\\)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]<>`\x00-\x1f\x7f]){1,200}?)(?<!\\)\]")
_BRACE = re.compile(r"[{}]")
MISSING_WORD = "_____"


@dataclass(slots=True)
class _Block:
    """The lines of a question; `line` is the number of the first."""

    line: int
    lines: list[str] = field(default_factory=list)


def _blocks(text: str) -> Iterator[_Block]:
    block: _Block | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            if block is not None:
                yield block
            block = None
            continue
        block = block or _Block(number)
        block.lines.append(line)
    if block is not None:
        yield block


@dataclass(slots=True)
class _Reading:
    """What was found until now."""

    questions: list[Parsed] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    category: tuple[str, ...] = ()


def read(data: bytes) -> Found:
    """Read a GIFT file; Unreadable when it is not UTF-8 text."""
    text = utf8(data)
    reading = _Reading()
    blocks = list(_blocks(text))
    if not blocks:
        reading.errors.append(Problem(1, Trouble.EMPTY))
    rest_of_broken = 0
    for at, block in enumerate(blocks):
        if rest_of_broken:
            rest_of_broken -= 1
            continue
        problem = _read_block(block, reading)
        if len(reading.questions) > MOST_QUESTIONS:
            raise Unreadable(Trouble.TOO_MANY, most=MOST_QUESTIONS)
        if problem is not None:
            reading.errors.append(problem)
            if problem.trouble is Trouble.NOT_CLOSED:
                rest_of_broken = _continuation(blocks, at)
        if len(reading.errors) >= MOST_PROBLEMS:
            break
    return Found(
        FileFormat.GIFT,
        tuple(reading.questions),
        tuple(reading.errors),
        tuple(reading.warnings[:MOST_PROBLEMS]),
    )


LONGEST_TAIL = 50


def _continuation(blocks: list[_Block], at: int) -> int:
    """Count the blocks after an unclosed one that are the rest of its answers: a blank line
    inside of braces is one error, not three."""
    for count, block in enumerate(blocks[at + 1 : at + 1 + LONGEST_TAIL], start=1):
        found = _BRACE.search(hide("\n".join(block.lines)))
        if found is not None:
            return count if found[0] == "}" else 0
    return 0


def _read_block(block: _Block, reading: _Reading) -> Problem | None:
    comments, lines = [], []
    for line in block.lines:
        plain = line.strip()
        if plain.startswith("//"):
            comments.append(plain)
            lines.append("")
        else:
            lines.append(line)
    first = next((at for at, line in enumerate(lines) if line), None)
    if first is None:
        return None
    if lines[first].lstrip().startswith(CATEGORY):
        written = lines[first].lstrip()[len(CATEGORY) :]
        reading.category = category_path(show(hide(written)))
        lines[first] = ""
        first = next((at for at, line in enumerate(lines) if line), None)
        if first is None:
            return None
    text = hide("\n".join(lines[first:]))
    start = block.line + first
    try:
        parsed = _question(text, start)
    except Wrong as wrong:
        at = wrong.line or start
        shown = block.lines[min(max(at - block.line, 0), len(block.lines) - 1)]
        return Problem(at, wrong.trouble, wrong.facts, one_line(shown, 200))
    note = "\n".join(comments)
    number = _ID.search(note)
    parsed = replace(
        parsed,
        category=reading.category,
        id_number=number[1].replace("\\]", "]").strip() if number else "",
        tags=tag_list([one[1].replace("\\]", "]") for one in _TAG.finditer(note)]),
    )
    reading.questions.append(parsed)
    if (odd := gift_answers.odd_sum(parsed)) is not None:
        reading.warnings.append(Problem(start, Trouble.SUM_NOT_WHOLE, {"sum": odd}))
    return None


def _question(text: str, start: int) -> Parsed:
    """Read a question. text: with its escapes hidden; start: the line it begins on."""

    def line_at(place: int) -> int:
        return start + text.count("\n", 0, place)

    begin, name = len(text) - len(text.lstrip()), ""
    if text.startswith("::", begin):
        end = text.find("::", begin + 2)
        if end < 0:
            raise Wrong(Trouble.NAME_OPEN)
        name = one_line(show(text[begin + 2 : end]))
        begin = end + 2
    opened, closed = text.find("{", begin), text.find("}", begin)
    if opened < 0 and closed < 0:
        stem = _stem(text[begin:])
        if not stem and not name:
            raise Wrong(Trouble.NO_TEXT)
        return Parsed(Kind.DESCRIPTION, name or title(stem), stem, start, points=0)
    if opened < 0 or 0 <= closed < opened:
        raise Wrong(Trouble.NOT_OPENED, line_at(closed))
    if closed < 0:
        raise Wrong(Trouble.NOT_CLOSED, line_at(opened))
    inner = text.find("{", opened + 1, closed)
    if inner < 0:
        found = _BRACE.search(text, closed + 1)
        inner = found.start() if found else -1
    if inner >= 0:
        raise Wrong(Trouble.BRACE, line_at(inner))
    before, after = text[begin:opened], _tail(text[closed + 1 :])
    stem = _stem(f"{before}{MISSING_WORD}{after}" if after else before)
    if not stem and not name:
        raise Wrong(Trouble.NO_TEXT)
    base = Parsed(Kind.ESSAY, name or title(stem), stem, start)
    return gift_answers.read(base, text[opened + 1 : closed], line_at(opened))


def _tail(written: str) -> str:
    """What stands behind the answers, without a comment right behind the brace."""
    if written.lstrip(" \t").startswith("//"):
        written = written.partition("\n")[2]
    return written.rstrip()


def _stem(written: str) -> Text:
    text = written.strip()
    while text.startswith("//"):  # a comment behind the name, on its line
        text = text.partition("\n")[2].lstrip()
    return styled(text)
