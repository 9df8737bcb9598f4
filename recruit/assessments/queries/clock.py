"""Reading what is due when, and when the clocks of somebody's tests stand still."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from recruit.assessments.models import (
    Assignment,
    Attempt,
    GradingPause,
    GradingTask,
)
from recruit.assessments.queries import sitting
from recruit.kernel.db import db
from recruit.organization.models import Site, WorkCalendar
from recruit.people.models import Person
from recruit.rules import due
from recruit.rules.calendar import Period, WorkDays
from recruit.rules.sitting import AttemptState


def open_pause(person: Person) -> GradingPause | None:
    """Return the pause that lasts still, or None."""
    query = select(GradingPause).where(
        GradingPause.person == person, GradingPause.until_on.is_(None)
    )
    return db.session.scalars(query).one_or_none()


def workdays_of(person: Person) -> WorkDays:
    """Return the working days at a person's site, without those of their pauses."""
    days = sitting.workdays_of(person)
    query = select(GradingPause).where(GradingPause.person == person)
    pauses = tuple(
        Period(row.from_on, row.until_on)
        for row in db.session.scalars(query.order_by(GradingPause.from_on))
    )
    return WorkDays(days.weekdays, days.holidays, pauses)


def _open() -> Select[GradingTask]:
    return (
        select(GradingTask)
        .join(GradingTask.attempt)
        .join(Attempt.assignment)
        .where(GradingTask.done_at.is_(None))
        .options(contains_eager(GradingTask.attempt).contains_eager(Attempt.assignment))
        .order_by(GradingTask.id)
    )


def open_tasks(person: Person) -> list[GradingTask]:
    """Return the marks that somebody owes a person's papers."""
    return list(db.session.scalars(_open().where(Assignment.person == person)))


def open_tasks_of_calendar(calendar: WorkCalendar) -> list[GradingTask]:
    """Return the marks owed to papers of people whose site works by this calendar, where a
    gate waits for them."""
    at_sites = (
        select(Person.id)
        .join(Site, Site.id == Person.site_id)
        .where(Site.calendar_id == calendar.id)
    )
    waiting = (Assignment.person_id.in_(at_sites), Assignment.gate_on.is_not(None))
    return list(db.session.scalars(_open().where(*waiting)))


def unsat(person: Person) -> list[Assignment]:
    """Return the person's tests whose last attempt nobody has begun."""
    query = (
        select(Assignment)
        .where(Assignment.person == person, Assignment.cancelled_at.is_(None))
        .options(selectinload(Assignment.attempts))
        .order_by(Assignment.id)
    )
    return [
        row
        for row in db.session.scalars(query)
        if row.attempts[-1].state is AttemptState.ASSIGNED
    ]


def _running(*wanted: ColumnElement[bool]) -> list[GradingTask]:
    query = (
        select(GradingTask)
        .where(
            and_(GradingTask.done_at.is_(None), GradingTask.paused_since_on.is_(None), *wanted)
        )
        .options(
            joinedload(GradingTask.attempt)
            .joinedload(Attempt.assignment)
            .selectinload(Assignment.interests),
            joinedload(GradingTask.assignee),
        )
        .order_by(GradingTask.due_at, GradingTask.id)
    )
    return list(db.session.scalars(query))


def to_warn(now: datetime) -> list[GradingTask]:
    """Return the running tasks that are due soon and of which nobody was warned yet."""
    soon = timedelta(days=due.WARN_DAYS, hours=2)  # a week on the wall clock may be longer
    found = _running(
        GradingTask.warned_at.is_(None),
        GradingTask.due_at > now,
        GradingTask.due_at <= now + soon,
    )
    return [
        task
        for task in found
        if now
        >= due.warn_from(
            task.created_at, task.due_on, sitting.zone_of(task.attempt.assignment.person)
        )
    ]


def breached(now: datetime) -> list[GradingTask]:
    """Return the running tasks past their due time that were not escalated yet."""
    return _running(GradingTask.escalated_at.is_(None), GradingTask.due_at <= now)
