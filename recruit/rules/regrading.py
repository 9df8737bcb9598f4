"""Marks by a newer key: what changes in papers that were sat with an older version.

A paper keeps its question version, its rubric, its facts and what the question was worth in it;
the newer version lends its key alone. The machine's new mark is one more entry, and it never
stands above a person's.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from recruit.rules import marking
from recruit.rules.accepted import plain
from recruit.rules.marking import OPEN_TYPES, QuestionType
from recruit.rules.sitting import AttemptState

Json = Mapping[str, Any]
_NOT_HANDED_IN = frozenset({AttemptState.ASSIGNED, AttemptState.IN_PROGRESS, AttemptState.HELD})
_TOLD = frozenset({AttemptState.RELEASED, AttemptState.CLOSED})


class Outcome(StrEnum):
    """What a regrade does with one paper. Only CHANGED writes anything."""

    CHANGED = "changed"
    SAME = "same"
    PERSONS_MARK = "persons_mark"
    """A person's mark stands."""
    OTHER_QUESTION = "other_question"
    """The parts asked other things: the answer says nothing about the new key."""
    NOT_HANDED_IN = "not_handed_in"
    SPARED = "spared"
    """It would lose points of a result that was told."""
    APPEAL_OPEN = "appeal_open"
    DIRECTOR = "director"
    """The director controlled it: the director confirms."""
    SELF = "self"
    INTERESTED = "interested"


class Refusal(StrEnum):
    NOTHING_CHANGES = "regrade_changes_nothing"
    REASON_MISSING = "regrade_reason_missing"
    NO_OLDER_VERSION = "regrade_no_older_version"


@dataclass(frozen=True, slots=True)
class Paper:
    """What the rule must know of one paper and of who confirms."""

    state: AttemptState
    before: float | None
    """Points now; None while ungraded."""
    after: float | None
    """Points by the newer key; None when the answer cannot be read with it."""
    person_marked: bool = False
    controlled: bool = False
    """Did the director control it, or is about to?"""
    is_self: bool = False
    interested: bool = False
    by_director: bool = False
    """Is the one who confirms a director?"""


def told(state: AttemptState) -> bool:
    """Tell whether the trainee knows a result that a regrade would change."""
    return state in _TOLD


def outcome(paper: Paper, *, spare: bool) -> Outcome:
    """Return what a regrade does with this paper.

    spare: results that were told keep their points where they would lose some.
    """
    if paper.state in _NOT_HANDED_IN:
        return Outcome.NOT_HANDED_IN
    if paper.person_marked:
        return Outcome.PERSONS_MARK
    if paper.after is None:
        return Outcome.OTHER_QUESTION
    if paper.after == paper.before:
        return Outcome.SAME
    if paper.is_self:
        return Outcome.SELF
    if paper.interested:
        return Outcome.INTERESTED
    if paper.state is AttemptState.APPEALED:
        return Outcome.APPEAL_OPEN
    decided = paper.controlled and (told(paper.state) or paper.state is AttemptState.CONTROLLED)
    if decided and not paper.by_director:
        return Outcome.DIRECTOR
    if spare and told(paper.state) and paper.before is not None and paper.after < paper.before:
        return Outcome.SPARED
    return Outcome.CHANGED


def points_by(
    kind: QuestionType, old_key: Json, new_key: Json, data: Json, *, worth: float
) -> float | None:
    """Return what an answer to the older version earns by the newer key, or None.

    worth: the points of the paper's own version. None: the answer cannot be read with the new
    key, because what there was to choose from is not the same.
    """
    if kind in OPEN_TYPES:
        return None
    answer = translated(kind, old_key, new_key, data)
    if answer is None:
        return None
    return marking.points_for(marking.share(kind, new_key, answer), worth)


def translated(
    kind: QuestionType, old_key: Json, new_key: Json, data: Json
) -> dict[str, Any] | None:
    """Return an answer in the ids of another version of its question, or None.

    Every version gives its parts ids of their own; parts are the same when they read the same.
    """
    if kind in (QuestionType.ONE_OF_MANY, QuestionType.SEVERAL_OF_MANY):
        ids = _same(old_key.get("options", ()), new_key.get("options", ()), "id", "text")
        if ids is None:
            return None
        chosen = [ids[one] for one in data.get("choices", ()) if one in ids]
        return {"choice": ids.get(data.get("choice", ""), ""), "choices": chosen}
    if kind is QuestionType.MATCHING:
        old, new = old_key.get("pairs", ()), new_key.get("pairs", ())
        lefts = _same(old, new, "id", "left")
        rights = _same(
            marking.rights_of(old_key), marking.rights_of(new_key), "right_id", "right"
        )
        if lefts is None or rights is None:
            return None
        given = data.get("pairs", {})
        return {
            "pairs": {
                lefts[left]: rights[right]
                for left, right in given.items()
                if left in lefts and right in rights
            }
        }
    if kind is QuestionType.ORDERING:
        ids = _same(old_key.get("items", ()), new_key.get("items", ()), "id", "text")
        if ids is None:
            return None
        places = data.get("places", {})
        return {
            "places": {ids[one]: place for one, place in places.items() if one in ids},
            "order": [ids[one] for one in data.get("order", ()) if one in ids],
        }
    if kind is QuestionType.GAP_TEXT:
        old_gaps, new_gaps = old_key.get("gaps", ()), new_key.get("gaps", ())
        same = [_shown(gap) for gap in old_gaps] == [_shown(gap) for gap in new_gaps]
        return dict(data) if same else None
    if kind is QuestionType.NUMERIC:
        same = plain(str(old_key.get("unit", ""))) == plain(str(new_key.get("unit", "")))
        return dict(data) if same else None
    return dict(data)


def _same(
    old: Sequence[Json], new: Sequence[Json], name: str, text: str
) -> dict[str, str] | None:
    """Return old id -> new id of the parts that read the same, None when the texts differ."""
    if Counter(plain(str(one[text])) for one in old) != Counter(
        plain(str(one[text])) for one in new
    ):
        return None
    found: dict[str, list[str]] = {}
    for one in new:
        found.setdefault(plain(str(one[text])), []).append(str(one[name]))
    return {str(one[name]): found[plain(str(one[text]))].pop(0) for one in old}


def _shown(gap: Json) -> frozenset[str] | None:
    """Return what a gap shows to choose from, None where one writes."""
    return frozenset(map(plain, gap["answers"])) if gap.get("choose") else None
