"""Our own show rates by weekday, hour and vacancy: one statement for all three."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select

from recruit.candidates.models import Application
from recruit.interviews.models import (
    InterviewSession,
    Invitation,
    Pool,
    SessionState,
    Slot,
)
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.organization.models import Site
from recruit.people.models import Person
from recruit.rules.attendance import COUNTED, InvitationState
from recruit.rules.show_rate import Summary, summary
from recruit.vacancies.models import Vacancy

LOOKED_BACK = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Breakdowns:
    """Measured in our own closed sessions of the last two years, on the site's wall clock.

    weekdays: key "0" (Monday) to "6"; hours: key "0" to "23"; cells: (weekday, hour) -> (came,
    n); vacancies: key is the title, the largest first, only those the person may count.
    """

    weekdays: tuple[Summary, ...]
    hours: tuple[Summary, ...]
    cells: dict[tuple[int, int], tuple[int, int]]
    vacancies: tuple[Summary, ...]


def breakdowns(person: Person, now: datetime) -> Breakdowns:
    """Return the three tables; a head's list of vacancies holds their departments' only."""
    came = func.sum(case((Invitation.state == InvitationState.ARRIVED, 1), else_=0))
    statement = (
        select(
            Slot.starts_at,
            Site.zone,
            Vacancy.id,
            Vacancy.title,
            Vacancy.department_id,
            came,
            func.count(),
        )
        .select_from(Invitation)
        .join(Slot, Slot.id == Invitation.slot_id)
        .join(Pool, Pool.id == Slot.pool_id)
        .join(InterviewSession, InterviewSession.id == Pool.session_id)
        .join(Site, Site.id == InterviewSession.site_id)
        .join(Application, Application.id == Invitation.application_id)
        .join(Vacancy, Vacancy.id == Application.vacancy_id)
        .where(
            InterviewSession.state == SessionState.CLOSED,
            InterviewSession.held_on >= (now - LOOKED_BACK).date(),
            Invitation.state.in_(COUNTED),
        )
        .group_by(Slot.starts_at, Site.zone, Vacancy.id, Vacancy.title, Vacancy.department_id)
    )
    everything = bool(person.roles & {Role.RECRUITER, Role.DIRECTOR})
    cells: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    vacancies: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for starts_at, zone, vacancy, title, department, shows, n in db.session.execute(statement):
        local = starts_at.astimezone(ZoneInfo(zone))
        _count(cells[local.weekday(), local.hour], shows, n)
        if everything or department in person.department_ids:
            _count(vacancies[vacancy, title], shows, n)
    weekdays: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    hours: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for (weekday, hour), (shows, n) in cells.items():
        _count(weekdays[weekday], shows, n)
        _count(hours[hour], shows, n)
    listed = sorted(vacancies.items(), key=lambda item: (-item[1][1], item[0][1], item[0][0]))
    return Breakdowns(
        tuple(summary(str(key), *weekdays[key]) for key in sorted(weekdays)),
        tuple(summary(str(key), *hours[key]) for key in sorted(hours)),
        {where: (shows, n) for where, (shows, n) in cells.items()},
        tuple(summary(title, shows, n) for (_, title), (shows, n) in listed),
    )


def _count(entry: list[int], shows: int, n: int) -> None:
    entry[0] += int(shows)
    entry[1] += n
