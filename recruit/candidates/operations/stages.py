"""Moving applications through the pipeline. Every change of a stage is a row of its own."""

from datetime import datetime

from sqlalchemy import func, select

from recruit.candidates import mails, signals
from recruit.candidates.models import Application, Offer, StageChange
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused, Stale
from recruit.notifications import outbox
from recruit.people.models import Person
from recruit.rules import offers as offer_rules
from recruit.rules import pipeline
from recruit.rules.pipeline import Refusal, RejectReason, Stage

PRIORITY_STEP = 1024


def move(
    application: Application,
    target: Stage,
    *,
    actor: Person,
    now: datetime,
    expected: Stage | None = None,
) -> StageChange:
    """Move a card by hand between the early stages, or raise Refused.

    expected: the stage in which the actor saw the card; raises Stale when somebody else has
    moved it meanwhile.
    """
    locked(application)
    if expected is not None and application.stage is not expected:
        raise Stale
    if reason := pipeline.move_refusal(application.stage, target):
        raise Refused(reason)
    return enter(application, target, actor=actor, now=now, action="moved")


def reject(
    application: Application,
    reason: RejectReason | None,
    *,
    actor: Person,
    now: datetime,
    tell: bool = False,
    due_at: datetime | None = None,
) -> StageChange:
    """Reject before the interview, by one named person, or raise Refused.

    tell: also send the candidate a polite letter, which leaves at `due_at` and until then is
    taken back by `undo`.
    """
    locked(application)
    if refusal := pipeline.rejection_refusal(application.stage, reason):
        raise Refused(refusal)
    change = enter(
        application, Stage.REJECTED, actor=actor, now=now, reason=reason, action="rejected"
    )
    if tell:
        mails.rejected(application, change, now=now, due_at=due_at)
    signals.rejected.send(application, now=now)
    return change


def undo(change: StageChange, *, actor: Person, now: datetime) -> StageChange:
    """Take the last move or rejection back, as a recorded change of its own, or raise Refused.

    Raises Refused(outbox.Refusal.ALREADY_SENT) when the letter of a rejection has left.
    """
    application = locked(change.application)
    last = db.session.scalars(
        select(StageChange)
        .where(StageChange.application_id == application.id)
        .order_by(StageChange.id.desc())
        .limit(1)
    ).one()
    target = pipeline.undo_target(change.from_stage, change.to_stage)
    if last.id != change.id or change.undoes_id is not None or target is None:
        raise Refused(Refusal.NOTHING_TO_UNDO)
    if change.to_stage is Stage.REJECTED:
        _refuse_second_open(application)
        outbox.cancel_batch(change.pubid)
    return enter(application, target, actor=actor, now=now, undoes=change, action="move-undone")


def advance(
    application: Application,
    target: Stage,
    *,
    actor: Person | None,
    now: datetime,
    reason: RejectReason | None = None,
) -> StageChange | None:
    """Let an event (an invitation, an attendance, a decision, an offer) bring an application to
    `target`, or raise Refused. `actor` None: the candidate or the clock; a rejection always has
    a named person, and a `reason` (otherwise "after the interview").

    Returns None where nothing is to change: the application is there already, or it is closed
    and the event only gave its place back (target "to invite").
    """
    locked(application)
    if target is Stage.TO_INVITE and application.closed_at is not None:
        return None
    refusal = pipeline.advance_refusal(application.stage, target, named=actor is not None)
    if refusal is Refusal.SAME_STAGE:
        return None
    if refusal:
        raise Refused(refusal)
    if target is Stage.REJECTED:
        reason = reason or RejectReason.AFTER_INTERVIEW
        close_offer(application, offer_rules.State.WITHDRAWN, actor=actor, now=now)
    change = enter(application, target, actor=actor, now=now, reason=reason, action="advanced")
    if target is Stage.REJECTED:
        signals.rejected.send(application, now=now)
    return change


def enter(
    application: Application,
    target: Stage,
    *,
    actor: Person | None,
    now: datetime,
    action: str,
    reason: RejectReason | None = None,
    undoes: StageChange | None = None,
) -> StageChange:
    """Write a change of stage that a rule has allowed, with its history and audit event.

    A withdrawal without an actor is the candidate's own.
    """
    source = application.stage
    application.priority = _last_priority(application) if target is Stage.TO_INVITE else 0
    change = StageChange(
        application=application,
        from_stage=source,
        to_stage=target,
        at=now,
        actor=actor,
        reason=reason,
        undoes_id=undoes.id if undoes else None,
    )
    application.stage = target
    application.stage_since = now
    application.closed_at = now if target in pipeline.CLOSED else None
    application.reject_reason = reason if target is Stage.REJECTED else None
    db.session.add(change)
    db.session.flush()  # the change needs its public id: undo and the letter refer to it
    audit.record(
        f"candidates.application.{action}",
        application,
        actor=actor or (application.candidate if target is Stage.WITHDRAWN else None),
        at=now,
        stage=[source, target],
        change=change,
        **({"reason": reason} if reason else {}),
    )
    return change


def close_offer(
    application: Application,
    state: offer_rules.State,
    *,
    actor: Person | None,
    now: datetime,
) -> None:
    """End an open offer because its application ends."""
    offer = db.session.scalars(
        select(Offer).where(
            Offer.application_id == application.id,
            Offer.state.in_((offer_rules.State.DRAFT, offer_rules.State.SENT)),
        )
    ).one_or_none()
    if offer is None:
        return
    locked(offer)
    offer.state = state
    offer.answered_at = now
    outbox.cancel(mails.offer_key(offer))
    audit.record("candidates.offer.closed", offer, actor=actor, at=now, state=state)


def _last_priority(application: Application) -> int:
    """Return the place behind everybody whom the recruiter has put in order."""
    last = db.session.scalar(
        select(func.max(Application.priority)).where(
            Application.vacancy_id == application.vacancy_id,
            Application.stage == Stage.TO_INVITE,
        )
    )
    return last + PRIORITY_STEP if last and last > 0 else 0


def _refuse_second_open(application: Application) -> None:
    """An application may not reopen beside a newer open one of the same pair."""
    other = select(Application.id).where(
        Application.candidate_id == application.candidate_id,
        Application.vacancy_id == application.vacancy_id,
        Application.closed_at.is_(None),
    )
    if db.session.scalar(other.limit(1)) is not None:
        raise Refused(Refusal.NOTHING_TO_UNDO)
