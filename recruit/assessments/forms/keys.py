"""Keys and rubrics as plain lines of text: quick to type, quick to paste, read back the same.

- options: one a line; `*` before a right one, `50%` before one that earns half.
- matching: `left = right`, one pair a line.
- ordering: one item a line, in the right order.
- gap text: one line per gap, accepted answers separated by `|`.
- rubric: `points | what earns them | example`, the example may be left out.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from recruit.kernel.ids import new_code
from recruit.rules.marking import QuestionType, number

MOST_LINES = 100
LONGEST_LINE = 500
_CREDIT = re.compile(r"(\d{1,3})\s*%\s+(.+)", re.DOTALL)


class Unreadable(ValueError):
    """A line that says nothing we can read; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _lines(text: str) -> list[tuple[int, str]]:
    lines = [(at, line.strip()) for at, line in enumerate(text.split("\n"), start=1)]
    kept = [(at, line) for at, line in lines if line]
    for at, line in kept:
        if len(line) > LONGEST_LINE:
            raise Unreadable(at)
    if len(kept) > MOST_LINES:
        raise Unreadable(kept[MOST_LINES][0])
    return kept


def read_key(kind: QuestionType, text: str) -> dict[str, Any]:
    """Return the key written in `text`, or raise Unreadable. Numbers, true and false have
    fields of their own."""
    lines = _lines(text)
    if kind in (QuestionType.ONE_OF_MANY, QuestionType.SEVERAL_OF_MANY):
        return {"options": [_option(at, line) for at, line in lines]}
    if kind is QuestionType.MATCHING:
        return {"pairs": [_pair(at, line) for at, line in lines]}
    if kind is QuestionType.ORDERING:
        return {"items": [{"id": new_code(), "text": line} for _, line in lines]}
    if kind is QuestionType.GAP_TEXT:
        return {"gaps": [{"answers": _parts(line), "exact": False} for _, line in lines]}
    return {}


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.split("|") if part.strip()]


def _option(at: int, line: str) -> dict[str, Any]:
    credit, text = 0.0, line
    if line.startswith("*"):
        credit, text = 1.0, line[1:].strip()
    elif found := _CREDIT.fullmatch(line):
        credit, text = min(int(found[1]), 100) / 100, found[2].strip()
    if not text:
        raise Unreadable(at)
    return {"id": new_code(), "text": text, "credit": credit}


def _pair(at: int, line: str) -> dict[str, Any]:
    left, _, right = (part.strip() for part in line.partition("="))
    if not left or not right:
        raise Unreadable(at)
    return {"id": new_code(), "left": left, "right": right, "right_id": new_code()}


def write_key(kind: QuestionType, key: Mapping[str, Any]) -> str:
    """Return a key as lines, the reverse of `read_key`."""
    if kind in (QuestionType.ONE_OF_MANY, QuestionType.SEVERAL_OF_MANY):
        return "\n".join(_write_option(option) for option in key.get("options", ()))
    if kind is QuestionType.MATCHING:
        return "\n".join(f"{pair['left']} = {pair['right']}" for pair in key.get("pairs", ()))
    if kind is QuestionType.ORDERING:
        return "\n".join(str(item["text"]) for item in key.get("items", ()))
    if kind is QuestionType.GAP_TEXT:
        return "\n".join(" | ".join(gap["answers"]) for gap in key.get("gaps", ()))
    return ""


def _write_option(option: Mapping[str, Any]) -> str:
    credit = float(option["credit"])
    mark = "* " if credit == 1 else f"{round(credit * 100)}% " if credit else ""
    return f"{mark}{option['text']}"


def read_rubric(text: str) -> list[dict[str, Any]]:
    """Return the rubric written in `text`, or raise Unreadable."""
    rubric = []
    for at, line in _lines(text):
        parts = [part.strip() for part in line.split("|")]
        points = number(parts[0])
        if points is None or points <= 0 or len(parts) < 2 or not parts[1]:
            raise Unreadable(at)
        example = parts[2] if len(parts) > 2 else ""
        rubric.append(
            {
                "id": new_code(),
                "points": round(float(points), 2),
                "text": parts[1],
                "example": example,
            }
        )
    return rubric


def write_rubric(rubric: Sequence[Mapping[str, Any]]) -> str:
    """Return a rubric as lines, the reverse of `read_rubric`."""
    return "\n".join(
        " | ".join(filter(None, (f"{line['points']:g}", line["text"], line.get("example"))))
        for line in rubric
    )
