"""What each question type of Moodle XML has of its own."""

from __future__ import annotations

import re
from dataclasses import replace

from recruit.rules.question_files import cloze
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
    one_line,
)
from recruit.rules.question_files.moodle_parts import answer_of, text_of
from recruit.rules.question_files.numbers import decimal
from recruit.rules.question_files.troubles import Trouble
from recruit.rules.question_files.xml_tree import Node

NOT_IMPORTED = frozenset(
    {
        Kind.DDIMAGEORTEXT,
        Kind.DDMARKER,
        Kind.CALCULATED,
        Kind.CALCULATEDSIMPLE,
        Kind.CALCULATEDMULTI,
        Kind.RANDOMSAMATCH,
    }
)
"""Known types that nothing here can ask: pictures to drag on, numbers drawn by chance."""
THIRD = 0.3333333
_GAP = re.compile(r"\[\[(\d{1,3})\]\]")
_OLD_GROUP = re.compile(r'"(?:drag|select)group";(?:s:\d{1,3}:"|i:)(\d{1,3})')


def penalty_of(node: Node) -> float | None:
    """What a further try costs in Moodle, as a share; old files wrote a third as 0.33."""
    value = decimal(node.value("penalty"))
    if value is None:
        return None
    return THIRD if abs(float(value) - THIRD) < 0.005 else round(float(value), 7)


def read(base: Parsed, node: Node) -> Parsed:
    """Return the question with its answers, or raise Wrong."""
    if base.kind in NOT_IMPORTED:
        return base
    if base.kind is Kind.DESCRIPTION:
        return replace(base, points=0.0)
    if base.kind is Kind.CLOZE:
        html = base.stem.format is TextFormat.HTML
        where = node.first("questiontext") or node
        line = (where.first("text") or where).line
        stem, parts = cloze.read(base.stem.text, line, html=html)
        points = sum(part.points for part in parts)
        return replace(base, stem=Text(stem, base.stem.format), parts=parts, points=points)
    if not base.stem:
        raise Wrong(Trouble.NO_TEXT)
    if len(node.children) > MOST_ANSWERS * 3:
        raise Wrong(Trouble.TOO_MANY_ANSWERS, most=MOST_ANSWERS)
    return _READERS[base.kind](base, node)


def _essay(base: Parsed, node: Node) -> Parsed:
    notes = text_of(node.first("graderinfo"), base.stem.format)
    left_out = (*base.left_out, Trouble.GRADER_INFO) if notes else base.left_out
    return replace(base, model_answer=notes, left_out=left_out)


def _answers(node: Node, default: TextFormat) -> list[Answer]:
    found = [answer_of(one, default) for one in node.all("answer")]
    kept = [answer for answer in found if answer.text]
    if len(kept) > MOST_ANSWERS:
        raise Wrong(Trouble.TOO_MANY_ANSWERS, most=MOST_ANSWERS)
    return kept


def _multichoice(base: Parsed, node: Node) -> Parsed:
    answers = _answers(node, base.stem.format)
    single = node.value("single", "true").lower() not in ("false", "0", "")
    if len(answers) < 2:
        raise Wrong(Trouble.TOO_FEW)
    if not any(answer.weight > 0 for answer in answers):
        raise Wrong(Trouble.NO_RIGHT)
    if single and not any(answer.weight == 1 for answer in answers):
        raise Wrong(Trouble.NO_FULL)
    return replace(base, answers=tuple(answers), single=single)


def _truefalse(base: Parsed, node: Node) -> Parsed:
    """Old files name true and false in their language: then the first one is true."""
    said: dict[bool, Text] = {}
    right: bool | None = None
    for at, one in enumerate(node.all("answer")):
        word = one.words.lower()
        means = word == "true" if word in ("true", "false") else at == 0
        said[means] = text_of(one.first("feedback"), base.stem.format)
        if decimal(one.attributes.get("fraction", "0")) == 100:
            right = means
    if not said:
        raise Wrong(Trouble.TOO_FEW)
    if right is None:
        raise Wrong(Trouble.NO_RIGHT)
    words = {True: "true", False: "false"}
    answers = (
        Answer(Text(words[right]), 1.0, said.get(right, Text())),
        Answer(Text(words[not right]), 0.0, said.get(not right, Text())),
    )
    return replace(base, answers=answers)


def _shortanswer(base: Parsed, node: Node) -> Parsed:
    answers = [
        replace(one, text=Text(one.text.text, TextFormat.PLAIN))
        for one in _answers(node, base.stem.format)
    ]
    if not answers:
        raise Wrong(Trouble.EMPTY_ANSWER)
    if not any(answer.weight > 0 for answer in answers):
        raise Wrong(Trouble.NO_RIGHT)
    exact = node.value("usecase", "0") not in ("0", "", "false")
    return replace(base, answers=tuple(answers), exact=exact)


def _numerical(base: Parsed, node: Node) -> Parsed:
    answers = []
    for one in node.all("answer"):
        answer = answer_of(one, base.stem.format)
        text = answer.text.text or "*"
        off = one.value("tolerance", "0") or "0"
        if text != "*":
            if decimal(text) is None:
                raise Wrong(Trouble.NOT_A_NUMBER, one.line, text=text[:40])
            tolerance = decimal(off)
            if tolerance is None or tolerance < 0:
                raise Wrong(Trouble.TOLERANCE, one.line, text=off[:40])
        answers.append(
            replace(answer, text=Text(text, TextFormat.PLAIN), tolerance=off)
            if text != "*"
            else replace(answer, text=Text("*", TextFormat.PLAIN))
        )
    if not any(answer.weight > 0 for answer in answers):
        raise Wrong(Trouble.NO_NUMBER)
    units = []
    for one in (unit for group in node.all("units") for unit in group.all("unit")):
        factor = decimal(one.value("multiplier", "1"))
        if one.value("unit_name") and factor:
            units.append((one_line(one.value("unit_name"), 40), float(factor)))
    costs = node.value("unitgradingtype", "0") not in ("0", "")
    left_out = (*base.left_out, Trouble.UNIT_PENALTY) if costs else base.left_out
    return replace(base, answers=tuple(answers), units=tuple(units[:20]), left_out=left_out)


def _matching(base: Parsed, node: Node) -> Parsed:
    pairs = []
    for one in node.all("subquestion"):
        left = text_of(one, base.stem.format)
        inner = one.first("text")
        left = Text("" if inner is None else inner.text, left.format)
        right = one.value("answer")
        if not left and not right:
            continue
        if not right:
            raise Wrong(Trouble.EMPTY_ANSWER, one.line)
        pairs.append(Pair(left, right))
    if len(pairs) < 2 or not any(pair.left for pair in pairs):
        raise Wrong(Trouble.FEW_PAIRS)
    return replace(base, pairs=tuple(pairs))


def _ordering(base: Parsed, node: Node) -> Parsed:
    """An ordering question's fractions are places, not weights."""
    placed = []
    for at, one in enumerate(node.all("answer"), start=1):
        place = decimal(one.attributes.get("fraction", "")) or at
        if one.words:
            placed.append((place, Answer(Text(one.words, base.stem.format), 0.0)))
    if len(placed) < 2:
        raise Wrong(Trouble.TOO_FEW)
    placed.sort(key=lambda both: both[0])
    return replace(base, answers=tuple(answer for _place, answer in placed))


def _gaps(base: Parsed, node: Node) -> Parsed:
    """Words to drag or select into [[n]]: n counts the words, and a group shares its words."""
    new = [one for one in node.children if one.name in ("selectoption", "dragbox")]
    words = [(one.value("text"), one.value("group", "1")) for one in new]
    words = words or [_old_word(one) for one in node.all("answer")]
    parts: list[Part] = []

    def part(number: int) -> str:
        if not 1 <= number <= len(words) or not words[number - 1][0]:
            raise Wrong(Trouble.GAPS_DIFFER)
        right, group = words[number - 1]
        choices = tuple(dict.fromkeys(word for word, one in words if one == group and word))
        answer = Answer(Text(right, TextFormat.PLAIN), 1.0)
        parts.append(Part(Kind.MULTICHOICE, 1.0, (answer,), choices=choices))
        if len(parts) > MOST_ANSWERS:
            raise Wrong(Trouble.TOO_MANY_ANSWERS, most=MOST_ANSWERS)
        return f"[[{len(parts)}]]"

    stem = _GAP.sub(lambda found: part(int(found[1])), base.stem.text)
    if not parts:
        raise Wrong(Trouble.NO_GAP)
    return replace(base, stem=Text(stem, base.stem.format), parts=tuple(parts))


def _old_word(answer: Node) -> tuple[str, str]:
    """A word and its group as files before Moodle 2 have them: inside of the feedback."""
    group = _OLD_GROUP.search(answer.value("feedback"))
    return answer.value("text"), group[1] if group else "1"


_READERS = {
    Kind.ESSAY: _essay,
    Kind.MULTICHOICE: _multichoice,
    Kind.TRUEFALSE: _truefalse,
    Kind.SHORTANSWER: _shortanswer,
    Kind.NUMERICAL: _numerical,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.GAPSELECT: _gaps,
    Kind.DDWTOS: _gaps,
}
