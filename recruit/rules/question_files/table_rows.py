"""One line of our CSV as a question, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from recruit.rules.question_files.form import (
    MOST_ANSWERS,
    Answer,
    Kind,
    Pair,
    Parsed,
    Part,
    Text,
    TextFormat,
    Wrong,
    category_path,
    one_line,
    tag_list,
)
from recruit.rules.question_files.numbers import decimal, weight, written
from recruit.rules.question_files.prose import title
from recruit.rules.question_files.troubles import Trouble

FIXED = (
    "type",
    "name",
    "question",
    "format",
    "points",
    "single",
    "capitals",
    "unit",
    "category",
    "tags",
    "feedback",
    "model_answer",
)
REPEATED = ("answer", "weight", "tolerance", "match", "feedback")
KINDS = (
    Kind.MULTICHOICE,
    Kind.TRUEFALSE,
    Kind.SHORTANSWER,
    Kind.MATCHING,
    Kind.NUMERICAL,
    Kind.ESSAY,
    Kind.CLOZE,
    Kind.ORDERING,
    Kind.DESCRIPTION,
)
YES, NO = ("yes", "true", "1"), ("no", "false", "0")


def question(row: Mapping[str, str], line: int) -> Parsed:
    """Read a row, or raise Wrong."""
    kind = _kind(row.get("type", ""))
    style = _style(row.get("format", ""))
    stem = Text(row.get("question", ""), style)
    name = one_line(row.get("name", ""))
    if not stem:
        raise Wrong(Trouble.NO_TEXT)
    base = Parsed(
        kind,
        name or title(stem),
        stem,
        line,
        feedback=Text(row.get("feedback", ""), style),
        model_answer=Text(row.get("model_answer", ""), style),
        points=0.0 if kind is Kind.DESCRIPTION else _points(row.get("points", "")),
        category=category_path(row.get("category", "")),
        tags=tag_list(row.get("tags", "").split(",")),
        exact=row.get("capitals", "").lower() in YES,
    )
    if kind in (Kind.ESSAY, Kind.DESCRIPTION):
        return base
    if kind is Kind.CLOZE:
        return replace(base, parts=_parts(row, stem.text))
    answers = _answers(row, style, 0.0 if kind is Kind.MULTICHOICE else 1.0)
    if kind is Kind.MATCHING:
        return replace(base, pairs=_pairs(row, style))
    return _CHECKS[kind](base, answers, row)


def _kind(text: str) -> Kind:
    try:
        kind = Kind(text.lower())
    except ValueError:
        raise Wrong(Trouble.TYPE_UNKNOWN, type=text[:40]) from None
    if kind not in KINDS:
        raise Wrong(Trouble.UNSUPPORTED, type=kind.value)
    return kind


def _style(text: str) -> TextFormat:
    try:
        return TextFormat(text.lower()) if text else TextFormat.MARKDOWN
    except ValueError:
        return TextFormat.MARKDOWN


def _points(text: str) -> float:
    value = decimal(text or "1")
    if value is None or not 0 < value <= 1_000_000:
        raise Wrong(Trouble.POINTS, text=text[:40])
    return round(float(value), 2)


def _answers(row: Mapping[str, str], style: TextFormat, default: float) -> list[Answer]:
    answers = []
    for number in range(1, MOST_ANSWERS + 1):
        text = row.get(f"answer{number}", "")
        if not text:
            continue
        share = row.get(f"weight{number}", "").rstrip("% ")
        answers.append(
            Answer(
                Text(text, style),
                weight(share) if share else default,
                Text(row.get(f"feedback{number}", ""), style),
                row.get(f"tolerance{number}", ""),
            )
        )
    return answers


def _pairs(row: Mapping[str, str], style: TextFormat) -> tuple[Pair, ...]:
    pairs = []
    for number in range(1, MOST_ANSWERS + 1):
        left, right = row.get(f"answer{number}", ""), row.get(f"match{number}", "")
        if left and not right:
            raise Wrong(Trouble.EMPTY_ANSWER)
        if right:
            pairs.append(Pair(Text(left, style), right))
    if len(pairs) < 2 or not any(pair.left for pair in pairs):
        raise Wrong(Trouble.FEW_PAIRS)
    return tuple(pairs)


def _parts(row: Mapping[str, str], stem: str) -> tuple[Part, ...]:
    """Gaps: answer1 holds what fits into [[1]], different words for it between |."""
    parts: list[Part] = []
    while f"[[{len(parts) + 1}]]" in stem and len(parts) < MOST_ANSWERS:
        words = row.get(f"answer{len(parts) + 1}", "").split("|")
        answers = [
            Answer(Text(word.strip(), TextFormat.PLAIN), 1.0) for word in words if word.strip()
        ]
        if not answers:
            raise Wrong(Trouble.GAPS_DIFFER)
        exact = row.get("capitals", "").lower() in YES
        parts.append(Part(Kind.SHORTANSWER, 1.0, tuple(answers), exact=exact))
    if not parts:
        raise Wrong(Trouble.NO_GAP)
    if row.get(f"answer{len(parts) + 1}"):
        raise Wrong(Trouble.GAPS_DIFFER)
    return tuple(parts)


def _multichoice(base: Parsed, answers: list[Answer], row: Mapping[str, str]) -> Parsed:
    if len(answers) < 2:
        raise Wrong(Trouble.TOO_FEW)
    if not any(answer.weight > 0 for answer in answers):
        raise Wrong(Trouble.NO_RIGHT)
    said = row.get("single", "").lower()
    full = sum(answer.weight == 1 for answer in answers)
    single = said in YES or (said not in NO and full == 1)
    if single and not full:
        raise Wrong(Trouble.NO_FULL)
    return replace(base, answers=tuple(answers), single=single)


def _truefalse(base: Parsed, answers: list[Answer], row: Mapping[str, str]) -> Parsed:
    word = answers[0].text.text.lower() if answers else ""
    if word not in ("true", "false"):
        raise Wrong(Trouble.TRUE_OR_FALSE)
    other = Text(row.get("feedback2", ""), base.stem.format)
    wrong = Answer(Text("false" if word == "true" else "true"), 0.0, other)
    right = Answer(Text(word), 1.0, answers[0].feedback)
    return replace(base, answers=(right, wrong))


def _shortanswer(base: Parsed, answers: list[Answer], _row: Mapping[str, str]) -> Parsed:
    if not answers:
        raise Wrong(Trouble.EMPTY_ANSWER)
    if not any(answer.weight > 0 for answer in answers):
        raise Wrong(Trouble.NO_RIGHT)
    plain = (replace(one, text=Text(one.text.text, TextFormat.PLAIN)) for one in answers)
    return replace(base, answers=tuple(plain))


def _numerical(base: Parsed, answers: list[Answer], row: Mapping[str, str]) -> Parsed:
    numbers = []
    for answer in answers:
        value = decimal(answer.text.text)
        if value is None and answer.text.text != "*":
            raise Wrong(Trouble.NOT_A_NUMBER, text=answer.text.text[:40])
        off = decimal(answer.tolerance or "0")
        if off is None or off < 0:
            raise Wrong(Trouble.TOLERANCE, text=answer.tolerance[:40])
        text = "*" if value is None else written(value)
        numbers.append(
            replace(answer, text=Text(text, TextFormat.PLAIN), tolerance=written(off))
        )
    if not any(answer.weight > 0 for answer in numbers):
        raise Wrong(Trouble.NO_NUMBER)
    unit = one_line(row.get("unit", ""), 40)
    return replace(base, answers=tuple(numbers), units=((unit, 1.0),) if unit else ())


def _ordering(base: Parsed, answers: list[Answer], _row: Mapping[str, str]) -> Parsed:
    if len(answers) < 2:
        raise Wrong(Trouble.TOO_FEW)
    return replace(base, answers=tuple(replace(one, weight=0.0) for one in answers))


_CHECKS = {
    Kind.MULTICHOICE: _multichoice,
    Kind.TRUEFALSE: _truefalse,
    Kind.SHORTANSWER: _shortanswer,
    Kind.NUMERICAL: _numerical,
    Kind.ORDERING: _ordering,
}
