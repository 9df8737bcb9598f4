"""What changed from one version of a question to the next, in words."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from flask_babel import gettext as _

from recruit.assessments.forms import keys
from recruit.assessments.models import Product, ProductFact, Question, QuestionVersion
from recruit.assessments.queries import setting as queries
from recruit.kernel import clock
from recruit.rules import rubric

_LONGEST = 4000
"""Longer texts are shown whole: comparing them word by word would take too long."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text. kind: "same", "gone" or "new"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A part of a question that changed."""

    label: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Step:
    """A version and what it changed; the first one changed nothing."""

    version: QuestionVersion
    changes: list[Change]


def history(question: Question) -> list[Step]:
    """Return the versions, newest first, each with what it changed."""
    found = list(question.versions)
    older: list[QuestionVersion | None] = [*found[1:], None]
    return [
        Step(version, _changes(before, version) if before else [])
        for version, before in zip(found, older, strict=True)
    ]


def _changes(before: QuestionVersion, after: QuestionVersion) -> list[Change]:
    pairs = [
        (_("Question"), before.stem, after.stem),
        (_("Points"), f"{before.points:g}", f"{after.points:g}"),
        (_("Key"), _key(before), _key(after)),
        (_("Rubric"), _rubric(before), _rubric(after)),
        (_("Model answer"), before.model_answer, after.model_answer),
        (_("What to study when it was wrong"), before.feedback, after.feedback),
        (_("Files"), _files(before), _files(after)),
    ]
    return [Change(label, compared(old, new)) for label, old, new in pairs if old != new]


def _key(version: QuestionVersion) -> str:
    key = version.key
    if "right" in key:
        return str(_("True") if key["right"] else _("False"))
    if "value" in key:
        return f"{key['value']} ± {key.get('tolerance', 0)} {key.get('unit', '')}".strip()
    return str(keys.write_key(version.type, key))


def _rubric(version: QuestionVersion) -> str:
    lines = []
    for one in rubric.criteria(version.rubric):
        for line in one.lines:
            words = [one.name, f"{line['points']:g}", line["text"], line.get("example") or ""]
            lines.append(" | ".join(word for word in words if word))
    return "\n".join(lines)


def _files(version: QuestionVersion) -> str:
    return "\n".join(f"{one.file.filename}: {one.alt}" for one in version.attachments)


def compared(old: str, new: str) -> list[Piece]:
    """Return a text as pieces that stayed, went and came, word by word."""
    if len(old) > _LONGEST or len(new) > _LONGEST:
        return [piece for piece in (Piece("gone", old), Piece("new", new)) if piece.text]
    a, b = _words(old), _words(new)
    pieces: list[Piece] = []
    for verb, a0, a1, b0, b1 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if verb == "equal":
            pieces.append(Piece("same", "".join(a[a0:a1])))
            continue
        if a1 > a0:
            pieces.append(Piece("gone", "".join(a[a0:a1])))
        if b1 > b0:
            pieces.append(Piece("new", "".join(b[b0:b1])))
    return pieces


def _words(text: str) -> list[str]:
    """Return words and the spaces between them, which together are the text."""
    words, current = [], ""
    for char in text:
        if char.isspace() != current[-1:].isspace() and current:
            words.append(current)
            current = ""
        current += char
    return [*words, current] if current else words


def facts_today(product: Product | None) -> list[ProductFact]:
    """Return what is true about a product today, for a model answer."""
    return queries.facts_on([product.id], clock.now().date()) if product else []
