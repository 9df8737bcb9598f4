"""Who is told of a vacancy's steps: notices inside the application."""

from datetime import datetime

from recruit.kernel.permissions import Role
from recruit.notifications import outbox
from recruit.people import queries as people
from recruit.people.models import Person
from recruit.vacancies.models import Vacancy


def to_approve(vacancy: Vacancy, *, now: datetime) -> None:
    """The head has a draft to approve."""
    for head in _heads(vacancy):
        _tell(head, "vacancies.to_approve", vacancy, now=now)


def approved(vacancy: Vacancy, *, now: datetime) -> None:
    """The recruiter may publish."""
    _tell(vacancy.recruiter, "vacancies.approved", vacancy, now=now)


def changed(vacancy: Vacancy, *, by: Person, now: datetime) -> None:
    """Who approved it hears that the text or the terms are others now."""
    if vacancy.approved_by is not None and vacancy.approved_by.id != by.id:
        _tell(vacancy.approved_by, "vacancies.changed", vacancy, now=now)


def expired(vacancy: Vacancy, *, now: datetime) -> None:
    """The recruiter hears that the closing date has passed."""
    _tell(vacancy.recruiter, "vacancies.expired", vacancy, now=now)


def _heads(vacancy: Vacancy) -> list[Person]:
    members = people.people_with(Role.HIRING_MANAGER, department=vacancy.department)
    return [person for person in members if person.heads(vacancy.department_id)]


def _tell(person: Person, kind: str, vacancy: Vacancy, *, now: datetime) -> None:
    outbox.notify(
        person,
        kind,
        key=f"{kind}:{vacancy.pubid}:{vacancy.version}:{person.pubid}",
        now=now,
        path=f"/vacancies/{vacancy.pubid}",
        title=vacancy.title,
    )
