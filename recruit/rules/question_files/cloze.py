"""Moodle's "embedded answers": {1:SHORTANSWER:=right~%50%half#said} inside of a text."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from recruit.rules.question_files.form import (
    MOST_ANSWERS,
    Answer,
    Kind,
    Part,
    Text,
    TextFormat,
    Wrong,
)
from recruit.rules.question_files.numbers import decimal, weight
from recruit.rules.question_files.troubles import Trouble

_NUMBER = ("NUMERICAL", "NM")
_SHORT = ("SHORTANSWER", "SA", "MW")
_EXACT = ("SHORTANSWER_C", "SAC", "MWC")
_LAYOUTS = ("", "_V", "_H", "_S", "_VS", "_HS")
_SHORT_LAYOUTS = ("", "V", "H", "S", "VS", "HS")
_SINGLE = [f"MULTICHOICE{look}" for look in _LAYOUTS] + [f"MC{look}" for look in _SHORT_LAYOUTS]
_SEVERAL = [f"MULTIRESPONSE{look}" for look in _LAYOUTS]
_SEVERAL += [f"MR{look}" for look in _SHORT_LAYOUTS]
_TYPES = {*_NUMBER, *_SHORT, *_EXACT, *_SINGLE, *_SEVERAL}
_START = re.compile(r"\{\s{0,9}(\d{0,5})\s{0,9}:\s{0,9}([A-Z_]{2,20})\s{0,9}:")
_PERCENT = re.compile(r"%(-?\d{1,3}(?:[.,]\d{0,10})?)%")
_SAID = re.compile(r"(?<!&)(?<!&amp;)#")  # the # of &#39; begins no feedback
_MARKS = {"\\}": "\ufdd0", "\\~": "\ufdd1", "\\#": "\ufdd2", "\\/": "\ufdd3", '\\"': "\ufdd4"}
_SHOWN = {ord(mark): plain[1] for plain, mark in _MARKS.items()}
_AS_WRITTEN = {ord(mark): plain for plain, mark in _MARKS.items()}
_ESCAPED = re.compile(r"\\[}~#/\"]")


def read(text: str, line: int, *, html: bool) -> tuple[str, tuple[Part, ...]]:
    """Return the text with [[1]], [[2]] for its gaps, and the gaps; raise Wrong."""
    hidden = _ESCAPED.sub(lambda found: _MARKS[found[0]], text)
    kept, parts, at = [], [], 0
    for found in _START.finditer(hidden):
        if found.start() < at or found[2] not in _TYPES:
            continue
        end = hidden.find("}", found.end())
        if end < 0:
            break
        here = line + hidden.count("\n", 0, found.start())
        kept.append(hidden[at : found.start()])
        parts.append(_part(found[1], found[2], hidden[found.end() : end], here, html=html))
        kept.append(f"[[{len(parts)}]]")
        if len(parts) > MOST_ANSWERS:
            raise Wrong(Trouble.TOO_MANY_ANSWERS, here, most=MOST_ANSWERS)
        at = end + 1
    kept.append(hidden[at:])
    if not parts:
        raise Wrong(Trouble.NO_GAP, line)
    return "".join(kept).translate(_AS_WRITTEN), tuple(parts)


def _shown(text: str) -> str:
    return text.translate(_SHOWN)


def _part(points: str, name: str, inside: str, line: int, *, html: bool) -> Part:
    kind = Kind.MULTICHOICE
    if name in _NUMBER:
        kind = Kind.NUMERICAL
    elif name in _SHORT or name in _EXACT:
        kind = Kind.SHORTANSWER
    answers, shares_given = [], False
    for written in inside.split("~"):
        if not written.strip():
            continue
        shares_given = shares_given or written.strip().startswith("%")
        if answer := _answer(written.strip(), kind, line, html=html):
            answers.append(answer)
        if len(answers) > MOST_ANSWERS:
            raise Wrong(Trouble.TOO_MANY_ANSWERS, line, most=MOST_ANSWERS)
    several = name in _SEVERAL
    _check(kind, answers, line, several=several)
    if several:
        answers = _shared(answers, wrong_costs=not shares_given)
    choices = tuple(answer.text.text for answer in answers) if kind is Kind.MULTICHOICE else ()
    worth = float(points or 1)
    return Part(kind, worth or 1.0, tuple(answers), not several, name in _EXACT, choices)


def _shared(answers: list[Answer], *, wrong_costs: bool) -> list[Answer]:
    """Moodle's weights where several are right: together they earn everything, and unless the
    author gave shares, a wrong one takes back a right one."""
    total = sum(answer.weight for answer in answers if answer.weight > 0)
    wrong = -1 / total if wrong_costs else None
    return [
        replace(answer, weight=answer.weight / total)
        if answer.weight > 0
        else replace(answer, weight=answer.weight if wrong is None else wrong)
        for answer in answers
    ]


def _answer(written: str, kind: Kind, line: int, *, html: bool) -> Answer | None:
    """Return an answer; None where nothing but feedback is written, which Moodle ignores."""
    share, rest = 0.0, written
    if rest.startswith("="):
        share, rest = 1.0, rest[1:]
    if found := _PERCENT.match(rest):
        share, rest = weight(found[1]), rest[found.end() :]
    answer, said = (*_SAID.split(rest, maxsplit=1), "")[:2]
    text = _shown(unescape(answer)).strip()
    if not text:
        return None
    feedback = Text(
        _shown(unescape(said)).strip(), TextFormat.HTML if html else TextFormat.MOODLE
    )
    off = ""
    if kind is Kind.NUMERICAL and text != "*":
        text, colon, off = (bit.strip() for bit in text.partition(":"))
        if decimal(text) is None:
            raise Wrong(Trouble.NOT_A_NUMBER, line, text=text[:40])
        off = off if colon else "0"
        if (tolerance := decimal(off)) is None or tolerance < 0:
            raise Wrong(Trouble.TOLERANCE, line, text=off[:40])
    return Answer(Text(text, TextFormat.PLAIN), share, feedback, off)


def _check(kind: Kind, answers: list[Answer], line: int, *, several: bool) -> None:
    if not answers:
        raise Wrong(Trouble.EMPTY_ANSWER, line)
    if kind is Kind.MULTICHOICE and len(answers) < 2:
        raise Wrong(Trouble.TOO_FEW, line)
    if not any(answer.weight > 0 for answer in answers):
        raise Wrong(Trouble.NO_RIGHT, line)
    if not several and not any(answer.weight == 1 for answer in answers):
        raise Wrong(Trouble.NO_FULL, line)
