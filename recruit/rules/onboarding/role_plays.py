"""The role-play sale: practice as often as one likes, two final attempts."""

from collections.abc import Mapping
from dataclasses import dataclass

from recruit.rules.onboarding.conflicts import Parties
from recruit.rules.onboarding.states import Refusal, RolePlayOutcome

MOST_FINALS = 2


@dataclass(frozen=True, slots=True)
class Finals:
    """The final role-play attempts so far, in order; None is one not yet decided."""

    outcomes: tuple[RolePlayOutcome | None, ...] = ()
    third_approved: bool = False

    @property
    def passed(self) -> bool:
        return RolePlayOutcome.PASSED in self.outcomes

    @property
    def allowed(self) -> int:
        return MOST_FINALS + (1 if self.third_approved else 0)

    @property
    def left(self) -> int:
        """Attempts still open to the trainee; none after a pass."""
        return 0 if self.passed else max(0, self.allowed - len(self.outcomes))


def final_refusal(finals: Finals) -> Refusal | None:
    """Return why no further final role-play may be held, or None."""
    if finals.passed:
        return Refusal.ALREADY_PASSED
    if None in finals.outcomes:
        return Refusal.ALREADY_HELD
    if len(finals.outcomes) < finals.allowed:
        return None
    return Refusal.NO_ATTEMPT_LEFT if finals.third_approved else Refusal.THIRD_NOT_ASKED


def third_request_refusal(
    parties: Parties, finals: Finals, *, actor: object, asked: bool
) -> Refusal | None:
    """Return why `actor` may not ask for a third attempt, or None. Only the head asks."""
    if actor == parties.trainee:
        return Refusal.SELF
    if actor != parties.head:
        return Refusal.HEAD_DECIDES
    if finals.passed:
        return Refusal.ALREADY_PASSED
    if len(finals.outcomes) < MOST_FINALS or None in finals.outcomes:
        return Refusal.WRONG_STATE
    return Refusal.WRONG_STATE if asked else None


def third_approval_refusal(
    parties: Parties, *, requested_by: object, actor: object
) -> Refusal | None:
    """Return why `actor` (a recruiter or director) may not approve a third attempt, or None."""
    if actor == parties.trainee:
        return Refusal.SELF
    if actor == requested_by:
        return Refusal.SAME_PERSON
    return Refusal.PAID_MENTOR if actor in parties.paid else None


def assessors_needed(parties: Parties) -> int:
    """Two where the mentor is paid for the result, else one."""
    return 2 if parties.paid else 1


def role_play_outcome(parties: Parties, marks: Mapping[object, bool]) -> RolePlayOutcome | None:
    """Return the outcome of the assessors' marks, or None while one is missing.

    Where assessors disagree, those without a stake in the result decide; among them a doubt is
    no pass.
    """
    if len(marks) < assessors_needed(parties):
        return None
    free = [passed for assessor, passed in marks.items() if assessor not in parties.paid]
    if not free:
        return None
    return RolePlayOutcome.PASSED if all(free) else RolePlayOutcome.FAILED


def practice_outcome(marks: Mapping[object, bool]) -> RolePlayOutcome | None:
    """Return what practice came to: one assessor is enough, and nothing depends on it."""
    if not marks:
        return None
    return RolePlayOutcome.PASSED if all(marks.values()) else RolePlayOutcome.FAILED
