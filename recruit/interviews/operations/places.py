"""Places in slots. `taken` changes here and nowhere else, by conditional UPDATE."""

from collections import Counter
from collections.abc import Iterable
from typing import cast

from sqlalchemy import CursorResult, update

from recruit.interviews.models import Slot
from recruit.interviews.operations import pulse
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.rules.booking import Refusal


def change(*, take: Iterable[Slot] = (), free: Iterable[Slot] = ()) -> None:
    """Take and free places, or raise Refused(SLOT_FULL): of two bookers of the last place the
    UPDATE of one changes no row. A slot named twice loses two places.

    Slots are updated in the order of their ids, whatever the direction of the move, so that
    two moves crossing each other wait for one another and never deadlock.
    """
    slots: dict[int, Slot] = {}
    wanted: Counter[int] = Counter()
    for slot, step in [(slot, 1) for slot in take] + [(slot, -1) for slot in free]:
        slots[slot.id] = slot
        wanted[slot.id] += step
    for slot_id in sorted(slots):
        step = wanted[slot_id]
        if not step:
            continue
        room = Slot.taken + step <= Slot.limit if step > 0 else Slot.taken >= -step
        statement = (
            update(Slot)
            .where(Slot.id == slot_id, room)
            .values(taken=Slot.taken + step)
            .execution_options(synchronize_session=False)
        )
        result = cast("CursorResult[None]", db.session.execute(statement))
        if result.rowcount != 1:
            raise Refused(Refusal.SLOT_FULL, slot=slots[slot_id].pubid)
        db.session.expire(slots[slot_id], ["taken"])
    pulse.touch(slots.values())
