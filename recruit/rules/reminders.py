"""When is somebody reminded of an interview, and when has a reminder come too late?"""

from collections.abc import Collection
from datetime import datetime, timedelta

DEFAULT_HOURS = (24,)
MOST_HOURS = 168
MOST_REMINDERS = 5
LAST_MOMENT = timedelta(minutes=15)
"""A reminder that an outage kept back this long is not sent any more."""
_PAUSE = timedelta(hours=12)


def due(
    hours: Collection[int], starts_at: datetime, written_at: datetime, *, now: datetime
) -> int | None:
    """Return which reminder (hours before the start) is to be sent now, or None.

    Of several that are due after an outage it is the latest, so nobody gets two at once. Who
    was written to shortly before (half of the hours, at most twelve hours) is left alone.
    written_at: the invitation, the last move or the last reminder.
    """
    if now > starts_at - LAST_MOMENT:
        return None
    reached = [hour for hour in hours if starts_at - timedelta(hours=hour) <= now]
    if not reached:
        return None
    nearest = min(reached)
    at = starts_at - timedelta(hours=nearest)
    pause = min(_PAUSE, timedelta(hours=nearest) / 2)
    return nearest if written_at <= at - pause else None
