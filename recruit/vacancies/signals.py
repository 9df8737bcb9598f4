"""What higher features hear of vacancies inside the transaction, and what they are asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from blinker import Namespace

from recruit.vacancies.models import Vacancy

_signals = Namespace()

closed = _signals.signal("vacancies.closed")
"""The vacancy was filled or cancelled: `closed.send(vacancy, now=now)`."""

counting = _signals.signal("vacancies.counting")
"""Asked by pages, writes nothing: `counting.send(vacancies)`. A receiver answers with
`Figures`, because applications live above this feature."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers of applications, keyed by the internal ids of vacancies and promotions."""

    open: Mapping[int, int] = field(default_factory=dict)
    total: Mapping[int, int] = field(default_factory=dict)
    by_promotion: Mapping[int, int] = field(default_factory=dict)
    unpromoted: Mapping[int, int] = field(default_factory=dict)
    """Applications of a vacancy that no promotion brought, as far as we know."""


def count_applications(vacancies: Sequence[Vacancy]) -> Figures:
    """Return how many applications these vacancies have; zeros when nobody above counts."""
    for _receiver, answer in counting.send(list(vacancies)):
        if isinstance(answer, Figures):
            return answer
    return Figures()
