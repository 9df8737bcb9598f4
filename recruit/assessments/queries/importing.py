"""Uploaded question files: what would come in, and what is there already."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from recruit.assessments.models import Question, QuestionImport, QuestionState, QuestionVersion
from recruit.kernel.db import by_pubid, db
from recruit.kernel.ids import new_code
from recruit.rules import question_files
from recruit.rules.accepted import plain
from recruit.rules.marking import QuestionType
from recruit.rules.question_files import FileFormat, Found, wording
from recruit.rules.question_files.wording import Mapped


@dataclass(frozen=True, slots=True)
class Line:
    """A question of a file. known: the bank, or the file above it, has the same one."""

    mapped: Mapped
    known: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What would come in."""

    found: Found
    lines: Sequence[Line]

    @property
    def good(self) -> int:
        """How many can come in."""
        return sum(line.mapped.ours is not None for line in self.lines)

    @property
    def known(self) -> int:
        """How many of them are there already."""
        return sum(line.known for line in self.lines)

    @property
    def types(self) -> list[tuple[str, int]]:
        """How many of which type of the file, most first."""
        return Counter(line.mapped.parsed.kind.value for line in self.lines).most_common()


def upload(pubid: object) -> QuestionImport | None:
    """Return an uploaded file."""
    return by_pubid(QuestionImport, pubid)


def uploads() -> list[QuestionImport]:
    """Return the newest uploaded files."""
    query = select(QuestionImport).options(joinedload(QuestionImport.uploaded_by))
    return list(db.session.scalars(query.order_by(QuestionImport.id.desc()).limit(20)))


def preview(form: str, data: bytes) -> Preview:
    """Return what a file holds in our types; raise Unreadable."""
    found = question_files.read(data, FileFormat(form))
    seen = _there()
    lines = []
    for parsed in found.questions:
        mapped = wording.mapped(parsed, new_code)
        known = False
        if mapped.ours is not None:
            same = _likeness(mapped.ours.type, mapped.ours.stem, mapped.ours.key)
            known = same in seen
            seen.add(same)
        lines.append(Line(mapped, known))
    return Preview(found, lines)


Likeness = tuple[str, str, tuple[str, ...]]


def _there() -> set[Likeness]:
    """What the questions in use ask."""
    query = (
        select(QuestionVersion.type, QuestionVersion.stem, QuestionVersion.key)
        .join(Question, QuestionVersion.question_id == Question.id)
        .where(
            QuestionVersion.number == Question.latest, Question.state != QuestionState.RETIRED
        )
    )
    return {_likeness(kind, stem, key) for kind, stem, key in db.session.execute(query)}


def _likeness(kind: QuestionType, stem: str, key: dict[str, object]) -> Likeness:
    """Two questions with the same text ask the same when their answers have the same texts."""
    texts: list[str] = []
    for group in ("options", "pairs", "items"):
        rows = key.get(group)
        for row in rows if isinstance(rows, list) else ():
            texts += [plain(str(row.get(name, ""))) for name in ("text", "left", "right")]
    return kind.value, plain(stem), tuple(sorted(texts))


def kept_before(moment: datetime) -> list[QuestionImport]:
    """Return the uploads before a moment whose bytes are still kept."""
    query = select(QuestionImport).where(
        QuestionImport.uploaded_at < moment, QuestionImport.data.is_not(None)
    )
    return list(db.session.scalars(query.limit(100)))
