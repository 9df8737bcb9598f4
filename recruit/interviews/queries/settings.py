"""Reading what the company has decided about interviews."""

from datetime import timedelta

from recruit.interviews.models import InterviewSettings
from recruit.kernel.db import db
from recruit.rules import reminders, rescheduling


def interview_settings() -> InterviewSettings:
    """Return the settings; before their first save, an unsaved row with the defaults."""
    found = db.session.get(InterviewSettings, 1)
    return found or InterviewSettings(
        id=1,
        reminder_hours=list(reminders.DEFAULT_HOURS),
        move_notice_hours=int(rescheduling.NOTICE / timedelta(hours=1)),
        most_moves=rescheduling.MOST_MOVES,
        decline_notice_hours=0,
        call_scripts={},
        version=1,
    )


def moving_rules() -> rescheduling.Rules:
    """Return what a candidate may change by the link."""
    row = interview_settings()
    return rescheduling.Rules(
        notice=timedelta(hours=row.move_notice_hours),
        most_moves=row.most_moves,
        decline_notice=timedelta(hours=row.decline_notice_hours),
    )
