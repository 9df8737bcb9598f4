"""What stands between the braces of a GIFT question."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from recruit.rules.question_files.form import (
    MOST_ANSWERS,
    Answer,
    Kind,
    Pair,
    Parsed,
    Text,
    TextFormat,
    Wrong,
)
from recruit.rules.question_files.gift_text import show, styled
from recruit.rules.question_files.numbers import decimal, weight, written
from recruit.rules.question_files.troubles import Trouble

GENERAL_FEEDBACK = "####"
ARROW = "->"
_TRUE, _FALSE = ("T", "TRUE"), ("F", "FALSE")
_REMARK = re.compile(r"(?:(?<=\s)|^)//[^\n]*")
_ORDER = re.compile(r">\s*\d{1,5}\b[ \t]*")
_ORDER_SETTING = re.compile(
    r"(?:ALL|EXACT|RANDOM|REL|CONTIG(?:UOUS)?|H|HORI(?:ZONTAL)?|V|VERT(?:ICAL)?|ALL_OR_NOTHING"
    r"|ABS(?:OLUTE(?:_POSITION)?)?|RELATIVE[A-Z_]*|LONGEST_[A-Z_]+|SHOW|HIDE|TRUE|FALSE|YES|NO"
    r"|none|123|abc|ABCD|iii|IIII|[01])(?:[ \t]+|(?=\n)|$)"
)
_PERCENT = re.compile(r"%\s*([^%\s]{1,20})\s*%")


@dataclass(frozen=True, slots=True)
class _Piece:
    """One answer as it stands there: the sign before it, its text, the line it begins on."""

    sign: str
    text: str
    line: int


def read(base: Parsed, inside: str, line: int) -> Parsed:
    """Return the question with its answers. inside: escapes hidden; line: of the brace."""
    answers, marker, said = inside.rpartition(GENERAL_FEEDBACK)
    if not marker:
        answers, said = inside, ""
    default = base.stem.format
    base = replace(base, feedback=styled(said, default))
    line += _lines_before(answers)
    answers = _without_remarks(answers.strip())
    if not answers:
        return replace(base, kind=Kind.ESSAY)
    if answers.startswith("#"):
        return _numerical(base, answers[1:], line)
    if len(items := _ordered(answers)) > 1:
        return _ordering(base, items, line)
    if "~" in answers:
        return _multichoice(base, answers, line)
    if "=" in answers and ARROW in answers:
        return _matching(base, answers, line)
    bits = answers.split("#", 2)
    if bits[0].strip().upper() in _TRUE + _FALSE:
        return _truefalse(base, bits)
    return _shortanswer(base, answers, line)


def _lines_before(text: str) -> int:
    return text.count("\n", 0, len(text) - len(text.lstrip()))


def _without_remarks(text: str) -> str:
    """Drop remarks where they can be nothing else: before the answers, or beside a lone true or
    false. Anywhere else two slashes belong to the answer."""
    while text.startswith("//"):
        head, _end, rest = text.partition("\n")
        if "=" in head or "~" in head:
            break
        text = rest.lstrip()
    bare = _REMARK.sub("", text).strip() if "//" in text else text
    return bare if bare.upper() in _TRUE + _FALSE else text


def _pieces(text: str, signs: str, line: int) -> list[_Piece]:
    """Cut at every sign; what stands before the first one has no sign. Blanks are dropped."""
    pieces, sign, begin = [], "", 0
    places = [at for at, char in enumerate(text) if char in signs]
    for end in [*places, len(text)]:
        piece = text[begin:end]
        if piece.strip():
            pieces.append(_Piece(sign, piece.strip(), line + _lines_before(piece)))
        if len(pieces) > MOST_ANSWERS:
            raise Wrong(Trouble.TOO_MANY_ANSWERS, line, most=MOST_ANSWERS)
        line += piece.count("\n")
        if end < len(text):
            sign, begin = text[end], end + 1
    return pieces


def _weighed(piece: _Piece, default: float) -> tuple[float, str]:
    """Return a piece's weight and the rest of its text."""
    found = _PERCENT.match(piece.text)
    if found is None:
        return default, piece.text
    if decimal(found[1]) is None:
        return default, piece.text  # "%d% of ..." is a text that begins with a per cent sign
    return _at(piece, lambda: weight(found[1])), piece.text[found.end() :]


def _at(piece: _Piece, work: Callable[[], float]) -> float:
    try:
        return work()
    except Wrong as wrong:
        raise Wrong(wrong.trouble, piece.line, **wrong.facts) from None


def _said(text: str, default: TextFormat) -> tuple[str, Text]:
    """Cut an answer from its feedback."""
    answer, _mark, said = text.partition("#")
    return answer.strip(), styled(said, default)


def _multichoice(base: Parsed, text: str, line: int) -> Parsed:
    answers = []
    for piece in _pieces(text, "=~", line):
        share, rest = _weighed(piece, 1.0 if piece.sign == "=" else 0.0)
        answer, said = _said(rest, base.stem.format)
        if answer:
            answers.append(Answer(styled(answer, base.stem.format), share, said))
    if len(answers) < 2:
        raise Wrong(Trouble.TOO_FEW, line)
    if not any(answer.weight > 0 for answer in answers):
        raise Wrong(Trouble.NO_RIGHT, line)
    return replace(base, kind=Kind.MULTICHOICE, answers=tuple(answers), single="=" in text)


def _matching(base: Parsed, text: str, line: int) -> Parsed:
    pairs = []
    for piece in _pieces(text, "=", line):
        left, arrow, right = piece.text.partition(ARROW)
        if not arrow:
            raise Wrong(Trouble.NO_ARROW, piece.line)
        if not right.strip():
            raise Wrong(Trouble.EMPTY_ANSWER, piece.line)
        pairs.append(Pair(styled(left, base.stem.format), show(right).strip()))
    if len(pairs) < 2 or not any(pair.left for pair in pairs):
        raise Wrong(Trouble.FEW_PAIRS, line)
    return replace(base, kind=Kind.MATCHING, pairs=tuple(pairs))


def _ordered(text: str) -> list[str]:
    """Return the items of an ordering question as Moodle exports it: ">", how many are shown,
    settings that mean nothing here, and one item a line. Empty when it is none."""
    head = _ORDER.match(text)
    if head is None:
        return []
    at = head.end()
    while found := _ORDER_SETTING.match(text, at):
        at = found.end()
    return [item.strip() for item in text[at:].split("\n") if item.strip()]


def _ordering(base: Parsed, items: list[str], line: int) -> Parsed:
    if len(items) > MOST_ANSWERS:
        raise Wrong(Trouble.TOO_MANY_ANSWERS, line, most=MOST_ANSWERS)
    answers = tuple(Answer(styled(item, base.stem.format), 0.0) for item in items)
    return replace(base, kind=Kind.ORDERING, answers=answers)


def _truefalse(base: Parsed, bits: list[str]) -> Parsed:
    right = bits[0].strip().upper() in _TRUE
    texts = [styled(bit, base.stem.format) for bit in bits[1:]] + [Text(), Text()]
    answers = (
        Answer(Text("true" if right else "false"), 1.0, texts[1]),
        Answer(Text("false" if right else "true"), 0.0, texts[0]),
    )
    return replace(base, kind=Kind.TRUEFALSE, answers=answers)


def _shortanswer(base: Parsed, text: str, line: int) -> Parsed:
    answers = []
    for piece in _pieces(text, "=", line):
        share, rest = _weighed(piece, 1.0)
        answer, said = _said(rest, base.stem.format)
        if not answer:
            raise Wrong(Trouble.EMPTY_ANSWER, piece.line)
        answers.append(Answer(styled(answer, TextFormat.PLAIN), share, said))
    if not answers:
        raise Wrong(Trouble.EMPTY_ANSWER, line)
    if not any(answer.weight > 0 for answer in answers):
        raise Wrong(Trouble.NO_RIGHT, line)
    return replace(base, kind=Kind.SHORTANSWER, answers=tuple(answers))


def _numerical(base: Parsed, text: str, line: int) -> Parsed:
    line += _lines_before(text)
    given, wrong_mark, wrong = text.strip().partition("~")
    answers = []
    for piece in _pieces(given, "=", line):
        share, rest = _weighed(piece, 1.0)
        answer, said = _said(rest, base.stem.format)
        answers.append(_number(show(answer), share, said, piece.line))
    if not any(answer.weight > 0 for answer in answers):
        raise Wrong(Trouble.NO_NUMBER, line)
    if wrong_mark:
        said = _said(wrong, base.stem.format)[1]
        answers.append(Answer(Text("*", TextFormat.PLAIN), 0.0, said))
    return replace(base, kind=Kind.NUMERICAL, answers=tuple(answers))


def _number(text: str, share: float, said: Text, line: int) -> Answer:
    """Read "3", "3:0.5", "1..5" or "*" (anything)."""
    if text == "*":
        return Answer(Text("*", TextFormat.PLAIN), share, said)
    if ".." in text:
        parts = [part.strip() for part in text.split("..", 1)]
        low, high = (_value(part, line, Trouble.NOT_A_NUMBER) for part in parts)
        if high < low:
            raise Wrong(Trouble.RANGE, line, text=text[:40])
        middle, half = written((low + high) / 2), written((high - low) / 2)
        return Answer(
            Text(middle, TextFormat.PLAIN), share, said, half, written(low), written(high)
        )
    value, colon, off = (part.strip() for part in text.partition(":"))
    _value(value, line, Trouble.NOT_A_NUMBER)
    if colon and _value(off, line, Trouble.TOLERANCE) < 0:
        raise Wrong(Trouble.TOLERANCE, line, text=off[:40])
    return Answer(Text(value, TextFormat.PLAIN), share, said, off if colon else "0")


def _value(text: str, line: int, trouble: Trouble) -> Decimal:
    value = decimal(text)
    if value is None:
        raise Wrong(trouble, line, text=text[:40])
    return value


def odd_sum(question: Parsed) -> str | None:
    """Return what the right answers of a several-answers question add up to, in per cent, where
    that is not the whole."""
    if question.kind is not Kind.MULTICHOICE or question.single:
        return None
    total = sum(answer.weight for answer in question.answers if answer.weight > 0)
    return None if abs(total - 1) < 0.01 else f"{total * 100:.6g}"
