"""Inviting, moving, cancelling. Every seat is taken in `places.change`."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, selectinload

from recruit.candidates import operations as candidates
from recruit.candidates.models import Application
from recruit.interviews import mails
from recruit.interviews.models import (
    InterviewSession,
    Invitation,
    Pool,
    SessionState,
    Slot,
)
from recruit.interviews.operations import holds, locks, places
from recruit.interviews.operations.readers import keep_readers
from recruit.interviews.operations.reminders import note
from recruit.interviews.queries.settings import moving_rules
from recruit.kernel import audit
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.kernel.ids import new_pubid
from recruit.notifications import outbox
from recruit.people.models import Person
from recruit.rules import booking, rescheduling
from recruit.rules.attendance import AWAITED, InvitationState, Reminder
from recruit.rules.booking import Refusal
from recruit.rules.pipeline import Stage

UNDO_WITHOUT_MAIL = timedelta(minutes=5)
"""How long a batch can be taken back in which nobody had a mail address to write to."""


def invite(
    choices: Sequence[tuple[Application, Slot]],
    *,
    actor: Person | None,
    now: datetime,
    due_at: datetime,
) -> list[Invitation]:
    """Invite each application to its slot, all or none, or raise Refused.

    The invitations share a `batch`; `undo_batch` takes it back until the mails leave (due_at).
    actor None: the clock, where a session allows top-ups.
    Refused facts: `who` (pubid of an application), `slot` (pubid).
    """
    if not choices:
        raise Refused(Refusal.NOBODY)
    wanted = {application.id: slot for application, slot in choices}
    if len(wanted) < len(choices):
        raise Refused(Refusal.TWICE)
    slots = with_session({slot.id for _, slot in choices})
    for session in _sessions(slots.values()):
        locks.shared(session)
    applications = locks.by_ids(wanted)
    for application in applications:
        slot = slots[wanted[application.id].id]
        wish = booking.Booking(
            stage=application.stage,
            vacancy=application.vacancy_id,
            vacancies={vacancy.id for vacancy in slot.pool.vacancies},
            starts_at=slot.starts_at,
            session_planned=slot.pool.session.state is SessionState.PLANNED,
        )
        if reason := booking.refusal(wish, now=now):
            raise Refused(reason, who=application.pubid, slot=slot.pubid)

    for application in applications:
        candidates.advance(application, Stage.INVITED, actor=actor, now=now)
    free = holds.end_offers(applications, now=now)  # they do not choose any more
    free += holds.expired(now, slots.values())
    places.change(take=[slot for _, slot in choices], free=free)
    batch = new_pubid()
    by_id = {application.id: application for application in applications}
    invitations: list[Invitation] = []
    try:
        with db.session.begin_nested():
            for application, slot in choices:
                invitation = Invitation(
                    application=by_id[application.id],
                    slot=slots[slot.id],
                    state=InvitationState.SENT,
                    batch=batch,
                    invited_by=actor,
                    created_at=now,
                    sent_at=now,
                )
                db.session.add(invitation)
                invitations.append(invitation)
    except IntegrityError as error:  # the backstop behind the stage: one open invitation each
        raise Refused(Refusal.JUST_TAKEN) from error
    for invitation in invitations:
        audit.record(
            "interviews.invitation.sent",
            invitation,
            actor=actor,
            at=now,
            application=invitation.application,
            slot=invitation.slot,
            batch=batch,
        )
        mails.invited(invitation, now=now, due_at=due_at)
    keep_readers(by_id.values())
    return invitations


def undo_batch(batch: str, *, actor: Person, now: datetime) -> int:
    """Take back a wave of invitations before its mails leave; return how many.

    Raise Refused when a mail has left, or when nothing of the batch is open any more.
    """
    sent = (Invitation.batch == batch, Invitation.state == InvitationState.SENT)
    locks.applications(Application.id.in_(select(Invitation.application_id).where(*sent)))
    statement = (
        select(Invitation)
        .where(*sent)
        .order_by(Invitation.id)
        .with_for_update(of=Invitation)
        .execution_options(populate_existing=True)
    )
    open_ones = list(db.session.scalars(statement))
    if not open_ones or now - open_ones[0].created_at > UNDO_WITHOUT_MAIL:
        raise Refused(Refusal.UNDO_OVER)
    try:
        outbox.cancel_batch(batch)
    except Refused as error:
        raise Refused(Refusal.UNDO_OVER) from error
    for invitation in open_ones:
        _end(invitation, InvitationState.CANCELLED, actor=actor, now=now)
        audit.record(
            "interviews.invitation.undone", invitation, actor=actor, at=now, batch=batch
        )
    places.change(free=[invitation.slot for invitation in open_ones])
    keep_readers([invitation.application for invitation in open_ones])
    return len(open_ones)


def move(
    invitation: Invitation,
    slot: Slot,
    *,
    now: datetime,
    actor: Person | None = None,
    due_at: datetime | None = None,
) -> None:
    """Move an invitation to another slot, or raise Refused. actor None: the candidate by link,
    for whom the move counts as a confirmation. The calendar entry keeps its UID."""
    target = with_session({slot.id})[slot.id]
    locks.shared(target.pool.session)
    locks.invitation(invitation)
    source = invitation.slot
    if invitation.state not in AWAITED:
        raise Refused(Refusal.NOT_HOLDING)
    if source.id == target.id:
        raise Refused(Refusal.SAME_SLOT)
    if invitation.application.vacancy_id not in {row.id for row in target.pool.vacancies}:
        raise Refused(Refusal.OTHER_VACANCY)
    if actor is None and not target.open_to_candidates:
        raise Refused(Refusal.SLOT_NOT_OPEN)
    planned = target.pool.session.state is SessionState.PLANNED
    if reason := booking.slot_refusal(target.starts_at, planned, now=now):
        raise Refused(reason)
    wish = rescheduling.Move(
        leaves_at=source.starts_at,
        arrives_at=target.starts_at,
        moves_so_far=invitation.moves,
        by_candidate=actor is None,
    )
    if why := rescheduling.refusal(wish, now=now, rules=moving_rules()):
        raise Refused(why)

    places.change(take=[target], free=[source, *holds.expired(now, [target])])
    outbox.cancel(mails.invited_key(invitation), mails.moved_key(invitation))
    invitation.slot = target
    invitation.sequence += 1
    invitation.reminded_at = now  # the mail about the move says when it is
    invitation.call_back_at = invitation.late_minutes = invitation.running_late_at = None
    if actor is None:
        invitation.moves += 1
        note(invitation, Reminder.CONFIRMED, by=None, now=now)
        invitation.state = InvitationState.CONFIRMED
    audit.record(
        "interviews.invitation.moved",
        invitation,
        at=now,
        slot=[source, target],
        actor=actor or invitation.application.candidate,
    )
    mails.moved(invitation, now=now, due_at=due_at)
    db.session.flush()
    keep_readers([invitation.application])


def cancel(
    invitation: Invitation,
    *,
    actor: Person | None,
    now: datetime,
    due_at: datetime | None = None,
    other_times: bool = False,
) -> None:
    """Cancel an invitation from our side; a second click changes nothing. The candidate is told
    and the calendar entry disappears. actor None: the system (the application was closed).
    other_times: the mail says that the person may choose a new time at once."""
    locks.invitation(invitation)
    if invitation.state is InvitationState.CANCELLED:
        return
    if invitation.state is InvitationState.ARRIVED:
        raise Refused(Refusal.ALREADY_HERE)
    if invitation.state not in AWAITED:
        raise Refused(Refusal.NOT_HOLDING)
    release(invitation, InvitationState.CANCELLED, actor=actor, now=now)
    audit.record("interviews.invitation.cancelled", invitation, actor=actor, at=now)
    mails.cancelled(invitation, now=now, due_at=due_at, other_times=other_times)


def release(
    invitation: Invitation, state: InvitationState, *, actor: Person | None, now: datetime
) -> None:
    """End an awaited invitation and give its place back: decline and cancellation alike."""
    _end(invitation, state, actor=actor, now=now)
    places.change(free=[invitation.slot])
    outbox.cancel(mails.invited_key(invitation), mails.moved_key(invitation))
    keep_readers([invitation.application])


def _end(
    invitation: Invitation, state: InvitationState, *, actor: Person | None, now: datetime
) -> None:
    """The row's own end: its state, the calendar's next sequence, the application's stage."""
    invitation.state = state
    invitation.closed_at = now
    invitation.sequence += 1
    if invitation.application.stage is Stage.INVITED:
        candidates.advance(invitation.application, Stage.TO_INVITE, actor=actor, now=now)


def _sessions(slots: Iterable[Slot]) -> list[InterviewSession]:
    found = {slot.pool.session_id: slot.pool.session for slot in slots}
    return [found[key] for key in sorted(found)]


def with_session(ids: set[int]) -> dict[int, Slot]:
    """Return slots by their internal id, with pool, session and vacancies."""
    statement = (
        select(Slot)
        .where(Slot.id.in_(ids))
        .options(
            joinedload(Slot.pool, innerjoin=True).options(
                joinedload(Pool.session, innerjoin=True), selectinload(Pool.vacancies)
            ),
        )
    )
    return {slot.id: slot for slot in db.session.scalars(statement)}
