"""What is remembered of a past invitation to learn how many come. Standard library only.

Gender, age, marital status, origin, name, photo never enter.
"""

from __future__ import annotations

from dataclasses import dataclass

from recruit.rules.attendance import Reminder as Reminder


@dataclass(frozen=True, slots=True)
class Observation:
    """One invitation that held a place at its slot's start, and whether they came.

    lead_days: days from invitation to interview; day_key: what the day is called, for grouping.
    """

    showed: bool
    reminder: Reminder = Reminder.NOT_CALLED
    channel: str = ""
    lead_days: int | None = None
    day_key: str = ""

    @property
    def kind(self) -> tuple[Reminder, str, int | None]:
        """What the rates see of somebody: the same for many."""
        return self.reminder, self.channel, self.lead_days


LEAD_BANDS = ((0, "same_day"), (2, "1-2"), (7, "3-7"), (14, "8-14"))


def lead_band(lead_days: int | None) -> str:
    """The band a lead time falls into; "" where it is not known."""
    if lead_days is None:
        return ""
    return next((name for last, name in LEAD_BANDS if lead_days <= last), "15+")
