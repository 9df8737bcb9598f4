"""Planning a list of different people: who is invited follows the recruiter's order.

The probabilities decide how many from the top of the list are invited, and into which slot;
never whether this person rather than that one.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from recruit.rules.overbooking.chain import NODES, Crowd, Person
from recruit.rules.overbooking.days import Day

EFFORT = 1_500
"""Exact passes over the day a search may take beyond its first plan."""
SHORT_LIST = 24
"""Lists up to this long are cheap enough to be searched twice as hard."""
KICKS = 30
"""How many fresh starts in a row may lead nowhere."""
BETTER = 1e-10
"""An improvement smaller than this is not one."""

Assignment = list[int]
"""The slot of each invited candidate, a prefix of the recruiter's list."""


def choose(
    crowd: Crowd, person: Person, places: Sequence[int] | None = None
) -> tuple[int, float, bool]:
    """(the slot where this person changes the cost best, the change, whether it helps).

    Who is certain not to come changes nothing but is no reason to stop: then the place is
    where somebody certain to come would help.
    """
    weighed = person if any(person) else (1.0,) * len(person)
    gains = crowd.gains(weighed)
    slot = min(range(len(gains)) if places is None else places, key=gains.__getitem__)
    helps = gains[slot] < -BETTER * max(weighed)
    return slot, gains[slot] if weighed is person else 0.0, helps


def greedy(crowd: Crowd, people: Sequence[Person], everyone: bool) -> Assignment:
    """Invite from the top of the list, each to the slot where the cost changes best.

    Stops at the first person who lowers the cost nowhere, unless everyone is to be invited.
    """
    slots: Assignment = []
    for person in people:
        slot, _, helps = choose(crowd, person)
        if not (helps or everyone):
            break
        crowd.add(slot, person)
        slots.append(slot)
    return slots


class Search:
    """Local search: move one person, let two change places, invite one more or one fewer."""

    def __init__(
        self,
        day: Day,
        ps: Sequence[float],
        everyone: bool,
        effort: int = EFFORT,
        nodes: int = NODES,
    ) -> None:
        self.day = day
        self.everyone = everyone
        self.nodes = nodes
        self.blank = Crowd(day, len(ps), nodes)
        self.people = [self.blank.person(p) for p in ps]
        self.left = effort
        self.neighbours = 0
        self.mixed: Assignment = []
        """The first plan after moves: everybody placed in the list's order, so well mixed."""

    def crowd(self, slots: Assignment) -> Crowd:
        """The day with these people in it."""
        crowd = Crowd(self.day, len(self.people), self.nodes)
        grouped: dict[int, list[Person]] = {}
        for person, slot in zip(self.people, slots, strict=False):
            grouped.setdefault(slot, []).append(person)
        for slot, members in grouped.items():
            crowd.invite(slot, members)
        return crowd

    def run(self) -> tuple[float, Assignment]:
        """The cheapest (cost, slots) found: moves from several starts, then exchanges."""
        first = greedy(self.blank, self.people, self.everyone)
        moved = [self.improve(first, self.everyone, exchanging=False)]
        for start in self.starts(len(moved[0][1])):
            if self.left > 0:
                moved.append(self.improve(start, self.everyone, exchanging=False))
        self.mixed = moved[0][1]
        moved.sort(key=lambda found: found[0])
        best = moved[0]
        for _, slots in moved:
            if self.left > 0:
                best = min(best, self.improve(slots, self.everyone), key=lambda found: found[0])
        best = best if self.everyone else self.lengths(best)
        return self.kicked(best)

    def kicked(self, best: tuple[float, Assignment]) -> tuple[float, Assignment]:
        """Deal the people of two slots out anew and improve again, while that still helps.

        Gets out of plans that only a change of several people at once makes better. The same
        day always gets the same kicks.
        """
        chance = random.Random(len(self.people))
        slots = [t for t, c in enumerate(self.day.capacity) if c] or [0]
        in_vain = 0
        self.left += EFFORT if len(self.people) <= SHORT_LIST else 0
        while self.left > 0 and in_vain < KICKS and len(slots) > 1 and len(best[1]) > 2:
            pair = chance.sample(slots, 2)
            dealt = [chance.choice(pair) if slot in pair else slot for slot in best[1]]
            found = self.improve(dealt, self.everyone)
            in_vain = 0 if found[0] < best[0] - BETTER else in_vain + 1
            best = min(best, found, key=lambda plan: plan[0])
        return best

    def starts(self, invited: int) -> list[Assignment]:
        """The same number of people placed surest first, unsurest first, and in blocks."""
        starts = []
        for sign in (-1, 1):
            order = sorted(range(invited), key=lambda i: sign * self.people[i][0])
            placed = greedy(self.crowd([]), [self.people[i] for i in order], everyone=True)
            slots = [0] * invited
            for i, slot in zip(order, placed, strict=True):
                slots[i] = slot
            self.left -= invited
            starts.append(slots)
            starts.append(sorted(slots))
        return starts

    def lengths(self, best: tuple[float, Assignment]) -> tuple[float, Assignment]:
        """Try inviting one or two more or fewer, each searched with its number fixed."""
        tried = {len(best[1])}
        while self.left > 0:
            around = [len(best[1]) + d for d in (1, -1, 2, -2)]
            untried = [k for k in around if 0 <= k <= len(self.people) and k not in tried]
            if not untried:
                break
            tried.add(untried[0])
            found = self.improve(self.resized(best[1], untried[0]), fixed=True)
            if found[0] < best[0] - BETTER:
                best = found
        return best

    def resized(self, slots: Assignment, invited: int) -> Assignment:
        """The same plan with the last people left out or the next ones added."""
        kept = slots[:invited]
        return kept + greedy(self.crowd(kept), self.people[len(kept) : invited], everyone=True)

    def improve(
        self, slots: Assignment, fixed: bool, exchanging: bool = True
    ) -> tuple[float, Assignment]:
        """Moves until none helps, then exchanges, then moves again; (cost, slots)."""
        slots = list(slots)
        crowd = self.crowd(slots)
        while True:
            while self.moves(crowd, slots, fixed) and self.left > 0:
                pass
            if not exchanging or self.left <= 0 or not self.exchanges(crowd, slots):
                return crowd.cost(), slots

    def moves(self, crowd: Crowd, slots: Assignment, fixed: bool) -> bool:
        """One sweep: everybody in turn goes where the cost is least; did anything help?"""
        helped = False
        at = 0
        while at < len(slots) and self.left > 0:
            person, slot = self.people[at], slots[at]
            crowd.remove(slot, person)
            gains = crowd.gains(person)
            self.left -= 1
            self.neighbours += len(gains)
            best = min(range(len(gains)), key=gains.__getitem__)
            if gains[best] > gains[slot] - BETTER:
                best = slot
            if not fixed and at == len(slots) - 1 and gains[best] >= BETTER:
                slots.pop()
                return True
            helped |= best != slot
            crowd.add(best, person)
            slots[at] = best
            at += 1
        while not fixed and len(slots) < len(self.people) and self.left > 0:
            best, _, helps = choose(crowd, self.people[len(slots)])
            self.left -= 1
            if not helps:
                break
            crowd.add(best, self.people[len(slots)])
            slots.append(best)
            helped = True
        return helped

    def exchanges(self, crowd: Crowd, slots: Assignment) -> bool:
        """Two people of different probability change slots, nearest slots first."""
        cost = crowd.cost()
        helped = False
        pairs = [
            (i, j)
            for i in range(len(slots))
            for j in range(i)
            if slots[i] != slots[j] and self.people[i] != self.people[j]
        ]
        pairs.sort(key=lambda pair: abs(slots[pair[0]] - slots[pair[1]]))
        done: set[tuple[int, int, Person, Person]] = set()
        for i, j in pairs:
            if self.left <= 0:
                break
            one, other, s, t = self.people[i], self.people[j], slots[i], slots[j]
            if s == t or (s, t, one, other) in done:
                continue
            done.add((s, t, one, other))
            crowd.swap(s, one, t, other)
            self.left -= 1
            self.neighbours += 1
            after = crowd.cost()
            if after < cost - BETTER:
                slots[i], slots[j] = t, s
                cost, helped = after, True
                done.clear()
            else:
                crowd.swap(s, other, t, one)
        return helped
