"""The life of a job description, its signatures, and the act of a refusal."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

MOST_YEARS = 5
WITNESSES = 3


class DescriptionState(StrEnum):
    DRAFT = "draft"
    AGREED = "agreed"
    APPROVED = "approved"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


class Refusal(StrEnum):
    NOT_FROM_HERE = "not_from_this_state"
    NOT_HEAD = "not_head_of_the_department"
    OWN_WORK = "own_work"
    EMPTY = "section_empty"
    REVIEW_TOO_LATE = "review_too_late"
    REVIEW_PAST = "review_past"
    DRAFT_EXISTS = "draft_exists"
    ALREADY_ANSWERED = "already_answered"
    NOT_IN_FORCE = "not_in_force"
    WITNESSES = "three_distinct_witnesses"
    WITNESS_IS_EMPLOYEE = "witness_is_the_employee"
    TITLE_TAKEN = "title_taken"
    BAND_IN_USE = "band_in_use"
    BAND_RANGE = "band_range"


def agree_refusal(
    state: DescriptionState, *, heads_department: bool, complete: bool
) -> Refusal | None:
    """Return why the head may not agree to a draft, or None."""
    if state is not DescriptionState.DRAFT:
        return Refusal.NOT_FROM_HERE
    if not heads_department:
        return Refusal.NOT_HEAD
    return None if complete else Refusal.EMPTY


def approve_refusal(
    state: DescriptionState, *, worked_on_it: bool, review_on: date, today: date
) -> Refusal | None:
    """Return why the director may not approve, or None: nobody approves their own work."""
    if state is not DescriptionState.AGREED:
        return Refusal.NOT_FROM_HERE
    if worked_on_it:
        return Refusal.OWN_WORK
    if review_on <= today:
        return Refusal.REVIEW_PAST
    return Refusal.REVIEW_TOO_LATE if review_on > latest_review(today) else None


def latest_review(approved_on: date) -> date:
    """Return the last day on which a description approved then must be looked at again."""
    try:
        return approved_on.replace(year=approved_on.year + MOST_YEARS)
    except ValueError:  # 29 February
        return approved_on.replace(year=approved_on.year + MOST_YEARS, day=28)


def sign_refusal(state: DescriptionState, *, answered: bool) -> Refusal | None:
    """Return why a description may not be signed, or its refusal not be recorded, or None."""
    if answered:
        return Refusal.ALREADY_ANSWERED
    return None if state is DescriptionState.IN_FORCE else Refusal.NOT_IN_FORCE


def witness_refusal(witnesses: Collection[str], employee: str) -> Refusal | None:
    """Return why these people cannot witness a refusal to sign, or None."""
    if employee in witnesses:
        return Refusal.WITNESS_IS_EMPLOYEE
    if len(witnesses) != WITNESSES or len(set(witnesses)) != WITNESSES:
        return Refusal.WITNESSES
    return None
