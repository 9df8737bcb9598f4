"""A question of ours in the form that is written into files, and what a file cannot say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from recruit.rules import accepted
from recruit.rules.marking import QuestionType
from recruit.rules.question_files import gift_writing, table_rows
from recruit.rules.question_files.form import (
    Answer,
    FileFormat,
    Kind,
    Pair,
    Parsed,
    Part,
    Text,
    TextFormat,
)
from recruit.rules.question_files.gift import MISSING_WORD
from recruit.rules.question_files.prose import as_text
from recruit.rules.question_files.troubles import Trouble

Json = Mapping[str, Any]
GAP = "[[1]]"


@dataclass(frozen=True, slots=True)
class Kept:
    """A question as it is kept. key: see `recruit.rules.marking`."""

    type: QuestionType
    stem: str
    points: float
    key: Json
    name: str = ""
    feedback: str = ""
    model_answer: str = ""
    rubric: bool = False
    files: bool = False
    category: tuple[str, ...] = ()
    tags: Sequence[str] = ()


def parsed(kept: Kept) -> Parsed:
    """Return a question in the form of the files."""
    base = Parsed(
        Kind.ESSAY,
        kept.name,
        Text(kept.stem, TextFormat.MARKDOWN),
        0,
        feedback=Text(kept.feedback, TextFormat.MARKDOWN),
        model_answer=Text(kept.model_answer, TextFormat.MARKDOWN),
        points=kept.points,
        category=kept.category,
        tags=tuple(kept.tags),
    )
    maker = _MAKERS.get(kept.type)
    return base if maker is None else maker(base, kept.key)


def losses(kept: Kept, form: FileFormat) -> list[Trouble]:
    """Return what of a question a format cannot say; CANNOT_TYPE alone when it is all."""
    question = parsed(kept)
    known = gift_writing.KINDS if form is FileFormat.GIFT else frozenset(table_rows.KINDS)
    if question.kind not in known:
        return [Trouble.CANNOT_TYPE]
    gift = form is FileFormat.GIFT
    lost = {
        Trouble.LOSES_POINTS: gift and kept.points != 1,
        Trouble.LOSES_RUBRIC: kept.rubric,
        Trouble.LOSES_MODEL_ANSWER: gift and bool(kept.model_answer),
        Trouble.LOSES_FILES: kept.files,
        Trouble.LOSES_UNITS: bool(question.units) if gift else len(question.units) > 1,
        Trouble.LOSES_CAPITALS: gift and question.exact,
        Trouble.LOSES_GAP_RULES: any(_special(part) for part in question.parts),
    }
    return [trouble for trouble, is_lost in lost.items() if is_lost]


def _special(part: Part) -> bool:
    plain = part.kind is Kind.SHORTANSWER and not part.choices and part.points == 1
    return not plain or any(one.weight != 1 or one.feedback for one in part.answers)


def _choice(base: Parsed, key: Json) -> Parsed:
    answers = tuple(
        Answer(as_text(one["text"]), float(one["credit"]), as_text(one.get("feedback", "")))
        for one in key["options"]
    )
    return replace(base, kind=Kind.MULTICHOICE, answers=answers)


def _several(base: Parsed, key: Json) -> Parsed:
    """Where a wrong choice takes back a right one, every one weighs the same both ways."""
    question = replace(_choice(base, key), single=False)
    if key.get("weighted"):
        return question
    share = 1 / sum(one.weight > 0 for one in question.answers)
    weighed = (
        replace(one, weight=share if one.weight > 0 else -share) for one in question.answers
    )
    return replace(question, answers=tuple(weighed))


def _truefalse(base: Parsed, key: Json) -> Parsed:
    words = ("true", "false") if key["right"] else ("false", "true")
    said = (as_text(key.get(f"feedback_{one}", "")) for one in ("right", "wrong"))
    answers = (
        Answer(Text(word), share, text)
        for word, share, text in zip(words, (1.0, 0.0), said, strict=True)
    )
    return replace(base, kind=Kind.TRUEFALSE, answers=tuple(answers))


def _matching(base: Parsed, key: Json) -> Parsed:
    pairs = [Pair(as_text(one["left"]), one["right"]) for one in key["pairs"]]
    empty = Text("", TextFormat.MARKDOWN)
    pairs += [Pair(empty, one["right"]) for one in key.get("distractors", ())]
    return replace(base, kind=Kind.MATCHING, pairs=tuple(pairs))


def _ordering(base: Parsed, key: Json) -> Parsed:
    answers = tuple(Answer(as_text(one["text"]), 0.0) for one in key["items"])
    return replace(base, kind=Kind.ORDERING, answers=answers)


def _numeric(base: Parsed, key: Json) -> Parsed:
    answers = tuple(
        Answer(
            Text(str(one["value"]), TextFormat.PLAIN),
            float(one.get("credit", 1)),
            as_text(one.get("feedback", "")),
            str(one.get("tolerance", "0")),
        )
        for one in accepted.number_answers(key)
    )
    units = [(one["unit"], float(one["factor"])) for one in key.get("units", ())]
    if not units and key.get("unit"):
        units = [(str(key["unit"]), 1.0)]
    return replace(base, kind=Kind.NUMERICAL, answers=answers, units=tuple(units))


def _gaps(base: Parsed, key: Json) -> Parsed:
    parts = tuple(_part(gap) for gap in key["gaps"])
    alone = parts[0] if len(parts) == 1 and not parts[0].choices else None
    if alone is None or base.stem.text.count(GAP) != 1:
        return replace(base, kind=Kind.CLOZE, parts=parts)
    stem = base.stem.text.replace(GAP, MISSING_WORD)
    if stem.rstrip().endswith(MISSING_WORD):
        stem = stem.rstrip().removesuffix(MISSING_WORD).rstrip()
    return replace(
        base,
        kind=alone.kind,
        stem=Text(stem or base.name, TextFormat.MARKDOWN),
        answers=alone.answers,
        exact=alone.exact,
    )


def _part(gap: Json) -> Part:
    number = "tolerances" in gap
    said = gap.get("feedback") or [""] * len(gap["answers"])
    answers = tuple(
        Answer(
            Text(text, TextFormat.PLAIN),
            float(credit),
            as_text(said[at]),
            gap["tolerances"][at] if number else "",
        )
        for at, (text, credit) in enumerate(
            zip(gap["answers"], accepted.credits_of(gap), strict=True)
        )
    )
    return Part(
        Kind.NUMERICAL if number else Kind.SHORTANSWER,
        accepted.worth_of(gap),
        answers,
        exact=bool(gap.get("exact")),
        choices=tuple(accepted.choices_of(gap)),
    )


_MAKERS = {
    QuestionType.ONE_OF_MANY: _choice,
    QuestionType.SEVERAL_OF_MANY: _several,
    QuestionType.TRUE_FALSE: _truefalse,
    QuestionType.MATCHING: _matching,
    QuestionType.ORDERING: _ordering,
    QuestionType.NUMERIC: _numeric,
    QuestionType.GAP_TEXT: _gaps,
}
