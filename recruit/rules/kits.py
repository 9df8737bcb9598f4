"""What a kit says: criteria with described marks, questions to ask, and a group's agenda."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

MOST_CRITERIA = 8
MOST_STEPS = 20
MOST_QUESTIONS = 12
KEY_LENGTH = 32
RESERVED = frozenset({"recommendation", "comment", "submit", "draft", "body", "base", "client"})
"""Words that mean something else on a scorecard."""


class Refusal(StrEnum):
    NAME_MISSING = "kit_name_missing"
    NAME_TAKEN = "kit_name_taken"
    NO_CRITERIA = "kit_without_criteria"
    TOO_MUCH = "kit_too_long"
    CRITERION_NAME = "criterion_without_name"
    SAME_NAME = "criteria_of_one_name"
    POINTS = "mark_without_words"
    STEP_TITLE = "step_without_title"
    STEP_MINUTES = "step_without_minutes"
    STARTED = "session_has_its_kit"
    RETIRED = "kit_retired"
    IN_USE = "kit_in_use"


@dataclass(frozen=True, slots=True)
class Criterion:
    """key: the same through all versions. points: what the marks 1 to 5 look like."""

    key: str
    name: str
    about: str = ""
    points: tuple[str, ...] = ("", "", "", "", "")
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a group session. exercise: timed work of the candidates; watch: what the
    observers look at meanwhile."""

    title: str
    minutes: int
    exercise: bool = False
    task: str = ""
    watch: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a version says."""

    criteria: tuple[Criterion, ...]
    steps: tuple[Step, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The criteria's keys in their order."""
        return tuple(criterion.key for criterion in self.criteria)

    @property
    def minutes(self) -> int:
        """How long the agenda takes."""
        return sum(step.minutes for step in self.steps)


def from_data(data: Mapping[str, Any]) -> Content:
    """Return the content written as data (of a shipped file or of a stored version)."""
    return Content(
        criteria=tuple(
            Criterion(
                key=row["key"],
                name=row["name"],
                about=row.get("about", ""),
                points=tuple(row["points"]),
                questions=tuple(row.get("questions", ())),
            )
            for row in data["criteria"]
        ),
        steps=tuple(
            Step(
                title=row["title"],
                minutes=int(row["minutes"]),
                exercise=bool(row.get("exercise", False)),
                task=row.get("task", ""),
                watch=row.get("watch", ""),
            )
            for row in data.get("steps", ())
        ),
    )


def to_data(content: Content) -> dict[str, Any]:
    """Return the content as data that JSON can hold."""
    return {
        "criteria": [
            asdict(one) | {"points": list(one.points), "questions": list(one.questions)}
            for one in content.criteria
        ],
        "steps": [asdict(one) for one in content.steps],
    }


def refusal(content: Content) -> tuple[Refusal, int] | None:
    """Return why the content cannot be used and the number (from 1) of the row, or None."""
    if not content.criteria:
        return Refusal.NO_CRITERIA, 0
    if len(content.criteria) > MOST_CRITERIA or len(content.steps) > MOST_STEPS:
        return Refusal.TOO_MUCH, 0
    names: set[str] = set()
    for number, criterion in enumerate(content.criteria, 1):
        name = criterion.name.strip().casefold()
        if not name:
            return Refusal.CRITERION_NAME, number
        if name in names:
            return Refusal.SAME_NAME, number
        if len(criterion.points) != 5 or not all(point.strip() for point in criterion.points):
            return Refusal.POINTS, number
        names.add(name)
    for number, step in enumerate(content.steps, 1):
        if not step.title.strip():
            return Refusal.STEP_TITLE, number
        if not 1 <= step.minutes <= 480:
            return Refusal.STEP_MINUTES, number
    return None


def with_keys(content: Content, known: Sequence[str] = ()) -> Content:
    """Give every criterion its key: a known one stays, so that marks of all versions compare;
    a new criterion gets one from its name that no other has ever had."""
    taken = {one.key for one in content.criteria if one.key in known} | set(known)
    used: set[str] = set()
    criteria = []
    for criterion in content.criteria:
        key = criterion.key
        if key not in known or key in used:
            key = _fresh_key(criterion.name, taken)
            taken.add(key)
        used.add(key)
        criteria.append(replace(criterion, key=key))
    return replace(content, criteria=tuple(criteria))


def _fresh_key(name: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[: KEY_LENGTH - 8] or "criterion"
    if not stem[0].isalpha():
        stem = f"c_{stem}"
    key, number = stem, 2
    while key in taken or key in RESERVED:
        key, number = f"{stem}_{number}", number + 1
    return key


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Difference:
    """One criterion or step, before and after; either may be missing."""

    change: Change
    before: Criterion | Step | None
    after: Criterion | Step | None


def differences(before: Content, after: Content) -> tuple[list[Difference], list[Difference]]:
    """Return what changed between two versions: criteria (by key) and steps (by title)."""
    return (
        _differences(
            [(one.key, one) for one in before.criteria],
            [(one.key, one) for one in after.criteria],
        ),
        _differences(
            [(one.title, one) for one in before.steps],
            [(one.title, one) for one in after.steps],
        ),
    )


def _differences(
    before: Sequence[tuple[str, Any]], after: Sequence[tuple[str, Any]]
) -> list[Difference]:
    old, new = dict(before), dict(after)
    both = [key for key in old if key in new]
    order = [key for key in new if key in old]
    rows = []
    for key, row in new.items():
        if key not in old:
            rows.append(Difference(Change.ADDED, None, row))
        elif old[key] != row:
            rows.append(Difference(Change.CHANGED, old[key], row))
        else:
            moved = both.index(key) != order.index(key)
            rows.append(Difference(Change.MOVED if moved else Change.SAME, old[key], row))
    rows += [Difference(Change.REMOVED, old[key], None) for key in old if key not in new]
    return rows


@dataclass(frozen=True, slots=True)
class Planned:
    """A step at its time."""

    step: Step
    starts_at: datetime
    ends_at: datetime


def timetable(steps: Sequence[Step], starts_at: datetime) -> list[Planned]:
    """Return the steps one after another from `starts_at`."""
    rows = []
    for step in steps:
        ends_at = starts_at + timedelta(minutes=step.minutes)
        rows.append(Planned(step, starts_at, ends_at))
        starts_at = ends_at
    return rows
