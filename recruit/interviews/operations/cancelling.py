"""A whole session is cancelled: everybody is told, and chooses a new time where one is free."""

from datetime import datetime

from recruit.interviews.models import InterviewSession, SessionState
from recruit.interviews.operations import holds, locks
from recruit.interviews.operations.invitations import cancel
from recruit.interviews.operations.self_booking import offer_times
from recruit.interviews.queries import self_booking as queries
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import booking
from recruit.rules.attendance import AWAITED
from recruit.rules.pipeline import Stage


def cancel_session(
    session: InterviewSession, *, actor: Person, now: datetime, due_at: datetime | None = None
) -> int:
    """Cancel a whole session: everybody awaited is told; return how many.

    Where other times are open for the vacancy, the same mail lets the person choose one.
    """
    locked(session)
    if session.state is not SessionState.PLANNED:
        raise Refused(booking.Refusal.SESSION_OVER)
    held = locks.held_in(session)
    if any(invitation.state not in AWAITED for invitation in held):
        raise Refused(booking.Refusal.ALREADY_HERE)
    session.state = SessionState.CANCELLED
    session.closed_at = now
    db.session.flush()  # its own slots are no times to choose any more
    holds.drop(session)
    vacancies = {invitation.application.vacancy_id for invitation in held}
    with_times = queries.vacancies_with_times(vacancies, now)
    for invitation in held:
        other_times = invitation.application.vacancy_id in with_times
        cancel(invitation, actor=actor, now=now, due_at=due_at, other_times=other_times)
    asked = [
        invitation.application
        for invitation in held
        if invitation.application.vacancy_id in with_times
        and invitation.application.stage is Stage.TO_INVITE
    ]
    if asked:
        offer_times(asked, actor=actor, now=now, letter=None)
    audit.record("interviews.session.cancelled", session, actor=actor, at=now, told=len(held))
    return len(held)
