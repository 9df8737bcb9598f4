"""What invited people answer, by their link or to somebody on the phone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from recruit.interviews import mails
from recruit.interviews.models import Invitation
from recruit.interviews.operations import locks
from recruit.interviews.operations.invitations import release
from recruit.interviews.operations.reminders import note
from recruit.interviews.queries.settings import moving_rules
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


def no_answer(
    invitation: Invitation, *, now: datetime, actor: Person, wrong_number: bool = False
) -> None:
    """Somebody called and nobody picked up, or it was somebody else's number; what was answered
    before still stands."""
    locked(invitation)
    _still_awaited(invitation)
    note(invitation, Reminder.NO_ANSWER, by=actor, now=now, wrong_number=wrong_number)
    audit.record(
        "interviews.invitation.answered",
        invitation,
        actor=actor,
        at=now,
        answer="wrong_number" if wrong_number else Reminder.NO_ANSWER,
    )


def call_back(invitation: Invitation, at: datetime, *, now: datetime, actor: Person) -> None:
    """They asked to be called again at a time before the interview, or raise Refused."""
    locked(invitation)
    _still_awaited(invitation)
    if not now < at < invitation.slot.starts_at:
        raise Refused(Refusal.CALL_BACK_TIME)
    invitation.call_back_at = at
    audit.record(
        "interviews.invitation.call-back-set", invitation, actor=actor, at=now, call_back_at=at
    )


def running_late(
    invitation: Invitation, minutes: int, *, now: datetime, actor: Person | None = None
) -> None:
    """They will be so many minutes late. Said before the start, it is also a yes. Only on the
    day itself, until they are checked in. actor None: by the candidate's link."""
    locked(invitation)
    _still_awaited(invitation)
    session = invitation.slot.pool.session
    today = now.astimezone(ZoneInfo(session.site.zone)).date()
    if session.held_on != today or now >= session.ends_at:
        raise Refused(Refusal.NOT_THE_DAY)
    invitation.late_minutes, invitation.running_late_at = minutes, now
    if now < invitation.slot.starts_at and invitation.state is not InvitationState.CONFIRMED:
        note(invitation, Reminder.CONFIRMED, by=actor, now=now)
        invitation.state = InvitationState.CONFIRMED
    audit.record(
        "interviews.invitation.running-late",
        invitation,
        at=now,
        minutes=minutes,
        actor=actor or invitation.application.candidate,
    )


def decline(invitation: Invitation, *, now: datetime, actor: Person | None = None) -> None:
    """They cannot come, and said so: the place is free at once, and it is no no-show. The
    application is back at to_invite. A second click changes nothing."""
    locks.invitation(invitation)
    if invitation.state is InvitationState.DECLINED:
        return
    _still_awaited(invitation)
    start = invitation.slot.starts_at
    late = rescheduling.decline_refusal(start, now=now, rules=moving_rules())
    if actor is None and late:
        raise Refused(late)
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
