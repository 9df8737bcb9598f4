"""Checking in by one's own six characters, at the kiosk or after the desk's picture code."""

from datetime import datetime, timedelta

from recruit.interviews.models import Arrival, InterviewSession
from recruit.interviews.operations.desk import check_in
from recruit.interviews.queries.codes import invitation_of_code
from recruit.kernel import limits
from recruit.kernel.db import locked
from recruit.kernel.errors import Refused
from recruit.kernel.ids import new_code
from recruit.rules.desk import Refusal

_KIND = "check-in code"
WITHIN = timedelta(minutes=10)
MOST_FROM_ONE_PLACE = 15
MOST_AT_ALL = 60
"""Wrong codes in ten minutes, from one address and for a session: of 190 million codes at most
a few hundred are somebody's."""


def check_in_by_code(
    session: InterviewSession, typed: str, *, place: str, now: datetime
) -> Arrival | None:
    """Check in whose code was typed; None when it is nobody's here, which is counted.

    place: the visitor's network address. Raise Refused for too many wrong codes, too early, or
    another day.
    """
    wrong_here = limits.count(_KIND, session.pubid, place, now=now, within=WITHIN)
    wrong = limits.count(_KIND, session.pubid, now=now, within=WITHIN)
    if wrong_here >= MOST_FROM_ONE_PLACE or wrong >= MOST_AT_ALL:
        raise Refused(Refusal.TOO_MANY_TRIES)
    invitation = invitation_of_code(session, typed)
    if invitation is None:
        limits.note(_KIND, session.pubid, place, now=now)
        limits.note(_KIND, session.pubid, now=now)
        return None
    return check_in(invitation, now=now, actor=None, code=session.check_in_code)


def check_in_from_phone(
    session: InterviewSession | None, typed: str, *, place: str, now: datetime
) -> Arrival | None:
    """The same after the desk's picture code. session None: no desk shows this code; it is
    answered and counted like wrong characters."""
    if limits.count(_KIND, place, now=now, within=WITHIN) >= MOST_FROM_ONE_PLACE:
        raise Refused(Refusal.TOO_MANY_TRIES)  # nor is a desk's true code told by this
    if session is not None:
        return check_in_by_code(session, typed, place=place, now=now)
    limits.note(_KIND, place, now=now)
    return None


def renew_code(session: InterviewSession) -> None:
    """Give the desk another code: the old one, its picture and the kiosk's link are dead."""
    locked(session)
    session.check_in_code = new_code()
