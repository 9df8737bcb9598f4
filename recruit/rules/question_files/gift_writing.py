"""Questions as Moodle GIFT."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from recruit.rules.question_files.form import Answer, Kind, Parsed, Text, TextFormat, one_line
from recruit.rules.question_files.gift import CATEGORY, MISSING_WORD
from recruit.rules.question_files.gift_text import escaped
from recruit.rules.question_files.showing import percent

KINDS = frozenset(
    {
        Kind.MULTICHOICE,
        Kind.TRUEFALSE,
        Kind.SHORTANSWER,
        Kind.MATCHING,
        Kind.NUMERICAL,
        Kind.ESSAY,
        Kind.DESCRIPTION,
    }
)
"""What GIFT has words for."""


def write(questions: Iterable[Parsed]) -> str:
    """Return the questions that GIFT can say as one file; a category stands before the first
    question of it."""
    return "".join(_file(questions))


def _file(questions: Iterable[Parsed]) -> Iterator[str]:
    category: tuple[str, ...] = ()
    for question in questions:
        if question.kind not in KINDS:
            continue
        if question.category != category:
            category = question.category
            path = "/".join(escaped(name.replace("/", "//")) for name in category)
            yield f"{CATEGORY} $course$/top{'/' if path else ''}{path}\n\n"
        yield one(question)
        yield "\n\n"


def one(question: Parsed) -> str:
    """Return one question, without a line break at its end."""
    notes = [f"[id:{_bracketed(question.id_number)}]"] if question.id_number else []
    notes += [f"[tag:{_bracketed(tag)}]" for tag in question.tags]
    head = f"// {' '.join(notes)}\n" if notes else ""
    name = f"::{escaped(one_line(question.name))}::" if question.name else ""
    stem = _prefix(question.stem, TextFormat.MOODLE)
    body = f"{head}{name}{stem}"
    if question.kind is Kind.DESCRIPTION:
        return body + escaped(question.stem.text)
    before, _gap, after = question.stem.text.partition(MISSING_WORD)
    if not after.strip() or MISSING_WORD in after:
        before, after = question.stem.text, ""
    answers = "".join(_answers(question))
    said = _text(question.feedback, question.stem.format) if question.feedback else ""
    said = f"####{said}" if said else ""
    return f"{body}{escaped(before)}{{{answers}{said}}}{escaped(after)}"


def _bracketed(text: str) -> str:
    return one_line(text).replace("]", "\\]")


def _prefix(text: Text, default: TextFormat) -> str:
    """A format is named where it differs, and where the text begins like something else."""
    clear = not text.text.startswith(("[", "%", "//"))
    return "" if clear and text.format is default else f"[{text.format.value}]"


def _text(text: Text, default: TextFormat) -> str:
    return _prefix(text, default) + escaped(text.text) if text.text else ""


def _feedback(answer: Answer, default: TextFormat) -> str:
    said = _text(answer.feedback, default)
    return f" #{said}" if said else ""


def _weight(share: float) -> str:
    return f"%{percent(share):.8g}%"


def _answers(question: Parsed) -> Iterator[str]:
    default = question.stem.format
    if question.kind is Kind.TRUEFALSE:
        right, wrong = question.answers
        yield right.text.text.upper()
        said = [_text(one.feedback, default) for one in (wrong, right)]
        if any(said):
            yield f"#{said[0]}" + (f"#{said[1]}" if said[1] else "")
    elif question.kind is Kind.MULTICHOICE:
        begun = not question.single
        for answer in question.answers:
            # One = says that one may be chosen; nothing but = would be a short answer.
            if not begun and answer.weight == 1:
                sign, begun = "=", True
            else:
                sign = "~" + (_weight(answer.weight) if answer.weight else "")
            text = _text(answer.text, default)
            yield f"\n\t{sign}{text}{_feedback(answer, default)}"
        yield "\n"
    elif question.kind is Kind.SHORTANSWER:
        for answer in question.answers:
            weight = "" if answer.weight == 1 else _weight(answer.weight)
            text = _text(answer.text, TextFormat.PLAIN)
            yield f"\n\t={weight}{text}{_feedback(answer, default)}"
        yield "\n"
    elif question.kind is Kind.MATCHING:
        for pair in question.pairs:
            yield f"\n\t={_text(pair.left, default)} -> {escaped(pair.right)}"
        yield "\n"
    elif question.kind is Kind.NUMERICAL:
        yield "#"
        yield from _numbers(question.answers, default)


def _numbers(answers: tuple[Answer, ...], default: TextFormat) -> Iterator[str]:
    last = len(answers) - 1
    for at, answer in enumerate(answers):
        said = _feedback(answer, default)
        if at == last and answer.text.text == "*" and not answer.weight:
            yield f"\n\t~{said.strip()}"
            break
        weight = "" if answer.weight == 1 else _weight(answer.weight)
        number = f"{answer.low}..{answer.high}" if answer.low else answer.text.text
        off = answer.tolerance if not answer.low else ""
        yield f"\n\t={weight}{number}{':' + off if off not in ('', '0') else ''}{said}"
    yield "\n"
