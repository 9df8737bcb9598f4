"""Messages and notices of assessments. They name a test and a day, never an answer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from recruit.assessments.models import (
    Appeal,
    Assignment,
    Attempt,
    GradingTask,
    Release,
    ReleaseWhy,
)
from recruit.kernel.permissions import Role
from recruit.notifications import outbox
from recruit.people import queries as people
from recruit.people.models import Person
from recruit.rules.grading import INDEPENDENT


def _mail(
    person: Person,
    template: str,
    *,
    key: str,
    now: datetime,
    about: Assignment,
    **context: Any,
) -> None:
    outbox.enqueue(
        f"assessments/{template}",
        person.email,
        key=key,
        now=now,
        locale=person.locale,
        zone=person.zone,
        about=about,
        name=person.name,
        test=about.test_version.test.title,
        **context,
    )


def assigned(assignment: Assignment, attempt: Attempt, *, now: datetime) -> None:
    """Tell a trainee which test to sit by when."""
    path = f"/tests/attempts/{attempt.pubid}"
    test = assignment.test_version.test.title
    _mail(
        assignment.person,
        "assigned",
        key=f"assessments.assigned:{assignment.pubid}",
        now=now,
        about=assignment,
        due_on=assignment.due_on.isoformat(),
        minutes=assignment.test_version.time_limit_minutes,
        path=path,
    )
    outbox.notify(
        assignment.person,
        "assessments.assigned",
        key=f"assessments.assigned:{assignment.pubid}",
        now=now,
        path=path,
        test=test,
        due_on=assignment.due_on.isoformat(),
    )


def to_grade(task: GradingTask, *, now: datetime) -> None:
    """Tell the people of a queue, or the one who was asked, that a paper waits."""
    for person in _graders(task):
        outbox.notify(
            person,
            "assessments.to_grade",
            key=f"assessments.to_grade:{task.pubid}:{person.pubid}",
            now=now,
            path="/grading",
            test=task.attempt.assignment.test_version.test.title,
            due_on=task.due_on.isoformat(),
            mark=task.kind.value,
        )


def due_soon(task: GradingTask, *, now: datetime) -> None:
    """Warn the graders a week before a paper is due, anew when the day moves."""
    for person in _graders(task):
        outbox.notify(
            person,
            "assessments.grading_due",
            key=f"assessments.grading_due:{task.pubid}:{task.due_on}:{person.pubid}",
            now=now,
            path="/grading",
            test=task.attempt.assignment.test_version.test.title,
            due_on=task.due_on.isoformat(),
        )


def overdue(task: GradingTask, *, now: datetime) -> None:
    """Tell the directors that a paper was not graded in time; where every director sat it or
    has a stake in it, the trainers, who can see to it as well."""
    assignment = task.attempt.assignment
    found = _others(people.people_with(Role.DIRECTOR), assignment) or _others(
        people.people_with(Role.TRAINER), assignment
    )
    for person in found:
        key = f"assessments.grading_overdue:{task.pubid}:{task.due_on}:{person.pubid}"
        path = f"/tests/papers/{task.attempt.pubid}"
        outbox.notify(
            person,
            "assessments.grading_overdue",
            key=key,
            now=now,
            path=path,
            test=assignment.test_version.test.title,
            due_on=task.due_on.isoformat(),
        )
        _mail(
            person,
            "grading_overdue",
            key=key,
            now=now,
            about=assignment,
            due_on=task.due_on.isoformat(),
            path=path,
        )


def to_control(attempt: Attempt, *, now: datetime) -> None:
    """Tell the directors that a paper waits for their control."""
    for person in _others(people.people_with(Role.DIRECTOR), attempt.assignment):
        outbox.notify(
            person,
            "assessments.to_control",
            key=f"assessments.to_control:{attempt.pubid}:{person.pubid}",
            now=now,
            path=f"/grading/control/{attempt.pubid}",
            test=attempt.assignment.test_version.test.title,
        )


def released_facts(attempt: Attempt, why: ReleaseWhy) -> dict[str, Any]:
    """Return what the mail about a told result says; a preview shows the same."""
    return {
        "name": attempt.assignment.person.name,
        "test": attempt.assignment.test_version.test.title,
        "path": f"/tests/attempts/{attempt.pubid}",
        "again": why is ReleaseWhy.APPEAL,
        "regraded": why is ReleaseWhy.REGRADE,
    }


def released(attempt: Attempt, release: Release, *, now: datetime) -> None:
    """Tell the trainee that the result is there; the mail does not say which."""
    person = attempt.assignment.person
    key = f"assessments.released:{attempt.pubid}:{release.number}"
    facts = released_facts(attempt, release.why)
    outbox.enqueue(
        "assessments/released",
        person.email,
        key=key,
        now=now,
        locale=person.locale,
        zone=person.zone,
        about=attempt.assignment,
        **facts,
    )
    outbox.notify(
        person,
        "assessments.released",
        key=key,
        now=now,
        path=facts["path"],
        test=facts["test"],
    )


def window_moved(assignment: Assignment, *, now: datetime) -> None:
    """Tell a trainee who is back that there is more time for a test."""
    outbox.notify(
        assignment.person,
        "assessments.window_moved",
        key=f"assessments.window_moved:{assignment.pubid}:{assignment.due_on}",
        now=now,
        path="/tests/mine",
        test=assignment.test_version.test.title,
        due_on=assignment.due_on.isoformat(),
    )


def voided(attempt: Attempt, *, now: datetime) -> None:
    """Tell the trainee that a sitting does not count."""
    outbox.notify(
        attempt.assignment.person,
        "assessments.voided",
        key=f"assessments.voided:{attempt.pubid}",
        now=now,
        path="/tests/mine",
        test=attempt.assignment.test_version.test.title,
    )


def more_time(attempt: Attempt, *, now: datetime) -> None:
    """Tell the trainee that there is extra time."""
    outbox.notify(
        attempt.assignment.person,
        "assessments.more_time",
        key=f"assessments.more_time:{attempt.pubid}:{attempt.extra_minutes}",
        now=now,
        path=f"/tests/attempts/{attempt.pubid}",
        test=attempt.assignment.test_version.test.title,
        minutes=attempt.extra_minutes,
    )


def appealed(appeal: Appeal, *, now: datetime) -> None:
    """Tell those who may decide that somebody objects to a mark: nobody who wrote on it."""
    item, assignment = appeal.item, appeal.item.attempt.assignment
    wrote = {entry.grader_id for entry in item.entries}
    deciders = {
        person.id: person
        for role in (Role.TRAINER, Role.DIRECTOR)
        for person in people.people_with(role)
        if person.id not in wrote
    }
    for person in _others(deciders.values(), assignment):
        outbox.notify(
            person,
            "assessments.appealed",
            key=f"assessments.appealed:{appeal.pubid}:{person.pubid}",
            now=now,
            path=f"/grading/appeals/{appeal.pubid}",
            test=assignment.test_version.test.title,
        )


def _graders(task: GradingTask) -> list[Person]:
    if task.assignee is not None and task.assignee.active:
        return [task.assignee]
    free = _others(people.people_with(Role.TRAINER), task.attempt.assignment)
    if task.kind not in INDEPENDENT:
        return free
    wrote_other = {
        entry.grader_id
        for item in task.attempt.items
        for entry in item.entries
        if entry.kind in INDEPENDENT - {task.kind}
    }
    return [person for person in free if person.id not in wrote_other]


def _others(found: Iterable[Person], assignment: Assignment) -> list[Person]:
    """Leave out whose paper it is and who has a stake in it."""
    stakes = {row.person_id for row in assignment.interests} | {assignment.person_id}
    return [person for person in found if person.id not in stakes]
