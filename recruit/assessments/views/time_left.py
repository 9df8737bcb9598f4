"""The time that is left for a paper, in words and a colour."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from recruit.assessments.models import GradingTask

URGENT = timedelta(days=2)
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class TimeLeft:
    words: str
    tone: str
    icon: str


def of_task(task: GradingTask, now: datetime) -> TimeLeft:
    """Return how long a paper's marks may still take."""
    if task.paused_since_on is not None:
        return TimeLeft(_("stands still"), "info", "player-pause")
    return until(task.due_at, now)


def until(due_at: datetime, now: datetime) -> TimeLeft:
    """Return the time from now to a deadline; what has passed counts as overdue."""
    left = due_at - now
    if left <= timedelta(0):
        return TimeLeft(_late(-left), "bad", "alert-triangle")
    if left < timedelta(days=1):
        hours = max(1, int(left / timedelta(hours=1)))
        words = ngettext("%(num)s hour left", "%(num)s hours left", hours)
        return TimeLeft(words, "bad", "clock")
    words = ngettext("%(num)s day left", "%(num)s days left", left.days)
    tone = "bad" if left < URGENT else "warn" if left < SOON else "good"
    return TimeLeft(words, tone, "clock")


def _late(by: timedelta) -> str:
    if by < timedelta(days=1):
        hours = max(1, int(by / timedelta(hours=1)))
        return str(ngettext("%(num)s hour late", "%(num)s hours late", hours))
    return str(ngettext("%(num)s day late", "%(num)s days late", by.days))
