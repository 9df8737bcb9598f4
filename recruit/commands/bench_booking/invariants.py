"""What must hold of places after any storm (domain, section 5), read from the database."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import InstrumentedAttribute

from recruit.candidates.models import Application
from recruit.commands.bench_booking.visitor import Visitor
from recruit.interviews.models import Invitation, ReminderAnswer, Slot, SlotHold
from recruit.kernel.db import db
from recruit.rules.attendance import HOLDING, Reminder
from recruit.rules.pipeline import Stage


def broken(visitors: Sequence[Visitor]) -> list[str]:
    """Return every rule that does not hold, in words; empty when all do."""
    return [*_places(), *_people(), *_answers(visitors)]


def _places() -> list[str]:
    held = _count(SlotHold.slot_id)
    taken = _count(Invitation.slot_id, Invitation.state.in_(HOLDING))
    wrong = []
    for slot in db.session.scalars(select(Slot).order_by(Slot.id)):
        places = held[slot.id] + taken[slot.id]
        if slot.taken != places:
            wrong.append(f"slot {slot.id}: taken {slot.taken}, in truth {places}")
        if places > slot.limit:
            wrong.append(f"slot {slot.id}: {places} places given of {slot.limit}")
    return wrong


def _people() -> list[str]:
    open_ = _count(
        Invitation.application_id,
        Invitation.state.in_(HOLDING),
        Invitation.closed_at.is_(None),
    )
    held = _count(SlotHold.application_id)
    wrong = []
    for id_, stage in db.session.execute(select(Application.id, Application.stage)):
        if open_[id_] > 1:
            wrong.append(f"application {id_}: {open_[id_]} places")
        if open_[id_] and held[id_]:
            wrong.append(f"application {id_}: a place and a hold")
        if (stage is Stage.INVITED) != bool(open_[id_]):
            wrong.append(f"application {id_}: stage {stage} with {open_[id_]} places")
    return wrong


def _answers(visitors: Sequence[Visitor]) -> list[str]:
    """Every acknowledged answer is there, and the last one stands."""
    rows = db.session.execute(
        select(Application.pubid, Invitation.state, Slot.pubid, Invitation.moves)
        .join(Invitation, Invitation.application_id == Application.id)
        .join(Slot, Slot.id == Invitation.slot_id)
        .order_by(Invitation.id)
    ).all()
    last = {who: (state.value, slot) for who, state, slot, _moves in rows}
    invitations = Counter(who for who, *_rest in rows)
    moves: dict[str, int] = defaultdict(int)
    for who, _state, _slot, count in rows:
        moves[who] += count
    declined = Counter(
        db.session.scalars(
            select(Application.pubid)
            .join(Invitation, Invitation.application_id == Application.id)
            .join(ReminderAnswer, ReminderAnswer.invitation_id == Invitation.id)
            .where(ReminderAnswer.answer == Reminder.DECLINED)
        )
    )
    wrong = []
    for one in visitors:
        who = one.start.pubid
        now = last.get(who, ("", ""))
        if now not in one.possible:
            wrong.append(f"{who}: is {now}, was told {sorted(one.possible)}")
        if declined[who] < one.declines:
            wrong.append(f"{who}: {declined[who]} of {one.declines} declines are on record")
        if moves[who] < one.moves:
            wrong.append(f"{who}: {moves[who]} of {one.moves} moves are on record")
        if invitations[who] < one.bookings:
            wrong.append(f"{who}: {invitations[who]} of {one.bookings} bookings are on record")
    return wrong


def deadlocks() -> int | None:
    """Return how many deadlocks PostgreSQL has broken in this database; None on SQLite."""
    if db.session.connection().dialect.name != "postgresql":
        return None
    statement = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    return int(db.session.execute(text(statement)).scalar_one())


def _count(
    column: InstrumentedAttribute[int], *conditions: ColumnElement[bool]
) -> Counter[int]:
    statement = select(column, func.count()).where(*conditions).group_by(column)
    return Counter({row[0]: row[1] for row in db.session.execute(statement)})
