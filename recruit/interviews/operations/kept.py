"""Steps of the desk that its browser kept: each is carried out once, whatever is sent again."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from recruit.candidates import operations as candidates
from recruit.candidates.models import Application
from recruit.interviews.models import (
    Arrival,
    DeskAction,
    DeskStep,
    InterviewSession,
    Invitation,
    Pool,
    SessionState,
)
from recruit.interviews.operations import closing, desk
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import desk as rules
from recruit.rules import pipeline
from recruit.rules.attendance import ArrivalState
from recruit.rules.desk import Refusal
from recruit.rules.pipeline import CLOSED, Stage
from recruit.vacancies.models import Vacancy

DONE = "done"
LIVE = timedelta(seconds=5)
"""A step that reaches the server within so much time was not kept: it happens now."""
_CLIENT_ID = re.compile(r"[A-Za-z0-9-]{8,36}")


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A walk-in whom nobody knows yet."""

    name: str
    email: str
    phone: str
    vacancy: Vacancy


@dataclass(frozen=True, slots=True)
class Step:
    """What the desk did. client_id: the browser's name for it; ago: seconds since; of: the
    client id of the walk-in it is about, where the browser knows no other name."""

    client_id: str
    step: DeskStep
    ago: int = 0
    invitation: Invitation | None = None
    arrival: Arrival | None = None
    application: Application | None = None
    person: NewPerson | None = None
    of: str = ""
    interviewer: Person | None = None


def is_client_id(value: str) -> bool:
    """Tell whether a browser's id has the shape of one."""
    return _CLIENT_ID.fullmatch(value) is not None


def carry_out(
    session: InterviewSession, step: Step, *, actor: Person, now: datetime
) -> DeskAction:
    """Carry out one step, or find how it ended the first time. A refusal is an outcome, too:
    what was written for it is taken back, and it is remembered."""
    locked(session)
    known = _known(session, step.client_id)
    if known is not None:
        return known
    at = rules.moment(step.ago, received=now, zone=ZoneInfo(session.site.zone))
    if now - at <= LIVE:
        at = now
    outcome: str = DONE
    arrival: Arrival | None = None
    try:
        with db.session.begin_nested():
            arrival = _do(session, step, at, actor, now)
    except Refused as refused:
        arrival, outcome = None, refused.reason.value
        if isinstance(refused.reason, pipeline.Refusal):
            outcome = Refusal.APPLICATION_CLOSED.value
    action = DeskAction(
        session=session,
        client_id=step.client_id,
        step=step.step,
        outcome=outcome,
        arrival=None if step.step is DeskStep.UNDO else arrival,
        happened_at=at,
        received_at=now,
        by=actor,
    )
    db.session.add(action)
    db.session.flush()
    return action


def _known(session: InterviewSession, client_id: str) -> DeskAction | None:
    query = select(DeskAction).where(
        DeskAction.session_id == session.id, DeskAction.client_id == client_id
    )
    return db.session.scalars(query).one_or_none()


def _do(
    session: InterviewSession, step: Step, at: datetime, actor: Person, now: datetime
) -> Arrival:
    kept = at if at < now else None
    if step.step is DeskStep.CHECK_IN:
        if step.invitation is None:
            raise Refused(Refusal.UNKNOWN)
        arrival = desk.check_in(step.invitation, actor=actor, now=now, at=kept)
        if session.state is SessionState.CLOSED:
            db.session.flush()
            closing.recount(session)
        return arrival
    if step.step is DeskStep.WALK_IN:
        return _walk_in(session, step, kept, actor, now)
    arrival_ = _arrival(session, step)
    at = max(at, *_moments(arrival_))  # one after the other, whatever a browser says
    if session.state is SessionState.CLOSED:
        _afterwards(arrival_, step, at, actor=actor, now=now)
    elif step.step is DeskStep.CALL:
        if step.interviewer is None:
            raise Refused(Refusal.NOT_ON_PANEL)
        desk.call(arrival_, step.interviewer, actor=actor, now=at)
    else:
        _STEPS[step.step](arrival_, actor=actor, now=at)
    return arrival_


_STEPS: dict[DeskStep, Callable[..., None]] = {
    DeskStep.BACK: desk.call_back,
    DeskStep.START: desk.start,
    DeskStep.DONE: desk.finish,
    DeskStep.LEAVE: desk.leave,
    DeskStep.UNDO: desk.undo_check_in,
}


def _moments(arrival: Arrival) -> list[datetime]:
    """What is known of a visit already: nothing that follows was earlier."""
    known = (arrival.arrived_at, arrival.called_at, arrival.started_at)
    return [at for at in known if at is not None]


def _arrival(session: InterviewSession, step: Step) -> Arrival:
    found = step.arrival
    if found is None and step.invitation is not None:
        found = step.invitation.arrival
    if (
        found is None
        and is_client_id(step.of)
        and (before := _known(session, step.of)) is not None
    ):
        found = before.arrival
    if found is None or found.session_id != session.id:
        raise Refused(Refusal.UNKNOWN)
    return found


def _walk_in(
    session: InterviewSession, step: Step, kept: datetime | None, actor: Person, now: datetime
) -> Arrival:
    application = step.application
    if application is None:
        if step.person is None:
            raise Refused(Refusal.UNKNOWN)
        application = candidates.apply(
            step.person.vacancy,
            name=step.person.name,
            email=step.person.email,
            phone=step.person.phone,
            locale=actor.locale,
            promotion=None,
            message="",
            now=now,
        )
    return desk.check_in_walk_in(
        application, pool_for(session, application), actor=actor, now=now, at=kept
    )


def pool_for(session: InterviewSession, application: Application) -> Pool:
    """Return the pool that sees this application; the first where none does."""
    for pool in session.pools:
        if application.vacancy_id in {vacancy.id for vacancy in pool.vacancies}:
            return pool
    return session.pools[0]


def _afterwards(
    arrival: Arrival, step: Step, at: datetime, *, actor: Person, now: datetime
) -> None:
    """The session was closed meanwhile, and whoever was still there was noted as having left:
    what the desk saw counts."""
    closed_at = arrival.session.closed_at
    if arrival.state is not ArrivalState.LEFT or arrival.ended_at != closed_at:
        raise Refused(Refusal.ALREADY_OVER)
    if step.step is DeskStep.CALL and step.interviewer is not None:
        arrival.interviewer, arrival.called_at = step.interviewer, at
    elif step.step is DeskStep.BACK:
        arrival.interviewer, arrival.called_at = None, None
    elif step.step is DeskStep.START:
        arrival.started_at = at
    elif step.step is DeskStep.LEAVE:
        arrival.ended_at = at
    elif step.step is DeskStep.DONE:
        arrival.state, arrival.ended_at = ArrivalState.DONE, at
        arrival.started_at = arrival.started_at or arrival.called_at or at
        _interviewed(arrival.application, actor, now)
    else:
        raise Refused(Refusal.ALREADY_OVER)
    audit.record(
        "interviews.arrival.noted-afterwards",
        arrival,
        actor=actor,
        at=now,
        step=step.step,
        happened_at=at,
    )


def _interviewed(application: Application, actor: Person, now: datetime) -> None:
    if application.stage in (*CLOSED, Stage.INTERVIEWED, Stage.OFFERED):
        return
    candidates.advance(application, Stage.INTERVIEWED, actor=actor, now=now)
