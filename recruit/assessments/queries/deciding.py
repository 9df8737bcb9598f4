"""What waits for a director's control, and the objections that somebody else has to decide."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from recruit.assessments.models import (
    Appeal,
    AppealState,
    Assignment,
    Attempt,
    AttemptItem,
    Control,
    ControlState,
    GradeEntry,
    Interest,
    Test,
    TestVersion,
)
from recruit.assessments.queries import grading
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.people.models import Person
from recruit.rules.grading import EntryKind, EntryStep
from recruit.rules.releasing import ControlReason
from recruit.rules.sitting import AttemptState

MOST = 200


def _free(person: Person) -> tuple[ColumnElement[bool], ...]:
    """Conditions on a joined assignment: not the own paper, and no stake in its result."""
    stake = Assignment.interests.any(Interest.person_id == person.id)
    return Assignment.person_id != person.id, ~stake


@dataclass(frozen=True, slots=True)
class ControlFilter:
    """Which controls: waiting ones or decided ones, of one test, for one reason."""

    decided: bool = False
    test: str = ""
    """The public id of a test."""
    reason: ControlReason | None = None


def to_control(person: Person) -> int:
    """Return how many papers wait for this director's control."""
    found = _controls(person, ControlFilter()).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def controls(person: Person, wanted: ControlFilter) -> list[Control]:
    """Return the papers that wait for this director's control, oldest first, or those that were
    decided, newest first, with their marks. Nobody sees the own paper or one with a stake."""
    items = contains_eager(Control.attempt).selectinload(Attempt.items)
    query = _controls(person, wanted).options(
        contains_eager(Control.attempt).contains_eager(Attempt.assignment),
        items.selectinload(AttemptItem.entries),
        joinedload(Control.decided_by),
    )
    return list(db.session.scalars(query.limit(MOST)))


def _controls(person: Person, wanted: ControlFilter) -> Select[Control]:
    query = select(Control).join(Control.attempt).join(Attempt.assignment).where(*_free(person))
    if wanted.decided:
        query = query.where(Control.state != ControlState.PENDING)
        query = query.order_by(Control.decided_at.desc(), Control.id.desc())
    else:
        waits = (Control.state == ControlState.PENDING, Attempt.state == AttemptState.GRADED)
        query = query.where(*waits).order_by(Control.id)
    if wanted.test:
        query = query.where(
            Assignment.test_version_id.in_(
                select(TestVersion.id).join(TestVersion.test).where(Test.pubid == wanted.test)
            )
        )
    if wanted.reason:
        query = query.where(Control.reason == wanted.reason)
    return query


def controlled_tests() -> list[Test]:
    """Return the tests of which a paper was ever to be controlled, by title."""
    ids = (
        select(TestVersion.test_id)
        .join(Assignment, Assignment.test_version_id == TestVersion.id)
        .join(Attempt, Attempt.assignment_id == Assignment.id)
        .join(Control, Control.attempt_id == Attempt.id)
    )
    return list(db.session.scalars(select(Test).where(Test.id.in_(ids)).order_by(Test.title)))


def control_for(person: Person, attempt_pubid: object) -> Control | None:
    """Return the control of a paper in which this director has no stake, with the paper."""
    attempt = grading.paper_for_trainer(person, attempt_pubid)
    if attempt is None or person.id in grading.interested(attempt):
        return None
    return attempt.control


@dataclass(frozen=True, slots=True)
class Change:
    """What the control did to one question: the last mark before it, and the last one of it."""

    item: AttemptItem
    before: GradeEntry | None
    after: GradeEntry


def changes(attempt: Attempt) -> list[Change]:
    """Return the questions whose mark the control changed, with both marks side by side."""
    found = []
    for item in attempt.items:
        ours = [row for row in item.entries if row.step is EntryStep.CONTROL]
        counted = [
            row
            for row in item.entries
            if row.step is not EntryStep.CONTROL
            and row.kind in (EntryKind.FINAL, EntryKind.AUTO)
        ]
        if ours:
            final = [row for row in counted if row.kind is EntryKind.FINAL]
            before = final or counted
            found.append(Change(item, before[-1] if before else None, ours[-1]))
    return found


def _decidable(person: Person) -> Select[Appeal]:
    """Others' appeals in whose paper this person has no stake."""
    return (
        select(Appeal)
        .join(Appeal.item)
        .join(AttemptItem.attempt)
        .join(Attempt.assignment)
        .where(*_free(person))
        .options(
            contains_eager(Appeal.item)
            .contains_eager(AttemptItem.attempt)
            .contains_eager(Attempt.assignment),
            joinedload(Appeal.decided_by),
        )
    )


_WAITS = (Appeal.state == AppealState.OPEN, Attempt.state == AttemptState.APPEALED)
"""Not those of papers that were declared void meanwhile."""


def open_appeals(person: Person) -> list[Appeal]:
    """Return the open appeals that this person may decide, oldest first: no mark on it."""
    wrote = AttemptItem.entries.any(GradeEntry.grader_id == person.id)
    query = _decidable(person).where(*_WAITS, ~wrote)
    return list(db.session.scalars(query.order_by(Appeal.id).limit(MOST)))


def decided_appeals(person: Person) -> list[Appeal]:
    """Return the latest decided appeals of others, newest first."""
    query = _decidable(person).where(Appeal.state != AppealState.OPEN)
    return list(db.session.scalars(query.order_by(Appeal.decided_at.desc()).limit(50)))


def waiting_elsewhere(person: Person) -> int:
    """Return how many open appeals wait for somebody else, because this person wrote a mark."""
    wrote = AttemptItem.entries.any(GradeEntry.grader_id == person.id)
    query = _decidable(person).where(*_WAITS, wrote)
    return len(db.session.scalars(query.limit(MOST)).all())


def appeal_for(person: Person, pubid: object) -> Appeal | None:
    """Return somebody else's appeal, unless this person has a stake in its paper."""
    if not is_pubid(pubid):
        return None
    return db.session.scalars(_decidable(person).where(Appeal.pubid == pubid)).one_or_none()
