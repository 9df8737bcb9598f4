"""Rate limits: one small table, so that they hold for several processes and both databases."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta

from sqlalchemy import Index, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from recruit.kernel.db import Base, db, intpk
from recruit.kernel.security import keyed_hash


class LimitedTry(Base):
    """One counted try. `key` is a keyed hash: neither an address nor a name stands here."""

    __tablename__ = "limited_try"
    __table_args__ = (Index(None, "kind", "key", "at"),)

    id: Mapped[intpk]
    kind: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(index=True)


def count(kind: str, *parts: str, now: datetime, within: timedelta) -> int:
    """Return how many tries of this kind were noted for these parts in the last `within`."""
    query = select(func.count()).where(
        LimitedTry.kind == kind,
        LimitedTry.key == keyed_hash(kind, "|".join(parts)),
        LimitedTry.at > now - within,
    )
    return db.session.scalars(query).one()


def note(kind: str, *parts: str, now: datetime) -> None:
    """Note one try in the current transaction."""
    db.session.add(LimitedTry(kind=kind, key=keyed_hash(kind, "|".join(parts)), at=now))


def forget(kind: str, *parts: str) -> None:
    """Forget the tries, after a success."""
    db.session.execute(
        delete(LimitedTry).where(
            LimitedTry.kind == kind, LimitedTry.key == keyed_hash(kind, "|".join(parts))
        )
    )


def sweep(now: datetime) -> None:
    """Drop what no limit looks at any more."""
    db.session.execute(delete(LimitedTry).where(LimitedTry.at < now - timedelta(days=2)))


class Brake:
    """Counts tries in this process alone, for pages that are only read: a GET writes nothing.

    Every process counts for itself, so the limit holds per process; what must hold for all of
    them belongs into the table above.
    """

    def __init__(self, most: int, within: timedelta, places: int = 10_000) -> None:
        self.most, self.within, self.places = most, within, places
        self._tries: OrderedDict[str, deque[datetime]] = OrderedDict()

    def is_on(self, place: str, now: datetime) -> bool:
        """Tell whether this place has tried too often in the last `within`."""
        tries = self._tries.get(place, deque())
        while tries and tries[0] <= now - self.within:
            tries.popleft()
        return len(tries) >= self.most

    def note(self, place: str, now: datetime) -> None:
        """Note one try; the places heard of longest ago are forgotten first."""
        self._tries.setdefault(place, deque(maxlen=self.most)).append(now)
        self._tries.move_to_end(place)
        while len(self._tries) > self.places:
            self._tries.popitem(last=False)
