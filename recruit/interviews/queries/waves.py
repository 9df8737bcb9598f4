"""Whom to invite next into which slot, and whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, false, select
from sqlalchemy.orm import joinedload

from recruit.candidates.models import Application, Candidate
from recruit.interviews.models import (
    InterviewSession,
    Invitation,
    Pool,
    PoolVacancy,
    ReminderAnswer,
    SessionState,
    Slot,
)
from recruit.interviews.queries import board, forecast
from recruit.interviews.queries.board_rows import SlotView
from recruit.interviews.queries.rates import planning_rate, show_rates
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Role
from recruit.people.models import Person
from recruit.rules.pipeline import Stage
from recruit.vacancies.models import Vacancy

MOST = 100
USUAL = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """One person proposed for one slot."""

    application: str
    name: str
    vacancy: str
    has_mail: bool
    slot: str


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


def propose(
    session: InterviewSession, person: Person, pool: str, n: int | None, now: datetime
) -> Wave:
    """Return the next people in the recruiter's order, each with the slot the engine means.

    n None: as many as it advises, at most 20. Asked for more than it advises, the rest is left
    out: one more would cost more waiting than it saves idle time.
    """
    view = board.board(session, person, now)
    found = next((one for one in view.pools if one.pubid == pool), None) or (
        view.pools[0] if view.pools else None
    )
    if found is None or found.live is None or session.state is not SessionState.PLANNED:
        return Wave(pool, [], 0, 0, n, [])
    ahead = [slot for slot in found.slots if slot.ends_at > now]
    people = _people(found.row.id, person)
    rates = show_rates()
    steps = view.steps[found.pubid]
    most = min(MOST, len(people))
    where = forecast.several(found.live, steps, [planning_rate(rates)] * most, most, now)
    wanted = min(len(where), USUAL if n is None else max(0, n))
    choices = [
        Choice(row[0], row[1], row[2], bool(row[3]), ahead[place].pubid)
        for row, place in zip(people[:wanted], where[:wanted], strict=True)
    ]
    open_slots = [slot for slot in ahead if slot.starts_at > now and slot.taken < slot.limit]
    return Wave(found.pubid, choices, found.to_invite, len(where), n, open_slots)


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
    )
    slots = {slot.pubid: slot for slot in db.session.scalars(statement)}
    wanted = select(Application).where(Application.pubid.in_({pair[0] for pair in good}))
    rows = {row.pubid: row for row in db.session.scalars(_own(wanted, person))}
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


def _people(pool_id: int, person: Person) -> Sequence[Any]:
    statement = (
        select(Application.pubid, Candidate.name, Vacancy.title, Candidate.email)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Vacancy, Vacancy.id == Application.vacancy_id)
        .join(PoolVacancy, PoolVacancy.vacancy_id == Application.vacancy_id)
        .where(PoolVacancy.pool_id == pool_id, Application.stage == Stage.TO_INVITE)
        .order_by(Application.priority, Application.id)
        .limit(MOST)
    )
    return db.session.execute(_own(statement, person)).all()


def _own(statement: Select[*tuple[Any, ...]], person: Person) -> Select[*tuple[Any, ...]]:
    """Only applications this person may invite: a head those of their departments."""
    if Role.RECRUITER in person.roles:
        return statement
    if Role.HIRING_MANAGER not in person.roles:
        return statement.where(false())
    own = select(Vacancy.id).where(Vacancy.department_id.in_(person.department_ids))
    return statement.where(Application.vacancy_id.in_(own))
