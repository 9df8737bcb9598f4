"""How a question looks to the person being tested: everything it asks, nothing of its key.

Fields of an answer have the same names in a plain form and in the script's messages:
text, choice, choices, value, gaps.<n>, pairs.<id>, places.<id>.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from recruit.assessments.models import AnswerRevision, Attachment, AttemptItem
from recruit.kernel.forms import clean_text
from recruit.rules import accepted, marking, sitting
from recruit.rules.marking import QuestionType, gaps_of

MOST_FIELDS = 500
_GAP = re.compile(r"\[\[(\d+)\]\]")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on a paper."""

    pubid: str
    position: int
    type: QuestionType
    stem: str
    points: float
    options: list[dict[str, str]]
    """Options, right sides or things to put in order: id and text, in this paper's order."""
    lefts: list[dict[str, str]]
    unit: str
    gaps: int
    gap_choices: list[list[str]]
    """Per gap what there is to choose from; empty where one types."""
    files: list[Attachment]
    """Pictures and files of the stem, in order."""
    section: str
    intro: str
    """Markdown above the section; only its first question has it."""


def with_gaps(stem: str) -> str:
    """Return a stem whose gaps look like gaps."""
    return _GAP.sub(r"**(\1)** \\_\\_\\_\\_", stem)


def asked(item: AttemptItem) -> Asked:
    """Return a question without its key."""
    wording, key = item.question_version, item.question_version.key
    texts: dict[str, str] = {}
    if wording.type is QuestionType.MATCHING:
        texts = {one["right_id"]: one["right"] for one in marking.rights_of(key)}
    elif wording.type is QuestionType.ORDERING:
        texts = {one["id"]: one["text"] for one in key["items"]}
    elif wording.type in (QuestionType.ONE_OF_MANY, QuestionType.SEVERAL_OF_MANY):
        texts = {one["id"]: one["text"] for one in key["options"]}
    matching = wording.type is QuestionType.MATCHING
    return Asked(
        pubid=item.pubid,
        position=item.position,
        type=wording.type,
        stem=with_gaps(wording.stem),
        points=wording.points,
        options=[{"id": one, "text": texts[one]} for one in item.option_order if one in texts],
        lefts=[{"id": pair["id"], "text": pair["left"]} for pair in key["pairs"]]
        if matching
        else [],
        unit=str(key.get("unit", "")) if wording.type is QuestionType.NUMERIC else "",
        gaps=gaps_of(wording.stem) if wording.type is QuestionType.GAP_TEXT else 0,
        gap_choices=[accepted.choices_of(gap) for gap in key.get("gaps", ())],
        files=list(wording.attachments),
        section=item.section,
        intro=item.intro or "",
    )


def read_fields(pairs: Iterable[tuple[Any, Any]]) -> tuple[str, dict[str, Any]]:
    """Return text and structure from named fields; what has no known name is left out."""
    text = ""
    data: dict[str, Any] = {"choices": [], "pairs": {}, "places": {}}
    filled: dict[int, str] = {}
    for count, (name, value) in enumerate(pairs):
        if count >= MOST_FIELDS or not isinstance(name, str) or not isinstance(value, str):
            break
        value, (group, _dot, part) = clean_text(value), name.partition(".")
        if name == "text":
            text = value
        elif name in ("choice", "value"):
            data[name] = value
        elif name == "choices":
            data["choices"].append(value)
        elif group in ("pairs", "places") and part:
            data[group][part] = value
        elif group == "gaps" and part.isdecimal() and len(part) < 4:
            filled[int(part)] = value
    width = max(filled, default=0)
    data["gaps"] = [filled.get(at, "") for at in range(1, width + 1)]
    return text, data


def shown(revision: AnswerRevision | None) -> dict[str, Any]:
    """Return an answer for the page's fields and the script."""
    if revision is None:
        return {"ref": "", "text": "", "data": {}, "at": None}
    return {
        "ref": revision.ref,
        "text": revision.text,
        "data": revision.data,
        "at": revision.received_at.isoformat(),
    }


def said(item: AttemptItem, revision: AnswerRevision | None) -> list[str]:
    """Return what the author says to who gave this answer; only for after the release."""
    wording = item.question_version
    return [] if revision is None else marking.said(wording.type, wording.key, revision.data)


def in_words(item: AttemptItem, revision: AnswerRevision | None) -> list[str]:
    """Return an answer as lines of text, for reading and marking."""
    if revision is None or not sitting.answered(revision.text, revision.data):
        return []
    question, data = asked(item), revision.data
    texts = {one["id"]: one["text"] for one in question.options}
    if question.type in (QuestionType.ONE_OF_MANY, QuestionType.SEVERAL_OF_MANY):
        chosen = data.get("choices") or [data.get("choice", "")]
        return [texts[one] for one in chosen if one in texts]
    if question.type is QuestionType.TRUE_FALSE:
        return [str(data.get("choice", ""))]
    if question.type is QuestionType.MATCHING:
        pairs = data.get("pairs", {})
        return [
            f"{left['text']} – {texts[pairs[left['id']]]}"
            for left in question.lefts
            if pairs.get(left["id"]) in texts
        ]
    if question.type is QuestionType.ORDERING:
        places = data.get("places", {})
        ordered = sorted(places, key=lambda one: int(places[one]))
        return [f"{places[one]}. {texts[one]}" for one in ordered if one in texts]
    if question.type is QuestionType.NUMERIC:
        return [f"{data.get('value', '')} {question.unit}".strip()]
    if question.type is QuestionType.GAP_TEXT:
        return [f"({at}) {gap}" for at, gap in enumerate(data.get("gaps", ()), start=1)]
    return revision.text.split("\n")
