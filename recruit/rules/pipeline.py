"""The stages of an application and which moves between them are allowed."""

from enum import StrEnum


class Stage(StrEnum):
    """Where an application stands; the last three are closed."""

    APPLIED = "applied"
    SCREENING = "screening"
    TO_INVITE = "to_invite"
    INVITED = "invited"
    INTERVIEWED = "interviewed"
    OFFERED = "offered"
    HIRED = "hired"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


OPEN = (
    Stage.APPLIED,
    Stage.SCREENING,
    Stage.TO_INVITE,
    Stage.INVITED,
    Stage.INTERVIEWED,
    Stage.OFFERED,
)
CLOSED = (Stage.HIRED, Stage.REJECTED, Stage.WITHDRAWN)
BEFORE_INTERVIEW = OPEN[:4]
BY_HAND = (Stage.APPLIED, Stage.SCREENING, Stage.TO_INVITE)
"""The stages between which a recruiter moves people by hand. The later ones follow from what
happens: an invitation, an interview, an offer, its acceptance."""


class RejectReason(StrEnum):
    NOT_QUALIFIED = "not_qualified"
    NOT_REACHED = "not_reached"
    PAY = "pay"
    SCHEDULE = "schedule"
    OTHER_CANDIDATE = "other_candidate"
    NO_SHOW = "no_show"
    AFTER_INTERVIEW = "after_interview"
    VACANCY_CLOSED = "vacancy_closed"
    OTHER = "other"


class Refusal(StrEnum):
    CLOSED = "application_closed"
    SAME_STAGE = "same_stage"
    FOLLOWS_FROM_EVENTS = "stage_follows_from_events"
    INVITATION_OPEN = "invitation_open"
    REASON_MISSING = "reason_missing"
    AFTER_INTERVIEW = "needs_the_head_after_the_interview"
    NOTHING_TO_UNDO = "nothing_to_undo"


def move_refusal(source: Stage, target: Stage) -> Refusal | None:
    """Return why a recruiter may not move a card from `source` to `target` by hand, or None."""
    if source in CLOSED:
        return Refusal.CLOSED
    if source is target:
        return Refusal.SAME_STAGE
    if target not in BY_HAND:
        return Refusal.FOLLOWS_FROM_EVENTS
    if source is Stage.INVITED:
        return Refusal.INVITATION_OPEN  # cancel the invitation: the card comes back by itself
    if source is Stage.OFFERED:
        return Refusal.FOLLOWS_FROM_EVENTS
    return None


def rejection_refusal(source: Stage, reason: RejectReason | None) -> Refusal | None:
    """Return why a single person may not reject at this stage, or None.

    After the interview a rejection is a decision of the head (`recruit.rules.hiring`).
    """
    if source in CLOSED:
        return Refusal.CLOSED
    if source not in BEFORE_INTERVIEW:
        return Refusal.AFTER_INTERVIEW
    return Refusal.REASON_MISSING if reason is None else None
