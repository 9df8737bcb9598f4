"""Second marks: which papers get one, and what two independent marks come to.

Two people mark a paper without seeing each other's marks. Where they agree within the
tolerance, the mean is the result, by rule; where they do not, a third person decides who sees
both. The mark of somebody with a stake in the result never counts here, so such a question
goes to the third person too.
"""

from dataclasses import dataclass
from enum import StrEnum

from recruit.rules.grading import Entry, EntryKind, ItemValue, Standing


class SecondMark(StrEnum):
    """Which papers of a test version two people mark independently."""

    NONE = "none"
    SAMPLE = "sample"
    NEAR_PASS_LINE = "near_pass_line"  # noqa: S105
    ALL = "all"


@dataclass(frozen=True, slots=True)
class SecondMarkPolicy:
    """Which papers of a version two people mark."""

    second_mark: SecondMark
    pass_percent: float
    margin: float = 5.0
    """Percentage points on either side of the pass line."""
    sample_percent: int = 20


def opening_kinds(policy: SecondMarkPolicy, draw: int) -> tuple[EntryKind, ...]:
    """Return the marks that a paper is owed from the day on which it is handed in.

    draw: 0 to 99, fixed per paper, so that asking again changes nothing. Near the pass line is
    known only when the first marks are there: such a paper begins with them alone.
    """
    if policy.second_mark is SecondMark.NEAR_PASS_LINE:
        return (EntryKind.FIRST,)
    if _wanted_at_once(policy, draw):
        return (EntryKind.FIRST, EntryKind.SECOND)
    return (EntryKind.FINAL,)


def _wanted_at_once(policy: SecondMarkPolicy, draw: int) -> bool:
    if policy.second_mark is SecondMark.SAMPLE:
        return draw < policy.sample_percent
    return policy.second_mark is SecondMark.ALL


def near(percent: float, line: float, margin: float) -> bool:
    """Tell whether a share lies within a margin (percentage points) of a line, or on its edge.

    Compared in hundredths: 55.1 is 5.1 above 50, whatever binary fractions make of it.
    """
    return round(abs(percent - line), 2) <= round(margin, 2)


def wanted_after_first(
    policy: SecondMarkPolicy, percent: float, *, first_by_interested: bool
) -> bool:
    """Tell whether a finished first marking calls for a second one (`near_pass_line`).

    A first mark by somebody with a stake is never alone, wherever the paper stands.
    """
    return first_by_interested or near(percent, policy.pass_percent, policy.margin)


class Outcome(StrEnum):
    AGREED = "agreed"
    """Within the tolerance, or both leave the question out."""
    APART = "apart"
    """Further apart than the tolerance, or only one leaves the question out."""
    NOT_TWO = "not_two"
    """Fewer than two marks that count: one is missing or by somebody with a stake."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What the first and second mark of one question come to."""

    outcome: Outcome
    points: float | None = None
    """The agreed points; None when excused or not agreed."""
    excused: bool = False
    gap: float | None = None
    """Points between the two; None unless both gave points."""


def tolerated(most: float, tolerance_percent: float) -> float:
    """Return the widest gap in points: a share of what the question is worth."""
    return round(most * tolerance_percent / 100, 2)


def compare(
    first: Entry | None,
    second: Entry | None,
    *,
    most: float,
    tolerance_percent: float,
    interested: frozenset[int] = frozenset(),
) -> Compared:
    """Return what two independent marks of one question come to.

    The mean is rounded to hundredths, a half upwards: in favour of whom the paper is.
    interested: people with a stake now; one that appeared after the mark counts too.
    """
    one, two = _counting(first, interested), _counting(second, interested)
    if one is None or two is None or first is None or second is None:
        return Compared(Outcome.NOT_TWO)
    if first.grader == second.grader:
        return Compared(Outcome.NOT_TWO)
    if Standing.EXCUSED in (one.standing, two.standing):
        both = one.standing is two.standing
        return Compared(Outcome.AGREED if both else Outcome.APART, excused=both)
    low, high = sorted((_hundredths(one.points), _hundredths(two.points)))
    gap = (high - low) / 100
    if high - low > _hundredths(tolerated(most, tolerance_percent)):
        return Compared(Outcome.APART, gap=gap)
    return Compared(Outcome.AGREED, points=(low + high + 1) // 2 / 100, gap=gap)


def _counting(entry: Entry | None, interested: frozenset[int]) -> ItemValue | None:
    if entry is None or entry.grader in interested:
        return None
    value = entry.value
    return None if value.standing is Standing.UNGRADED else value


def _hundredths(points: float) -> int:
    return round(points * 100)
