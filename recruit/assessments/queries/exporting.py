"""Questions on their way into a file of another system."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import joinedload, selectinload

from recruit.assessments.models import Question, QuestionVersion
from recruit.assessments.queries import bank
from recruit.kernel.db import db
from recruit.rules.question_files import FileFormat, gift_writing, outward, table_writing
from recruit.rules.question_files.outward import Kept
from recruit.rules.question_files.troubles import Trouble

MOST = 5_000


@dataclass(frozen=True, slots=True)
class Export:
    """What would go into a file. lost: what how many questions lose; left_out: questions that
    the format has no type for."""

    kept: Sequence[tuple[Question, Kept]]
    lost: Sequence[tuple[Trouble, int]]
    left_out: Sequence[Question]
    found: int

    @property
    def written(self) -> int:
        """How many questions the file holds."""
        return len(self.kept) - len(self.left_out)


def export(filters: bank.Filters, form: FileFormat) -> Export:
    """Return the questions that the filters find, at most MOST, by bank; and what they lose."""
    query = bank.matching(filters).options(
        joinedload(Question.current).selectinload(QuestionVersion.attachments),
        joinedload(Question.bank),
        selectinload(Question.tags),
    )
    rows = list(db.session.scalars(query.order_by(Question.bank_id, Question.id).limit(MOST)))
    kept = [(one, _kept(one)) for one in rows]
    counted: Counter[Trouble] = Counter()
    left_out = []
    for question, what in kept:
        losses = outward.losses(what, form)
        if losses == [Trouble.CANNOT_TYPE]:
            left_out.append(question)
        else:
            counted.update(losses)
    return Export(kept, counted.most_common(), left_out, len(rows))


def _kept(question: Question) -> Kept:
    version = question.current
    return Kept(
        type=version.type,
        stem=version.stem,
        points=version.points,
        key=version.key,
        name=version.name,
        feedback=version.feedback,
        model_answer=version.model_answer,
        rubric=bool(version.rubric),
        files=bool(version.attachments),
        category=question.bank.path if question.bank else (),
        tags=sorted(row.tag for row in question.tags),
    )


def text(what: Export, form: FileFormat) -> str:
    """Return the file."""
    questions = [outward.parsed(kept) for _question, kept in what.kept]
    if form is FileFormat.CSV:
        return table_writing.write(questions)
    return gift_writing.write(questions)
