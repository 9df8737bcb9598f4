"""The states of a vacancy, who moves it from one to the next, and what stands in the way."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class VacancyState(StrEnum):
    """Only a published vacancy exists for the public."""

    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    PAUSED = "paused"
    CLOSED = "closed"


class CloseReason(StrEnum):
    FILLED = "filled"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What somebody does to a vacancy."""

    APPROVE = "approve"
    PUBLISH = "publish"
    PAUSE = "pause"
    CLOSE = "close"


class Refusal(StrEnum):
    NOT_FROM_HERE = "not_from_this_state"
    NOT_HEAD = "not_head_of_the_department"
    NO_TEXT = "text_missing"
    CLOSING_DATE_PAST = "closing_date_past"
    HIRE_BY_PAST = "hire_by_past"
    REASON_MISSING = "reason_missing"
    CLOSED = "vacancy_closed"
    NOT_APPROVED = "vacancy_not_approved"
    BAND_OF_OTHER_POSITION = "band_of_other_position"
    CHANNEL_INACTIVE = "channel_inactive"
    PERIOD = "period_ends_before_it_begins"
    NAME_TAKEN = "name_taken"


TARGET = {
    Step.APPROVE: VacancyState.APPROVED,
    Step.PUBLISH: VacancyState.PUBLISHED,
    Step.PAUSE: VacancyState.PAUSED,
    Step.CLOSE: VacancyState.CLOSED,
}
SOURCES = {
    Step.APPROVE: (VacancyState.DRAFT,),
    Step.PUBLISH: (VacancyState.APPROVED, VacancyState.PAUSED),
    Step.PAUSE: (VacancyState.PUBLISHED,),
    Step.CLOSE: (
        VacancyState.DRAFT,
        VacancyState.APPROVED,
        VacancyState.PUBLISHED,
        VacancyState.PAUSED,
    ),
}
ONCE_PUBLIC = (VacancyState.PAUSED, VacancyState.CLOSED)
"""States in which the public page answers 410, if the vacancy was ever published."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a rule must know of a vacancy. Dates are local to its site."""

    state: VacancyState
    has_text: bool
    closes_on: date | None
    today: date


def steps(state: VacancyState) -> tuple[Step, ...]:
    """Return the steps that lead on from a state."""
    return tuple(step for step in Step if state in SOURCES[step])


def refusal(
    step: Step,
    standing: Standing,
    *,
    heads_department: bool = False,
    reason: CloseReason | None = None,
) -> Refusal | None:
    """Return why the step is refused, or None when it may be taken."""
    if standing.state not in SOURCES[step]:
        return Refusal.NOT_FROM_HERE
    if step is Step.APPROVE and not heads_department:
        return Refusal.NOT_HEAD
    if step in (Step.APPROVE, Step.PUBLISH) and not standing.has_text:
        return Refusal.NO_TEXT
    if step is Step.PUBLISH and is_over(standing.closes_on, standing.today):
        return Refusal.CLOSING_DATE_PAST
    if step is Step.CLOSE and reason is None:
        return Refusal.REASON_MISSING
    return None


def is_over(closes_on: date | None, today: date) -> bool:
    """Tell whether the closing date has passed: it is itself the last day."""
    return closes_on is not None and closes_on < today


def edit_refusal(state: VacancyState) -> Refusal | None:
    """Return why a vacancy may not be changed, or None: a closed one is history."""
    return Refusal.CLOSED if state is VacancyState.CLOSED else None


def dates_refusal(
    *, closes_on: date | None, hire_by_on: date | None, today: date
) -> Refusal | None:
    """Return why newly written dates are refused, or None: neither may lie in the past."""
    if is_over(closes_on, today):
        return Refusal.CLOSING_DATE_PAST
    return Refusal.HIRE_BY_PAST if is_over(hire_by_on, today) else None


def promotion_refusal(
    state: VacancyState, *, channel_active: bool, from_on: date, until_on: date | None
) -> Refusal | None:
    """Return why a vacancy may not be promoted so, or None.

    Money is spent on what the head has approved, so a draft is refused.
    """
    if state is VacancyState.CLOSED:
        return Refusal.CLOSED
    if state is VacancyState.DRAFT:
        return Refusal.NOT_APPROVED
    if not channel_active:
        return Refusal.CHANNEL_INACTIVE
    if until_on is not None and until_on < from_on:
        return Refusal.PERIOD
    return None
