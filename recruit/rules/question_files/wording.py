"""A question of another system in our own types, and what gets lost on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from recruit.rules import marking
from recruit.rules.marking import QuestionType
from recruit.rules.question_files import prose
from recruit.rules.question_files.form import (
    Answer,
    Attached,
    Kind,
    Parsed,
    Part,
    Text,
    one_line,
)
from recruit.rules.question_files.gift import MISSING_WORD
from recruit.rules.question_files.moodle_types import NOT_IMPORTED
from recruit.rules.question_files.numbers import decimal, written
from recruit.rules.question_files.troubles import Trouble
from recruit.rules.setting import LONGEST_STEM, LONGEST_TAG, MOST_POINTS, MOST_TAGS

Json = dict[str, Any]
LONGEST_FEEDBACK = 4000
_LAST_GAP = re.compile(r"(?<!_)\s{0,5}_____\s{0,5}[.!:;\"]{0,3}$")


@dataclass(frozen=True, slots=True)
class Ours:
    """A question in our types. key: see `recruit.rules.marking`."""

    type: QuestionType
    stem: str
    points: float
    key: Json = field(default_factory=dict)
    model_answer: str = ""
    feedback: str = ""
    name: str = ""
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapped:
    """What becomes of a question. ours: None when it cannot be imported; losses say why, or
    what of it is lost."""

    parsed: Parsed
    ours: Ours | None
    losses: tuple[tuple[Trouble, Mapping[str, object]], ...] = ()


def our_tags(tags: Sequence[str]) -> list[str]:
    """Return the tags that a question of ours can have: short ones, without commas."""
    found = dict.fromkeys(
        one_line(tag.replace(",", " ").casefold())[:LONGEST_TAG].strip() for tag in tags
    )
    return [tag for tag in found if tag][:MOST_TAGS]


class _Cannot(Exception):
    def __init__(self, trouble: Trouble, **facts: object) -> None:
        super().__init__(trouble)
        self.trouble, self.facts = trouble, facts


def mapped(parsed: Parsed, code: Callable[[], str]) -> Mapped:
    """Return a question in our types. code: makes an id for a part of a key."""
    try:
        ours, losses = _ours(parsed, code)
    except _Cannot as cannot:
        return Mapped(parsed, None, ((cannot.trouble, cannot.facts),))
    return Mapped(parsed, ours, tuple((one, {}) for one in (*parsed.left_out, *losses)))


def _ours(parsed: Parsed, code: Callable[[], str]) -> tuple[Ours, list[Trouble]]:
    if parsed.kind is Kind.DESCRIPTION:
        raise _Cannot(Trouble.IS_DESCRIPTION)
    if parsed.kind in NOT_IMPORTED:
        raise _Cannot(Trouble.NOT_IMPORTED, type=parsed.kind.value)
    losses: list[Trouble] = []
    points = parsed.points
    if points == 0:
        points = 1.0
        losses.append(Trouble.NO_POINTS)
    if points > MOST_POINTS:
        raise _Cannot(Trouble.POINTS, text=f"{points:g}")
    stem = prose.markdown(_without_last_gap(parsed)) or prose.markdown(Text(parsed.name))
    feedback = prose.markdown(parsed.feedback)
    if len(feedback) > LONGEST_FEEDBACK:
        feedback = feedback[:LONGEST_FEEDBACK]
        losses.append(Trouble.FEEDBACK_CUT)
    if parsed.id_number:
        losses.append(Trouble.ID_NUMBER)
    base = Ours(
        QuestionType.OPEN_LONG,
        stem,
        points,
        model_answer=prose.markdown(parsed.model_answer)[:LONGEST_STEM],
        feedback=feedback,
        name=parsed.name,
        files=parsed.files,
    )
    ours = _MAKERS[parsed.kind](base, parsed, code, losses)
    if not ours.stem.strip() or len(ours.stem) > LONGEST_STEM:
        raise _Cannot(Trouble.STEM_TOO_LONG, most=LONGEST_STEM)
    if problem := marking.key_problem(ours.type, ours.key, ours.stem):
        raise _Cannot(_PROBLEMS.get(problem, Trouble.NO_RIGHT))
    return ours, losses


def _without_last_gap(parsed: Parsed) -> Text:
    """A gap with nothing but a full stop behind it says only that the answer comes last."""
    text = parsed.stem.text
    if parsed.kind is Kind.SHORTANSWER or not _LAST_GAP.search(text[-20:]):
        return parsed.stem
    return Text(text[:-20] + _LAST_GAP.sub("", text[-20:]), parsed.stem.format)


_PROBLEMS = {
    marking.KeyProblem.TWICE: Trouble.SAME_TEXT,
    marking.KeyProblem.TOO_FEW: Trouble.TOO_FEW,
    marking.KeyProblem.EMPTY_TEXT: Trouble.EMPTY_ANSWER,
    marking.KeyProblem.GAPS_DIFFER: Trouble.GAPS_DIFFER,
    marking.KeyProblem.NO_FULL_CREDIT: Trouble.NO_FULL,
}


def _said(answer: Answer) -> Json:
    text = prose.line(answer.feedback)
    return {"feedback": text} if text else {}


def _essay(
    base: Ours, _parsed: Parsed, _code: Callable[[], str], _losses: list[Trouble]
) -> Ours:
    return base


def _choice(
    base: Ours, parsed: Parsed, code: Callable[[], str], _losses: list[Trouble]
) -> Ours:
    options = [
        {"id": code(), "text": prose.line(one.text), "credit": one.weight} | _said(one)
        for one in parsed.answers
    ]
    if parsed.single:
        return replace(base, type=QuestionType.ONE_OF_MANY, key={"options": options})
    key = {"options": options, "weighted": True}
    return replace(base, type=QuestionType.SEVERAL_OF_MANY, key=key)


def _truefalse(
    base: Ours, parsed: Parsed, _code: Callable[[], str], _losses: list[Trouble]
) -> Ours:
    right, wrong = parsed.answers
    key: Json = {"right": right.text.text == "true"}
    said = {"feedback_right": right.feedback, "feedback_wrong": wrong.feedback}
    key |= {name: prose.line(text) for name, text in said.items() if text}
    return replace(base, type=QuestionType.TRUE_FALSE, key=key)


def _short(
    base: Ours, parsed: Parsed, _code: Callable[[], str], _losses: list[Trouble]
) -> Ours:
    """A short answer is a text with one gap: where the word is missing, or at the end."""
    escaped = prose.markdown(Text(MISSING_WORD, parsed.stem.format))
    stem = base.stem.replace("[[", "[ [")
    if escaped in stem:
        stem = stem.replace(escaped, "[[1]]", 1)
    elif MISSING_WORD in stem:
        stem = stem.replace(MISSING_WORD, "[[1]]", 1)
    else:
        stem = f"{stem}\n\n[[1]]"
    part = Part(Kind.SHORTANSWER, 1.0, parsed.answers, exact=parsed.exact)
    key = {"gaps": [_gap(part)]}
    return replace(base, type=QuestionType.GAP_TEXT, stem=stem, key=key)


def _gap(part: Part) -> Json:
    if not part.single:
        raise _Cannot(Trouble.SEVERAL_IN_GAP)
    answers = [replace(one, text=Text(one_line(one.text.text, 500))) for one in part.answers]
    known = {answer.text.text for answer in answers}
    others = dict.fromkeys(one_line(word, 500) for word in part.choices)
    answers += [Answer(Text(word), 0.0) for word in others if word not in known]
    gap: Json = {"answers": [one.text.text for one in answers], "exact": part.exact}
    if part.kind is Kind.NUMERICAL:
        gap["tolerances"] = [_plain(one.tolerance or "0") for one in answers]
        gap["answers"] = [_plain(one.text.text) for one in answers]
    elif part.choices:
        gap |= {"choose": True, "exact": True}
    elif any("*" in one.text.text for one in answers):
        gap["wildcards"] = True
    if any(one.weight != 1 for one in answers):
        gap["credits"] = [one.weight for one in answers]
    if any(one.feedback for one in answers):
        gap["feedback"] = [prose.line(one.feedback) for one in answers]
    if part.points != 1:
        gap["worth"] = part.points
    return gap


def _gaps(base: Ours, parsed: Parsed, _code: Callable[[], str], _losses: list[Trouble]) -> Ours:
    key = {"gaps": [_gap(part) for part in parsed.parts]}
    return replace(base, type=QuestionType.GAP_TEXT, key=key)


def _matching(
    base: Ours, parsed: Parsed, code: Callable[[], str], _losses: list[Trouble]
) -> Ours:
    pairs, alone = [], []
    for pair in parsed.pairs:
        right = {"right": prose.line(Text(pair.right)), "right_id": code()}
        if left := prose.line(pair.left):
            pairs.append({"id": code(), "left": left, **right})
        else:
            alone.append(right)
    key: Json = {"pairs": pairs} | ({"distractors": alone} if alone else {})
    return replace(base, type=QuestionType.MATCHING, key=key)


def _ordering(
    base: Ours, parsed: Parsed, code: Callable[[], str], losses: list[Trouble]
) -> Ours:
    losses.append(Trouble.ORDER_MARKED)
    items = [{"id": code(), "text": prose.line(one.text)} for one in parsed.answers]
    return replace(base, type=QuestionType.ORDERING, key={"items": items})


def _numeric(
    base: Ours, parsed: Parsed, _code: Callable[[], str], _losses: list[Trouble]
) -> Ours:
    answers: list[Json] = [
        {
            "value": _plain(one.text.text),
            "tolerance": _plain(one.tolerance or "0"),
            "credit": one.weight,
        }
        | _said(one)
        for one in parsed.answers
    ]
    # The first field of the form is the best number; the first one that fits still decides.
    best = max(answers, key=_merit)
    base_units = [unit for unit, factor in parsed.units if factor == 1]
    key: Json = {
        "value": best["value"],
        "tolerance": best["tolerance"],
        "unit": base_units[0] if base_units else "",
    }
    if len(answers) > 1 or best["credit"] != 1 or "feedback" in best:
        key["answers"] = answers
    if parsed.units:
        key["units"] = [{"unit": unit, "factor": factor} for unit, factor in parsed.units]
    return replace(base, type=QuestionType.NUMERIC, key=key)


def _merit(answer: Json) -> float:
    return -2.0 if answer["value"] == "*" else float(answer["credit"])


def _plain(text: str) -> str:
    """Return a number without an exponent and with a point; anything else as it is."""
    value = decimal(text)
    return text if value is None else written(value)


_MAKERS = {
    Kind.ESSAY: _essay,
    Kind.MULTICHOICE: _choice,
    Kind.TRUEFALSE: _truefalse,
    Kind.SHORTANSWER: _short,
    Kind.NUMERICAL: _numeric,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.CLOZE: _gaps,
    Kind.GAPSELECT: _gaps,
    Kind.DDWTOS: _gaps,
}
