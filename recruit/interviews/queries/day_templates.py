"""Days to plan again: templates, and the shape of a day that was planned before."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from recruit.interviews.models import DayTemplate, InterviewSession, Pool, Slot
from recruit.kernel.db import by_pubid, db
from recruit.rules import day_shapes
from recruit.rules.day_shapes import DayShape, PoolShape, Worker

MOST = 100


def templates() -> list[DayTemplate]:
    """Return every template, by name."""
    statement = (
        select(DayTemplate)
        .order_by(DayTemplate.name)
        .limit(MOST)
        .options(joinedload(DayTemplate.created_by))
    )
    return list(db.session.scalars(statement))


def template(pubid: object) -> DayTemplate | None:
    """Return one template."""
    return by_pubid(DayTemplate, pubid)


def shape_of_template(found: DayTemplate) -> DayShape:
    """Return what a template holds."""
    return day_shapes.from_json(found.shape)


def shape_of(session: InterviewSession) -> DayShape | None:
    """Return the shape of a streaming day as its panels stand now; None where nobody sits on
    any. An interviewer's gaps between interviews are their breaks."""
    statement = (
        select(Pool)
        .where(Pool.session_id == session.id)
        .order_by(Pool.id)
        .options(
            selectinload(Pool.slots).selectinload(Slot.panel), selectinload(Pool.vacancies)
        )
    )
    zone = ZoneInfo(session.site.zone)
    midnight = datetime(
        session.held_on.year, session.held_on.month, session.held_on.day, tzinfo=zone
    )
    pools = []
    minutes = 30
    for pool in db.session.scalars(statement):
        busy: dict[str, list[tuple[int, int]]] = {}
        for slot in pool.slots:
            minutes = slot.minutes
            start = _minute_of(slot.starts_at, midnight)
            for member in slot.panel:
                busy.setdefault(member.person.pubid, []).append((start, start + slot.minutes))
        if busy:
            workers = tuple(
                Worker(who, day_shapes.hours_of(when)) for who, when in busy.items()
            )
            vacancies = tuple(vacancy.pubid for vacancy in pool.vacancies)
            pools.append(PoolShape(pool.name, vacancies, workers))
    if not pools:
        return None
    return DayShape(
        site=session.site.pubid,
        minutes=minutes,
        position=day_shapes.position_of(session.cost_wait),
        pools=tuple(pools),
        room=session.room.pubid if session.room else "",
        title=session.title,
        fair=session.fair,
        top_ups_per_day=session.top_ups_per_day,
        top_ups_cut_off=session.top_ups_cut_off,
    )


def _minute_of(moment: datetime, midnight: datetime) -> int:
    """What the wall clock shows, in minutes; a day that runs past midnight goes on counting."""
    local = moment.astimezone(midnight.tzinfo)
    days = (local.date() - midnight.date()).days
    return days * 1440 + local.hour * 60 + local.minute
