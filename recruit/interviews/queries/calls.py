"""Whom to call, and who is calling: people with an invitation ahead."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from recruit.candidates import contacts
from recruit.candidates.models import Application, Candidate, CandidateWord
from recruit.interviews.models import (
    InterviewSession,
    Invitation,
    Pool,
    ReminderAnswer,
    SessionState,
    Slot,
)
from recruit.interviews.queries.scope import managed_by
from recruit.kernel.db import db
from recruit.people.models import Person
from recruit.rules.attendance import AWAITED, InvitationState

MOST_FOUND = 20
_FEWEST_DIGITS = 4
_WHOLE = 6
"""A longer number may begin with the 0 of dialling inside the country."""
_MOST_DIGITS = 9
"""The last digits say who it is, however the country and the leading 0 were written."""


@dataclass(frozen=True, slots=True)
class CallList:
    """A session's people by what is to be done. now: to be called, those whom no mail reaches
    first and those whose time is over last; later: asked to be called back; answered: said yes."""

    now: list[Invitation]
    later: list[Invitation]
    answered: list[Invitation]

    def __bool__(self) -> bool:
        return bool(self.now or self.later or self.answered)


def call_list(session: InterviewSession, person: Person, now: datetime) -> CallList:
    """Return who is still awaited in this session, of those whom `person` may ask."""
    rows = _read(
        and_(Pool.session_id == session.id, Invitation.state.in_(AWAITED)), person, now
    )
    later = [row for row in rows if row.call_back_at and row.call_back_at > now]
    rest = [row for row in rows if row not in later]
    answered = [row for row in rest if row.state is InvitationState.CONFIRMED]
    calls = [row for row in rest if row.state is not InvitationState.CONFIRMED]
    calls.sort(
        key=lambda row: (
            row.slot.starts_at + timedelta(minutes=row.slot.minutes) <= now,
            wrong_number(row),
            bool(row.application.candidate.email),
        )
    )
    later.sort(key=lambda row: row.call_back_at or now)
    return CallList(calls, later, answered)


def wrong_number(invitation: Invitation) -> bool:
    """Tell whether the last call found somebody else's number."""
    return bool(invitation.answers) and invitation.answers[-1].wrong_number


def find_caller(words: str, person: Person, now: datetime) -> list[Invitation]:
    """Return whose invitation of today or later this may be, by the last digits of a phone
    number or by name, the next first; at most 20."""
    digits = "".join(char for char in words if char.isdigit())
    if len(digits) >= _FEWEST_DIGITS and not any(char.isalpha() for char in words):
        dialled = digits.lstrip("0") if len(digits) > _WHOLE else digits
        wanted: ColumnElement[bool] = or_(
            Candidate.phone_e164.endswith(dialled[-_MOST_DIGITS:], autoescape=True),
            Candidate.phone.endswith(words.strip(), autoescape=True),
        )
    else:
        prefixes = contacts.query_words(words)
        if not prefixes:
            return []
        wanted = and_(*(_has_word(prefix) for prefix in prefixes))
    ahead = and_(
        InterviewSession.state == SessionState.PLANNED,
        InterviewSession.ends_at > now,
        Slot.starts_at > now - timedelta(days=1),
        Invitation.state.in_(AWAITED),
    )
    return _read(and_(ahead, wanted), person, now, MOST_FOUND)


def _has_word(prefix: str) -> ColumnElement[bool]:
    return Candidate.id.in_(
        select(CandidateWord.candidate_id).where(
            CandidateWord.word >= prefix, CandidateWord.word < prefix + "\U0010ffff"
        )
    )


def _read(
    condition: ColumnElement[bool], person: Person, now: datetime, most: int | None = None
) -> list[Invitation]:
    statement = (
        select(Invitation)
        .join(Invitation.slot)
        .join(Slot.pool)
        .join(Pool.session)
        .join(Invitation.application)
        .join(Application.candidate)
        .where(condition, managed_by(person, now))
        .order_by(Slot.starts_at, Invitation.id)
        .limit(most)
        .options(
            contains_eager(Invitation.slot)
            .contains_eager(Slot.pool)
            .contains_eager(Pool.session),
            contains_eager(Invitation.application).options(
                contains_eager(Application.candidate),
                joinedload(Application.vacancy, innerjoin=True),
            ),
            selectinload(Invitation.answers).joinedload(ReminderAnswer.by),
        )
    )
    return list(db.session.scalars(statement).unique())
