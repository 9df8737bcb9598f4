"""Our CSV: one question a line, its answers in numbered columns; documented in
docs/assessments/question-files.md."""

from __future__ import annotations

import csv
import io
import re

from recruit.rules.attendance_csv.text import BadFile, decode, sniff
from recruit.rules.question_files import cells, table_rows
from recruit.rules.question_files.decoding import check_size, clean, plain_ends
from recruit.rules.question_files.form import (
    MOST_PROBLEMS,
    MOST_QUESTIONS,
    FileFormat,
    Found,
    Parsed,
    Problem,
    Unreadable,
    Wrong,
    one_line,
)
from recruit.rules.question_files.gift_answers import odd_sum
from recruit.rules.question_files.troubles import Trouble

NEEDED = ("type", "question")
_CODES = {"empty": Trouble.EMPTY, "binary": Trouble.BINARY, "encoding": Trouble.NOT_UTF8}
_SPLIT_NUMBER = re.compile(r"([a-z]+)\s{0,5}[_-]?\s{0,5}(\d{1,3})")
LONGEST_CELL = 1_000_000


def column(head: str) -> str:
    """Return a column's name as we write it: "Answer 1" is "answer1"."""
    name = head.strip().lower().replace("\ufeff", "")
    found = _SPLIT_NUMBER.fullmatch(name)
    return f"{found[1]}{int(found[2])}" if found else name.replace(" ", "_")


def _rows(text: str) -> tuple[list[tuple[int, list[str]]], int | None]:
    """Return the rows with their lines, and the line where the table stops being one."""
    rows: list[tuple[int, list[str]]] = []
    line = 1
    previous = csv.field_size_limit(LONGEST_CELL)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=sniff(text[:100_000]))
        for written in reader:
            if any(cell.strip() for cell in written):
                rows.append((line, written))
            line = reader.line_num + 1
    except (csv.Error, BadFile):
        return rows, line
    finally:
        csv.field_size_limit(previous)
    return rows, None


def read(data: bytes) -> Found:
    """Read a table of questions. UTF-8, else Windows-1251 or 1252 by the look of it."""
    check_size(data)
    try:
        text = plain_ends(decode(data).text)
    except BadFile as bad:
        if bad.code == "empty":
            return Found(FileFormat.CSV, (), (Problem(1, Trouble.EMPTY),))
        raise Unreadable(_CODES.get(bad.code, Trouble.BINARY)) from None
    if "\0" in text:
        raise Unreadable(Trouble.BINARY)
    rows, broken = _rows(clean(text))
    errors = [] if broken is None else [Problem(broken, Trouble.CSV_BROKEN)]
    if not rows:
        return Found(FileFormat.CSV, (), tuple(errors or [Problem(1, Trouble.EMPTY)]))
    heads = [column(head) for head in rows[0][1]]
    problem = _heads_problem(heads, rows[0][0])
    if problem is not None:
        return Found(FileFormat.CSV, (), (problem,))
    questions: list[Parsed] = []
    warnings: list[Problem] = []
    for line, written in rows[1:]:
        row = {head: cells.back(cell) for head, cell in zip(heads, written, strict=False)}
        try:
            parsed = table_rows.question(row, line)
        except Wrong as wrong:
            shown = one_line(" | ".join(written), 200)
            errors.append(Problem(wrong.line or line, wrong.trouble, wrong.facts, shown))
        else:
            questions.append(parsed)
            if (total := odd_sum(parsed)) is not None:
                warnings.append(Problem(line, Trouble.SUM_NOT_WHOLE, {"sum": total}))
        if len(questions) > MOST_QUESTIONS:
            raise Unreadable(Trouble.TOO_MANY, most=MOST_QUESTIONS)
        if len(errors) >= MOST_PROBLEMS:
            break
    errors.sort(key=lambda one: one.line)
    return Found(FileFormat.CSV, tuple(questions), tuple(errors), tuple(warnings))


def _heads_problem(heads: list[str], line: int) -> Problem | None:
    for name in NEEDED:
        if name not in heads:
            return Problem(line, Trouble.COLUMN, {"column": name}, one_line(" | ".join(heads)))
    seen: set[str] = set()
    for head in heads:
        if head and head in seen:
            return Problem(line, Trouble.COLUMN_TWICE, {"column": head[:40]})
        seen.add(head)
    return None
