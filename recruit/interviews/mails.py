"""Messages about interviews: rows in the outbox, with the calendar entry of the invitation."""

import enum
from datetime import datetime, timedelta
from typing import Any

from recruit.candidates.models import Application
from recruit.interviews.models import Invitation, Slot, TimeOffer
from recruit.interviews.personal_codes import personal_code
from recruit.notifications import outbox
from recruit.organization.models import Site
from recruit.organization.queries import organization
from recruit.organization.wayfinding import directions_of, map_url


def invited_key(invitation: Invitation) -> str:
    """The outbox key of the first mail; taking the invitation back takes it back, too."""
    return f"interviews.invited:{invitation.pubid}"


def moved_key(invitation: Invitation) -> str:
    """The outbox key of the mail about the move that led to the present sequence."""
    return f"interviews.moved:{invitation.pubid}:{invitation.sequence}"


def invited(invitation: Invitation, *, now: datetime, due_at: datetime) -> None:
    """You are invited: when, where, how long, and the link to answer."""
    _send(
        "interviews/invited",
        invitation,
        key=invited_key(invitation),
        now=now,
        due_at=due_at,
        batch=invitation.batch,
        method="REQUEST",
    )


def moved(invitation: Invitation, *, now: datetime, due_at: datetime | None) -> None:
    """The new time; the calendar entry moves with it."""
    _send(
        "interviews/moved",
        invitation,
        key=moved_key(invitation),
        now=now,
        due_at=due_at,
        method="REQUEST",
    )


def booked(invitation: Invitation, *, now: datetime) -> None:
    """They chose this time themselves; the calendar entry comes with it."""
    _send(
        "interviews/booked",
        invitation,
        key=f"interviews.booked:{invitation.pubid}",
        now=now,
        due_at=None,
        method="REQUEST",
    )


class Letter(enum.StrEnum):
    """The mails that ask to choose a time, by their templates."""

    CHOOSE_TIME = "interviews/choose_time"
    SECOND_CHANCE = "interviews/second_chance"
    """To somebody who did not come, kindly."""


def choose_time_key(offer: TimeOffer) -> str:
    """The outbox key of the mail that asks to choose; sent again, it is another one."""
    return f"interviews.choose-time:{offer.pubid}:{offer.batch}"


def choose_time(
    offer: TimeOffer, letter: Letter, *, now: datetime, due_at: datetime | None
) -> None:
    """Choose the time of your interview yourself: the link."""
    application = offer.application
    candidate, site = application.candidate, application.vacancy.site
    outbox.enqueue(
        letter.value,
        candidate.email,
        key=choose_time_key(offer),
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


def cancelled(
    invitation: Invitation, *, now: datetime, due_at: datetime | None, other_times: bool = False
) -> None:
    """We had to cancel; the calendar entry goes. other_times: choose another one by the link."""
    _send(
        "interviews/cancelled",
        invitation,
        key=f"interviews.cancelled:{invitation.pubid}",
        now=now,
        due_at=due_at,
        method="CANCEL",
        other_times=other_times,
    )


def declined(invitation: Invitation, *, now: datetime) -> None:
    """Thank you for telling us; the calendar entry goes."""
    _send(
        "interviews/declined",
        invitation,
        key=f"interviews.declined:{invitation.pubid}",
        now=now,
        due_at=None,
        method="CANCEL",
    )


def reminded(invitation: Invitation, hours: int, *, now: datetime) -> None:
    """The interview begins in so many hours: will you come?"""
    key = f"interviews.reminded:{invitation.pubid}:{invitation.sequence}:{hours}"
    _send("interviews/reminder", invitation, key=key, now=now, due_at=None, method=None)


def place_of(site: Site) -> str:
    """Return where a site is, in one line."""
    return ", ".join(part for part in (site.name, site.address, site.city) if part)


def facts(application: Application, slot: Slot) -> dict[str, Any]:
    """Return what every letter about an interview says, with the recipe of the secret link."""
    site = slot.pool.session.site
    return {
        "name": application.candidate.name,
        "company": organization().name,
        "vacancy": application.vacancy.title,
        "starts_at": slot.starts_at.isoformat(),
        "minutes": slot.minutes,
        "kind": slot.pool.session.kind.value,
        "place": place_of(site),
        "directions": site.directions,
        "parking": site.parking,
        "bring": site.bring,
        "map": map_url(site),
        "phone": site.phone,
        "link": outbox.link("application", application, application.link_generation),
    }


def _send(
    template: str,
    invitation: Invitation,
    *,
    key: str,
    now: datetime,
    due_at: datetime | None,
    method: str | None,
    batch: str | None = None,
    **more: Any,
) -> None:
    application, slot = invitation.application, invitation.slot
    candidate, site = application.candidate, slot.pool.session.site
    company = organization().name
    event = None
    if method:
        event = outbox.Event(
            uid=invitation.pubid,
            sequence=invitation.sequence,
            starts_at=slot.starts_at,
            ends_at=slot.starts_at + timedelta(minutes=slot.minutes),
            summary=f"{company}: {application.vacancy.title}",
            location=place_of(site),
            description=directions_of(site),
            method=method,
        )
    context = more | facts(application, slot) | {"code": personal_code(invitation)}
    outbox.enqueue(
        template,
        candidate.email,
        key=key,
        now=now,
        due_at=due_at,
        locale=candidate.locale,
        zone=site.zone,
        about=invitation,
        batch=batch,
        event=event,
        **context,
    )
