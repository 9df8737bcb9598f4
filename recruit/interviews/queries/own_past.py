"""How often somebody came before: two counts that move the chance of an awaited invitation.

They serve the expectation of a slot and of a day, and nothing else: they are never shown.
"""

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from recruit.candidates.models import Application
from recruit.interviews.models import Invitation
from recruit.rules.attendance import COUNTED, InvitationState


def own_past(
    invitation_id: ColumnElement[Any] | Any, candidate_id: ColumnElement[Any] | Any
) -> tuple[Any, Any]:
    """Return two columns for a statement over Invitation and Application: (times came, times
    invited) of the same person, in what is over, other than this invitation."""
    earlier, theirs = aliased(Invitation), aliased(Application)

    def counted(*states: InvitationState) -> Any:
        return (
            select(func.count(earlier.id))
            .join(theirs, theirs.id == earlier.application_id)
            .where(
                theirs.candidate_id == candidate_id,
                earlier.id != invitation_id,
                earlier.state.in_(states),
                earlier.closed_at.is_not(None),
            )
            .correlate(Invitation, Application)
            .scalar_subquery()
        )

    return counted(InvitationState.ARRIVED), counted(*COUNTED)
