"""Conflicts of interest around one plan: roles add up, conflicts subtract."""

from dataclasses import dataclass
from enum import StrEnum

from recruit.rules.onboarding.states import Checker, Refusal, Side


@dataclass(frozen=True, slots=True)
class Parties:
    """Who is who around one plan. `paid`: whose bonus depends on the trainee's results:
    the mentor and, after a hand-over, the one before."""

    trainee: object
    head: object | None = None
    mentor: object | None = None
    paid: frozenset[object] = frozenset()

    @property
    def head_is_judge_in_own_case(self) -> bool:
        """No head, or one with a stake, or the trainee: the director stands in."""
        return self.head in (None, self.mentor, self.trainee) or self.head in self.paid

    def has_stake(self, person: object) -> bool:
        """Tell whether this person mentors the trainee or is paid for the results."""
        return person is not None and (person == self.mentor or person in self.paid)


def judge_refusal(
    parties: Parties, actor: object, *, is_director: bool, waives: bool = False
) -> Refusal | None:
    """Return why `actor` may not decide on this trainee (a gate, readiness), or None.

    The head of the department decides; the director where the head is the mentor. Nobody
    decides on themselves, and no mentor on the own trainee, whatever other roles they hold.
    waives: a director may waive any gate.
    """
    if actor == parties.trainee:
        return Refusal.SELF
    if parties.has_stake(actor):
        return Refusal.DIRECTOR_DECIDES
    if is_director and waives:
        return None
    if parties.head_is_judge_in_own_case:
        return None if is_director else Refusal.DIRECTOR_DECIDES
    return None if actor == parties.head else Refusal.HEAD_DECIDES


def cosign_refusal(
    parties: Parties, *, decided_by: object, actor: object, pending: bool
) -> Refusal | None:
    """Return why `actor` may not put the second signature under an exit, or None."""
    if not pending:
        return Refusal.NO_EXIT_PENDING
    if actor == parties.trainee:
        return Refusal.SELF
    if actor == decided_by:
        return Refusal.SAME_PERSON
    return Refusal.NOT_YOURS if parties.has_stake(actor) else None


def check_refusal(
    parties: Parties, checker: Checker, *, owner: object, actor: object, corrects: bool
) -> Refusal | None:
    """Return why `actor` may not accept or return a submitted task, or None.

    corrects: the actor is a recruiter, who may stand in for anybody but the doer.
    """
    if actor == owner:
        return Refusal.SELF
    if actor == parties.trainee:
        return Refusal.NOT_YOURS
    allowed = {parties.head}
    if checker is not Checker.HEAD:
        allowed.add(parties.mentor)
    return None if corrects or actor in allowed else Refusal.NOT_YOURS


class Confirmation(StrEnum):
    """What a confirmation of a log entry achieves."""

    VERIFIES = "verifies"
    FIRST_OF_TWO = "first_of_two"


def confirmation(
    parties: Parties,
    *,
    actor: object,
    corrects: bool,
    confirmed_by: object | None,
    verified: bool,
) -> Confirmation | Refusal:
    """Say what `actor`'s confirmation of a trainee's entry achieves, or why it is refused.

    A mentor whose bonus depends on the log is never its sole confirmer: the head (or, where the
    head is that mentor, a recruiter) confirms as well.
    """
    if actor == parties.trainee:
        return Refusal.SELF
    if not (corrects or actor in (parties.head, parties.mentor)):
        return Refusal.NOT_YOURS
    if verified or actor == confirmed_by:
        return Refusal.ALREADY_CONFIRMED
    if actor not in parties.paid:
        return Confirmation.VERIFIES
    if confirmed_by is None:
        return Confirmation.FIRST_OF_TWO
    return Refusal.PAID_MENTOR if confirmed_by in parties.paid else Confirmation.VERIFIES


def topic_refusal(
    parties: Parties, side: Side, *, actor: object, confirmed: bool
) -> Refusal | None:
    """Return why `actor` may not confirm this side of a topic, or None.

    The head may stand in for the mentor's side; nobody confirms both sides.
    """
    if confirmed:
        return Refusal.ALREADY_CONFIRMED
    if side is Side.TRAINEE:
        return None if actor == parties.trainee else Refusal.NOT_YOURS
    if actor == parties.trainee:
        return Refusal.SELF
    return None if actor in (parties.mentor, parties.head) else Refusal.NOT_YOURS


def waive_refusal(
    parties: Parties, *, owner: object, actor: object, reason: str
) -> Refusal | None:
    """Return why `actor`, who manages the plan, may not waive a task, or None.

    Not one's own task, not as the trainee, not as somebody who is paid for the results.
    """
    if actor in (parties.trainee, owner):
        return Refusal.SELF
    if actor in parties.paid:
        return Refusal.PAID_MENTOR
    return None if reason.strip() else Refusal.REASON_MISSING
