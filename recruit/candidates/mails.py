"""Messages to candidates about their application, put into the outbox."""

from datetime import date, datetime
from typing import Any

from recruit.candidates.models import Application, Offer, StageChange
from recruit.notifications import outbox
from recruit.organization import queries as organization


def applied(application: Application, *, now: datetime) -> None:
    """Confirm an application, with the link to its page."""
    _send(
        "candidates/applied",
        application,
        key=f"candidates.applied:{application.pubid}",
        now=now,
    )


def applied_again(application: Application, *, today: date, now: datetime) -> None:
    """Tell somebody who applied a second time that their application is here: at most daily."""
    key = f"candidates.applied-again:{application.pubid}:{today}"
    _send("candidates/applied_again", application, key=key, now=now)


def rejected(
    application: Application, change: StageChange, *, now: datetime, due_at: datetime | None
) -> None:
    """Say no politely; an undo before `due_at` takes the letter back."""
    key = f"candidates.rejected:{change.pubid}"
    _send(
        "candidates/rejected", application, key=key, now=now, due_at=due_at, batch=change.pubid
    )


def offer_key(offer: Offer) -> str:
    """Return the outbox key of an offer's mail."""
    return f"candidates.offer:{offer.pubid}"


def offer_sent(offer: Offer, *, now: datetime, due_at: datetime | None) -> None:
    """Send the offer: its terms stand on the candidate's page, the mail leads there."""
    _send(
        "candidates/offer",
        offer.application,
        key=offer_key(offer),
        now=now,
        due_at=due_at,
        expires_on=offer.expires_on.isoformat(),
        starts_on=offer.starts_on.isoformat(),
    )


def offer_withdrawn(offer: Offer, *, now: datetime) -> None:
    """Tell the candidate that an offer already received no longer stands."""
    key = f"candidates.offer-withdrawn:{offer.pubid}"
    _send("candidates/offer_withdrawn", offer.application, key=key, now=now)


def hired(offer: Offer, *, now: datetime) -> None:
    """Confirm the accepted offer: where and when the first day is."""
    _send(
        "candidates/hired",
        offer.application,
        key=f"candidates.hired:{offer.pubid}",
        now=now,
        starts_on=offer.starts_on.isoformat(),
        address=", ".join(part for part in (offer.site.address, offer.site.city) if part),
    )


def _send(
    template: str,
    application: Application,
    *,
    key: str,
    now: datetime,
    due_at: datetime | None = None,
    batch: str | None = None,
    **facts: Any,
) -> None:
    vacancy, candidate = application.vacancy, application.candidate
    outbox.enqueue(
        template,
        candidate.email,
        key=key,
        now=now,
        due_at=due_at,
        batch=batch,
        locale=candidate.locale,
        zone=vacancy.site.zone,
        about=application,
        name=candidate.name,
        vacancy=vacancy.title,
        company=organization.organization().name,
        link=outbox.link("application", application, application.link_generation),
        **facts,
    )
