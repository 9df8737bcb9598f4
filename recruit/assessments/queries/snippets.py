"""Reading the remarks that graders use again."""

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from recruit.assessments.models import CommentSnippet, Question
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.people.models import Person

OFFERED = 12


def own(person: Person, text: str, question: Question | None) -> CommentSnippet | None:
    """Return the person's own remark with these words."""
    query = select(CommentSnippet).where(
        CommentSnippet.owner_id == person.id,
        CommentSnippet.question_id == (question.id if question else None),
        CommentSnippet.text == text,
    )
    return db.session.scalars(query.limit(1)).first()


def offered(person: Person, questions: list[int]) -> dict[int | None, list[CommentSnippet]]:
    """Return the remarks to choose from per question id (None: for any), one's own first."""
    query = (
        select(CommentSnippet)
        .where(or_(CommentSnippet.owner_id == person.id, CommentSnippet.shared))
        .where(
            or_(CommentSnippet.question_id.is_(None), CommentSnippet.question_id.in_(questions))
        )
        .order_by(
            (CommentSnippet.owner_id == person.id).desc(),
            CommentSnippet.uses.desc(),
            CommentSnippet.used_at.desc(),
            CommentSnippet.id,
        )
        .limit(2000)
    )
    found: dict[int | None, list[CommentSnippet]] = {}
    for row in db.session.scalars(query):
        beside = found.setdefault(row.question_id, [])
        if len(beside) < OFFERED and row.text not in {one.text for one in beside}:
            beside.append(row)
    return found


def all_own(person: Person) -> list[CommentSnippet]:
    """Return a person's remarks, the most used first."""
    query = (
        select(CommentSnippet)
        .where(CommentSnippet.owner_id == person.id)
        .options(joinedload(CommentSnippet.question).selectinload(Question.current))
        .order_by(CommentSnippet.uses.desc(), CommentSnippet.id)
        .limit(300)
    )
    return list(db.session.scalars(query))


def own_by_pubid(person: Person, pubid: object) -> CommentSnippet | None:
    """Return one of the person's own remarks."""
    if not is_pubid(pubid):
        return None
    query = select(CommentSnippet).where(
        CommentSnippet.pubid == pubid, CommentSnippet.owner_id == person.id
    )
    return db.session.scalars(query).one_or_none()
