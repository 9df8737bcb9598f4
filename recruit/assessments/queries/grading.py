"""Reading papers as graders, directors and deciders of appeals see them."""

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from recruit.assessments.models import (
    Assignment,
    Attempt,
    AttemptItem,
    GradeEntry,
    GradingTask,
    Interest,
)
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Role
from recruit.people.models import Person
from recruit.rules.grading import (
    INDEPENDENT,
    Entry,
    ItemValue,
    Marker,
    Total,
    total,
    value_of,
)
from recruit.rules.sitting import AttemptState


def entries_of(item: AttemptItem) -> list[Entry]:
    """Return an item's marks in the rule's words."""
    return [
        Entry(kind=row.kind, points=row.points, excused=row.excused, grader=row.grader_id)
        for row in item.entries
    ]


def item_value(item: AttemptItem) -> ItemValue:
    """Return what an item is worth now."""
    return value_of(entries_of(item))


def summed(attempt: Attempt) -> Total:
    """Return a paper's sum now."""
    return total((item.question_version.points, item_value(item)) for item in attempt.items)


def interested(attempt: Attempt) -> frozenset[int]:
    """Return who has a stake in the paper's result (internal ids)."""
    return frozenset(row.person_id for row in attempt.assignment.interests)


def marker(person: Person, attempt: Attempt) -> Marker:
    """Return what the rules must know about a person who wants to mark this paper."""
    wrote = (
        select(GradeEntry.kind)
        .join(GradeEntry.item)
        .where(AttemptItem.attempt_id == attempt.id, GradeEntry.grader_id == person.id)
        .distinct()
    )
    return Marker(
        is_self=attempt.assignment.person_id == person.id,
        interested=person.id in interested(attempt),
        trainer=Role.TRAINER in person.roles,
        recruiter=Role.RECRUITER in person.roles,
        asked_for=frozenset(
            task.kind
            for task in attempt.tasks
            if task.assignee_id == person.id and task.done_at is None
        ),
        wrote=frozenset(db.session.scalars(wrote)),
    )


def _whole(query: Select[Attempt]) -> Select[Attempt]:
    items = selectinload(Attempt.items)
    return query.options(
        items.selectinload(AttemptItem.entries).joinedload(GradeEntry.grader),
        items.selectinload(AttemptItem.appeal),
        selectinload(Attempt.tasks).joinedload(GradingTask.assignee),
        selectinload(Attempt.control),
        selectinload(Attempt.releases),
        joinedload(Attempt.assignment).selectinload(Assignment.interests),
    )


def whole(attempt: Attempt) -> Attempt:
    """Load everything that grading a paper looks at, in a fixed number of statements."""
    query = _whole(select(Attempt).where(Attempt.id == attempt.id))
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def wholes(ids: Select[int]) -> list[Attempt]:
    """Load the papers with these internal ids as `whole` does, in as many statements as one."""
    query = _whole(select(Attempt).where(Attempt.id.in_(ids)).order_by(Attempt.id))
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def visible_tasks(person: Person) -> Select[GradingTask]:
    """The tasks somebody may see: trainers those that nobody was asked for by name and in
    whose result they have no stake, everybody those that they were asked for.

    Nobody sees the marking of their own paper. Who wrote one of a paper's independent marks
    does not see that the others wait.
    """
    query = (
        select(GradingTask)
        .join(GradingTask.attempt)
        .join(Attempt.assignment)
        .where(Assignment.person_id != person.id, Attempt.state != AttemptState.VOIDED)
    )
    asked = GradingTask.assignee_id == person.id
    if Role.TRAINER in person.roles:
        stake = Assignment.interests.any(Interest.person_id == person.id)
        free = and_(GradingTask.assignee_id.is_(None), ~stake, ~_wrote_other(person))
        return query.where(or_(asked, free))
    return query.where(asked)


def _wrote_other(person: Person) -> ColumnElement[bool]:
    """The condition that a person wrote another of the independent marks of a task's paper.

    The marks of the person are read once per kind, not once per task: whoever has marked for
    years has very many.
    """
    return or_(
        *(
            and_(
                GradingTask.kind == kind,
                GradingTask.attempt_id.in_(
                    select(AttemptItem.attempt_id)
                    .join(AttemptItem.entries)
                    .where(
                        GradeEntry.grader_id == person.id,
                        GradeEntry.kind.in_(sorted(INDEPENDENT - {kind})),
                    )
                ),
            )
            for kind in sorted(INDEPENDENT)
        )
    )


def waiting_tasks(person: Person) -> Select[GradingTask]:
    """The marks that wait for this person, of papers that take marks."""
    marked = (AttemptState.SUBMITTED, AttemptState.GRADING)
    return visible_tasks(person).where(GradingTask.done_at.is_(None), Attempt.state.in_(marked))


def queue_for(person: Person) -> list[GradingTask]:
    """Return what waits for this person's marks, the least time left first."""
    query = (
        waiting_tasks(person)
        .options(
            contains_eager(GradingTask.attempt).contains_eager(Attempt.assignment),
            joinedload(GradingTask.grader),
        )
        .order_by(GradingTask.due_at, GradingTask.pubid)
        .limit(300)
    )
    return list(db.session.scalars(query))


def task_for(person: Person, pubid: object) -> GradingTask | None:
    """Return a grading task that this person may see, or None."""
    if not is_pubid(pubid):
        return None
    return db.session.scalars(
        visible_tasks(person).where(GradingTask.pubid == pubid)
    ).one_or_none()


def paper_for_trainer(person: Person, pubid: object) -> Attempt | None:
    """Return any paper but one's own, whole: for trainers and directors."""
    if not is_pubid(pubid):
        return None
    query = (
        select(Attempt)
        .join(Attempt.assignment)
        .where(Attempt.pubid == pubid, Assignment.person_id != person.id)
    )
    return db.session.scalars(_whole(query)).one_or_none()


def item_of(attempt: Attempt, pubid: object) -> AttemptItem | None:
    """Return the paper's item with this public id."""
    return next((item for item in attempt.items if item.pubid == pubid), None)
