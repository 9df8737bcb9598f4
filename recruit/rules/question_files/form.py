"""What every reader makes of a question file: one form, with Moodle's meaning of the words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from recruit.rules.question_files.troubles import Trouble, in_english

MOST_BYTES = 10_000_000
MOST_QUESTIONS = 5_000
MOST_ANSWERS = 200
MOST_PROBLEMS = 1_000
LONGEST_NAME = 255
LONGEST_TAG = 200
MOST_TAGS = 100


class FileFormat(StrEnum):
    GIFT = "gift"
    MOODLE_XML = "moodle-xml"
    AIKEN = "aiken"
    CSV = "csv"


class Kind(StrEnum):
    """Question types by the names Moodle gives them."""

    MULTICHOICE = "multichoice"
    TRUEFALSE = "truefalse"
    SHORTANSWER = "shortanswer"
    MATCHING = "matching"
    NUMERICAL = "numerical"
    ESSAY = "essay"
    CLOZE = "cloze"
    DESCRIPTION = "description"
    ORDERING = "ordering"
    GAPSELECT = "gapselect"
    DDWTOS = "ddwtos"
    DDIMAGEORTEXT = "ddimageortext"
    DDMARKER = "ddmarker"
    CALCULATED = "calculated"
    CALCULATEDSIMPLE = "calculatedsimple"
    CALCULATEDMULTI = "calculatedmulti"
    RANDOMSAMATCH = "randomsamatch"


class TextFormat(StrEnum):
    MOODLE = "moodle"
    HTML = "html"
    PLAIN = "plain"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Text:
    """A text and how it is written."""

    text: str = ""
    format: TextFormat = TextFormat.MOODLE

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer an author thought of.

    weight: the share of the points it earns, -1 to 1.
    tolerance: for numbers, how far off still counts.
    low, high: for numbers given as a range, its ends as they were written.
    """

    text: Text
    weight: float
    feedback: Text = Text()
    tolerance: str = ""
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A left side and its partner; an empty left side makes the partner a distractor."""

    left: Text
    right: str


@dataclass(frozen=True, slots=True)
class Part:
    """A gap of a text: what is asked there. choices: shown to choose from, () to type."""

    kind: Kind
    points: float
    answers: tuple[Answer, ...]
    single: bool = True
    exact: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside a question file."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Parsed:
    """One question as its author wrote it.

    line: where it begins, the file's first line is 1.
    single: of a multichoice question, may only one answer be chosen?
    exact: of a short answer, do capitals matter?
    answers: of true or false, one answer "true" or "false" (the right one) whose feedback is for
    who was right, and a second one for who was wrong; of an ordering question, in order.
    parts: of a gap text, whose stem says [[1]], [[2]] ...
    units: of a number, what it may be given in, with the factor to the first one.
    """

    kind: Kind
    name: str
    stem: Text
    line: int
    answers: tuple[Answer, ...] = ()
    pairs: tuple[Pair, ...] = ()
    parts: tuple[Part, ...] = ()
    feedback: Text = Text()
    single: bool = True
    exact: bool = False
    points: float = 1.0
    penalty: float | None = None
    units: tuple[tuple[str, float], ...] = ()
    category: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    id_number: str = ""
    files: tuple[Attached, ...] = ()
    model_answer: Text = Text()
    left_out: tuple[Trouble, ...] = ()
    """What the file says and this form does not hold."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a line. text: the line itself, cut."""

    line: int
    trouble: Trouble
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    text: str = ""

    @property
    def message(self) -> str:
        """One English sentence."""
        return in_english(self.trouble, self.facts)


class Unreadable(Exception):
    """A file that cannot be read at all."""

    def __init__(self, trouble: Trouble, **facts: object) -> None:
        super().__init__(in_english(trouble, facts))
        self.trouble = trouble
        self.facts = facts


class Wrong(Exception):
    """Raised inside the readers: this question is broken, at `line` where that is known."""

    def __init__(self, trouble: Trouble, line: int | None = None, **facts: object) -> None:
        super().__init__(trouble)
        self.trouble, self.line, self.facts = trouble, line, facts


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds: the well-formed questions, errors, and what is odd but no error."""

    format: FileFormat
    questions: tuple[Parsed, ...]
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def types(self) -> dict[str, int]:
        """How many questions of which type, by Moodle's names."""
        counted = Counter(one.kind.value for one in self.questions)
        return dict(sorted(counted.items()))

    def as_json(self) -> dict[str, Any]:
        """Return the answer of `recruit questions check`."""
        return {
            "format": self.format.value,
            "questions": len(self.questions),
            "types": self.types,
            "errors": [{"line": one.line, "message": one.message} for one in self.errors],
            "warnings": [{"line": one.line, "message": one.message} for one in self.warnings],
        }


_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def one_line(text: str, limit: int = LONGEST_NAME) -> str:
    """Return a text on one line, cut at `limit`."""
    flat = _SPACES.sub(" ", text[: limit * 4]).strip()
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def category_path(written: str) -> tuple[str, ...]:
    """Return a category's names from the outside in. Moodle writes a slash in a name twice and
    begins with where the category lives, which means nothing outside of it."""
    mark = "\ufdd0"
    names = [
        one_line(name.replace(mark, "/"), 80) for name in written.replace("//", mark).split("/")
    ]
    kept = [name for name in names if name]
    if kept and re.fullmatch(r"\$\w+\$", kept[0]):
        kept = kept[1:]
    if kept and kept[0].lower() == "top":
        kept = kept[1:]
    return tuple(kept[:20])


def tag_list(written: Iterable[str]) -> tuple[str, ...]:
    """Return tags as they are written, each on one line and once."""
    found = dict.fromkeys(one_line(tag, LONGEST_TAG) for tag in written)
    return tuple(tag for tag in found if tag)[:MOST_TAGS]
