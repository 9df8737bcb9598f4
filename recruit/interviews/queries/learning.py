"""The days that the common shock is learned from."""

from typing import Any

from sqlalchemy import case, func, select

from recruit.interviews.models import (
    AttendanceImport,
    AttendanceRecord,
    CountedSession,
    ImportState,
    InterviewSession,
    SessionCount,
    SessionPulse,
)
from recruit.interviews.queries.history import PULSE, band_of, counted, not_counted
from recruit.kernel.db import db
from recruit.rules.attendance import Reminder
from recruit.rules.show_rate import Observation

MOST_DAYS = 200
"""The latest days are enough, and the time to learn stays small."""


def state_of_history() -> str:
    """Return a short text that changes when there is something new to learn from."""
    own = select(func.count(), func.coalesce(func.sum(CountedSession.pulse), 0))
    done = select(func.count(), func.max(AttendanceImport.id)).where(
        AttendanceImport.state == ImportState.DONE
    )
    sessions, changes = db.session.execute(own.select_from(CountedSession)).one()
    imports, last = db.session.execute(done).one()
    return f"{sessions} {changes} {imports} {last or 0}"


def to_count(most: int) -> list[tuple[int, int]]:
    """Return (id, pulse) of closed sessions whose counts are not kept, or not as they are now."""
    statement = (
        select(InterviewSession.id, PULSE)
        .outerjoin(SessionPulse, SessionPulse.session_id == InterviewSession.id)
        .where(not_counted())
        .order_by(InterviewSession.id)
        .limit(most)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def latest_days() -> list[Observation]:
    """Return the invitations of the latest days, own ones before imported ones."""
    days: dict[str, list[Observation]] = {}
    for key, reminder, channel, lead, showed, n in [*_own_days(), *_imported_days(MOST_DAYS)]:
        seen = Observation(bool(showed), Reminder(reminder), channel, lead, key)
        days.setdefault(key, []).extend([seen] * n)
    return [o for key in list(days)[:MOST_DAYS] for o in days[key]]


def _own_days() -> list[tuple[Any, ...]]:
    """A line per counted session, answer, channel, lead-time band and outcome."""
    latest = (
        select(InterviewSession.id, InterviewSession.held_on)
        .where(InterviewSession.id.in_(counted()))
        .order_by(InterviewSession.held_on.desc(), InterviewSession.id.desc())
        .limit(MOST_DAYS)
        .subquery()
    )
    statement = (
        select(
            latest.c.id,
            SessionCount.reminder,
            SessionCount.channel,
            SessionCount.lead,
            SessionCount.showed,
            SessionCount.n,
        )
        .join(SessionCount, SessionCount.session_id == latest.c.id)
        .order_by(latest.c.held_on.desc(), latest.c.id.desc(), SessionCount.id)
    )
    return [(f"own {row[0]}", *row[1:6]) for row in db.session.execute(statement)]


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
