"""How long the people at the desk are going to wait, and when that is too long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Waiting:
    """One person of the queue, in its order. since: when their waiting began."""

    key: int
    pool: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Server:
    """One interviewer. free_at: when the interview of now is thought to end."""

    pools: frozenset[int]
    free_at: datetime


def starts(
    queue: Sequence[Waiting], servers: Sequence[Server], minutes: int, now: datetime
) -> dict[int, datetime | None]:
    """Return when each waiting person is thought to be called: everybody goes to whoever of
    their pool is free first, and stays a slot's length. None: nobody sees this pool."""
    length = timedelta(minutes=minutes)
    free = [max(server.free_at, now) for server in servers]
    found: dict[int, datetime | None] = {}
    for one in queue:
        able = [i for i, server in enumerate(servers) if one.pool in server.pools]
        if not able:
            found[one.key] = None
            continue
        chosen = min(able, key=lambda i: (free[i], i))
        found[one.key] = free[chosen]
        free[chosen] += length
    return found


@dataclass(frozen=True, slots=True)
class Overflow:
    """The queue is longer than the interviewers can serve. people: keys of those who would wait
    more than a slot's length, or past the end of the day; minutes: the longest such wait. Whose
    interviewer is free now needs a call and no other help, however long it has been."""

    people: tuple[int, ...]
    minutes: int


def overflow(
    queue: Sequence[Waiting],
    servers: Sequence[Server],
    minutes: int,
    *,
    now: datetime,
    ends_at: datetime,
) -> Overflow | None:
    """Return who would wait too long, or None when the queue can be served in time."""
    expected = starts(queue, servers, minutes, now)
    late, longest = [], 0
    for one in queue:
        begins = expected[one.key]
        waits = ((begins or ends_at) - one.since) // timedelta(minutes=1)
        if begins is None or begins >= ends_at or (waits > minutes and begins > now):
            late.append(one.key)
            longest = max(longest, waits)
    return Overflow(tuple(late), longest) if late else None
