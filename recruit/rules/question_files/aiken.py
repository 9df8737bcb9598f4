"""Aiken: a line of text, choices "A) ..." or "B. ...", and "ANSWER: B".

Errors stand on the lines where Moodle finds them: an answer without a question on its own line, a
question without ANSWER on the line of the next one, one with too few choices on its ANSWER.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from recruit.rules.question_files.decoding import utf8
from recruit.rules.question_files.form import (
    MOST_ANSWERS,
    MOST_PROBLEMS,
    MOST_QUESTIONS,
    Answer,
    FileFormat,
    Found,
    Kind,
    Parsed,
    Problem,
    Text,
    TextFormat,
    Unreadable,
    one_line,
)
from recruit.rules.question_files.troubles import Trouble

_CHOICE = re.compile(r"([A-Z])[).]")
_ANSWER = re.compile(r"ANSWER:\s*(.?)")


@dataclass(slots=True)
class _Open:
    """A question whose ANSWER line did not come yet."""

    text: str
    line: int
    choices: list[str] = field(default_factory=list)


def read(data: bytes) -> Found:
    """Read an Aiken file; Unreadable when it is not UTF-8 text."""
    questions: list[Parsed] = []
    errors: list[Problem] = []
    now: _Open | None = None
    number, last = 0, 1

    def wrong(trouble: Trouble, at: int, shown: str, **facts: object) -> None:
        errors.append(Problem(at, trouble, facts, one_line(shown, 200)))

    for number, written in enumerate(utf8(data).split("\n"), start=1):
        line = written.strip()
        if len(line) < 2:
            continue
        last = number
        if len(errors) >= MOST_PROBLEMS:
            break
        if choice := _CHOICE.match(line):
            if now is None:
                wrong(Trouble.NOT_STARTED, number, line)
            else:
                now.choices.append(line[choice.end() :].strip())
        elif answer := _ANSWER.match(line):
            if now is None:
                wrong(Trouble.NOT_STARTED, number, line)
                continue
            trouble = _trouble(now, answer[1])
            if trouble is None:
                questions.append(_question(now, ord(answer[1]) - ord("A")))
            else:
                facts = {"letter": answer[1] or "–", "most": MOST_ANSWERS}
                wrong(trouble, number, line, **facts)
            now = None
        else:
            if now is not None:
                wrong(Trouble.NOT_COMPLETE, number, line)
            now = _Open(line, number)
        if len(questions) > MOST_QUESTIONS:
            raise Unreadable(Trouble.TOO_MANY, most=MOST_QUESTIONS)
    if now is not None:
        wrong(Trouble.NOT_COMPLETE, last, now.text)
    if not questions and not errors:
        wrong(Trouble.EMPTY, 1, "")
    return Found(FileFormat.AIKEN, tuple(questions), tuple(errors))


def _trouble(question: _Open, letter: str) -> Trouble | None:
    filled = [choice for choice in question.choices if choice]
    if len(filled) < 2:
        return Trouble.TOO_FEW
    if len(question.choices) > min(26, MOST_ANSWERS):
        return Trouble.TOO_MANY_ANSWERS
    place = ord(letter) - ord("A") if letter else -1
    if not 0 <= place < len(question.choices):
        return Trouble.NO_SUCH_CHOICE
    return None if question.choices[place] else Trouble.EMPTY_ANSWER


def _question(question: _Open, right: int) -> Parsed:
    answers = tuple(
        Answer(Text(choice, TextFormat.PLAIN), 1.0 if at == right else 0.0)
        for at, choice in enumerate(question.choices)
        if choice
    )
    stem = Text(question.text, TextFormat.PLAIN)
    name = one_line(question.text, 80)
    return Parsed(Kind.MULTICHOICE, name, stem, question.line, answers)
