"""Scorecards: drafted while listening, locked when submitted, amended by adding."""

from collections.abc import Mapping
from dataclasses import dataclass
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
from recruit.interviews.operations import kits
from recruit.interviews.queries.kits import content_of
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
    version = kits.start_with(session, application.vacancy_id, now=now)
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
            session=session,
            application=application,
            interviewer=interviewer,
            kit_version=version,
            created_at=now,
        )
        db.session.add(card)
        db.session.flush()
    return card


@dataclass(frozen=True, slots=True)
class Page:
    """The page that writes: client: its name; seq: the number of its text, rising; base: the
    version of the card on which it was built (0: there was none)."""

    client: str
    seq: int
    base: int


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
    page: Page | None = None,
    kit: str | None = None,
) -> Scorecard:
    """Write the draft; with `submit`, lock it. A submitted card is never changed: Refused.

    page: an older text of the same page changes nothing, and a page that was built on an older
    draft than the one kept is refused. kit: the version's pubid by which the page marks.
    """
    card = locked(open_card(session, application, interviewer, now=now))
    if card.submitted_at is not None:
        raise Refused(Refusal.LOCKED)
    version = card.kit_version
    if kit and version is not None and kit != version.pubid:
        raise Refused(Refusal.KIT_CHANGED)
    if page is not None:
        built_on = page.base or (1 if card.saved_at is None else 0)
        if why := scoring.draft_refusal(
            by=page.client, last_by=card.draft_client, base=built_on, version=card.version
        ):
            raise Refused(why)
        if page.client == card.draft_client and page.seq <= card.draft_seq and not submit:
            return card
        card.draft_client, card.draft_seq = page.client, page.seq
    keys = content_of(version).keys
    _rate(card, {key: ratings[key] for key in keys if key in ratings})
    card.recommendation = recommendation
    card.comment = comment
    card.saved_at = now
    if submit:
        if reason := scoring.submit_refusal(
            ratings, recommendation, submitted=False, criteria=keys
        ):
            raise Refused(reason, who=application.pubid)
        card.submitted_at = now
        audit.record("interviews.scorecard.submitted", card, actor=interviewer, at=now)
    db.session.flush()
    return card


def _rate(card: Scorecard, ratings: Mapping[str, int]) -> None:
    known = {row.criterion: row for row in card.ratings}
    for criterion, row in known.items():
        if criterion not in ratings:
            card.ratings.remove(row)
    for criterion, value in ratings.items():
        if criterion in known:
            known[criterion].rating = value
        else:
            card.ratings.append(ScorecardRating(criterion=criterion, rating=value))


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
