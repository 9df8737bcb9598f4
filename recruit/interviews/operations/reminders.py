"""Asking people whether they will come: the reminders we write, the history of what they say."""

from datetime import datetime

from recruit.interviews import mails
from recruit.interviews.models import Invitation, ReminderAnswer
from recruit.interviews.queries import upcoming
from recruit.kernel.db import db
from recruit.people.models import Person
from recruit.rules.attendance import Reminder


def remind(now: datetime) -> int:
    """Write to everybody still awaited whose reminder is due; return to how many. Without a
    mail address there is the call list."""
    due = upcoming.to_remind(now)
    for invitation, hours in due:
        mails.reminded(invitation, hours, now=now)
        invitation.reminded_at = now
    return len(due)


def note(
    invitation: Invitation,
    answer: Reminder,
    *,
    by: Person | None,
    now: datetime,
    wrong_number: bool = False,
) -> None:
    """Append an answer to the history and make it the current one. Nobody picking up the phone
    says less than an earlier answer, so it replaces only a missing one."""
    db.session.add(
        ReminderAnswer(
            invitation=invitation, answer=answer, at=now, by=by, wrong_number=wrong_number
        )
    )
    invitation.call_back_at = None
    if answer is not Reminder.NO_ANSWER:
        invitation.answered_at = now
    elif invitation.reminder is not Reminder.NOT_CALLED:
        return
    invitation.reminder = answer
