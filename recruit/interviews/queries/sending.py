"""How far the waves of a session have got: queued, sent, failed; and who was topped up."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select

from recruit.candidates.models import Application, Candidate
from recruit.interviews.models import InterviewSession, Invitation, Pool, Slot, TopUp
from recruit.interviews.queries.scope import managed_by
from recruit.kernel.db import db
from recruit.notifications.models import MessageState, OutboxMessage
from recruit.people.models import Person

MOST = 50


@dataclass(frozen=True, slots=True)
class Sending:
    """One wave. by: who sent it, "" for the clock."""

    batch: str
    at: datetime
    by: str
    people: int
    states: Counter[MessageState] = field(default_factory=Counter)

    @property
    def mails(self) -> int:
        """How many letters there are; the others have no address and are called."""
        return self.states.total()

    @property
    def queued(self) -> int:
        return self.states[MessageState.PENDING] + self.states[MessageState.SENDING]

    @property
    def sent(self) -> int:
        return self.states[MessageState.SENT]

    @property
    def failed(self) -> int:
        return self.states[MessageState.FAILED]

    @property
    def taken_back(self) -> int:
        return self.states[MessageState.CANCELLED]

    def may_undo(self, now: datetime, window: timedelta) -> bool:
        """Tell whether no letter has left yet; without letters a window decides."""
        return self.states[MessageState.PENDING] == self.mails and now - self.at <= window


def waves_of(session: InterviewSession) -> list[Sending]:
    """Return the session's waves, the latest first, with the state of their letters."""
    statement = (
        select(
            Invitation.batch,
            func.min(Invitation.created_at),
            func.max(Person.name),
            func.count(Invitation.id),
        )
        .join(Slot, Slot.id == Invitation.slot_id)
        .join(Pool, Pool.id == Slot.pool_id)
        .outerjoin(Person, Person.id == Invitation.invited_by_id)
        .where(Pool.session_id == session.id, Invitation.batch.is_not(None))
        .group_by(Invitation.batch)
        .order_by(func.max(Invitation.id).desc())
        .limit(MOST)
    )
    found = {
        str(row[0]): Sending(str(row[0]), row[1], row[2] or "", row[3])
        for row in db.session.execute(statement)
    }
    letters = (
        select(OutboxMessage.batch, OutboxMessage.state, func.count())
        .where(OutboxMessage.batch.in_(found))
        .group_by(OutboxMessage.batch, OutboxMessage.state)
    )
    for batch, state, n in db.session.execute(letters) if found else ():
        found[str(batch)].states[state] = n
    return list(found.values())


def letters_of(batch: str) -> dict[str, MessageState]:
    """Return the state of each letter of a wave, by the public id of its invitation."""
    statement = select(OutboxMessage.subject_ref, OutboxMessage.state).where(
        OutboxMessage.batch == batch
    )
    return {about.partition(":")[2]: state for about, state in db.session.execute(statement)}


def wave(batch: str) -> Sending | None:
    """Return one wave."""
    statement = select(InterviewSession).join(Pool).join(Slot).join(Invitation)
    session = db.session.scalars(statement.where(Invitation.batch == batch).limit(1)).first()
    if session is None:
        return None
    return next((one for one in waves_of(session) if one.batch == batch), None)


@dataclass(frozen=True, slots=True)
class Automatic:
    """Those invited by the clock at one moment. names: (public id of the invitation, name or
    "" for somebody of another department, start of the slot)."""

    at: datetime
    batch: str
    declined: int
    doubtful: int
    names: list[tuple[str, str, datetime]] = field(default_factory=list)


def automatic(session: InterviewSession, person: Person, now: datetime) -> list[Automatic]:
    """Return who was invited automatically, and why, the latest first."""
    statement = (
        select(
            TopUp.at,
            Invitation.batch,
            TopUp.declined,
            TopUp.doubtful,
            Invitation.pubid,
            Candidate.name,
            Slot.starts_at,
            managed_by(person, now),
        )
        .join(Invitation, Invitation.id == TopUp.invitation_id)
        .join(Slot, Slot.id == Invitation.slot_id)
        .join(Pool, Pool.id == Slot.pool_id)
        .join(InterviewSession, InterviewSession.id == Pool.session_id)
        .join(Application, Application.id == Invitation.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .where(TopUp.session_id == session.id)
        .order_by(TopUp.id.desc())
        .limit(100)
    )
    found: dict[str, Automatic] = {}
    for at, batch, declined, doubtful, pubid, name, starts_at, seen in db.session.execute(
        statement
    ):
        key = str(batch)
        group = found.setdefault(key, Automatic(at, key, declined, doubtful))
        group.names.append((pubid, name if seen else "", starts_at))
    return list(found.values())
