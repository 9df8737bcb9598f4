"""Wrong secret links per address, counted in memory: a GET writes nothing to the database.

Every process counts for itself. With 160-bit tokens this is a second wall, not the first.
"""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from threading import Lock

MOST = 100
WITHIN = timedelta(minutes=15)
ADDRESSES = 10_000
"""How many addresses are remembered; the one unheard of longest goes first."""


class Guesses:
    """The wrong links of each address in the last quarter of an hour."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._times: OrderedDict[str, deque[datetime]] = OrderedDict()

    def note(self, address: str, now: datetime) -> None:
        """Remember one wrong link."""
        with self._lock:
            times = self._times.setdefault(address, deque(maxlen=MOST))
            times.append(now)
            self._times.move_to_end(address)
            while len(self._times) > ADDRESSES:
                self._times.popitem(last=False)

    def too_many(self, address: str, now: datetime) -> bool:
        """Tell whether this address has used up its guesses: then even a right link is refused,
        so that nothing can be learned by going on."""
        with self._lock:
            times = self._times.get(address)
            return times is not None and len(times) == MOST and now - times[0] < WITHIN
