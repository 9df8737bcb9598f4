"""Six characters by which an invited person checks in where nobody's name is listed."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from recruit.interviews.models import InterviewSession, Invitation, Pool, SessionState, Slot
from recruit.interviews.personal_codes import personal_code
from recruit.kernel.db import db
from recruit.kernel.security import link_token, token_is_valid
from recruit.rules.attendance import HOLDING


def invitation_of_code(session: InterviewSession, typed: str) -> Invitation | None:
    """Return whose code was typed, among those who hold a place in this session. Two with the
    same code, one chance in many thousands, are nobody: the desk knows them by name."""
    wanted = "".join(typed.split()).lower()
    query = (
        select(Invitation)
        .join(Invitation.slot)
        .join(Slot.pool)
        .where(Pool.session_id == session.id, Invitation.state.in_(HOLDING))
        .options(joinedload(Invitation.slot, innerjoin=True))
    )
    found = [row for row in db.session.scalars(query) if personal_code(row) == wanted]
    return found[0] if len(found) == 1 else None


def session_of_code(code: str) -> InterviewSession | None:
    """Return the planned session whose desk shows this code."""
    if not (code.isascii() and code.isalnum()):
        return None
    query = select(InterviewSession).where(
        InterviewSession.check_in_code == code.strip().lower(),
        InterviewSession.state == SessionState.PLANNED,
    )
    return db.session.scalars(query).one_or_none()


def _purpose(session: InterviewSession) -> str:
    return f"kiosk.{session.check_in_code}"


def kiosk_token(session: InterviewSession) -> str:
    """Return the token of the link that opens the kiosk of a session; it dies with the code
    of the desk and with the day."""
    return link_token(_purpose(session), session.pubid, 0)


def kiosk_session(pubid: object, token: str) -> InterviewSession | None:
    """Return the planned session whose kiosk this token opens."""
    query = select(InterviewSession).where(
        InterviewSession.pubid == pubid, InterviewSession.state == SessionState.PLANNED
    )
    session = db.session.scalars(query).one_or_none()
    if session is None or not token_is_valid(token, _purpose(session), session.pubid, 0):
        return None
    return session
