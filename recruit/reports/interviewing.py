"""Figures of closed interview days: what a meeting cost, how long people waited, what
overbooking earned. Sums only, in five statements however many days there were."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from recruit.interviews.models import (
    Arrival,
    InterviewSession,
    Invitation,
    Pool,
    PoolVacancy,
    SessionKind,
    SessionState,
    Slot,
)
from recruit.kernel.db import db
from recruit.organization.queries import organization
from recruit.people.models import Person
from recruit.reports.figures import Month, Yield
from recruit.reports.queries import reach
from recruit.rules import day_summary
from recruit.rules.attendance import COUNTED, ArrivalState, InvitationState
from recruit.rules.desk import minutes_waited
from recruit.rules.interview_yield import HeldDay, fairness, gain, wait_bands
from recruit.rules.money import Money
from recruit.vacancies.models import Promotion, Vacancy

MOST_DAYS = 3_000


def interview_yield(person: Person, since: date, now: datetime) -> Yield:
    """Return the figures of the sessions closed and held since that day."""
    chosen = _sessions(person, since)
    sessions, slots = _slots(chosen)
    visits, meetings, came_with = _visits(chosen)
    invited, expected = _invited(chosen)
    days: list[tuple[date, HeldDay]] = []
    away = groups = 0
    for key, (held_on, kind, closed_at, prices) in sessions.items():
        look = day_summary.summary(
            slots[key],
            visits[key],
            prices,
            until=closed_at or now,
            group=kind is SessionKind.GROUP,
        )
        away += look.turned_away + look.left
        if kind is SessionKind.GROUP:
            groups += 1
            continue
        days.append(
            (
                held_on,
                HeldDay(
                    look.planned,
                    look.minutes,
                    *invited[key],
                    look.held,
                    look.overtime,
                    look.turned_away,
                    look.idle,
                    look.waits,
                ),
            )
        )
    waits = tuple(sorted(wait for _, day in days for wait in day.waits))
    thirds, ratio = fairness(expected, came_with)
    company = organization()
    hour = company.interviewer_hour_minor
    return Yield(
        meetings,
        groups,
        _spent(person, since, now.date()),
        None if hour is None else Money(hour, company.currency),
        gain(day for _, day in days),
        _months(days),
        waits,
        away,
        wait_bands(waits),
        thirds,
        ratio,
    )


def _sessions(person: Person, since: date) -> Any:
    """The closed sessions that concern a vacancy the person may count, the latest ones."""
    concerned = (
        select(PoolVacancy.id)
        .join(Pool, Pool.id == PoolVacancy.pool_id)
        .join(Vacancy, Vacancy.id == PoolVacancy.vacancy_id)
        .where(Pool.session_id == InterviewSession.id, reach(person))
        .exists()
    )
    return (
        select(InterviewSession.id)
        .where(
            InterviewSession.state == SessionState.CLOSED,
            InterviewSession.held_on >= since,
            concerned,
        )
        .order_by(InterviewSession.held_on.desc(), InterviewSession.id.desc())
        .limit(MOST_DAYS)
        .subquery()
    )


def _slots(chosen: Any) -> tuple[dict[int, Any], dict[int, list[day_summary.PlannedSlot]]]:
    statement = (
        select(
            InterviewSession.id,
            InterviewSession.held_on,
            InterviewSession.kind,
            InterviewSession.closed_at,
            InterviewSession.cost_wait,
            InterviewSession.cost_overtime,
            InterviewSession.cost_turned_away,
            Slot.starts_at,
            Slot.minutes,
            Slot.capacity,
        )
        .join(chosen, chosen.c.id == InterviewSession.id)
        .join(Pool, Pool.session_id == InterviewSession.id)
        .join(Slot, Slot.pool_id == Pool.id)
        .order_by(InterviewSession.id, Slot.starts_at, Slot.id)
    )
    sessions: dict[int, Any] = {}
    slots: dict[int, list[day_summary.PlannedSlot]] = defaultdict(list)
    for row in db.session.execute(statement):
        sessions[row[0]] = (row[1], row[2], row[3], day_summary.Prices(row[4], row[5], row[6]))
        slots[row[0]].append(day_summary.PlannedSlot(row[7], row[8], row[9]))
    return sessions, slots


def _visits(
    chosen: Any,
) -> tuple[dict[int, list[day_summary.Visit]], int, list[tuple[float, int]]]:
    """(visits by session, meetings held, (expected, waited) of those invited to a slot)."""
    statement = (
        select(
            Arrival.session_id,
            Arrival.state,
            Arrival.arrived_at,
            Arrival.due_at,
            Arrival.started_at,
            Arrival.ended_at,
            Invitation.expected_p,
            InterviewSession.kind,
            InterviewSession.closed_at,
        )
        .join(chosen, chosen.c.id == Arrival.session_id)
        .join(InterviewSession, InterviewSession.id == Arrival.session_id)
        .outerjoin(Invitation, Invitation.id == Arrival.invitation_id)
    )
    visits: dict[int, list[day_summary.Visit]] = defaultdict(list)
    meetings = 0
    waited: list[tuple[float, int]] = []
    for row in db.session.execute(statement):
        visits[row[0]].append(day_summary.Visit(row[1], row[2], row[3], row[4], row[5]))
        meetings += row[1] is ArrivalState.DONE
        until = row[4] or row[5] or row[8]
        if row[6] is not None and row[7] is SessionKind.STREAMING and until:
            waited.append((row[6], minutes_waited(row[2], row[3], until)))
    return visits, meetings, waited


def _invited(chosen: Any) -> tuple[dict[int, tuple[int, int]], list[float]]:
    """((invited, came) by session, what was expected of everybody in streaming days)."""
    statement = (
        select(
            Pool.session_id,
            InterviewSession.kind,
            Invitation.state,
            Invitation.expected_p,
            func.count(),
        )
        .join(Slot, Slot.id == Invitation.slot_id)
        .join(Pool, Pool.id == Slot.pool_id)
        .join(InterviewSession, InterviewSession.id == Pool.session_id)
        .join(chosen, chosen.c.id == Pool.session_id)
        .where(Invitation.state.in_(COUNTED))
        .group_by(
            Pool.session_id, InterviewSession.kind, Invitation.state, Invitation.expected_p
        )
    )
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    expected: list[float] = []
    for session, kind, state, p, n in db.session.execute(statement):
        invited, came = found[session]
        found[session] = (invited + n, came + n * (state is InvitationState.ARRIVED))
        if p is not None and kind is SessionKind.STREAMING:
            expected += [p] * n
    return found, expected


def _spent(person: Person, since: date, today: date) -> tuple[Money, ...]:
    statement = (
        select(Promotion.currency, func.sum(Promotion.cost_minor))
        .join(Vacancy, Vacancy.id == Promotion.vacancy_id)
        .where(reach(person), Promotion.from_on >= since, Promotion.from_on <= today)
        .group_by(Promotion.currency)
        .order_by(Promotion.currency)
    )
    return tuple(
        Money(int(minor), currency)
        for currency, minor in db.session.execute(statement)
        if minor
    )


def _months(days: list[tuple[date, HeldDay]]) -> tuple[Month, ...]:
    by_month: dict[date, list[HeldDay]] = defaultdict(list)
    for held_on, day in days:
        by_month[held_on.replace(day=1)].append(day)
    return tuple(
        Month(
            first,
            len(held),
            sum(day.places for day in held),
            sum(day.invited for day in held),
            sum(day.came for day in held),
            sum(day.held for day in held),
            sum(day.idle * day.minutes for day in held),
            tuple(sorted(wait for day in held for wait in day.waits)),
        )
        for first, held in sorted(by_month.items())
    )
