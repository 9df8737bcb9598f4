"""The interview days of the demo: when they are, for whom, and who is invited."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from recruit.candidates.models import Application
from recruit.interviews import operations as interviews
from recruit.interviews.models import InterviewSession
from recruit.interviews.operations import groups, planning
from recruit.interviews.operations.planning import GroupSession, StreamingDay
from recruit.interviews.queries import planner
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.rules.overbooking import Costs
from recruit.rules.pipeline import Stage
from recruit.rules.slots import Hours
from recruit.vacancies.models import Vacancy

if TYPE_CHECKING:
    from recruit.demo.hiring import Hiring


def plan(hiring: "Hiring", day: date, on: date, today: date) -> None:
    """Plan the session of the day `on`, and invite to it in the recruiter's order."""
    ahead = (on - day).days
    kinds = {1: "sales", 3: "service", 4: "key" if on.isocalendar().week % 2 else None}
    key = "sales" if on == today else kinds.get(on.weekday())
    if key is None or (key == "key") is not (ahead == 3) or (on == today and ahead != 2):
        return
    if key != "key" and ahead != 2:
        return
    when = min(hiring.at(day, 11), hiring.now)
    if when < hiring.now - timedelta(days=7 * hiring.weeks) or on in {
        s.held_on for s in hiring.sessions
    }:
        return
    try:
        session = (
            _streaming(hiring, on, when, today, key)
            if key != "key"
            else _group(hiring, on, when)
        )
    except Refused:
        return  # a holiday
    hiring.sessions.append(session)
    db.session.flush()
    wanted: list[tuple[Application, object]] = []
    waiting = _waiting(hiring.vacancies[key])
    for slot in session.pools[0].slots:
        take = max(slot.limit - (1 if key != "key" else 0), 0)
        wanted += [(waiting.pop(0), slot) for _ in range(min(take, len(waiting)))]
    if wanted:
        interviews.invite(
            wanted,  # type: ignore[arg-type]
            actor=hiring.company.people["recruiter"],
            now=when,
            due_at=when,
        )


def _waiting(vacancy: Vacancy) -> list[Application]:
    query = (
        select(Application)
        .where(Application.vacancy_id == vacancy.id, Application.stage == Stage.TO_INVITE)
        .order_by(Application.priority, Application.id)
        .options(joinedload(Application.vacancy))
    )
    return list(db.session.scalars(query))


def _streaming(
    hiring: "Hiring", on: date, when: datetime, today: date, key: str
) -> InterviewSession:
    company = hiring.company
    people = ["interviewer", "interviewer2"] if key == "sales" else ["interviewer3"]
    start, end = 10 * 60, 12 * 60 + 20
    if on == today:  # a day that is running now, whatever the hour
        hour = hiring.now.astimezone(hiring.zone).hour
        start = max(0, min(hour - 2, 18)) * 60
        end = min(start + 6 * 60, 24 * 60 - 20)
        people = ["interviewer", "interviewer2", "mentor"]
    wanted = StreamingDay(
        site=company.sites["Moscow"],
        on=on,
        vacancies=[hiring.vacancies[key]],
        interviewers=[(company.people[one], Hours(start, end)) for one in people],
        minutes=20,
    )
    (shapes,) = planning.check_streaming(wanted, now=when)
    starts = [planning.wall(wanted.site, on, shape.start) for shape in shapes]
    plan = planner.preview(starts, [len(shape.who) for shape in shapes], 20, Costs(), 1)
    return interviews.plan_streaming(
        wanted, [row.limit for row in plan.rows], actor=company.people["recruiter"], now=when
    )


def _group(hiring: "Hiring", on: date, when: datetime) -> InterviewSession:
    company = hiring.company
    wanted = GroupSession(
        site=company.sites["Saint Petersburg"],
        on=on,
        start=11 * 60,
        minutes=90,
        seats=8,
        vacancies=[hiring.vacancies["key"]],
        observers=[company.people[one] for one in ("interviewer4", "head")],
    )
    recruiter = company.people["recruiter"]
    session = interviews.plan_group(wanted, 13, actor=recruiter, now=when)
    groups.name_facilitator(session, company.people["head"], actor=recruiter, now=when)
    return session
