"""From a streaming slot into a group session, and from a group to a talk with one person."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from recruit.candidates import operations as candidates
from recruit.candidates.models import Application
from recruit.interviews.models import (
    Arrival,
    Decision,
    DecisionState,
    InterviewSession,
    Invitation,
    SessionKind,
    Slot,
)
from recruit.interviews.operations import locks
from recruit.interviews.operations.invitations import invite, move
from recruit.kernel import audit
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import booking, hiring, scoring
from recruit.rules.attendance import ArrivalState, InvitationState
from recruit.rules.pipeline import Stage


def to_group(
    invitations: Sequence[Invitation],
    slot: Slot,
    *,
    actor: Person,
    now: datetime,
    due_at: datetime | None = None,
) -> int:
    """Move invited people into a group session, all or none; return how many. Each is told, and
    the calendar entry moves with them."""
    if not invitations:
        raise Refused(booking.Refusal.NOBODY)
    if slot.pool.session.kind is not SessionKind.GROUP:
        raise Refused(scoring.Refusal.NO_GROUP)
    locks.shared(slot.pool.session)
    ordered = sorted(invitations, key=lambda row: row.application_id)
    locks.by_ids(row.application_id for row in ordered)
    for invitation in ordered:
        source = invitation.slot.pool.session
        move(invitation, slot, now=now, actor=actor, due_at=due_at)
        audit.record(
            "interviews.invitation.to-group",
            invitation,
            actor=actor,
            at=now,
            session=[source, slot.pool.session],
        )
    return len(ordered)


def invite_on(
    session: InterviewSession,
    choices: Sequence[tuple[Application, Slot]],
    *,
    actor: Person,
    now: datetime,
    due_at: datetime,
) -> list[Invitation]:
    """Invite people who were interviewed in a group session to a talk with one person each.

    Both steps are in the history: interviewed -> to invite -> invited. Raise Refused where
    somebody was not interviewed there, or a decision about them waits for its answer. Refused
    facts: `who`.
    """
    if not choices:
        raise Refused(booking.Refusal.NOBODY)
    if session.kind is not SessionKind.GROUP:
        raise Refused(scoring.Refusal.NO_GROUP)
    for slot_session in sorted({slot.pool.session for _, slot in choices}, key=_id):
        if slot_session.kind is not SessionKind.STREAMING:
            raise Refused(booking.Refusal.SLOT_NOT_OPEN)
        locks.shared(slot_session)
    applications = locks.by_ids(application.id for application, _ in choices)
    ids = [application.id for application in applications]
    done = set(
        db.session.scalars(
            select(Arrival.application_id).where(
                Arrival.session_id == session.id,
                Arrival.application_id.in_(ids),
                Arrival.state == ArrivalState.DONE,
            )
        )
    )
    waiting = set(
        db.session.scalars(
            select(Decision.application_id).where(
                Decision.application_id.in_(ids), Decision.state == DecisionState.PROPOSED
            )
        )
    )
    for application in applications:
        if application.id not in done or application.stage is not Stage.INTERVIEWED:
            raise Refused(hiring.Refusal.NOT_INTERVIEWED, who=application.pubid)
        if application.id in waiting:
            raise Refused(hiring.Refusal.OPEN_PROPOSAL, who=application.pubid)
    _end_earlier(ids, now)
    for application in applications:
        candidates.advance(application, Stage.TO_INVITE, actor=actor, now=now)
    sent = invite(choices, actor=actor, now=now, due_at=due_at)
    for invitation in sent:
        audit.record(
            "interviews.invitation.after-group",
            invitation,
            actor=actor,
            at=now,
            session=session,
        )
    return sent


def _end_earlier(applications: Sequence[int], now: datetime) -> None:
    """The invitation they came by is over, also while its session is not closed yet."""
    db.session.execute(
        update(Invitation)
        .where(
            Invitation.application_id.in_(applications),
            Invitation.state == InvitationState.ARRIVED,
            Invitation.closed_at.is_(None),
        )
        .values(closed_at=now, version=Invitation.version + 1)
        .execution_options(synchronize_session="fetch")
    )


def _id(session: InterviewSession) -> int:
    return session.id
