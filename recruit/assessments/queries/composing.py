"""What one paper asks, in which order: read from a version of a test, a seed and a history."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from recruit.assessments.models import QuestionVersion, TestSection, TestVersion
from recruit.assessments.queries import pools, setting
from recruit.rules import marking
from recruit.rules.drawing import draw
from recruit.rules.marking import QuestionType


@dataclass(frozen=True, slots=True)
class Composed:
    """One question of a paper."""

    section: TestSection
    first: bool
    """Does its section begin with it?"""
    wording: QuestionVersion
    option_order: list[str]


def compose(
    version: TestVersion, seed: int, asked_before: Mapping[int, int] | None = None
) -> list[Composed]:
    """Return the questions of one paper in order.

    Order and draws follow from the seed alone (and, for draws, from what the person was asked
    before, see `pools.asked_before`), so they are the same whenever they are looked at.
    """
    # The seed makes an order, no secret: random.Random is the right tool.
    chance = random.Random(seed)
    asked: list[tuple[TestSection, bool, QuestionVersion]] = []
    for section, wordings in _asked(version, seed, asked_before or {}):
        if version.shuffle:
            chance.shuffle(wordings)
        asked += [(section, at == 0, one) for at, one in enumerate(wordings)]
    return [
        Composed(section, first, one, _order(one.type, one.key, chance, version.shuffle))
        for section, first, one in asked
    ]


def _asked(
    version: TestVersion, seed: int, before: Mapping[int, int]
) -> list[tuple[TestSection, list[QuestionVersion]]]:
    """Return the questions of a paper by section: those of everybody, then the drawn ones."""
    setting.test_version(version.pubid)  # loads everything in a few statements
    drawn: dict[int, list[int]] = {}
    if version.pools:
        found = pools.candidates(version)
        for number, pool in enumerate(version.pools):
            pinned = {row.question_id: row.version_id for row in found[pool.id]}
            got = draw(pinned, pool.draws, seed=seed, pool=number, asked=before)
            drawn[pool.id] = [pinned[one] for one in got]
    wordings = pools.wordings([one for ids in drawn.values() for one in ids])
    return [
        (
            section,
            [item.wording for item in section.items]
            + [wordings[one] for pool in section.pools for one in drawn[pool.id]],
        )
        for section in version.sections
    ]


def _order(
    kind: QuestionType, key: Mapping[str, Any], chance: random.Random, shuffle: bool
) -> list[str]:
    """Return the order of a question's parts. What must be sorted or matched is always mixed:
    the key stores it in the right order."""
    if kind is QuestionType.MATCHING:
        ids = [one["right_id"] for one in marking.rights_of(key)]
    elif kind is QuestionType.ORDERING:
        ids = [item["id"] for item in key["items"]]
    elif kind in (QuestionType.ONE_OF_MANY, QuestionType.SEVERAL_OF_MANY):
        ids = [option["id"] for option in key["options"]]
        if not shuffle:
            return ids
    else:
        return []
    chance.shuffle(ids)
    return ids
