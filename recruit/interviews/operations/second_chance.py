"""Who did not come is asked, kindly, to choose another time."""

from collections.abc import Sequence
from datetime import datetime

from recruit.candidates.models import Application
from recruit.interviews import mails
from recruit.interviews.models import TimeOffer
from recruit.interviews.operations.self_booking import offer_times
from recruit.notifications import outbox
from recruit.organization.queries import organization
from recruit.people.models import Person


def give(
    applications: Sequence[Application], *, actor: Person, now: datetime, due_at: datetime
) -> list[TimeOffer]:
    """Open the choice of a time to these people and write to them, or raise Refused; it is
    taken back like any offer of times, until the mails leave."""
    offers = offer_times(applications, actor=actor, now=now, due_at=due_at, write=False)
    for offer in offers:
        application = offer.application
        candidate, site = application.candidate, application.vacancy.site
        outbox.enqueue(
            "interviews/second_chance",
            candidate.email,
            key=mails.choose_time_key(offer),
            now=now,
            due_at=due_at,
            locale=candidate.locale,
            zone=site.zone,
            about=offer,
            batch=offer.batch,
            name=candidate.name,
            company=organization().name,
            vacancy=application.vacancy.title,
            phone=site.phone,
            link=outbox.link("application", application, application.link_generation),
        )
    return offers
