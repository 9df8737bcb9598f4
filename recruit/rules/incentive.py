"""The mentor's bonus: when it is due, who signs for it, how it is shared on a hand-over."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from recruit.rules.calendar import WorkDays

CONFIRMATION_DAYS = 3
"""Working days after the period in which its last results may still be confirmed."""


class IncentiveState(StrEnum):
    RUNNING = "running"
    ELIGIBLE = "eligible"
    MISSED = "missed"
    APPROVED = "approved"
    PAID = "paid"
    FORFEITED = "forfeited"


UNDECIDED = (IncentiveState.RUNNING, IncentiveState.ELIGIBLE)
"""While it is one of these, the mentor has a stake in the trainee's results."""
STAKE = (*UNDECIDED, IncentiveState.APPROVED)
"""While it is not paid, a correction of the log could still change it."""


class Step(StrEnum):
    """The chain of signatures, in this order."""

    VERIFY = "verify"
    PROPOSE = "propose"
    APPROVE = "approve"
    PAY = "pay"


class Refusal(StrEnum):
    OWN_BONUS = "own_bonus"
    OWN_RESULTS = "own_results"
    NOT_ELIGIBLE = "bonus_not_eligible"
    NOT_VERIFIED = "bonus_not_verified"
    NOT_PROPOSED = "bonus_not_proposed"
    NOT_APPROVED = "bonus_not_approved"
    ALREADY_SIGNED = "bonus_already_signed"
    SIGNED_ANOTHER_STEP = "signed_another_step"
    NOT_YOUR_STEP = "not_your_step"


@dataclass(frozen=True, slots=True)
class Chain:
    """A bonus as its signatures see it. People are named by any stable key."""

    state: IncentiveState
    mentor: object
    trainee: object
    mentor_is_head: bool
    verified_by: object | None = None
    proposed_by: object | None = None
    approved_by: object | None = None


def refusal(chain: Chain, step: Step, actor: object) -> Refusal | None:
    """Return why `actor` may not take this step of the chain, or None.

    Recruiter verifies the figures, head proposes, director approves: three people, none of them
    the mentor. A head who is the mentor proposes nothing, so there the two others are enough.
    """
    if actor == chain.mentor:
        return Refusal.OWN_BONUS
    if actor == chain.trainee:
        return Refusal.OWN_RESULTS
    if step is Step.PAY:
        return None if chain.state is IncentiveState.APPROVED else Refusal.NOT_APPROVED
    if chain.state is not IncentiveState.ELIGIBLE:
        return Refusal.NOT_ELIGIBLE
    signed = {Step.VERIFY: chain.verified_by, Step.PROPOSE: chain.proposed_by}
    if signed.get(step) is not None:
        return Refusal.ALREADY_SIGNED
    if step is not Step.VERIFY and chain.verified_by is None:
        return Refusal.NOT_VERIFIED
    if step is Step.APPROVE and chain.proposed_by is None and not chain.mentor_is_head:
        return Refusal.NOT_PROPOSED
    if actor in (chain.verified_by, chain.proposed_by):
        return Refusal.SIGNED_ANOTHER_STEP
    return None


def next_step(chain: Chain) -> Step | None:
    """Return what the bonus waits for now, or None when nothing is to be signed."""
    if chain.state is IncentiveState.APPROVED:
        return Step.PAY
    if chain.state is not IncentiveState.ELIGIBLE:
        return None
    if chain.verified_by is None:
        return Step.VERIFY
    if chain.proposed_by is None and not chain.mentor_is_head:
        return Step.PROPOSE
    return Step.APPROVE


def last_day(work: WorkDays, first: date, days: int) -> date:
    """Return the last day of a period of `days` worked days; pauses lengthen it."""
    return work.span(first, days)


def state_after(
    state: IncentiveState, *, achieved: int, target: int, today: date, settled_on: date
) -> IncentiveState:
    """Return the state that verified results lead to; only a running one moves.

    settled_on: the last day on which results of the period may still be confirmed, see
    `settled_on()`.
    """
    if state is not IncentiveState.RUNNING:
        return state
    if achieved >= target:
        return IncentiveState.ELIGIBLE
    return IncentiveState.MISSED if today > settled_on else IncentiveState.RUNNING


def settled_on(work: WorkDays, last: date) -> date:
    """Return the last day for confirming what was entered up to the period's last day."""
    return work.add(last, CONFIRMATION_DAYS)


def share_percent(days_served: int, days: int) -> int:
    """Return the outgoing mentor's share of the bonus: whole per cent of the period."""
    if days <= 0:
        raise ValueError("a period has at least one day")
    return max(0, min(100, (200 * days_served + days) // (2 * days)))
