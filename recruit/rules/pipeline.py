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
    NAMED_HUMAN = "needs_a_named_human"
    NOT_IN_THIS_COLUMN = "not_in_this_column"
    VACANCY_CLOSED = "vacancy_takes_no_applications"
    NAME_MISSING = "name_missing"
    CONTACT_MISSING = "contact_missing"
    TOO_MANY_TAGS = "too_many_tags"


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


_EVENTS: dict[Stage, frozenset[Stage]] = {
    Stage.TO_INVITE: frozenset({*BEFORE_INTERVIEW, Stage.INTERVIEWED}),
    Stage.INVITED: frozenset({*BEFORE_INTERVIEW, Stage.INTERVIEWED}),
    Stage.INTERVIEWED: frozenset({*BEFORE_INTERVIEW, Stage.OFFERED}),
    Stage.OFFERED: frozenset({Stage.INTERVIEWED}),
    Stage.HIRED: frozenset({Stage.OFFERED}),
    Stage.REJECTED: frozenset(OPEN),
    Stage.WITHDRAWN: frozenset(OPEN),
}
"""Which stages each event may find an application in. A second interview leads from interviewed
back to invited; an offer that came to nothing back to interviewed."""


def advance_refusal(source: Stage, target: Stage, *, named: bool) -> Refusal | None:
    """Return why an event may not bring an application from `source` to `target`, or None.

    named: whether a person stands behind it; nobody is hired or rejected by the clock alone
    (a hire is the candidate's own acceptance of an offer that two people agreed on).
    """
    if source in CLOSED:
        return Refusal.CLOSED
    if source is target:
        return Refusal.SAME_STAGE
    if target is Stage.REJECTED and not named:
        return Refusal.NAMED_HUMAN
    if source not in _EVENTS.get(target, frozenset()):
        return Refusal.FOLLOWS_FROM_EVENTS
    return None


def undo_target(source: Stage | None, target: Stage) -> Stage | None:
    """Return the stage to which undoing the move `source` -> `target` leads, or None.

    Only what a recruiter did by hand is undone: a move, or a rejection before the interview.
    Rejecting gave the invitation's place away, so its undo leads to "to invite".
    """
    if source is None or source not in (*BEFORE_INTERVIEW, Stage.INTERVIEWED):
        return None
    if target in BY_HAND:
        return source if source is not Stage.INVITED else None
    if target is Stage.REJECTED and source in BEFORE_INTERVIEW:
        return Stage.TO_INVITE if source is Stage.INVITED else source
    return None


LATE_AFTER = {
    Stage.APPLIED: 2,
    Stage.SCREENING: 5,
    Stage.TO_INVITE: 7,
    Stage.INTERVIEWED: 3,
    Stage.OFFERED: 7,
}
"""After so many days in a stage a card is shown as waiting too long; others wait for a date."""


def is_late(stage: Stage, days: int) -> bool:
    """Tell whether somebody has waited too long for our next step."""
    return stage in LATE_AFTER and days > LATE_AFTER[stage]
