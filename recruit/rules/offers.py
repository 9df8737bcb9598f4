"""Offers: which terms make sense, who may agree, what an answer may still do."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LONGEST_NOTICE = timedelta(days=366)
MOST_PAY_MINOR = 2_000_000_000
LEVELS = range(1, 5)


class State(StrEnum):
    """The states of an offer; the last four are over, and only `accepted` hires."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Refusal(StrEnum):
    ONE_PERSON = "proposed_and_agreed_by_one_person"
    ALREADY_OPEN = "an_offer_is_open"
    NOT_INTERVIEWED = "not_interviewed"
    CLOSED = "application_closed"
    PAY = "pay_out_of_range"
    LEVEL = "level_out_of_range"
    STARTS_IN_PAST = "starts_in_the_past"
    STARTS_TOO_LATE = "starts_too_late"
    EXPIRES_IN_PAST = "expires_in_the_past"
    EXPIRES_AFTER_START = "expires_after_the_start"
    NOT_DRAFT = "offer_not_a_draft"
    NOT_SENT = "offer_not_sent"
    EXPIRED = "offer_expired"
    OVER = "offer_over"


@dataclass(frozen=True, slots=True)
class Terms:
    """What is offered: level 1-4, monthly gross pay, the first day, the last day to answer."""

    level: int
    pay_minor: int
    starts_on: date
    expires_on: date


def terms_refusal(terms: Terms, *, today: date) -> Refusal | None:
    """Return what is wrong with the terms on this local day at the site, or None."""
    if terms.level not in LEVELS:
        return Refusal.LEVEL
    if not 0 < terms.pay_minor <= MOST_PAY_MINOR:
        return Refusal.PAY
    if terms.expires_on < today:
        return Refusal.EXPIRES_IN_PAST
    if terms.starts_on <= today:
        return Refusal.STARTS_IN_PAST
    if terms.starts_on - today > LONGEST_NOTICE:
        return Refusal.STARTS_TOO_LATE
    if terms.expires_on > terms.starts_on:
        return Refusal.EXPIRES_AFTER_START
    return None


def send_refusal(state: State, terms: Terms, *, today: date) -> Refusal | None:
    """Return why a draft may not leave today, or None."""
    if state is not State.DRAFT:
        return Refusal.NOT_DRAFT
    return terms_refusal(terms, today=today)


def answer_refusal(state: State, expires_on: date, *, today: date) -> Refusal | None:
    """Return why the candidate's answer comes too late or too early, or None."""
    if state in (State.DRAFT,):
        return Refusal.NOT_SENT
    if state is State.EXPIRED or (state is State.SENT and today > expires_on):
        return Refusal.EXPIRED
    return None if state is State.SENT else Refusal.OVER


def withdraw_refusal(state: State) -> Refusal | None:
    """Return why the company may not take the offer back, or None."""
    return None if state in (State.DRAFT, State.SENT) else Refusal.OVER
