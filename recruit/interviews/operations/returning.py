"""Somebody comes to the same session a second time: they left, or were given a later time."""

from datetime import datetime

from sqlalchemy import select

from recruit.candidates.models import Application
from recruit.interviews.models import Arrival, InterviewSession, Invitation
from recruit.interviews.operations.invitations import cancel
from recruit.interviews.queries.invitations import open_invitation
from recruit.kernel import audit
from recruit.kernel.db import db
from recruit.people.models import Person
from recruit.rules.attendance import AWAITED, ArrivalState, InvitationState

GONE = (ArrivalState.LEFT, ArrivalState.TURNED_AWAY)


def earlier(session: InterviewSession, application: Application) -> Arrival | None:
    """Return the arrival of this application at this session, whatever became of it."""
    query = select(Arrival).where(
        Arrival.session_id == session.id, Arrival.application_id == application.id
    )
    return db.session.scalars(query).one_or_none()


def no_other(arrival: Arrival, *, actor: Person, now: datetime) -> None:
    """They were interviewed here: a place they still hold on another day is given back, and
    nobody waits for them there in vain."""
    other = open_invitation(arrival.application)
    if other is not None and other is not arrival.invitation and other.state in AWAITED:
        cancel(other, actor=actor, now=now)


def again(
    arrival: Arrival,
    invitation: Invitation | None,
    *,
    actor: Person | None,
    at: datetime,
    now: datetime,
) -> Arrival:
    """Put somebody who had gone back into the queue, for `invitation` where there is one. Who
    is here already stays where they are, and the invitation becomes theirs."""
    if invitation is not None:
        if arrival.invitation is not None:
            arrival.invitation = None
            db.session.flush()  # one arrival has one invitation: the old one goes first
        arrival.invitation = invitation
        arrival.due_at = invitation.slot.starts_at
        invitation.state = InvitationState.ARRIVED
    if arrival.state in GONE:
        arrival.state = ArrivalState.WAITING
        arrival.arrived_at = at
        arrival.received_at = now if at != now else None
        arrival.interviewer = arrival.promised_at = None
        arrival.called_at = arrival.started_at = arrival.ended_at = None
        if invitation is None:
            arrival.due_at = None
    audit.record(
        "interviews.arrival.returned",
        arrival,
        actor=actor or arrival.application.candidate,
        at=now,
        invitation=invitation,
    )
    return arrival
