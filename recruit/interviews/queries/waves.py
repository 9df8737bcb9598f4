"""Whom to invite next into which slot, and whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from recruit.candidates.models import Application
from recruit.interviews.models import (
    InterviewSession,
    Invitation,
    Pool,
    ReminderAnswer,
    SessionState,
    Slot,
)
from recruit.interviews.queries import board, forecast, next_in_line
from recruit.interviews.queries.board_rows import SlotView
from recruit.interviews.queries.next_in_line import Next
from recruit.interviews.queries.rates import show_rates
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.people.models import Person

MOST = 100
USUAL = 20
FOLLOWING = 10
"""How many of those who come next are named."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One person proposed for one slot."""

    application: str
    name: str
    vacancy: str
    has_mail: bool
    slot: str
    again: bool = False
    """Was invited to this very session before."""
    choosing: bool = False
    """Was asked to choose a time and has not done so: this invitation ends that."""


@dataclass(frozen=True, slots=True)
class Wave:
    """A proposed wave of invitations. helpful: how many the engine advises at most."""

    pool: str
    choices: list[Choice]
    waiting: int
    helpful: int
    asked: int | None
    slots: list[SlotView]
    """Slots ahead with a place left."""
    then: list[Next] = field(default_factory=list)
    """Who follows on the list."""
    pools: list[tuple[str, str]] = field(default_factory=list)
    """(public id, name) of every pool of the session."""
    measured: tuple[int, int] = (0, 0)
    """Shows and n of the history behind how many help."""
    fair: bool = False
    """Were they spread over the slots so that waiting is shared evenly?"""


def propose(
    session: InterviewSession, person: Person, pool: str, n: int | None, now: datetime
) -> Wave:
    """Return the next people in the recruiter's order, each with the slot the engine means.

    n None: as many as it advises, at most 20. Asked for more than it advises, the rest is left
    out: one more would cost more waiting than it saves idle time.
    """
    view = board.board(session, person, now)
    pools = [(one.pubid, one.name) for one in view.pools]
    found = next((one for one in view.pools if one.pubid == pool), None) or (
        view.pools[0] if view.pools else None
    )
    if found is None or found.live is None or session.state is not SessionState.PLANNED:
        return Wave(pool, [], 0, 0, n, [], pools=pools)
    ahead = [slot for slot in found.slots if slot.ends_at > now]
    people = next_in_line.people(found.row.id, next_in_line.invited_by(person))
    rates = show_rates()
    chances = [next_in_line.chance(rates, one) for one in people]
    steps = view.steps[found.pubid]
    helpful = len(forecast.several(found.live, steps, chances, MOST, now))
    wanted = min(helpful, USUAL if n is None else max(0, n))
    where = next_in_line.places(session, found.live, steps, chances, wanted, now)
    choices = [
        Choice(
            one.application,
            one.name,
            one.vacancy,
            one.has_mail,
            ahead[place].pubid,
            one.again,
            one.choosing,
        )
        for one, place in zip(people, where, strict=False)
    ]
    open_slots = [slot for slot in ahead if slot.starts_at > now and slot.taken < slot.limit]
    return Wave(
        found.pubid,
        choices,
        found.to_invite,
        helpful,
        n,
        open_slots,
        people[len(where) : len(where) + FOLLOWING],
        pools,
        view.measured,
        session.fair and len(set(chances[: len(where)])) > 1,
    )


def chosen(
    session: InterviewSession, person: Person, pairs: Sequence[tuple[str, str]]
) -> list[tuple[Application, Slot]]:
    """Return the applications and slots of this session that `person` may bring together;
    anything else is left out."""
    good = [pair for pair in pairs if is_pubid(pair[0]) and is_pubid(pair[1])]
    statement = (
        select(Slot)
        .join(Slot.pool)
        .where(Pool.session_id == session.id, Slot.pubid.in_({pair[1] for pair in good}))
        .options(contains_eager(Slot.pool).joinedload(Pool.session))
    )
    slots = {slot.pubid: slot for slot in db.session.scalars(statement)}
    wanted = (
        select(Application)
        .where(Application.pubid.in_({pair[0] for pair in good}))
        .options(joinedload(Application.candidate), joinedload(Application.vacancy))
    )
    rows = {
        row.pubid: row
        for row in db.session.scalars(wanted.where(next_in_line.invited_by(person)))
    }
    return [(rows[who], slots[where]) for who, where in good if who in rows and where in slots]


def answers_of(invitation: Invitation) -> list[ReminderAnswer]:
    """Return what was said, the oldest first, with who wrote it down."""
    statement = (
        select(ReminderAnswer)
        .where(ReminderAnswer.invitation_id == invitation.id)
        .order_by(ReminderAnswer.id)
        .options(joinedload(ReminderAnswer.by))
    )
    return list(db.session.scalars(statement).unique())
