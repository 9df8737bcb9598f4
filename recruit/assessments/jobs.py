"""What assessments do on the clock. Each job asks: what is due and not done?"""

from collections.abc import Callable
from datetime import datetime, timedelta

from recruit.assessments import mails, operations
from recruit.assessments.operations import importing
from recruit.assessments.queries import clock, sitting
from recruit.kernel import audit


def hand_in_overdue(now: datetime) -> None:
    """Hand in the sittings whose deadline has passed, as of their deadline."""
    operations.submit_overdue(sitting.overdue(now), now=now)


def warn_graders(now: datetime) -> None:
    """Tell graders a week before a paper is due, at half time where there is less."""
    for task in clock.to_warn(now):
        task.warned_at = now
        mails.due_soon(task, now=now)


def escalate(now: datetime) -> None:
    """Tell the directors of papers that were not graded in time."""
    for task in clock.breached(now):
        task.escalated_at = now
        audit.record("assessments.task.escalated", task, actor=None, at=now)
        mails.overdue(task, now=now)


def close_papers(now: datetime) -> None:
    """Close released papers whose time for appeals is over everywhere on earth."""
    for attempt in sitting.appeals_closed((now - timedelta(hours=12)).date()):
        operations.close(attempt, now=now)


def forget_question_files(now: datetime) -> None:
    """Drop question files that nobody imported within a month."""
    importing.forget_old_files(now, before=now - timedelta(days=30))


JOBS: tuple[tuple[str, timedelta, Callable[[datetime], None]], ...] = (
    ("assessments.hand_in_overdue", timedelta(seconds=20), hand_in_overdue),
    ("assessments.warn_graders", timedelta(minutes=30), warn_graders),
    ("assessments.escalate", timedelta(minutes=10), escalate),
    ("assessments.close_papers", timedelta(hours=6), close_papers),
    ("assessments.forget_question_files", timedelta(hours=12), forget_question_files),
)
