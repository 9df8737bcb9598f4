"""The days that the common shock is learned from."""

from typing import Any

from sqlalchemy import case, func, select

from recruit.candidates.models import Application
from recruit.interviews.models import (
    AttendanceImport,
    AttendanceRecord,
    ImportState,
    InterviewSession,
    Invitation,
    Pool,
    SessionState,
    Slot,
)
from recruit.interviews.queries.rates import band_of
from recruit.interviews.queries.spans import days_between
from recruit.kernel.db import db
from recruit.rules.attendance import COUNTED, InvitationState, Reminder
from recruit.rules.show_rate import Observation
from recruit.vacancies.models import Channel, Promotion

MOST_DAYS = 200
"""The latest days are enough, and the time to learn stays small."""


def state_of_history() -> str:
    """Return a short text that changes when there is something new to learn from."""
    closed = select(func.count(), func.max(InterviewSession.closed_at)).where(
        InterviewSession.state == SessionState.CLOSED
    )
    done = select(func.count(), func.max(AttendanceImport.id)).where(
        AttendanceImport.state == ImportState.DONE
    )
    sessions, latest = db.session.execute(closed).one()
    imports, last = db.session.execute(done).one()
    return f"{sessions} {latest.isoformat() if latest else ''} {imports} {last or 0}"


def latest_days() -> list[Observation]:
    """Return the invitations of the latest days, own ones before imported ones."""
    days: dict[str, list[Observation]] = {}
    for key, reminder, channel, lead, showed, n in [*_own_days(), *_imported_days(MOST_DAYS)]:
        seen = Observation(bool(showed), Reminder(reminder), channel, lead, key)
        days.setdefault(key, []).extend([seen] * n)
    return [o for key in list(days)[:MOST_DAYS] for o in days[key]]


def _own_days() -> list[tuple[Any, ...]]:
    """A line per session, answer, channel, lead-time band and outcome."""
    latest = (
        select(InterviewSession.id, InterviewSession.held_on)
        .where(InterviewSession.state == SessionState.CLOSED)
        .order_by(InterviewSession.held_on.desc(), InterviewSession.id.desc())
        .limit(MOST_DAYS)
        .subquery()
    )
    rows = (
        select(
            latest.c.id.label("day"),
            latest.c.held_on.label("held_on"),
            Invitation.reminder.label("reminder"),
            func.coalesce(Channel.name, "").label("channel"),
            band_of(days_between(Slot.starts_at, Invitation.created_at)).label("lead"),
            case((Invitation.state == InvitationState.ARRIVED, 1), else_=0).label("showed"),
        )
        .join(Slot, Slot.id == Invitation.slot_id)
        .join(Pool, Pool.id == Slot.pool_id)
        .join(latest, latest.c.id == Pool.session_id)
        .join(Application, Application.id == Invitation.application_id)
        .outerjoin(Promotion, Promotion.id == Application.promotion_id)
        .outerjoin(Channel, Channel.id == Promotion.channel_id)
        .where(Invitation.state.in_(COUNTED))
        .subquery()
    )
    keys = (
        rows.c.day,
        rows.c.held_on,
        rows.c.reminder,
        rows.c.channel,
        rows.c.lead,
        rows.c.showed,
    )
    statement = (
        select(*keys, func.count())
        .group_by(*keys)
        .order_by(rows.c.held_on.desc(), rows.c.day.desc())
    )
    return [
        (f"own {day}", reminder, channel, lead, showed, n)
        for day, _, reminder, channel, lead, showed, n in db.session.execute(statement)
    ]


def _imported_days(most: int) -> list[tuple[Any, ...]]:
    """The same of the files; a date as written stands for a day."""
    record = AttendanceRecord
    first = func.max(record.id)
    latest = (
        select(record.import_id, record.day_key, first.label("last"))
        .where(record.day_key != "")
        .group_by(record.import_id, record.day_key)
        .order_by(first.desc())
        .limit(most)
        .subquery()
    )
    rows = (
        select(
            latest.c.last.label("last"),
            record.import_id.label("import_id"),
            record.day_key.label("day"),
            record.reminder.label("reminder"),
            record.channel.label("channel"),
            band_of(record.lead_days).label("lead"),
            case((record.showed, 1), else_=0).label("showed"),
        )
        .join(
            latest,
            (latest.c.import_id == record.import_id) & (latest.c.day_key == record.day_key),
        )
        .subquery()
    )
    keys = tuple(rows.c)
    statement = select(*keys, func.count()).group_by(*keys).order_by(rows.c.last.desc())
    return [(f"import {row[1]} {row[2]}", *row[3:8]) for row in db.session.execute(statement)]
