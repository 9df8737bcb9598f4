"""What the features below announce, turned into mail."""

from datetime import datetime
from typing import Any

from recruit.notifications import outbox
from recruit.people import signals
from recruit.people.links import LIFE, Purpose
from recruit.people.models import Person

INVITATION = "people/invitation"
RESET = "people/reset"


def connect() -> None:
    """Listen; a second call changes nothing."""
    signals.invited.connect(_invite)
    signals.reset_asked.connect(_reset)


def _invite(person: Person, *, now: datetime, **_kw: Any) -> None:
    _mail(person, INVITATION, Purpose.JOIN, now)


def _reset(person: Person, *, now: datetime, **_kw: Any) -> None:
    _mail(person, RESET, Purpose.RESET, now)


def _mail(person: Person, template: str, purpose: Purpose, now: datetime) -> None:
    """Enqueue a link; an earlier one that has not left yet would only confuse."""
    outbox.cancel_about(person, template)
    outbox.enqueue(
        template,
        person.email,
        key=f"{template}:{person.pubid}:{person.epoch}:{int(now.timestamp())}",
        now=now,
        locale=person.locale,
        zone=person.zone,
        about=person,
        name=person.name,
        link=outbox.link(purpose.value, person, person.epoch),
        hours=int(LIFE[purpose].total_seconds()) // 3600,
    )
