"""A few candidates of one vacancy side by side, by everything their interviewers submitted."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from recruit.candidates.models import Application
from recruit.candidates.queries import application_for
from recruit.interviews.models import Recommendation, Scorecard
from recruit.interviews.queries import kits
from recruit.interviews.queries.scorecards import cards_of
from recruit.people.models import Person
from recruit.rules.kits import Criterion

FEWEST, MOST = 2, 4


@dataclass(frozen=True, slots=True)
class Column:
    """One candidate. hidden: some cards stay closed until the reader submits their own."""

    application: Application
    cards: list[Scorecard]
    hidden: bool

    def marks(self, key: str) -> list[tuple[Scorecard, int]]:
        """The marks on one criterion with the cards they stand on."""
        return [(card, card.marks[key]) for card in self.cards if key in card.marks]

    def mean(self, key: str) -> float | None:
        """The mean on one criterion; None without a mark."""
        marks = [mark for _, mark in self.marks(key)]
        return float(Fraction(sum(marks), len(marks))) if marks else None

    def counted(self) -> list[tuple[Recommendation, int]]:
        """How many interviewers recommend what, the best first; nothing nobody said."""
        given = [card.recommendation for card in self.cards]
        order = reversed(list(Recommendation))
        return [(one, given.count(one)) for one in order if one in given]

    def versions(self, key: str) -> set[tuple[str, ...]]:
        """How the marks of a criterion were described to those who gave them."""
        return {
            criterion.points
            for card in self.cards
            for criterion in kits.content_of(card.kit_version).criteria
            if criterion.key == key
        }


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion. differs: not everybody was marked by the same described marks."""

    criterion: Criterion
    differs: bool
    best: float | None


def columns(person: Person, pubids: Sequence[str]) -> list[Column] | None:
    """Return two to four candidates of one vacancy whom the person may read; None when one of
    them may not be read, when they are of several vacancies, too few, too many or twice."""
    if not FEWEST <= len(pubids) <= MOST or len(set(pubids)) < len(pubids):
        return None
    found: list[Column] = []
    for pubid in pubids:
        application = application_for(person, pubid)
        if application is None:
            return None
        cards, hidden = cards_of(application, person)
        found.append(Column(application, cards, hidden))
    if len({one.application.vacancy_id for one in found}) > 1:
        return None
    return found


def rows(found: Sequence[Column]) -> list[Row]:
    """Return the criteria by which any of them was marked, with the best mean of each."""
    cards = [card for column in found for card in column.cards]
    if not cards:
        return []
    lines = []
    for criterion in kits.criteria_of(cards):
        described = set().union(*(column.versions(criterion.key) for column in found))
        means = [mean for one in found if (mean := one.mean(criterion.key)) is not None]
        best = max(means) if len(means) > 1 and max(means) > min(means) else None
        lines.append(Row(criterion, len(described) > 1, best))
    return lines
