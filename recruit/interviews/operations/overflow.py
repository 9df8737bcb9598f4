"""More people are here than can be seen: a spare interviewer, a group session, a promised time.
Nobody is sent away silently."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from recruit.candidates import operations as candidates
from recruit.interviews.models import (
    Arrival,
    InterviewSession,
    Invitation,
    PanelMember,
    Pool,
    SessionKind,
    SessionState,
    Slot,
)
from recruit.interviews.operations import desk, locks, places, returning
from recruit.interviews.operations.invitations import invite
from recruit.interviews.operations.planning import grant_panel
from recruit.interviews.operations.readers import keep_readers
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules.attendance import ArrivalState
from recruit.rules.desk import Refusal
from recruit.rules.pipeline import Stage


def add_spare(pool: Pool, person: Person, *, actor: Person, now: datetime) -> int:
    """Let one more interviewer see this pool's people from the running slot on; return in how
    many slots. A second click changes nothing."""
    session = locked(pool.session)
    if session.state is not SessionState.PLANNED:
        raise Refused(Refusal.SESSION_OVER)
    rest = [
        slot for slot in pool.slots if slot.starts_at + timedelta(minutes=slot.minutes) > now
    ] or pool.slots[-1:]
    added = 0
    for slot in rest:
        if person.id in {member.person_id for member in slot.panel}:
            continue
        slot.panel.append(PanelMember(person=person))
        slot.capacity += 1
        added += 1
    if added:
        db.session.flush()
        grant_panel(pool)
        _grant_arrivals(pool)
        audit.record(
            "interviews.pool.spare-added",
            session,
            actor=actor,
            at=now,
            pool=pool,
            interviewer=person,
            slots=added,
        )
    return added


def _grant_arrivals(pool: Pool) -> None:
    here = select(Arrival).where(Arrival.pool_id == pool.id)
    keep_readers([arrival.application for arrival in db.session.scalars(here)])


def to_group(arrival: Arrival, slot: Slot, *, actor: Person, now: datetime) -> None:
    """Move somebody who waits to a group session of the same day and site with a free seat:
    their invitation goes along, so that its seat is theirs."""
    target = slot.pool.session
    _lock(arrival.session, [target])
    locks.by_ids([arrival.application_id])
    invitation = arrival.invitation
    if invitation is not None:
        locked(invitation)
    locked(arrival)
    if arrival.state is not ArrivalState.WAITING:
        raise Refused(Refusal.NOT_WAITING)
    _check_group(arrival, target)
    if returning.earlier(target, arrival.application) is not None:
        raise Refused(Refusal.ALREADY_HERE)
    if arrival.application.vacancy_id not in {row.id for row in slot.pool.vacancies}:
        raise Refused(Refusal.OTHER_VACANCY)
    if invitation is not None:
        places.change(take=[slot], free=[invitation.slot])
        invitation.slot = slot
        invitation.sequence += 1
    elif free_seats(slot) < 1:
        raise Refused(Refusal.NO_SEAT)
    before = arrival.session
    arrival.session, arrival.pool = target, slot.pool
    arrival.due_at = slot.starts_at
    audit.record(
        "interviews.arrival.moved-to-group",
        arrival,
        actor=actor,
        at=now,
        session=[before, target],
    )
    db.session.flush()
    keep_readers([arrival.application])


def _check_group(arrival: Arrival, target: InterviewSession) -> None:
    source = arrival.session
    if target.state is not SessionState.PLANNED:
        raise Refused(Refusal.SESSION_OVER)
    if (target.site_id, target.held_on) != (source.site_id, source.held_on):
        raise Refused(Refusal.NOT_TODAY)
    if target.kind is not SessionKind.GROUP or target.id == source.id:
        raise Refused(Refusal.NO_SEAT)


def free_seats(slot: Slot) -> int:
    """Return the seats of a group slot that nobody holds: walk-ins hold one, too."""
    walked_in = select(func.count(Arrival.id)).where(
        Arrival.pool_id == slot.pool_id, Arrival.invitation_id.is_(None)
    )
    return slot.capacity - slot.taken - (db.session.scalar(walked_in) or 0)


def promise(
    arrival: Arrival, slot: Slot, *, actor: Person, now: datetime, due_at: datetime
) -> Invitation:
    """Nobody can see them today: give them a real place at another time, or raise Refused. The
    invitation goes out at once."""
    _lock(arrival.session, [slot.pool.session])
    application = arrival.application
    desk.turn_away(arrival, promised_at=slot.starts_at, actor=actor, now=now)
    candidates.advance(application, Stage.TO_INVITE, actor=actor, now=now)
    db.session.flush()
    return invite([(application, slot)], actor=actor, now=now, due_at=due_at)[0]


def _lock(own: InterviewSession, others: Iterable[InterviewSession]) -> None:
    """Lock several sessions in the order of their ids, the arrival's own one alone for us."""
    for session in sorted({own, *others}, key=lambda row: row.id):
        if session.id == own.id:
            locked(session)
        else:
            locks.shared(session)
