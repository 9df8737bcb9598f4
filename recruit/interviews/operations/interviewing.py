"""The interviewer's side of the day: a little longer, somebody else, a break."""

from datetime import datetime, timedelta

from sqlalchemy import select

from recruit.interviews.models import Arrival, InterviewerBreak, InterviewSession, SessionState
from recruit.interviews.operations.desk import free
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import desk
from recruit.rules.desk import Refusal


def extend(arrival: Arrival, *, actor: Person, now: datetime) -> int:
    """Give an interview five minutes more; return by how much it is longer now."""
    locked(arrival.session)
    locked(arrival)
    if reason := desk.inside_refusal(arrival.state):
        raise Refused(reason)
    if arrival.extra_minutes + desk.EXTENSION > desk.MOST_EXTENDED:
        raise Refused(Refusal.LONG_ENOUGH)
    arrival.extra_minutes += desk.EXTENSION
    audit.record(
        "interviews.arrival.extended",
        arrival,
        actor=actor,
        at=now,
        minutes=arrival.extra_minutes,
    )
    return arrival.extra_minutes


def hand_over(arrival: Arrival, to: Person, *, actor: Person, now: datetime) -> None:
    """Let another free interviewer of the panel go on with this person."""
    locked(arrival.session)
    locked(arrival)
    if reason := desk.inside_refusal(arrival.state):
        raise Refused(reason)
    if arrival.interviewer_id == to.id:
        return
    free(to, arrival)
    before = arrival.interviewer
    arrival.interviewer = to
    audit.record(
        "interviews.arrival.handed-over", arrival, actor=actor, at=now, interviewer=[before, to]
    )


def begin_break(session: InterviewSession, person: Person, *, now: datetime) -> None:
    """Nobody is called to this interviewer until the break ends; a second click is harmless."""
    locked(session)
    if session.state is not SessionState.PLANNED:
        raise Refused(Refusal.SESSION_OVER)
    if _open(session, person) is not None:
        return
    db.session.add(InterviewerBreak(session=session, person=person, started_at=now))
    audit.record("interviews.break.begun", session, actor=person, at=now)


def end_break(session: InterviewSession, person: Person, *, now: datetime) -> None:
    """The interviewer is back; harmless where there is no break."""
    locked(session)
    resting = _open(session, person)
    if resting is None:
        return
    resting.ended_at = now
    audit.record(
        "interviews.break.ended",
        session,
        actor=person,
        at=now,
        minutes=(now - resting.started_at) // timedelta(minutes=1),
    )


def _open(session: InterviewSession, person: Person) -> InterviewerBreak | None:
    query = select(InterviewerBreak).where(
        InterviewerBreak.session_id == session.id,
        InterviewerBreak.person_id == person.id,
        InterviewerBreak.ended_at.is_(None),
    )
    return db.session.scalars(query).one_or_none()
