"""Running a group session: who leads it, its beginning, seats, the moderated round."""

from datetime import datetime

from sqlalchemy import delete

from recruit.interviews.models import (
    GroupPlan,
    GroupSeat,
    InterviewSession,
    Scorecard,
    ScorecardChange,
    SessionKind,
    SessionState,
)
from recruit.interviews.operations import kits
from recruit.interviews.queries import groups as queries
from recruit.interviews.queries.scorecards import may_see_others
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import scoring, seating
from recruit.rules.scoring import Refusal


def plan_for(session: InterviewSession) -> GroupPlan:
    """Return the session's plan, a new one if there is none. The session's lock is taken."""
    locked(session)
    if session.kind is not SessionKind.GROUP:
        raise Refused(Refusal.NO_GROUP)
    found = queries.plan_of(session)
    if found is None:
        found = GroupPlan(session=session)
        db.session.add(found)
        db.session.flush()
    return found


def name_facilitator(
    session: InterviewSession, facilitator: Person | None, *, actor: Person, now: datetime
) -> GroupPlan:
    """Say who leads the session: an observer of it or a recruiter; None: nobody is named."""
    plan = plan_for(session)
    able = {person.id for person in queries.possible_facilitators(session)}
    if facilitator is not None and facilitator.id not in able:
        raise Refused(Refusal.NOT_ON_PANEL)
    plan.facilitator = facilitator
    audit.record(
        "interviews.group.facilitator-named",
        session,
        actor=actor,
        at=now,
        facilitator=facilitator,
    )
    return plan


def begin(session: InterviewSession, *, actor: Person, now: datetime) -> GroupPlan:
    """The agenda begins now; a second click changes nothing. The session keeps its kit."""
    plan = _led(session, actor)
    if session.state is not SessionState.PLANNED:
        raise Refused(Refusal.SESSION_OVER)
    if plan.begun_at is None:
        kits.start_with(session, now=now)
        plan.begun_at = now
        audit.record("interviews.group.begun", session, actor=actor, at=now)
    return plan


def give_seats(session: InterviewSession, *, actor: Person, now: datetime) -> int:
    """Give a numbered seat to everybody who has one to get; return how many sit."""
    locked(session)
    slot = queries.slot_of(session)
    if session.kind is not SessionKind.GROUP or slot is None:
        raise Refused(Refusal.NO_GROUP)
    if session.state is not SessionState.PLANNED:
        raise Refused(Refusal.SESSION_OVER)
    people = queries.participants(session, None, now)
    here = [(row.arrival.arrived_at, row.application.id) for row in people if row.arrival]
    given = seating.seats(
        {row.application.id: row.seat for row in people if row.seat},
        [who for _, who in sorted(here)],
        [row.application.id for row in people if row.arrival is None],
        slot.capacity,
    )
    db.session.execute(delete(GroupSeat).where(GroupSeat.session_id == session.id))
    db.session.add_all(
        GroupSeat(session_id=session.id, application_id=who, number=number)
        for who, number in sorted(given.items())
    )
    db.session.flush()
    audit.record("interviews.group.seated", session, actor=actor, at=now, seats=len(given))
    return len(given)


def open_round(
    session: InterviewSession, *, actor: Person, now: datetime, anyway: bool = False
) -> None:
    """Open the moderated round, or raise Refused; a second click changes nothing.

    anyway: without the observers who have begun and not submitted.
    """
    plan = _led(session, actor)
    rows = queries.progress(session)
    if why := scoring.round_refusal(
        submitted=sum(row.finished for row in rows),
        drafts=0 if anyway else sum(row.drafts > 0 for row in rows),
        opened=plan.round_opened_at is not None,
        closed=plan.round_closed_at is not None,
    ):
        raise Refused(why)
    if plan.round_opened_at is None:
        plan.round_opened_at = now
        audit.record("interviews.group.round-opened", session, actor=actor, at=now)


def close_round(session: InterviewSession, *, actor: Person, now: datetime) -> None:
    """Close the round: the marks stand."""
    plan = _led(session, actor)
    if plan.round_opened_at is None:
        raise Refused(Refusal.ROUND_CLOSED)
    if plan.round_closed_at is None:
        plan.round_closed_at = now
        audit.record("interviews.group.round-closed", session, actor=actor, at=now)


def change_mark(
    card: Scorecard, criterion: str, rating: int, reason: str, *, actor: Person, now: datetime
) -> ScorecardChange:
    """Change one of one's own submitted marks in the round, by adding a row with the reason."""
    locked(card.session)  # the round is not closed meanwhile
    locked(card)
    if card.interviewer_id != actor.id:
        raise Refused(Refusal.NOT_ON_PANEL)
    if card.submitted_at is None:
        raise Refused(Refusal.NOT_SUBMITTED)
    plan = queries.plan_of(card.session)
    if why := scoring.change_refusal(
        revealed=may_see_others(card.session, actor),
        round_open=plan is not None and plan.round_open,
        known=card.marks.get(criterion),
        rating=rating,
        reason=reason,
    ):
        raise Refused(why)
    change = ScorecardChange(
        scorecard=card, criterion=criterion, rating=rating, reason=reason.strip(), at=now
    )
    db.session.add(change)
    audit.record(
        "interviews.scorecard.mark-changed", card, actor=actor, at=now, criterion=criterion
    )
    return change


def _led(session: InterviewSession, actor: Person) -> GroupPlan:
    plan = plan_for(session)
    if not queries.leads(session, actor, plan):
        raise Refused(Refusal.NOT_LEADING)
    return plan
