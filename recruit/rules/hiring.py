"""Who decides after the interview. No hire without two named people, one of them the head."""

from dataclasses import dataclass
from enum import StrEnum

from recruit.rules.pipeline import Stage


class Refusal(StrEnum):
    NOT_INTERVIEWED = "not_interviewed"
    OPEN_PROPOSAL = "open_proposal"
    REASON_MISSING = "reason_missing"
    MAY_NOT_PROPOSE = "may_not_propose"
    MAY_NOT_ANSWER = "may_not_answer"
    SAME_PERSON = "same_person"
    ALREADY_ANSWERED = "already_answered"
    BAD_TERMS = "bad_terms"


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is, seen from one vacancy."""

    heads: bool = False
    """Head of the vacancy's department."""
    recruiter: bool = False
    director: bool = False


def proposal_refusal(
    stage: Stage, who: Standing, reason: str, *, open_one: bool
) -> Refusal | None:
    """Return why somebody cannot propose a decision, or None. A decision always has a reason."""
    if not (who.heads or who.recruiter):
        return Refusal.MAY_NOT_PROPOSE
    if stage is not Stage.INTERVIEWED:
        return Refusal.NOT_INTERVIEWED
    if open_one:
        return Refusal.OPEN_PROPOSAL
    return None if reason.strip() else Refusal.REASON_MISSING


def needs_second(hire: bool, proposer: Standing) -> bool:
    """Tell whether a proposal waits for another person: a hire always, a rejection unless the
    head makes it."""
    return hire or not proposer.heads


def answer_refusal(
    hire: bool, proposer: Standing, who: Standing, *, same_person: bool, answered: bool
) -> Refusal | None:
    """Return why somebody cannot agree to (or refuse) a proposal, or None.

    Of the two who hire, one heads the department and the other is a recruiter or the director.
    A rejection proposed by a recruiter is the head's to take.
    """
    if answered:
        return Refusal.ALREADY_ANSWERED
    if same_person:
        return Refusal.SAME_PERSON
    if who.heads and (proposer.recruiter or proposer.heads is False):
        return None
    if hire and proposer.heads and (who.recruiter or who.director):
        return None
    return Refusal.MAY_NOT_ANSWER
