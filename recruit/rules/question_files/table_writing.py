"""Questions as our CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recruit.rules import csv_cells
from recruit.rules.question_files import cells
from recruit.rules.question_files.form import Answer, Kind, Parsed
from recruit.rules.question_files.showing import percent
from recruit.rules.question_files.table_rows import FIXED, KINDS, REPEATED


def write(questions: Sequence[Parsed]) -> str:
    """Return the questions that the table has columns for, with a heading line."""
    kept = [one for one in questions if one.kind in KINDS]
    width = max((_width(one) for one in kept), default=0)
    numbered = [f"{name}{at}" for at in range(1, width + 1) for name in REPEATED]
    heads = [*FIXED, *numbered]
    lines = [csv_cells.BYTE_ORDER_MARK, csv_cells.line(heads)]
    for question in kept:
        row = dict(_row(question))
        lines.append(csv_cells.line(cells.out(row.get(head, "")) for head in heads))
    return "".join(lines)


def _width(question: Parsed) -> int:
    return max(len(question.answers), len(question.pairs), len(question.parts))


def _row(question: Parsed) -> Iterator[tuple[str, str]]:
    yield "type", question.kind.value
    yield "name", question.name
    yield "question", question.stem.text
    yield "format", question.stem.format.value
    yield "points", f"{question.points:g}" if question.points else ""
    if question.kind is Kind.MULTICHOICE:
        yield "single", "yes" if question.single else "no"
    if question.exact or any(part.exact for part in question.parts):
        yield "capitals", "yes"
    if question.units:
        yield "unit", question.units[0][0]
    yield "category", "/".join(name.replace("/", "//") for name in question.category)
    yield "tags", ", ".join(question.tags)
    yield "feedback", question.feedback.text
    yield "model_answer", question.model_answer.text
    for at, answer in enumerate(question.answers, start=1):
        yield from _answer(question.kind, answer, at)
    for at, pair in enumerate(question.pairs, start=1):
        yield f"answer{at}", pair.left.text
        yield f"match{at}", pair.right
    for at, part in enumerate(question.parts, start=1):
        right = [answer.text.text for answer in part.answers if answer.weight > 0]
        yield f"answer{at}", " | ".join(right)


def _answer(kind: Kind, answer: Answer, at: int) -> Iterator[tuple[str, str]]:
    yield f"answer{at}", answer.text.text
    yield f"feedback{at}", answer.feedback.text
    if kind not in (Kind.TRUEFALSE, Kind.ORDERING):
        yield f"weight{at}", f"{percent(answer.weight):.8g}"
    if kind is Kind.NUMERICAL:
        yield f"tolerance{at}", answer.tolerance
