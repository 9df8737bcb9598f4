"""Figures: every number with its parts, grouped by the database, never row by row.

A head counts their own departments, a recruiter and the director everything. No names here.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, distinct, func, select, true

from recruit.candidates.models import Application, Offer, StageChange
from recruit.interviews.models import (
    Arrival,
    InterviewSession,
    Invitation,
    Pool,
    SessionState,
    Slot,
)
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.onboarding.models import Employment, OnboardingPlan
from recruit.people.models import Person
from recruit.rules.attendance import InvitationState
from recruit.rules.funnel import FunnelStep, Need, measured_rates, plan_back
from recruit.rules.money import Money
from recruit.rules.offers import State as OfferState
from recruit.rules.pipeline import OPEN, Stage
from recruit.vacancies.models import Channel, Promotion, Vacancy, VacancyState

WEEKS = 8


def reach(person: Person) -> ColumnElement[bool]:
    """The criterion on Vacancy for what the person may count."""
    if person.roles & {Role.RECRUITER, Role.DIRECTOR}:
        return true()
    return Vacancy.department_id.in_(person.department_ids)


def vacancies(person: Person) -> list[Vacancy]:
    """Return the vacancies that a funnel can be drawn for, the open ones first."""
    query = (
        select(Vacancy)
        .where(reach(person), Vacancy.state != VacancyState.DRAFT)
        .order_by(Vacancy.state == VacancyState.CLOSED, Vacancy.id.desc())
        .limit(200)
    )
    return list(db.session.scalars(query))


def reached(
    person: Person, vacancy: Vacancy | None = None, since: date | None = None
) -> dict[FunnelStep, int]:
    """Count the applications that ever reached each step, of those applied since `since`."""

    def counted(query: Select[Any]) -> int:
        query = query.join(Vacancy, Vacancy.id == Application.vacancy_id).where(reach(person))
        if vacancy is not None:
            query = query.where(Application.vacancy_id == vacancy.id)
        if since is not None:
            start = datetime.combine(since, time.min, UTC)
            query = query.where(Application.applied_at >= start)
        return int(db.session.scalar(query) or 0)

    applications = distinct(Application.id)
    changed = (
        select(func.count(applications))
        .select_from(Application)
        .join(StageChange, StageChange.application_id == Application.id)
    )
    came = (
        select(func.count(applications))
        .select_from(Application)
        .join(Arrival, Arrival.application_id == Application.id)
    )
    return {
        FunnelStep.SOURCED: counted(
            select(func.count(Application.id)).select_from(Application)
        ),
        FunnelStep.INVITED: counted(changed.where(StageChange.to_stage == Stage.INVITED)),
        FunnelStep.ARRIVED: counted(came),
        FunnelStep.OFFERED: counted(changed.where(StageChange.to_stage == Stage.OFFERED)),
        FunnelStep.HIRED: counted(changed.where(StageChange.to_stage == Stage.HIRED)),
    }


def standing(vacancy: Vacancy) -> dict[FunnelStep, int]:
    """Count who stands at each step today and has not left it, for the planning from the back."""
    query = (
        select(Application.stage, func.count())
        .where(Application.vacancy_id == vacancy.id)
        .group_by(Application.stage)
    )
    stages: dict[Stage, int] = {row[0]: row[1] for row in db.session.execute(query)}
    return {
        FunnelStep.SOURCED: sum(stages.get(stage, 0) for stage in OPEN[:3]),
        FunnelStep.INVITED: stages.get(Stage.INVITED, 0),
        FunnelStep.ARRIVED: stages.get(Stage.INTERVIEWED, 0),
        FunnelStep.OFFERED: stages.get(Stage.OFFERED, 0),
        FunnelStep.HIRED: stages.get(Stage.HIRED, 0),
    }


def needs(person: Person, vacancy: Vacancy) -> tuple[Need, ...]:
    """Plan a vacancy from the back by the rates measured over everything the person may count."""
    return plan_back(vacancy.openings, measured_rates(reached(person)), standing(vacancy))


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel: what was spent in one currency, and what it brought."""

    channel: str
    spent: Money | None
    applications: int
    arrivals: int
    hires: int

    def per(self, count: int) -> Money | None:
        """The spend for each of `count`; None where there is nothing to divide."""
        return self.spent.per(count) if self.spent and self.spent.minor else None


def channels(person: Person) -> list[ChannelRow]:
    """Return spend, applications, arrivals and hires per channel and currency: two queries."""
    arrived = select(Arrival.application_id).distinct().subquery()
    brought = (
        select(
            Promotion.channel_id,
            func.count(Application.id),
            func.count(arrived.c.application_id),
            func.count(Application.id).filter(Application.stage == Stage.HIRED),
        )
        .join(Application, Application.promotion_id == Promotion.id)
        .join(Vacancy, Vacancy.id == Application.vacancy_id)
        .outerjoin(arrived, arrived.c.application_id == Application.id)
        .where(reach(person))
        .group_by(Promotion.channel_id)
    )
    results = {row[0]: row[1:] for row in db.session.execute(brought)}
    spend = (
        select(Channel.id, Channel.name, Promotion.currency, func.sum(Promotion.cost_minor))
        .join(Promotion, Promotion.channel_id == Channel.id)
        .join(Vacancy, Vacancy.id == Promotion.vacancy_id)
        .where(reach(person))
        .group_by(Channel.id, Channel.name, Promotion.currency)
        .order_by(Channel.name, Promotion.currency)
    )
    rows = []
    for channel_id, name, currency, minor in db.session.execute(spend):
        applications, arrivals, hires = results.get(channel_id, (0, 0, 0))
        rows.append(
            ChannelRow(name, Money(int(minor or 0), currency), applications, arrivals, hires)
        )
    return rows


@dataclass(frozen=True, slots=True)
class Week:
    """A week of closed sessions. monday: its first day; shown of n who held a place."""

    monday: date
    shown: int
    n: int


def attendance_by_week(person: Person, today: date) -> list[Week]:
    """Return shown and n of the last eight weeks, the oldest first; empty weeks stay in."""
    first = today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))
    query = (
        select(InterviewSession.held_on, Invitation.state, func.count(distinct(Invitation.id)))
        .join(Pool, Pool.session_id == InterviewSession.id)
        .join(Slot, Slot.pool_id == Pool.id)
        .join(Invitation, Invitation.slot_id == Slot.id)
        .join(Application, Application.id == Invitation.application_id)
        .join(Vacancy, Vacancy.id == Application.vacancy_id)
        .where(
            reach(person),
            InterviewSession.state == SessionState.CLOSED,
            InterviewSession.held_on >= first,
            Invitation.state.in_((InvitationState.ARRIVED, InvitationState.NO_SHOW)),
        )
        .group_by(InterviewSession.held_on, Invitation.state)
    )
    shown: dict[date, int] = {}
    total: dict[date, int] = {}
    for held_on, state, count in db.session.execute(query):
        monday = held_on - timedelta(days=held_on.weekday())
        total[monday] = total.get(monday, 0) + count
        if state is InvitationState.ARRIVED:
            shown[monday] = shown.get(monday, 0) + count
    weeks = [first + timedelta(days=7 * n) for n in range(WEEKS)]
    return [Week(monday, shown.get(monday, 0), total.get(monday, 0)) for monday in weeks]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The figures on top of the reports."""

    open_vacancies: int
    openings: int
    new_applications: int
    hired: int
    offers_out: int
    plans: dict[str, int] = field(default_factory=dict)


def dashboard(person: Person, now: datetime) -> Dashboard:
    """Return today's figures in five counts."""
    open_ones = select(func.count(), func.coalesce(func.sum(Vacancy.openings), 0)).where(
        Vacancy.state == VacancyState.PUBLISHED, reach(person)
    )
    vacancies_open, openings = db.session.execute(open_ones).one()

    def applications(*where: ColumnElement[bool]) -> int:
        query = (
            select(func.count(Application.id))
            .join(Vacancy, Vacancy.id == Application.vacancy_id)
            .where(reach(person), *where)
        )
        return int(db.session.scalar(query) or 0)

    offers = (
        select(func.count(Offer.id))
        .join(Application, Application.id == Offer.application_id)
        .join(Vacancy, Vacancy.id == Application.vacancy_id)
        .where(Offer.state == OfferState.SENT, reach(person))
    )
    return Dashboard(
        open_vacancies=vacancies_open,
        openings=int(openings),
        new_applications=applications(Application.applied_at >= now - timedelta(days=7)),
        hired=applications(
            Application.stage == Stage.HIRED,
            Application.stage_since >= now - timedelta(days=90),
        ),
        offers_out=int(db.session.scalar(offers) or 0),
        plans=_plans(person),
    )


def _plans(person: Person) -> dict[str, int]:
    """Count the onboarding plans of the person's reach by state."""

    query = (
        select(OnboardingPlan.state, func.count())
        .join(Employment, Employment.id == OnboardingPlan.employment_id)
        .group_by(OnboardingPlan.state)
    )
    if not person.roles & {Role.RECRUITER, Role.DIRECTOR}:
        query = query.where(Employment.department_id.in_(person.department_ids))
    return {state.value: count for state, count in db.session.execute(query)}
