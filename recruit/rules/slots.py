"""From interviewers' hours to the slots of a streaming day. Times are minutes from midnight on
the site's wall clock; slots lie on one grid that begins with the earliest interviewer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

MOST_SLOTS = 48
MOST_INTERVIEWERS = 30
SHORTEST, LONGEST = 5, 480


class Refusal(StrEnum):
    NO_VACANCY = "no_vacancy"
    NO_INTERVIEWERS = "no_interviewers"
    TOO_MANY_INTERVIEWERS = "too_many_interviewers"
    TWICE = "interviewer_twice"
    ENDS_BEFORE_START = "ends_before_start"
    BREAK_OUTSIDE = "break_outside_hours"
    SLOT_LENGTH = "slot_length"
    SLOT_TOO_LONG = "slot_longer_than_day"
    TOO_MANY_SLOTS = "too_many_slots"
    PAST = "date_in_the_past"
    TOO_FAR = "date_too_far"
    HOLIDAY = "holiday"
    PERSON_BUSY = "interviewer_busy"
    NOT_AN_INTERVIEWER = "not_an_interviewer"
    ROOM_BUSY = "room_busy"
    ROOM_ELSEWHERE = "room_at_another_site"
    ROOM_TOO_SMALL = "room_too_small"
    SEATS = "seats"


@dataclass(frozen=True, slots=True)
class Hours:
    """When one interviewer works: [start, end) without the breaks, each [from, to)."""

    start: int
    end: int
    breaks: tuple[tuple[int, int], ...] = ()

    def free(self, start: int, minutes: int) -> bool:
        """Tell whether a whole interview fits here."""
        end = start + minutes
        return (
            self.start <= start
            and end <= self.end
            and all(end <= a or b <= start for a, b in self.breaks)
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """A slot: its start and the positions (in the given order) of its interviewers."""

    start: int
    who: tuple[int, ...]


def hours_refusal(hours: Sequence[Hours], minutes: int) -> Refusal | None:
    """Return why no day can be laid out from these hours, or None."""
    if not hours:
        return Refusal.NO_INTERVIEWERS
    if len(hours) > MOST_INTERVIEWERS:
        return Refusal.TOO_MANY_INTERVIEWERS
    if not SHORTEST <= minutes <= LONGEST:
        return Refusal.SLOT_LENGTH
    for one in hours:
        if one.end <= one.start:
            return Refusal.ENDS_BEFORE_START
        for a, b in one.breaks:
            if b <= a or a < one.start or b > one.end:
                return Refusal.BREAK_OUTSIDE
    shapes = lay_out(hours, minutes)
    if not shapes:
        return Refusal.SLOT_TOO_LONG
    return Refusal.TOO_MANY_SLOTS if len(shapes) > MOST_SLOTS else None


def lay_out(hours: Sequence[Hours], minutes: int) -> tuple[Shape, ...]:
    """Return the slots in which at least one interviewer is free, by start."""
    first, last = min(one.start for one in hours), max(one.end for one in hours)
    shapes = []
    for start in range(first, last - minutes + 1, minutes):
        who = tuple(i for i, one in enumerate(hours) if one.free(start, minutes))
        if who:
            shapes.append(Shape(start, who))
    return tuple(shapes)


def date_refusal(
    on: date, first_start: datetime, *, now: datetime, holidays: Sequence[date] = ()
) -> Refusal | None:
    """Return why interviews cannot be held on this day, or None."""
    if first_start <= now:
        return Refusal.PAST
    if first_start - now > timedelta(days=366):
        return Refusal.TOO_FAR
    return Refusal.HOLIDAY if on in holidays else None


@dataclass(frozen=True, slots=True)
class Grid:
    """The steps of a day as the engine sees them: equal length, none missing."""

    capacity: tuple[int, ...]
    places: tuple[int, ...]
    """The position on the grid of each given slot."""


def grid(starts: Sequence[datetime], capacity: Sequence[int], minutes: int) -> Grid:
    """Lay slots on equal steps: a lunch break becomes steps with no interviewer, in which
    people who wait go on waiting. `starts` rise."""
    step = timedelta(minutes=minutes)
    places: list[int] = []
    for start in starts:
        place = round((start - starts[0]) / step)
        places.append(max(place, places[-1] + 1) if places else 0)
    full = [0] * (places[-1] + 1 if places else 0)
    for place, seats in zip(places, capacity, strict=True):
        full[place] = seats
    return Grid(tuple(full), tuple(places))
