"""How many may be invited to a slot."""

from datetime import datetime

from sqlalchemy import update

from recruit.interviews.models import InterviewSession, SessionState, Slot
from recruit.interviews.operations import pulse
from recruit.kernel import audit
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules.booking import Refusal


def set_limit(slot: Slot, limit: int, *, actor: Person, now: datetime) -> None:
    """Change how many may be invited to a slot; never below the places taken. The UPDATE
    decides, because somebody may be taking a place at this moment."""
    before = slot.limit
    if limit == before:
        return
    statement = (
        update(Slot)
        .where(Slot.id == slot.id, Slot.taken <= limit)
        .values(limit=limit)
        .execution_options(synchronize_session=False)
    )
    if db.session.connection().execute(statement).rowcount != 1:
        db.session.refresh(slot)
        raise Refused(Refusal.BELOW_TAKEN, slot=slot.pubid, taken=slot.taken)
    db.session.expire(slot, ["limit"])
    pulse.touch([slot])
    audit.record("interviews.slot.limited", slot, actor=actor, at=now, limit=[before, limit])


def set_limits(
    session: InterviewSession, limits: dict[str, int], *, actor: Person, now: datetime
) -> None:
    """Change the limits of several slots (by pubid), all or none, or raise Refused."""
    if session.state is not SessionState.PLANNED:
        raise Refused(Refusal.SESSION_OVER)
    for pool in session.pools:
        for slot in sorted(pool.slots, key=lambda one: one.id):
            if slot.pubid in limits:
                set_limit(slot, limits[slot.pubid], actor=actor, now=now)
