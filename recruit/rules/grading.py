"""Grading a paper: what a question is worth, who may mark it, by when.

A grade is never a mutable field. Every mark is an entry; the value of an item is a view of its
entries. Points (0 among them), ungraded and excused are three different values. What happens
to a graded paper is in `recruit.rules.releasing`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from recruit.rules import rubric as rubrics
from recruit.rules.sitting import AttemptState

LEASE = timedelta(minutes=45)
LONGEST_COMMENT = 2000


class EntryKind(StrEnum):
    """A final mark counts, else an automatic one. First and second marks advise, or, on a paper
    that two people mark, are compared; what a third person then decides counts as final."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FINAL = "final"
    AUTO = "auto"


BLIND = frozenset({EntryKind.FIRST, EntryKind.SECOND})
"""Their writers see nobody else's marks."""
INDEPENDENT = BLIND | {EntryKind.THIRD}
"""No two of them are by the same person."""
DECISIVE = frozenset({EntryKind.THIRD, EntryKind.FINAL})


class EntryStep(StrEnum):
    """On which occasion an entry was written."""

    MARK = "mark"
    GROUP = "group"
    """One of many, for answers that a person found alike."""
    UNDO = "undo"
    """Back to what stood before a group's mark."""
    AGREED = "agreed"
    """By rule, from two independent marks within the tolerance; written by nobody."""
    CONTROL = "control"
    APPEAL = "appeal"
    REGRADE = "regrade"
    """By the machine with a newer key."""


OWN_STEPS = frozenset({EntryStep.MARK, EntryStep.GROUP, EntryStep.UNDO, EntryStep.AGREED})
"""Steps of marking: who wrote in one does not control the paper."""


class Refusal(StrEnum):
    WRONG_STATE = "attempt_in_another_state"
    SELF = "nobody_grades_themselves"
    INTERESTED = "a_stake_in_the_result"
    FIRST_MARK_ONLY = "first_mark_only"
    NOT_ASSIGNED = "not_assigned"
    OUT_OF_RANGE = "points_out_of_range"
    EMPTY_MARK = "points_or_excused"
    REASON_MISSING = "reason_missing"
    UNKNOWN_TICK = "unknown_rubric_line"
    TWO_LEVELS = "two_levels_of_one_criterion"
    MARKED_MEANWHILE = "somebody_marked_this_meanwhile"
    COLLEAGUES_MARK = "a_colleague_marked_this"
    WROTE_OTHER_MARK = "wrote_another_of_the_independent_marks"
    NOT_BY_PERSON = "marked_by_the_key"
    NOT_APART = "the_two_marks_agree"
    LEASED = "somebody_else_is_marking"
    NOT_LEASED = "take_the_paper_first"
    UNMARKED = "questions_without_a_final_mark"
    NOTHING_LEFT = "every_question_excused"
    FINAL_BY_INTERESTED = "final_mark_by_somebody_with_a_stake"
    CONTROL_PENDING = "director_has_not_controlled"
    DIRECTOR_RELEASES = "released_by_the_director_after_control"
    OWN_MARK = "own_mark_on_it"
    NO_CONTROL = "no_control_wanted"
    APPEAL_TOO_LATE = "appeal_deadline_over"
    APPEAL_TWICE = "already_appealed"
    APPEAL_DECIDED = "appeal_already_decided"
    ALREADY_ASKED = "already_asked"


# --- the value of an item ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """One mark, in the order in which entries were written."""

    kind: EntryKind
    points: float | None
    excused: bool = False
    grader: int | None = None
    """Who wrote it; None for the machine, and for what a rule made of two marks."""

    @property
    def value(self) -> "ItemValue":
        """What the item is worth if this entry decides."""
        if self.excused:
            return ItemValue(Standing.EXCUSED, entry=self)
        if self.points is None:
            return ItemValue(Standing.UNGRADED, entry=self)
        return ItemValue(Standing.MARKED, float(self.points), self)


class Standing(StrEnum):
    MARKED = "marked"
    UNGRADED = "ungraded"
    EXCUSED = "excused"


@dataclass(frozen=True, slots=True)
class ItemValue:
    standing: Standing
    points: float = 0.0
    entry: Entry | None = None


def last_of(entries: Iterable[Entry], *kinds: EntryKind) -> Entry | None:
    """Return the last entry of these kinds, or None."""
    found = None
    for entry in entries:
        if entry.kind in kinds:
            found = entry
    return found


def value_of(entries: Sequence[Entry]) -> ItemValue:
    """Return what an item is worth now.

    The last final entry counts (a third marker's is one); without one the last automatic one; a
    later regrade by machine therefore never supersedes a person. First and second marks alone
    leave it ungraded. A final entry with neither points nor excuse takes the mark back:
    ungraded again.
    """
    entry = last_of(entries, *DECISIVE) or last_of(entries, EntryKind.AUTO)
    return entry.value if entry else ItemValue(Standing.UNGRADED)


@dataclass(frozen=True, slots=True)
class Total:
    """A paper's sum. Excused items count neither in the points nor in the most possible."""

    points: float
    most: float
    ungraded: int

    @property
    def complete(self) -> bool:
        return self.ungraded == 0 and self.most > 0

    @property
    def percent(self) -> float:
        """Points of the most possible, 0 to 100, in hundredths; 0 when nothing counts."""
        return round(100 * self.points / self.most, 2) if self.most else 0.0

    def passed(self, pass_percent: float) -> bool:
        """Tell whether the pass line is reached; on the line is passed."""
        return self.complete and self.percent >= pass_percent


def total(items: Iterable[tuple[float, ItemValue]]) -> Total:
    """Add up (most points, value) pairs."""
    points = most = 0.0
    ungraded = 0
    for worth, value in items:
        if value.standing is Standing.EXCUSED:
            continue
        most += worth
        points += value.points
        ungraded += value.standing is Standing.UNGRADED
    return Total(round(points, 2), round(most, 2), ungraded)


def rubric_points(
    rubric: Sequence[Mapping[str, Any]], ticks: Collection[str], most: float
) -> float:
    """Return the points of the ticked rubric lines, at most the question's points."""
    return round(min(rubrics.earned(rubric, ticks), most), 2)


# --- who may mark -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Marker:
    """What matters about a person who wants to write an entry on a paper."""

    is_self: bool = False
    interested: bool = False
    """Has a stake in the result (a mentor with a bonus, for example)."""
    trainer: bool = False
    recruiter: bool = False
    asked_for: frozenset[EntryKind] = frozenset()
    """The marks that this person was asked for on this paper by name."""
    wrote: frozenset[EntryKind] = frozenset()
    """The kinds of marks that this person has written on this paper."""


def mark_refusal(
    state: AttemptState,
    marker: Marker,
    kind: EntryKind,
    *,
    points: float | None,
    excused: bool,
    most: float,
    comment: str = "",
    retract: bool = False,
) -> Refusal | None:
    """Return why this person may not write this entry, or None.

    points: None with `excused`, or with `retract` (takes the own final mark back).
    """
    if reason := marker_refusal(marker, kind):
        return reason
    if state is not AttemptState.GRADING:
        return Refusal.WRONG_STATE
    return content_refusal(
        points=points, excused=excused, most=most, comment=comment, retract=retract
    )


def marker_refusal(marker: Marker, kind: EntryKind) -> Refusal | None:
    """Return why this person may not write entries of this kind on this paper, or None.

    Roles add up, conflicts subtract: somebody with a stake may write a first mark when asked,
    never a second, third or final one, whatever other roles they hold. A recruiter marks when
    asked; a mentor who is neither trainer nor recruiter writes first marks only. First, second
    and third marks of a paper are by different people.
    """
    if marker.is_self:
        return Refusal.SELF
    if kind in INDEPENDENT and (marker.wrote & INDEPENDENT) - {kind}:
        return Refusal.WROTE_OTHER_MARK
    asked = kind in marker.asked_for
    if kind is EntryKind.AUTO:
        return Refusal.NOT_ASSIGNED
    if kind is EntryKind.FIRST:
        free = marker.trainer and not marker.interested
        return None if asked or free else Refusal.NOT_ASSIGNED
    if marker.interested:
        return Refusal.INTERESTED
    if marker.trainer or (marker.recruiter and asked):
        return None
    return Refusal.FIRST_MARK_ONLY if marker.asked_for else Refusal.NOT_ASSIGNED


def content_refusal(
    *,
    points: float | None,
    excused: bool,
    most: float,
    comment: str = "",
    retract: bool = False,
) -> Refusal | None:
    """Return what is wrong with a mark itself, or None."""
    if excused:
        if points is not None:
            return Refusal.EMPTY_MARK
        return None if comment.strip() else Refusal.REASON_MISSING
    if points is None:
        if not retract:
            return Refusal.EMPTY_MARK
        return None if comment.strip() else Refusal.REASON_MISSING
    return None if 0 <= points <= most else Refusal.OUT_OF_RANGE


def lease_refusal(
    *, holder: int | None, leased_until: datetime | None, person: int, now: datetime
) -> Refusal | None:
    """Return LEASED while somebody else holds the paper, else None."""
    free = holder is None or holder == person or leased_until is None or leased_until <= now
    return None if free else Refusal.LEASED


def finish_refusal(
    state: AttemptState, values: Sequence[ItemValue], summed: Total, interested: Collection[int]
) -> Refusal | None:
    """Return why grading cannot be finished, or None.

    interested: people with a stake *now*: a stake that appeared after the mark counts too.
    """
    if state is not AttemptState.GRADING:
        return Refusal.WRONG_STATE
    if any(value.standing is Standing.UNGRADED for value in values):
        return Refusal.UNMARKED
    if any(value.entry and value.entry.grader in interested for value in values):
        return Refusal.FINAL_BY_INTERESTED
    return None if summed.most > 0 else Refusal.NOTHING_LEFT
