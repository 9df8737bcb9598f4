"""May the clock invite somebody, and how many? Pure decisions; who it is, is the list's order."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

PER_DAY = (0, 2, 5, 10, 20)
"""What may be chosen as the daily limit; 0: never."""
CUT_OFFS = (6, 12, 24, 48, 72)
"""What may be chosen as the last hour before the day, in hours."""


@dataclass(frozen=True, slots=True)
class Losses:
    """What has changed for the worse since the last wave of invitations, in people."""

    gone: int = 0
    """Declined, cancelled, or moved elsewhere."""
    doubtful: int = 0
    """Unsure, or the phone was not answered."""


def allowed(
    *, per_day: int, cut_off_hours: int, invited_today: int, begins_at: datetime, now: datetime
) -> int:
    """Return how many the rule of a session still allows today."""
    if now > begins_at - timedelta(hours=cut_off_hours):
        return 0
    return max(0, per_day - invited_today)


def replacements(losses: Losses, rate: float) -> int:
    """Return how many invitations can make up for the losses at most.

    Who is gone is missed by one interview at most, who is in doubt by half of one; so many
    invitations of people who come with `rate` bring that back. Nothing lost: nobody.
    """
    missed = losses.gone + losses.doubtful / 2
    return math.ceil(missed / rate - 1e-9) if missed and rate > 0 else 0
