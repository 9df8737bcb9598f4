"""Who of a panel may read an application: written down for the candidates feature, which does
not know interviews."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from recruit.candidates.models import Application, ApplicationReader
from recruit.interviews.models import Arrival, Invitation, PanelMember, Slot
from recruit.kernel.db import db
from recruit.rules.attendance import HOLDING

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def keep_readers(applications: Iterable[Application]) -> None:
    """Make the readers of these applications the panels of the pools in which they hold a
    place or have arrived: who cancels or moves away is not read there any more."""
    rows = {application.id: application for application in applications}
    if not rows:
        return
    db.session.flush()
    pools = (
        select(Invitation.application_id, Slot.pool_id)
        .join(Slot, Slot.id == Invitation.slot_id)
        .where(Invitation.application_id.in_(rows), Invitation.state.in_(HOLDING))
        .union(
            select(Arrival.application_id, Arrival.pool_id).where(
                Arrival.application_id.in_(rows)
            )
        )
        .subquery()
    )
    statement = (
        select(pools.c.application_id, PanelMember.person_id)
        .join(Slot, Slot.pool_id == pools.c.pool_id)
        .join(PanelMember, PanelMember.slot_id == Slot.id)
        .distinct()
    )
    wanted = {(row.application_id, row.person_id) for row in db.session.execute(statement)}
    reader = ApplicationReader.__table__
    present = select(reader.c.application_id, reader.c.person_id).where(
        reader.c.application_id.in_(rows)
    )
    here = {(row.application_id, row.person_id) for row in db.session.execute(present)}
    if gone := here - wanted:
        db.session.execute(
            delete(ApplicationReader)
            .where(tuple_(reader.c.application_id, reader.c.person_id).in_(gone))
            .execution_options(synchronize_session=False)
        )
    if new := wanted - here:
        insert = _INSERT[db.session.connection().dialect.name]
        db.session.execute(
            insert(reader)
            .values([{"application_id": a, "person_id": p} for a, p in sorted(new)])
            .on_conflict_do_nothing()  # somebody may be granting the same at this moment
        )
