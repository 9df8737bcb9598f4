"""The time of the interview on an application's own page."""

from datetime import datetime
from typing import Any

from recruit.candidates.models import Application
from recruit.candidates.queries.access import manages
from recruit.interviews.queries.invitations import open_invitation
from recruit.interviews.queries.self_booking import hold_of, open_offer
from recruit.people.models import Person
from recruit.rules.pipeline import Stage


def choosing(application: Application, person: Person, now: datetime) -> dict[str, Any] | None:
    """Return what an application's page shows about the time of the interview; None where
    there is nothing to choose, or for whom may not."""
    if not manages(person, application):
        return None
    if application.stage not in (Stage.TO_INVITE, Stage.INVITED):
        return None
    offer, hold = open_offer(application), hold_of(application, now)
    return {
        "application": application.pubid,
        "name": application.candidate.name,
        "invitation": open_invitation(application),
        "offered_at": offer.offered_at if offer else None,
        "held_until": hold.expires_at if hold else None,
    }
