"""The clock's part: what was expected is kept; who is awaited and stays away is a no-show."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import selectinload

from recruit.candidates import operations as candidates
from recruit.candidates.models import Application
from recruit.interviews.models import (
    Arrival,
    InterviewSession,
    Invitation,
    Pool,
    Scorecard,
    SessionState,
    Slot,
)
from recruit.interviews.operations import holds, locks
from recruit.interviews.operations.readers import keep_readers
from recruit.interviews.queries import forecast, rates
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules.attendance import AWAITED, HOLDING, ArrivalState, InvitationState
from recruit.rules.booking import Refusal
from recruit.rules.pipeline import Stage

CORRECTABLE = timedelta(days=7)
QUEUE_GRACE = timedelta(hours=2)
"""While somebody is still waiting or in the interview, a session closes this much later."""
_HERE = (ArrivalState.WAITING, ArrivalState.CALLED, ArrivalState.IN_INTERVIEW)


class Outcome(StrEnum):
    """What really happened to an invited person, as corrected afterwards."""

    NO_SHOW = "no_show"
    CAME = "came"
    """They came and left, or were given another time, without an interview."""
    INTERVIEWED = "interviewed"


def close_due(now: datetime) -> int:
    """Close every session that is over; return how many. Catches up after an outage."""
    waiting = (
        select(Arrival.id)
        .where(Arrival.session_id == InterviewSession.id, Arrival.state.in_(_HERE))
        .exists()
    )
    statement = (
        select(InterviewSession)
        .where(
            InterviewSession.state == SessionState.PLANNED,
            InterviewSession.ends_at <= now,
            ~waiting | (InterviewSession.ends_at <= now - QUEUE_GRACE),
        )
        .order_by(InterviewSession.ends_at)
        .limit(20)
    )
    sessions = list(db.session.scalars(statement))
    for session in sessions:
        close(session, now=now)
    return len(sessions)


def close(session: InterviewSession, *, now: datetime) -> int:
    """Close a session and return the number of no-shows. A second call changes nothing.

    1. Whoever holds a place and did not come is a no-show; the application is to be invited.
    2. Whoever came keeps the arrival; a person still in the queue is noted as having left.
    """
    locked(session)
    if session.state is not SessionState.PLANNED:
        return 0
    held = locks.held_in(session)
    holds.drop(session)
    missing = [row for row in held if row.state in AWAITED]
    for invitation in missing:
        invitation.state = InvitationState.NO_SHOW
        _back(invitation.application, now)
    for invitation in held:
        invitation.closed_at = invitation.closed_at or now
    for arrival in db.session.scalars(
        select(Arrival).where(
            Arrival.session_id == session.id,
            Arrival.state.in_((ArrivalState.WAITING, ArrivalState.CALLED)),
        )
    ):
        arrival.state = ArrivalState.LEFT
        arrival.ended_at = now
        _back(arrival.application, now)
    db.session.flush()
    recount(session)
    session.state = SessionState.CLOSED
    session.closed_at = now
    audit.record(
        "interviews.session.closed",
        session,
        actor=None,
        at=now,
        no_shows=len(missing),
        arrived=len(held) - len(missing),
    )
    keep_readers([invitation.application for invitation in missing])
    return len(missing)


def correct_attendance(
    invitation: Invitation, outcome: Outcome, *, actor: Person, now: datetime
) -> None:
    """Say what really happened, within seven days after the close, or raise Refused."""
    locks.invitation(invitation)
    session = invitation.slot.pool.session
    if session.state is not SessionState.CLOSED or session.closed_at is None:
        raise Refused(Refusal.SESSION_OVER)
    if now - session.closed_at > CORRECTABLE:
        raise Refused(Refusal.TOO_LATE_TO_CORRECT)
    if invitation.state not in (InvitationState.ARRIVED, InvitationState.NO_SHOW):
        raise Refused(Refusal.NOT_HOLDING)
    before = invitation.state
    if outcome is Outcome.NO_SHOW:
        _never_came(invitation, now)
    else:
        _came(invitation, outcome, actor=actor, now=now)
    db.session.flush()
    recount(session)
    audit.record(
        "interviews.attendance.corrected",
        invitation,
        actor=actor,
        at=now,
        state=[before, invitation.state],
        outcome=outcome,
    )
    keep_readers([invitation.application])


def _came(invitation: Invitation, outcome: Outcome, *, actor: Person, now: datetime) -> None:
    slot, application = invitation.slot, invitation.application
    interviewed = outcome is Outcome.INTERVIEWED
    arrival = db.session.scalars(
        select(Arrival).where(
            Arrival.session_id == slot.pool.session_id,
            Arrival.application_id == application.id,
        )
    ).one_or_none()
    if arrival is None:
        arrival = Arrival(
            session=slot.pool.session,
            pool=slot.pool,
            application=application,
            due_at=slot.starts_at,
            arrived_at=slot.starts_at,
            checked_in_by=actor,
        )
        db.session.add(arrival)
    arrival.invitation = invitation
    arrival.state = ArrivalState.DONE if interviewed else ArrivalState.LEFT
    arrival.ended_at = arrival.ended_at or now
    invitation.state = InvitationState.ARRIVED
    if interviewed and application.stage in (Stage.TO_INVITE, Stage.INVITED):
        if application.stage is Stage.TO_INVITE:  # an interview follows from an invitation
            candidates.advance(application, Stage.INVITED, actor=actor, now=now)
        candidates.advance(application, Stage.INTERVIEWED, actor=actor, now=now)


def _never_came(invitation: Invitation, now: datetime) -> None:
    arrival = invitation.arrival
    application = invitation.application
    if arrival is not None:
        scored = select(Scorecard.id).where(
            Scorecard.session_id == arrival.session_id,
            Scorecard.application_id == application.id,
        )
        if (
            db.session.scalar(scored.limit(1)) is not None
            or arrival.state is ArrivalState.DONE
            or application.stage in (Stage.INTERVIEWED, Stage.OFFERED, Stage.HIRED)
        ):
            raise Refused(Refusal.ALREADY_INTERVIEWED)
        db.session.execute(delete(Arrival).where(Arrival.id == arrival.id))
        db.session.expire(invitation, ["arrival"])
    invitation.state = InvitationState.NO_SHOW
    _back(application, now)


def freeze_forecasts(now: datetime) -> int:
    """Keep what was expected when a day began, for the calibration; return how many pools."""
    first = (
        select(Slot.pool_id, func.min(Slot.starts_at).label("begins"))
        .group_by(Slot.pool_id)
        .subquery()
    )
    statement = (
        select(Pool)
        .join(first, first.c.pool_id == Pool.id)
        .join(Pool.session)
        .where(
            Pool.forecast_at.is_(None),
            InterviewSession.state == SessionState.PLANNED,
            first.c.begins <= now,
        )
        .limit(50)
        .options(selectinload(Pool.slots))
    )
    pools = list(db.session.scalars(statement))
    if not pools:
        return 0
    learned = rates.show_rates()
    for pool in pools:
        expected = forecast.at_the_start(pool, learned)
        pool.forecast_mean, pool.forecast_low, pool.forecast_high = expected
        pool.forecast_at = now
    return len(pools)


def _back(application: Application, now: datetime) -> None:
    if application.stage is Stage.INVITED:
        candidates.advance(application, Stage.TO_INVITE, actor=None, now=now)


def recount(session: InterviewSession) -> None:
    """Make `taken` the number of invitations that hold a place. The session is locked and
    closed: nobody books here any more."""
    holding = (
        select(func.count(Invitation.id))
        .where(Invitation.slot_id == Slot.id, Invitation.state.in_(HOLDING))
        .scalar_subquery()
    )
    in_session = select(Pool.id).where(Pool.session_id == session.id)
    db.session.execute(
        update(Slot)
        .where(Slot.pool_id.in_(in_session))
        .values(taken=holding)
        .execution_options(synchronize_session=False)
    )
    for pool in session.pools:
        for slot in pool.slots:
            db.session.expire(slot, ["taken"])
