"""Scorecards: drafted while listening, locked when submitted, amended by adding."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from recruit.candidates.models import Application
from recruit.interviews.models import (
    Arrival,
    InterviewSession,
    PanelMember,
    Pool,
    Recommendation,
    Scorecard,
    ScorecardAmendment,
    ScorecardRating,
    Slot,
)
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import scoring
from recruit.rules.scoring import Refusal


def open_card(
    session: InterviewSession, application: Application, interviewer: Person, *, now: datetime
) -> Scorecard:
    """Return the interviewer's own scorecard, a fresh draft if there is none.

    Raise Refused unless they sit on the candidate's panel and the candidate came.
    """
    arrival = db.session.scalars(
        select(Arrival).where(
            Arrival.session_id == session.id, Arrival.application_id == application.id
        )
    ).one_or_none()
    if arrival is None:
        raise Refused(Refusal.NOT_HERE)
    if not on_panel(arrival.pool_id, interviewer):
        raise Refused(Refusal.NOT_ON_PANEL)
    locked(arrival)  # two tabs open the first draft at the same moment
    card = db.session.scalars(
        select(Scorecard).where(
            Scorecard.session_id == session.id,
            Scorecard.application_id == application.id,
            Scorecard.interviewer_id == interviewer.id,
        )
    ).one_or_none()
    if card is None:
        card = Scorecard(
            session=session, application=application, interviewer=interviewer, created_at=now
        )
        db.session.add(card)
        db.session.flush()
    return card


def save(
    session: InterviewSession,
    application: Application,
    interviewer: Person,
    *,
    ratings: Mapping[str, int],
    recommendation: Recommendation | None,
    comment: str,
    submit: bool,
    now: datetime,
) -> Scorecard:
    """Write the draft; with `submit`, lock it. A submitted card is never changed: Refused."""
    card = locked(open_card(session, application, interviewer, now=now))
    if card.submitted_at is not None:
        raise Refused(Refusal.LOCKED)
    known = {row.criterion: row for row in card.ratings}
    for criterion in scoring.CRITERIA:
        value = ratings.get(criterion)
        if value is None:
            if row := known.get(criterion):
                card.ratings.remove(row)
        elif row := known.get(criterion):
            row.rating = value
        else:
            card.ratings.append(ScorecardRating(criterion=criterion, rating=value))
    card.recommendation = recommendation
    card.comment = comment
    if submit:
        if reason := scoring.submit_refusal(ratings, recommendation, submitted=False):
            raise Refused(reason, who=application.pubid)
        card.submitted_at = now
        audit.record("interviews.scorecard.submitted", card, actor=interviewer, at=now)
    return card


def amend(card: Scorecard, body: str, *, actor: Person, now: datetime) -> ScorecardAmendment:
    """Add to one's own submitted scorecard; what stands there stays."""
    locked(card)
    if card.interviewer_id != actor.id:
        raise Refused(Refusal.NOT_ON_PANEL)
    if card.submitted_at is None:
        raise Refused(Refusal.NOT_SUBMITTED)
    if not body.strip():
        raise Refused(Refusal.EMPTY)
    amendment = ScorecardAmendment(scorecard=card, body=body.strip(), at=now)
    db.session.add(amendment)
    audit.record("interviews.scorecard.amended", card, actor=actor, at=now)
    return amendment


def on_panel(pool_id: int, person: Person) -> bool:
    """Tell whether the person interviews (or observes) in this pool."""
    query = (
        select(PanelMember.id)
        .join(Slot, Slot.id == PanelMember.slot_id)
        .join(Pool, Pool.id == Slot.pool_id)
        .where(Pool.id == pool_id, PanelMember.person_id == person.id)
        .limit(1)
    )
    return db.session.scalars(query).first() is not None
