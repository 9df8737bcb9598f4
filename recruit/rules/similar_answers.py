"""Answers side by side: which say the same, in the same words or nearly.

These are proposals for a person, who alone decides that answers get one mark. The same words
after normalising are one answer; beyond that, answers are proposed together when every two of
them are similar enough and none differs from another in a number, a unit, a negation or a
turning word. Pure, deterministic, and the same in whatever order the answers come.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from rapidfuzz import fuzz, process

from recruit.rules.answer_text import Comparable, comparable, exact, folded, tokens

THRESHOLD = 90.0
"""Of 100. In a sentence of forty letters it admits four: slips of the hand, endings, word
order. A content word of five letters exchanged for another is too much for it."""
LONGEST_COMPARED = 600
"""Letters of content words beyond which only the same words are proposed: two pages that agree
to 90 % still differ in whole sentences, and somebody has to read them."""

LONGEST_SORTED = 160
"""Letters of content words that decide an answer's neighbours: enough for an order to read in,
and a thousand answers stay under a second."""


class Refusal(StrEnum):
    NOT_PROPOSED = "not_an_answer_of_this_group"
    TOO_SMALL = "a_group_has_two_answers"
    UNDONE = "nothing_left_to_undo"


class Basis(StrEnum):
    EXACT = "exact"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Group:
    """Answers proposed together; one that is like no other is alone."""

    members: tuple[str, ...]
    basis: Basis
    lowest: float
    """The lowest similarity of two members, 0 to 100."""

    @property
    def is_proposal(self) -> bool:
        return len(self.members) > 1


def similarity(one: str, other: str) -> float:
    """Return how similar two answers are, 0 to 100; 0 when a fixed part differs."""
    words, others = tokens(one), tokens(other)
    if words == others:
        return 100.0
    vocabulary = folded(words) | folded(others)
    a, b = comparable(words, vocabulary), comparable(others, vocabulary)
    if a.fixed != b.fixed or not _compared(a) or not _compared(b):
        return 0.0
    return float(fuzz.ratio(a.sorted_words, b.sorted_words))


def groups(answers: Mapping[str, str]) -> list[Group]:
    """Return every answer in exactly one group, the largest groups first.

    answers: text by key. Members stand in the order of their keys.
    """
    same = _by_words(answers)
    texts = sorted(same)
    found: list[Group] = []
    for cluster, lowest in _clusters(texts):
        members = sorted(key for at in cluster for key in same[texts[at]])
        basis = Basis.EXACT if len(cluster) == 1 else Basis.SIMILAR
        found.append(Group(tuple(members), basis, lowest))
    return sorted(found, key=lambda one: (-len(one.members), one.members[0]))


def by_similarity(answers: Mapping[str, str]) -> list[str]:
    """Return all answers in an order in which each follows the one most like it.

    It begins with the first in the order of the alphabet and goes to the nearest neighbour.
    """
    same = _by_words(answers)
    texts = sorted(same)
    if not texts:
        return []
    content = [comparable(tokens(text)).sorted_words[:LONGEST_SORTED] for text in texts]
    scores = process.cdist(content, content, scorer=fuzz.ratio, dtype=np.float32)
    order, left = [0], np.ones(len(texts), dtype=bool)
    left[0] = False
    while left.any():
        order.append(int(np.argmax(np.where(left, scores[order[-1]], -1.0))))
        left[order[-1]] = False
    return [key for at in order for key in sorted(same[texts[at]])]


def differing(texts: Sequence[str]) -> list[list[tuple[str, bool]]]:
    """Return per text its words as written, each with whether some other text lacks it."""
    sets = [set(tokens(text)) for text in texts]
    everywhere = set.intersection(*sets) if sets else set()
    return [
        [(word, not set(tokens(word)) <= everywhere) for word in text.split()] for text in texts
    ]


def _by_words(answers: Mapping[str, str]) -> dict[str, list[str]]:
    same: dict[str, list[str]] = {}
    for key, text in answers.items():
        same.setdefault(exact(text), []).append(key)
    return same


def _clusters(texts: Sequence[str]) -> list[tuple[list[int], float]]:
    """Return the complete-link clusters of distinct, sorted texts, with their lowest score.

    Only texts with the same fixed parts are compared at all, which also keeps it quick.
    """
    words = [tuple(text.split()) for text in texts]
    vocabulary: set[str] = set().union(*map(folded, words))
    blocks: dict[tuple[str, ...], list[int]] = {}
    compared = [comparable(each, vocabulary) for each in words]
    found: list[tuple[list[int], float]] = []
    for at, one in enumerate(compared):
        if _compared(one):
            blocks.setdefault(one.fixed, []).append(at)
        else:
            found.append(([at], 100.0))
    for block in blocks.values():
        for cluster, lowest in _complete_link([compared[at].sorted_words for at in block]):
            found.append(([block[at] for at in cluster], lowest))
    return found


def _complete_link(words: Sequence[str]) -> list[tuple[list[int], float]]:
    """Join the most similar pair first, as long as every two members pass the threshold."""
    count = len(words)
    if count == 1:
        return [([0], 100.0)]
    scores = process.cdist(
        words, words, scorer=fuzz.ratio, score_cutoff=THRESHOLD, dtype=np.float32
    )
    passes = scores > 0
    rows, columns = np.nonzero(np.triu(passes, 1))
    best_first = np.lexsort((columns, rows, -scores[rows, columns]))
    cluster_of = list(range(count))
    members = {at: [at] for at in range(count)}
    reach = {at: passes[at].copy() for at in range(count)}
    for pair in best_first:
        one, other = sorted((cluster_of[rows[pair]], cluster_of[columns[pair]]))
        if one == other or not reach[one][members[other]].all():
            continue
        for at in members[other]:
            cluster_of[at] = one
        members[one] += members.pop(other)
        reach[one] &= reach.pop(other)
    return [
        (sorted(inside), float(scores[np.ix_(inside, inside)].min()))
        for inside in members.values()
    ]


def _compared(one: Comparable) -> bool:
    return 0 < len(one.sorted_words) <= LONGEST_COMPARED
