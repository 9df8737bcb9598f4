"""A letter as its reader will see it, before anybody sends it."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from recruit.candidates.models import Application
from recruit.interviews import mails
from recruit.interviews.models import Slot
from recruit.notifications import letters
from recruit.notifications.addresses import BadAddress
from recruit.notifications.models import OutboxMessage


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter in words. problem: the address cannot be written to."""

    locale: str
    subject: str = ""
    text: str = ""
    problem: bool = False


def invitation(application: Application, slot: Slot, now: datetime) -> Preview:
    """Return the invitation to `slot` in the reader's own language. The link and the personal
    code are made at delivery and stand here as dots: nobody else should hold them."""
    candidate = application.candidate
    context = mails.facts(application, slot) | {
        "link": f"{current_app.config['BASE_URL']}/my/…",
        "code": "••••••",
    }
    message = OutboxMessage(
        key="preview",
        template="interviews/invited",
        recipient=candidate.email,
        locale=candidate.locale,
        zone=slot.pool.session.site.zone,
        context=context,
        event=None,
    )
    try:
        letter = letters.letter(message, now)
    except BadAddress:
        return Preview(candidate.locale, problem=True)
    body = letter.get_body(("plain",))
    text = str(body.get_content()) if body is not None else ""
    return Preview(candidate.locale, str(letter["Subject"]), text)
