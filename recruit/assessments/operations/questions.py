"""Writing questions. A change is a new version; papers keep the one they were asked with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from recruit.assessments.models import (
    Attachment,
    FrameQuestion,
    Product,
    Question,
    QuestionBank,
    QuestionState,
    QuestionVersion,
    StemFile,
)
from recruit.assessments.operations import banks
from recruit.assessments.operations.attachments import keep_file
from recruit.kernel import audit
from recruit.kernel.db import db, locked, unchanged
from recruit.kernel.errors import Refused
from recruit.kernel.ids import new_code
from recruit.people.models import Person
from recruit.rules import marking, rubric, setting
from recruit.rules.marking import QuestionType
from recruit.rules.question_frame import FRAME, Frame


@dataclass(frozen=True, slots=True)
class Upload:
    """A new file for a stem, as it came."""

    filename: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything a question version says. key and rubric as in QuestionVersion."""

    type: QuestionType
    stem: str
    points: float
    key: Mapping[str, Any] = field(default_factory=dict)
    rubric: Sequence[Mapping[str, Any]] = ()
    model_answer: str = ""
    feedback: str = ""
    name: str = ""
    """What question files call it."""
    files: Sequence[tuple[StemFile | Upload, str]] = ()
    """Pictures and files of the stem, each with its text for who cannot see it."""

    @property
    def gradable(self) -> bool:
        """Can every answer be marked with it?"""
        return marking.key_problem(self.type, self.key, self.stem) is None


def write_question(
    wording: Wording,
    *,
    product: Product | None = None,
    frame: Frame | None = None,
    frame_question: FrameQuestion | None = None,
    bank: QuestionBank | None = None,
    tags: Iterable[str] = (),
    ready: bool = True,
    actor: Person,
    now: datetime,
) -> Question:
    """Add a question; one that is not `ready` stays a draft. Raise Refused when it cannot mark.

    bank: see `banks.bank_named`. tags: words, as people write them.
    """
    _refuse(wording)
    question = Question(
        product=product,
        frame=frame,
        frame_question=frame_question,
        bank=bank,
        state=QuestionState.READY if ready else QuestionState.DRAFT,
        created_by=actor,
        created_at=now,
        latest=1,
    )
    banks.put_tags(question, tags)
    db.session.add(question)
    _add_version(question, wording, actor, now)
    audit.record("assessments.question.written", question, actor=actor, at=now)
    return question


def reword(
    question: Question,
    wording: Wording,
    *,
    product: Product | None = None,
    bank: QuestionBank | None = None,
    tags: Iterable[str] | None = None,
    ready: bool = True,
    version: int | None,
    actor: Person,
    now: datetime,
) -> QuestionVersion:
    """Add a new version of a question, or raise Refused or Stale. tags: None leaves them."""
    locked(question)
    unchanged(question, version)
    if question.state is QuestionState.RETIRED:
        raise Refused(setting.Refusal.RETIRED)
    _refuse(wording)
    question.latest += 1
    question.product, question.bank = product, bank
    if tags is not None:
        banks.put_tags(question, tags)
    question.state = QuestionState.READY if ready else QuestionState.DRAFT
    added = _add_version(question, wording, actor, now)
    audit.record(
        "assessments.question.reworded", question, actor=actor, at=now, number=added.number
    )
    return added


def _refuse(wording: Wording) -> None:
    if wrong := rubric.problem(wording.rubric):
        raise Refused(setting.Refusal.RUBRIC_BROKEN, problem=wrong)
    if reason := setting.wording_refusal(
        wording.stem, wording.points, rubric.most(wording.rubric)
    ):
        raise Refused(reason)
    if problem := marking.key_problem(wording.type, wording.key, wording.stem):
        raise Refused(setting.Refusal.KEY_BROKEN, problem=problem)


def _add_version(
    question: Question, wording: Wording, actor: Person, now: datetime
) -> QuestionVersion:
    if len(wording.files) > setting.MOST_FILES:
        raise Refused(setting.Refusal.TOO_MANY_FILES)
    kept = [(_kept(file, actor, now), alt) for file, alt in wording.files]
    if any(file.is_picture and not alt for file, alt in kept):
        raise Refused(setting.Refusal.ALT_MISSING)
    version = QuestionVersion(
        question=question,
        number=question.latest,
        type=wording.type,
        stem=wording.stem,
        points=wording.points,
        key=dict(wording.key),
        rubric=[dict(line) for line in wording.rubric],
        model_answer=wording.model_answer,
        feedback=wording.feedback,
        name=wording.name[: setting.LONGEST_NAME],
        created_by=actor,
        created_at=now,
        attachments=[
            Attachment(position=position, file=file, alt=alt)
            for position, (file, alt) in enumerate(kept, start=1)
        ],
    )
    db.session.add(version)
    db.session.flush()
    db.session.expire(question, ["current"])
    return version


def _kept(file: StemFile | Upload, actor: Person, now: datetime) -> StemFile:
    if isinstance(file, StemFile):
        return file
    return keep_file(file.filename, file.data, actor=actor, now=now)


def retire_question(question: Question, *, actor: Person, now: datetime) -> None:
    """Take a question out of the bank; tests and papers that have it keep it."""
    question.state = QuestionState.RETIRED
    audit.record("assessments.question.retired", question, actor=actor, at=now)


def restore_question(question: Question, *, actor: Person, now: datetime) -> None:
    """Bring a retired question back, as a draft to look through."""
    question.state = QuestionState.DRAFT
    audit.record("assessments.question.restored", question, actor=actor, at=now)


def standard_wording(frame: Frame, product: Product) -> Wording:
    """Return a standard question about a product, in our words."""
    standard = FRAME[frame]
    return Wording(
        type=standard.type,
        stem=standard.stem.replace("{product}", product.name),
        points=standard.points,
        rubric=[
            {"id": new_code(), "points": points, "text": line, "example": ""}
            for points, line in standard.rubric
        ],
        feedback=standard.feedback,
    )
