"""Seats of a group session: numbers from 1, given in turn, kept while somebody sits there."""

from collections.abc import Mapping, Sequence


def seats(
    taken: Mapping[int, int], here: Sequence[int], awaited: Sequence[int], capacity: int
) -> dict[int, int]:
    """Return person -> seat number.

    taken: who has which seat already; they keep it while they are here or awaited. here: who has
    come, in turn; each gets the lowest free seat. awaited: who may still come; they get a seat
    beforehand only when everybody fits, so that nobody who is here stands beside an empty chair.
    """
    everybody = [*here, *awaited]
    fits = len(everybody) <= capacity
    wanted = everybody if fits else list(here)
    kept = {
        person: seat
        for person, seat in taken.items()
        if person in wanted and 1 <= seat <= capacity
    }
    free = iter(number for number in range(1, capacity + 1) if number not in kept.values())
    for person in wanted:
        if person not in kept:
            seat = next(free, None)
            if seat is None:
                break
            kept[person] = seat
    return kept
