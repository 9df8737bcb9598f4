"""The desk: people come, wait, are called, are interviewed. One lock per session keeps two desks
from calling the same person or the same interviewer."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from recruit.candidates import operations as candidates
from recruit.candidates.models import Application
from recruit.interviews.models import (
    Arrival,
    InterviewerBreak,
    InterviewSession,
    Invitation,
    PanelMember,
    Pool,
    SessionState,
    Slot,
)
from recruit.interviews.operations import locks, returning
from recruit.interviews.operations.invitations import release
from recruit.interviews.operations.readers import keep_readers
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import desk
from recruit.rules.attendance import ArrivalState, InvitationState, Reminder
from recruit.rules.desk import Refusal
from recruit.rules.pipeline import CLOSED, Stage

FURTHEST_PROMISE = timedelta(days=366)


def check_in(
    invitation: Invitation,
    *,
    now: datetime,
    actor: Person | None,
    code: str | None = None,
    at: datetime | None = None,
) -> Arrival:
    """Note that an invited person is here. A second click returns the arrival already noted.

    actor None: the candidate's own phone, which must show the `code` of the desk.
    at: when they came, noted by a desk without a connection (of today, not after `now`); the
    session may have closed since, and the no-show of the clock is overridden.
    """
    session = locked(invitation.slot.pool.session)
    locks.invitation(invitation)
    if invitation.arrival is not None:
        return invitation.arrival
    came_at = at or now
    today = came_at.astimezone(ZoneInfo(session.site.zone)).date()
    is_open = session.state is SessionState.PLANNED
    kept = at is not None and (session.closed_at is None or at < session.closed_at)
    if reason := desk.check_in_refusal(
        invitation.state, session.held_on, today, is_open, kept=kept
    ):
        raise Refused(reason)
    if actor is None:
        if (code or "").strip().lower() != session.check_in_code:
            raise Refused(Refusal.WRONG_CODE)
        if reason := desk.self_check_in_refusal(invitation.slot.starts_at, now=now):
            raise Refused(reason)
    if (before := returning.earlier(session, invitation.application)) is not None:
        return returning.again(before, invitation, actor=actor, at=came_at, now=now)
    overridden = invitation.state is InvitationState.NO_SHOW
    invitation.state = InvitationState.ARRIVED
    arrival = Arrival(
        session=session,
        pool=invitation.slot.pool,
        application=invitation.application,
        invitation=invitation,
        due_at=invitation.slot.starts_at,
        arrived_at=came_at,
        received_at=now if at is not None else None,
        checked_in_by_id=actor.id if actor else None,
    )
    if overridden:  # nobody is called any more; what else was kept may still say "interviewed"
        arrival.state, arrival.ended_at = ArrivalState.LEFT, session.closed_at
    db.session.add(arrival)
    audit.record(
        "interviews.arrival.checked-in",
        arrival,
        at=now,
        invitation=invitation,
        actor=actor or invitation.application.candidate,
        **({"came_at": came_at} if at is not None else {}),
        **({"overrides": InvitationState.NO_SHOW} if overridden else {}),
    )
    return arrival


def check_in_walk_in(
    application: Application,
    pool: Pool,
    *,
    actor: Person,
    now: datetime,
    at: datetime | None = None,
) -> Arrival:
    """Note somebody who came without an invitation to this session; a second click is harmless."""
    session = locked(pool.session)
    locked(application)
    known = returning.earlier(session, application)
    if known is not None and known.state not in returning.GONE:
        return known
    today = now.astimezone(ZoneInfo(session.site.zone)).date()
    if session.state is not SessionState.PLANNED:
        raise Refused(Refusal.SESSION_OVER)
    if session.held_on != today:
        raise Refused(Refusal.NOT_TODAY)
    if application.stage in CLOSED:
        raise Refused(Refusal.APPLICATION_CLOSED)
    if application.vacancy_id not in {vacancy.id for vacancy in pool.vacancies}:
        raise Refused(Refusal.OTHER_VACANCY)
    if known is not None:
        return returning.again(known, None, actor=actor, at=at or now, now=now)
    arrival = Arrival(
        session=session,
        pool=pool,
        application=application,
        arrived_at=at or now,
        received_at=now if at is not None else None,
        checked_in_by_id=actor.id,
    )
    db.session.add(arrival)
    audit.record(
        "interviews.arrival.walked-in", arrival, actor=actor, at=now, application=application
    )
    db.session.flush()
    keep_readers([application])
    return arrival


def undo_check_in(arrival: Arrival, *, actor: Person, now: datetime) -> None:
    """Take back a check-in made by mistake, while the person is still only waiting."""
    locked(arrival.session)
    locked(arrival)
    if arrival.state is not ArrivalState.WAITING:
        raise Refused(Refusal.NOT_WAITING)
    invitation, application = arrival.invitation, arrival.application
    if invitation is not None:
        locks.invitation(invitation)
    audit.record(
        "interviews.arrival.undone", arrival, actor=actor, at=now, application=application
    )
    if invitation is not None and application.stage in CLOSED:  # nobody awaits them any more
        release(invitation, InvitationState.CANCELLED, actor=actor, now=now)
    elif invitation is not None:
        answered = {
            Reminder.CONFIRMED: InvitationState.CONFIRMED,
            Reminder.UNSURE: InvitationState.UNSURE,
        }
        invitation.state = answered.get(invitation.reminder, InvitationState.SENT)
    db.session.delete(arrival)
    db.session.flush()
    keep_readers([application])


def call(arrival: Arrival, interviewer: Person, *, actor: Person, now: datetime) -> None:
    """Call a waiting person to a free interviewer of their pool."""
    locked(arrival.session)
    locked(arrival)
    _step(arrival, ArrivalState.CALLED)
    free(interviewer, arrival)
    arrival.state = ArrivalState.CALLED
    arrival.interviewer = interviewer
    arrival.called_at = now
    audit.record(
        "interviews.arrival.called", arrival, actor=actor, at=now, interviewer=interviewer
    )


def call_back(arrival: Arrival, *, actor: Person, now: datetime) -> None:
    """They were called and did not come forward: back into the queue, the interviewer is free."""
    locked(arrival.session)
    locked(arrival)
    _step(arrival, ArrivalState.WAITING)
    arrival.state = ArrivalState.WAITING
    arrival.interviewer, arrival.called_at = None, None
    audit.record("interviews.arrival.called-back", arrival, actor=actor, at=now)


def start(arrival: Arrival, *, actor: Person, now: datetime) -> None:
    """The interview begins."""
    locked(arrival.session)
    locked(arrival)
    if arrival.state is ArrivalState.IN_INTERVIEW:
        return
    _step(arrival, ArrivalState.IN_INTERVIEW)
    arrival.state = ArrivalState.IN_INTERVIEW
    arrival.started_at = now
    audit.record("interviews.arrival.started", arrival, actor=actor, at=now)


def finish(arrival: Arrival, *, actor: Person, now: datetime) -> None:
    """The interview is over: the application is interviewed, the interviewer free."""
    locked(arrival.session)
    locked(arrival)
    if arrival.state is ArrivalState.DONE:
        return
    _step(arrival, ArrivalState.DONE)
    _done(arrival, actor=actor, now=now)


def finish_group(session: InterviewSession, *, actor: Person, now: datetime) -> int:
    """The group session is over: everybody who came and stayed is interviewed; return how many."""
    locked(session)
    present = select(Arrival).where(
        Arrival.session_id == session.id,
        Arrival.state.in_((ArrivalState.WAITING, *desk.BUSY)),
    )
    arrivals = list(db.session.scalars(present))
    for arrival in arrivals:
        _done(arrival, actor=actor, now=now)
    return len(arrivals)


def leave(arrival: Arrival, *, actor: Person, now: datetime) -> None:
    """They went away before their turn; they came, so it is no no-show. Back to to_invite."""
    locked(arrival.session)
    locked(arrival)
    _step(arrival, ArrivalState.LEFT)
    _gone(arrival, ArrivalState.LEFT, actor=actor, now=now)
    audit.record("interviews.arrival.left", arrival, actor=actor, at=now)


def turn_away(
    arrival: Arrival, *, promised_at: datetime | None, actor: Person, now: datetime
) -> None:
    """Nobody can see them today. They never go without a promised new time."""
    locked(arrival.session)
    locked(arrival)
    _step(arrival, ArrivalState.TURNED_AWAY)
    if promised_at is None or not now < promised_at < now + FURTHEST_PROMISE:
        raise Refused(Refusal.PROMISE_MISSING)
    arrival.promised_at = promised_at
    _gone(arrival, ArrivalState.TURNED_AWAY, actor=actor, now=now)
    audit.record(
        "interviews.arrival.turned-away", arrival, actor=actor, at=now, promised_at=promised_at
    )


def free(interviewer: Person, arrival: Arrival) -> None:
    """Raise Refused unless this interviewer sees these candidates, talks to nobody and is not
    on a break. The session is locked."""
    on_panel = (
        select(PanelMember.id)
        .join(Slot, Slot.id == PanelMember.slot_id)
        .where(Slot.pool_id == arrival.pool_id, PanelMember.person_id == interviewer.id)
    )
    if db.session.scalars(on_panel.limit(1)).first() is None:
        raise Refused(Refusal.NOT_ON_PANEL)
    busy = select(Arrival.id).where(
        Arrival.interviewer_id == interviewer.id, Arrival.state.in_(desk.BUSY)
    )
    if db.session.scalars(busy.limit(1)).first() is not None:
        raise Refused(Refusal.NOT_FREE)
    resting = select(InterviewerBreak.id).where(
        InterviewerBreak.session_id == arrival.session_id,
        InterviewerBreak.person_id == interviewer.id,
        InterviewerBreak.ended_at.is_(None),
    )
    if db.session.scalars(resting.limit(1)).first() is not None:
        raise Refused(Refusal.ON_BREAK)


def _step(arrival: Arrival, target: ArrivalState) -> None:
    if reason := desk.step_refusal(arrival.state, target):
        raise Refused(reason)


def _done(arrival: Arrival, *, actor: Person, now: datetime) -> None:
    arrival.state = ArrivalState.DONE
    arrival.started_at = arrival.started_at or arrival.called_at or now
    arrival.ended_at = now
    if arrival.application.stage not in (*CLOSED, Stage.INTERVIEWED, Stage.OFFERED):
        candidates.advance(arrival.application, Stage.INTERVIEWED, actor=actor, now=now)
    returning.no_other(arrival, actor=actor, now=now)
    audit.record("interviews.arrival.done", arrival, actor=actor, at=now)


def _gone(arrival: Arrival, state: ArrivalState, *, actor: Person, now: datetime) -> None:
    arrival.state = state
    arrival.ended_at = now
    if arrival.invitation is not None:
        arrival.invitation.closed_at = now  # it is over: they may be invited again at once
    if arrival.application.stage is Stage.INVITED:
        candidates.advance(arrival.application, Stage.TO_INVITE, actor=actor, now=now)
