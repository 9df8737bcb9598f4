"""What the clock does here: mail leaves, and what nobody needs any more goes."""

from collections.abc import Callable
from datetime import datetime, timedelta

from recruit.kernel import limits
from recruit.notifications import operations
from recruit.notifications.delivery import deliver_due

KEEP_READ = timedelta(days=90)


def drop_read_notices(now: datetime) -> None:
    """Forget notices read three months ago."""
    operations.drop_read_before(now - KEEP_READ)


JOBS: tuple[tuple[str, timedelta, Callable[[datetime], object]], ...] = (
    ("notifications.deliver", timedelta(seconds=5), deliver_due),
    ("notifications.drop-read", timedelta(days=1), drop_read_notices),
    ("limits.sweep", timedelta(days=1), limits.sweep),
)
