"""Messages about interviews: rows in the outbox, with the calendar entry of the invitation."""

from datetime import datetime, timedelta
from typing import Any

from recruit.interviews.models import Invitation
from recruit.notifications import outbox
from recruit.organization.queries import organization


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


def cancelled(invitation: Invitation, *, now: datetime, due_at: datetime | None) -> None:
    """We had to cancel; the calendar entry goes."""
    _send(
        "interviews/cancelled",
        invitation,
        key=f"interviews.cancelled:{invitation.pubid}",
        now=now,
        due_at=due_at,
        method="CANCEL",
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


def reminded(invitation: Invitation, *, now: datetime) -> None:
    """Tomorrow is the day: will you come?"""
    key = f"interviews.reminded:{invitation.pubid}:{invitation.sequence}"
    _send("interviews/reminder", invitation, key=key, now=now, due_at=None, method=None)


def _send(
    template: str,
    invitation: Invitation,
    *,
    key: str,
    now: datetime,
    due_at: datetime | None,
    method: str | None,
    batch: str | None = None,
) -> None:
    application, slot = invitation.application, invitation.slot
    candidate, site = application.candidate, slot.pool.session.site
    company = organization().name
    place = ", ".join(part for part in (site.name, site.address, site.city) if part)
    event = None
    if method:
        event = outbox.Event(
            uid=invitation.pubid,
            sequence=invitation.sequence,
            starts_at=slot.starts_at,
            ends_at=slot.starts_at + timedelta(minutes=slot.minutes),
            summary=f"{company}: {application.vacancy.title}",
            location=place,
            description=site.directions,
            method=method,
        )
    context: dict[str, Any] = {
        "name": candidate.name,
        "company": company,
        "vacancy": application.vacancy.title,
        "starts_at": slot.starts_at.isoformat(),
        "minutes": slot.minutes,
        "kind": slot.pool.session.kind.value,
        "place": place,
        "directions": site.directions,
        "phone": site.phone,
        "link": outbox.link("application", application, application.link_generation),
    }
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
