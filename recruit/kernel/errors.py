"""Errors that a user can cause and understand. Anything else is a bug and a 500."""

from enum import StrEnum


class Refused(Exception):
    """A rule said no. `reason` is stable for the API; views put it into words.

    `facts` are plain values that the words may use, such as the first free date.
    """

    def __init__(self, reason: StrEnum, **facts: object) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.facts = facts


class Stale(Exception):
    """Somebody else changed the row since the page was opened: 409."""
