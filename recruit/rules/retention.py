"""How long a candidate's data may be kept."""

import calendar
from datetime import date


def keep_until(given_on: date, months: int) -> date:
    """Return the last day on which data may be kept: so many calendar months after consent.

    A day that the last month lacks becomes its last day (31 August + 6 months: 28 February).
    """
    year, month = divmod(given_on.year * 12 + given_on.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(given_on.day, last))
