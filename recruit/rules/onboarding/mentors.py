"""Who can be the mentor, and in which order they are asked."""

from collections.abc import Iterable
from dataclasses import dataclass

from recruit.rules.onboarding.states import MentorKind, Refusal


@dataclass(frozen=True, slots=True)
class Load:
    """A possible mentor as the proposal sees them."""

    key: object
    kind: MentorKind
    capacity: int
    mentees: int
    same_site: bool
    attested: bool
    willing: bool = True

    @property
    def free(self) -> int:
        return self.capacity - self.mentees


def mentor_refusal(load: Load, trainee: object, *, reason: str) -> Refusal | None:
    """Return why this person may not be proposed as the mentor, or None.

    A trainer needs no reason; for anybody else the reason of the fallback is recorded.
    A seller must be attested by a head: "works honestly and likes to help".
    """
    if load.key == trainee:
        return Refusal.SELF
    if not load.willing:
        return Refusal.MENTOR_NOT_WILLING
    if load.kind is MentorKind.SELLER and not load.attested:
        return Refusal.MENTOR_NOT_ATTESTED
    if load.free <= 0:
        return Refusal.MENTOR_FULL
    if load.kind is not MentorKind.TRAINER and not reason.strip():
        return Refusal.FALLBACK_REASON
    return None


def ranked(loads: Iterable[Load]) -> list[Load]:
    """Order possible mentors: trainer, experienced seller, head; then site and free places."""
    order = list(MentorKind)
    return sorted(
        loads,
        key=lambda one: (
            one.free <= 0 or not one.willing,
            order.index(one.kind),
            not one.same_site,
            -one.free,
        ),
    )
