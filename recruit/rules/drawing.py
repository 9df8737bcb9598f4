"""Drawing questions for one paper: by chance, without repeats while that is possible.

The draw follows from the seed alone: the same seed, candidates and history give the same
questions whenever and wherever it is asked. Who sits a test again is asked what they were not
asked before; when too little of that is left, what they were asked longest ago comes first.
"""

import random
from collections.abc import Iterable, Mapping, Sequence


def draw(
    candidates: Iterable[int],
    count: int,
    *,
    seed: int,
    pool: int = 0,
    asked: Mapping[int, int] | None = None,
) -> list[int]:
    """Return `count` of the candidates (fewer when there are not so many), in drawn order.

    seed, pool: two pools of one paper draw independently of each other.
    asked: when this person was asked a question last, as a number that grows with time.
    """
    before = asked or {}
    # Sorted, so that the order in which a database answers decides nothing.
    known = sorted(set(candidates))
    # The seed makes a draw that can be repeated, no secret: random.Random is the right tool.
    chance = random.Random(f"{seed}:{pool}")
    chance.shuffle(known)
    fresh = [one for one in known if one not in before]
    stale = sorted((one for one in known if one in before), key=lambda one: before[one])
    return (fresh + stale)[: max(count, 0)]


def shared_out(fixed: Iterable[int], pools: Sequence[Iterable[int]]) -> list[list[int]]:
    """Return what every pool may draw: a question that a test asks of everybody, or that an
    earlier pool can draw, is not drawn again."""
    taken = set(fixed)
    shares = []
    for found in pools:
        mine = [one for one in dict.fromkeys(found) if one not in taken]
        taken.update(mine)
        shares.append(mine)
    return shares
