"""What waits for somebody today, gathered from every feature they work with."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from recruit.assessments.queries import deciding, grading
from recruit.candidates.queries.board import Summary, summaries
from recruit.interviews.queries import scorecards as decisions
from recruit.interviews.queries import sessions as sessions
from recruit.interviews.queries.board import Board, board
from recruit.kernel.db import db
from recruit.kernel.permissions import Permission, Role, may
from recruit.notifications.models import MessageState, Notification, OutboxMessage
from recruit.onboarding.queries import decisions as gates
from recruit.onboarding.queries import mentoring
from recruit.people.models import Person
from recruit.rules.pipeline import Stage
from recruit.vacancies.models import VacancyState

MOST_SESSIONS = 4


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: a code that the page words, how many, where it is done."""

    code: str
    count: int
    endpoint: str


def sessions_today(person: Person, now: datetime) -> list[Board]:
    """Return the boards of today's sessions, at most four: expected, confirmed, arrived."""
    if not may(person, Permission.DAY_READ):
        return []
    return [
        board(session, person, now) for session in sessions.today(person, now)[:MOST_SESSIONS]
    ]


def next_days(person: Person, now: datetime) -> list[sessions.DayRow]:
    """Return the next sessions after today."""
    if not may(person, Permission.DAY_READ):
        return []
    return [row for row in sessions.upcoming(person, now) if row.session.held_on > now.date()][
        :5
    ]


def vacancies_at_work(person: Person) -> list[Summary]:
    """Return the published vacancies whose pipeline the person sees, with counts by stage."""
    if not may(person, Permission.VACANCY_READ):
        return []
    return [row for row in summaries(person) if row.vacancy.state is VacancyState.PUBLISHED]


def waiting(person: Person, vacancies: list[Summary]) -> list[Waiting]:
    """Return everything that waits for the person, without what is at nought."""
    found: list[Waiting] = []

    def add(code: str, count: int, endpoint: str) -> None:
        if count:
            found.append(Waiting(code, count, endpoint))

    roles = person.roles
    if Role.RECRUITER in roles:
        new = sum(row.counts.get(Stage.APPLIED, 0) for row in vacancies)
        add("new_applications", new, "candidates.pipelines")
        to_invite = sum(row.counts.get(Stage.TO_INVITE, 0) for row in vacancies)
        add("to_invite", to_invite, "interviews.index")
    if roles & {Role.RECRUITER, Role.HIRING_MANAGER}:
        add("to_propose", len(decisions.undecided(person)), "interviews.decisions")
    if roles & {Role.RECRUITER, Role.HIRING_MANAGER, Role.DIRECTOR}:
        add("to_answer", len(decisions.open_proposals(person)), "interviews.decisions")
    if may(person, Permission.GRADE):
        add("to_grade", len(grading.queue_for(person)), "assessments.queue")
    if may(person, Permission.CONTROL):
        add("to_control", deciding.to_control(person), "assessments.controls")
    if may(person, Permission.APPEAL_DECIDE):
        add("appeals", len(deciding.open_appeals(person)), "assessments.appeals")
    if Role.MENTOR in roles:
        add("mentor_proposals", len(mentoring.proposals_to(person)), "onboarding.trainees")
    if may(person, Permission.GATE_COSIGN):
        add("exits_to_sign", len(gates.pending_exits(person)), "onboarding.gates")
    if Role.ADMIN in roles:
        failed = select(func.count()).where(OutboxMessage.state == MessageState.FAILED)
        add("failed_mail", int(db.session.scalar(failed) or 0), "notifications.outbox")
    return found


def notices(person: Person) -> list[Notification]:
    """Return the unread notices, the newest first."""
    query = (
        select(Notification)
        .where(Notification.person_id == person.id, Notification.read_at.is_(None))
        .order_by(Notification.id.desc())
        .limit(8)
    )
    return list(db.session.scalars(query))
