"""What invited people answer, by their link or to somebody on the phone."""

from datetime import datetime

from recruit.interviews import mails
from recruit.interviews.models import Invitation
from recruit.interviews.operations.invitations import release
from recruit.interviews.operations.reminders import note
from recruit.kernel import audit
from recruit.kernel.db import locked
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import rescheduling
from recruit.rules.attendance import AWAITED, InvitationState, Reminder
from recruit.rules.booking import Refusal


def confirm(invitation: Invitation, *, now: datetime, actor: Person | None = None) -> None:
    """They will come. A second click changes nothing. actor None: by the candidate's link."""
    _answer(invitation, InvitationState.CONFIRMED, Reminder.CONFIRMED, actor=actor, now=now)


def unsure(invitation: Invitation, *, now: datetime, actor: Person | None = None) -> None:
    """They do not know yet; the place stays theirs."""
    _answer(invitation, InvitationState.UNSURE, Reminder.UNSURE, actor=actor, now=now)


def no_answer(invitation: Invitation, *, now: datetime, actor: Person) -> None:
    """Somebody called and nobody picked up; what was answered before still stands."""
    locked(invitation)
    _still_awaited(invitation)
    note(invitation, Reminder.NO_ANSWER, by=actor, now=now)
    audit.record(
        "interviews.invitation.answered",
        invitation,
        actor=actor,
        at=now,
        answer=Reminder.NO_ANSWER,
    )


def decline(invitation: Invitation, *, now: datetime, actor: Person | None = None) -> None:
    """They cannot come, and said so: the place is free at once, and it is no no-show. The
    application is back at to_invite. A second click changes nothing."""
    locked(invitation)
    if invitation.state is InvitationState.DECLINED:
        return
    _still_awaited(invitation)
    if actor is None:
        _in_time(invitation, now)
    note(invitation, Reminder.DECLINED, by=actor, now=now)
    release(invitation, InvitationState.DECLINED, actor=actor, now=now)
    audit.record(
        "interviews.invitation.answered",
        invitation,
        at=now,
        answer=Reminder.DECLINED,
        actor=actor or invitation.application.candidate,
    )
    mails.declined(invitation, now=now)


def note_answer(
    invitation: Invitation, answer: Reminder, *, now: datetime, actor: Person
) -> None:
    """Write down what somebody said on the phone, whichever answer it is."""
    match answer:
        case Reminder.CONFIRMED:
            confirm(invitation, now=now, actor=actor)
        case Reminder.UNSURE:
            unsure(invitation, now=now, actor=actor)
        case Reminder.DECLINED:
            decline(invitation, now=now, actor=actor)
        case Reminder.NO_ANSWER:
            no_answer(invitation, now=now, actor=actor)
        case _:
            raise Refused(Refusal.ANSWER_UNKNOWN)


def _answer(
    invitation: Invitation,
    state: InvitationState,
    answer: Reminder,
    *,
    actor: Person | None,
    now: datetime,
) -> None:
    locked(invitation)
    _still_awaited(invitation)
    if actor is None:
        _in_time(invitation, now)
    if invitation.state is state and actor is None:
        return
    note(invitation, answer, by=actor, now=now)
    invitation.state = state
    audit.record(
        "interviews.invitation.answered",
        invitation,
        at=now,
        answer=answer,
        actor=actor or invitation.application.candidate,
    )


def _still_awaited(invitation: Invitation) -> None:
    if invitation.state is InvitationState.ARRIVED:
        raise Refused(Refusal.ALREADY_HERE)
    if invitation.state not in AWAITED:
        raise Refused(Refusal.NOT_HOLDING)


def _in_time(invitation: Invitation, now: datetime) -> None:
    if reason := rescheduling.answer_refusal(invitation.slot.starts_at, now=now):
        raise Refused(reason)
