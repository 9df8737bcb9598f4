"""What happens to a graded paper: the director's control, the release, an appeal."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from recruit.rules.grading import Refusal
from recruit.rules.second_marks import near
from recruit.rules.sitting import AttemptState

CODE_LENGTH = 20
_CODE_GROUP = 5
_CODE_LETTERS = frozenset("23456789abdegjkmnpqrvwxyz")


def written_code(code: str) -> str:
    """Return a certificate's code as it stands on paper: capital letters in groups of five."""
    groups = (code[at : at + _CODE_GROUP] for at in range(0, len(code), _CODE_GROUP))
    return "-".join(groups).upper()


def read_code(text: str) -> str | None:
    """Return the code that somebody typed off the paper, None for what cannot be one."""
    code = "".join(one for one in text.lower() if one not in " -\u2010\u2011\u2013\u2014")
    return code if len(code) == CODE_LENGTH and _CODE_LETTERS.issuperset(code) else None


class ResultRefusal(StrEnum):
    """Why a result that was told stays as it is."""

    LOWERED = "an_appeal_never_lowers"


class ControlPolicy(StrEnum):
    NONE = "none"
    ALL = "all"
    NEAR_PASS_LINE = "near_pass_line"  # noqa: S105
    SAMPLE = "sample"


class ControlReason(StrEnum):
    """Why the director controls this paper."""

    ALL = "all"
    NEAR_PASS_LINE = "near_pass_line"  # noqa: S105
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Policy:
    """Which papers of a test version the director controls."""

    control: ControlPolicy
    pass_percent: float
    margin: float = 5.0
    """Percentage points on either side of the pass line."""
    sample_percent: int = 20


def control_reason(policy: Policy, percent: float, draw: int) -> ControlReason | None:
    """Return why this paper goes to the director, or None.

    draw: 0 to 99, fixed per paper (from its public id), so that asking again changes nothing.
    """
    if policy.control is ControlPolicy.ALL:
        return ControlReason.ALL
    if policy.control is ControlPolicy.NEAR_PASS_LINE:
        close = near(percent, policy.pass_percent, policy.margin)
        return ControlReason.NEAR_PASS_LINE if close else None
    if policy.control is ControlPolicy.SAMPLE:
        return ControlReason.SAMPLE if draw < policy.sample_percent else None
    return None


def control_refusal(
    state: AttemptState, *, wanted: bool, is_self: bool, interested: bool, marked: bool
) -> Refusal | None:
    """Return why this director may not control this paper, or None."""
    if is_self:
        return Refusal.SELF
    if interested:
        return Refusal.INTERESTED
    if marked:
        return Refusal.OWN_MARK
    if not wanted:
        return Refusal.NO_CONTROL
    return None if state is AttemptState.GRADED else Refusal.WRONG_STATE


def release_refusal(
    state: AttemptState, *, control_wanted: bool, is_self: bool, director: bool
) -> Refusal | None:
    """Return why this person may not release the result, or None.

    Trainers release where no control applies; what the director controlled, the director
    releases.
    """
    if is_self:
        return Refusal.SELF
    if state not in (AttemptState.GRADED, AttemptState.CONTROLLED):
        return Refusal.WRONG_STATE
    if not control_wanted:
        return None
    if state is AttemptState.GRADED:
        return Refusal.CONTROL_PENDING
    return None if director else Refusal.DIRECTOR_RELEASES


def appeal_refusal(
    state: AttemptState,
    *,
    is_own: bool,
    appealed: bool,
    closes_on: date,
    today: date,
    text: str,
) -> Refusal | None:
    """Return why a trainee may not appeal a question, or None."""
    if not is_own:
        return Refusal.NOT_ASSIGNED
    if appealed:
        return Refusal.APPEAL_TWICE
    if state not in (AttemptState.RELEASED, AttemptState.APPEALED):
        return Refusal.WRONG_STATE
    if today > closes_on:
        return Refusal.APPEAL_TOO_LATE
    return None if text.strip() else Refusal.REASON_MISSING


@dataclass(frozen=True, slots=True)
class Decider:
    """What matters about a person who wants to decide an appeal."""

    is_self: bool = False
    interested: bool = False
    wrote_on_it: bool = False
    """Has an entry of any kind on the appealed question."""


def decide_refusal(state: AttemptState, decider: Decider, *, decided: bool) -> Refusal | None:
    """Return why this person may not decide this appeal, or None."""
    if decider.is_self:
        return Refusal.SELF
    if decider.interested:
        return Refusal.INTERESTED
    if decider.wrote_on_it:
        return Refusal.OWN_MARK
    if decided:
        return Refusal.APPEAL_DECIDED
    return None if state is AttemptState.APPEALED else Refusal.WRONG_STATE


def appeal_result_refusal(before: float, after: float) -> ResultRefusal | None:
    """Return LOWERED when a decision would leave the paper with a smaller share than before.

    Somebody who may lose by objecting does not object, and the mistakes stay. A mark that is
    too high is a matter for the control or for a regrade, which look at every paper alike.
    """
    return ResultRefusal.LOWERED if after < before else None
