"""Reading the graded papers whose results nobody was told yet, by test, department, period."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from recruit.assessments.models import (
    Assignment,
    Attempt,
    AttemptItem,
    GradeEntry,
    Test,
    TestVersion,
)
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.organization.models import Department
from recruit.people.models import Membership, Person
from recruit.rules.sitting import AttemptState

WAITING = (AttemptState.GRADED, AttemptState.CONTROLLED)
MOST = 200
"""Papers of one list, and of one release."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Which papers: public ids of a test and of a department, days of grading; all optional."""

    test: str = ""
    department: str = ""
    first: date | None = None
    last: date | None = None

    def __bool__(self) -> bool:
        return bool(self.test or self.department or self.first or self.last)


def waiting(person: Person, cohort: Cohort, zone: str) -> list[Attempt]:
    """Return others' graded papers that wait for their release, oldest first, with all marks.

    zone: on whose wall clock the cohort's days are.
    """
    query = (
        select(Attempt)
        .join(Attempt.assignment)
        .where(Attempt.state.in_(WAITING), Assignment.person_id != person.id)
    )
    if cohort.test:
        query = query.join(Assignment.test_version).join(TestVersion.test)
        query = query.where(Test.pubid == cohort.test)
    if cohort.department:
        of_it = and_(
            Membership.person_id == Assignment.person_id,
            Department.pubid == cohort.department,
        )
        query = query.where(
            select(Membership.id).join(Membership.department).where(of_it).exists()
        )
    if cohort.first:
        query = query.where(Attempt.graded_at >= _midnight(cohort.first, zone))
    if cohort.last:
        query = query.where(Attempt.graded_at < _midnight(cohort.last + timedelta(1), zone))
    query = query.order_by(Attempt.graded_at, Attempt.id).limit(MOST)
    return list(db.session.scalars(query.options(*_marks())))


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def _marks() -> tuple[ExecutableOption, ...]:
    items = selectinload(Attempt.items)
    return (
        items.selectinload(AttemptItem.entries).joinedload(GradeEntry.grader),
        selectinload(Attempt.control),
        selectinload(Attempt.releases),
        joinedload(Attempt.assignment).selectinload(Assignment.interests),
    )


def chosen(person: Person, pubids: list[str]) -> list[Attempt]:
    """Return others' papers with these public ids, whatever their state, in a fixed order."""
    wanted = [one for one in dict.fromkeys(pubids) if is_pubid(one)][:MOST]
    query = (
        select(Attempt)
        .join(Attempt.assignment)
        .where(Attempt.pubid.in_(wanted), Assignment.person_id != person.id)
        .order_by(Attempt.graded_at, Attempt.id)
    )
    query = query.execution_options(populate_existing=True)
    return list(db.session.scalars(query.options(*_marks())))


def tests_waiting() -> list[Test]:
    """Return the tests with results that wait, by title."""
    ids = (
        select(TestVersion.test_id)
        .join(Assignment, Assignment.test_version_id == TestVersion.id)
        .join(Attempt, Attempt.assignment_id == Assignment.id)
        .where(Attempt.state.in_(WAITING))
    )
    return list(db.session.scalars(select(Test).where(Test.id.in_(ids)).order_by(Test.title)))


def departments() -> list[Department]:
    """Return the departments by name, for the filter."""
    return list(db.session.scalars(select(Department).order_by(Department.name)))
