"""The history of what somebody said when asked whether they will come."""

from datetime import datetime

from recruit.interviews.models import Invitation, ReminderAnswer
from recruit.kernel.db import db
from recruit.people.models import Person
from recruit.rules.attendance import Reminder


def note(invitation: Invitation, answer: Reminder, *, by: Person | None, now: datetime) -> None:
    """Append an answer to the history and make it the current one. Nobody picking up the phone
    says less than an earlier answer, so it replaces only a missing one."""
    db.session.add(ReminderAnswer(invitation=invitation, answer=answer, at=now, by=by))
    if answer is not Reminder.NO_ANSWER:
        invitation.answered_at = now
    elif invitation.reminder is not Reminder.NOT_CALLED:
        return
    invitation.reminder = answer
