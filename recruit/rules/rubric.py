"""An analytic rubric: what earns points, line by line.

A line stands alone, or its `group` names a criterion of which it is one level. A line that
stands alone is a tick: it earns its points or not. Of a criterion's levels at most one is
ticked; a level may earn nothing, which says more than an empty criterion does.

Lines are plain JSON, as question versions keep them: id, points, text (the descriptor),
example, and group, which older lines do not have.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Line = Mapping[str, Any]
MOST_LINES = 60
LONGEST_TEXT = 500
LONGEST_GROUP = 80


class RubricProblem(StrEnum):
    """Why a rubric cannot mark anything."""

    NO_TEXT = "a_line_without_words"
    NO_POINTS = "a_tick_without_points"
    TOO_LONG = "a_line_is_too_long"
    TOO_MANY = "too_many_lines"
    LONE_LEVEL = "a_criterion_with_one_level"
    SAME_LEVELS = "two_levels_worth_the_same"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing a grader looks at. name "": a single tick, whose only line says what it is."""

    name: str
    lines: tuple[Line, ...]

    @property
    def most(self) -> float:
        """The points of the best level."""
        return max(float(line["points"]) for line in self.lines)

    @property
    def is_tick(self) -> bool:
        """Is it a line on its own?"""
        return not self.name


def criteria(rubric: Iterable[Line]) -> list[Criterion]:
    """Return the criteria in the order of their first lines."""
    found: dict[str, list[Line]] = {}
    for at, line in enumerate(rubric):
        name = str(line.get("group") or "")
        found.setdefault(name or f"\n{at}", []).append(line)
    return [Criterion(name if name[0] != "\n" else "", tuple(x)) for name, x in found.items()]


def most(rubric: Iterable[Line]) -> float:
    """Return the points of an answer that does everything best."""
    return round(sum(one.most for one in criteria(rubric)), 2)


def earned(rubric: Iterable[Line], ticks: Collection[str]) -> float:
    """Return the points of the ticked lines; of several levels of a criterion the best counts."""
    total = 0.0
    for one in criteria(rubric):
        total += max(
            (float(line["points"]) for line in one.lines if line["id"] in ticks), default=0.0
        )
    return round(total, 2)


def doubled(rubric: Iterable[Line], ticks: Collection[str]) -> bool:
    """Tell whether two levels of one criterion are ticked."""
    return any(
        sum(line["id"] in ticks for line in one.lines) > 1
        for one in criteria(rubric)
        if not one.is_tick
    )


def problem(rubric: Sequence[Line]) -> RubricProblem | None:
    """Return what is wrong with a rubric, or None."""
    if len(rubric) > MOST_LINES:
        return RubricProblem.TOO_MANY
    for line in rubric:
        if not str(line["text"]).strip():
            return RubricProblem.NO_TEXT
        words = (line["text"], line.get("example") or "")
        if max(map(len, words)) > LONGEST_TEXT or len(line.get("group") or "") > LONGEST_GROUP:
            return RubricProblem.TOO_LONG
    for one in criteria(rubric):
        points = [float(line["points"]) for line in one.lines]
        if min(points) < 0 or one.most <= 0:
            return RubricProblem.NO_POINTS
        if not one.is_tick and len(points) < 2:
            return RubricProblem.LONE_LEVEL
        if len(set(points)) < len(points):
            return RubricProblem.SAME_LEVELS
    return None
