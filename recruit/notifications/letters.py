"""A message of the outbox as a mail: text, HTML and calendar in the recipient's language."""

from datetime import date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime as rfc_date
from typing import Any

from flask import current_app, g
from jinja2 import Template

from recruit.kernel import formats
from recruit.kernel.db import db
from recruit.kernel.security import keyed_hash
from recruit.notifications import ics, secret_links
from recruit.notifications.addresses import from_address, one_line, recipient
from recruit.notifications.models import OutboxMessage
from recruit.notifications.outbox import Event

_POLICY = SMTP.clone(max_line_length=78)


def event_of(facts: dict[str, Any]) -> Event:
    """Return the stored facts of a calendar entry as an Event."""
    moments = {name: datetime.fromisoformat(facts[name]) for name in ("starts_at", "ends_at")}
    return Event(**{**facts, **moments})


def letter(message: OutboxMessage, now: datetime) -> EmailMessage:
    """Return the mail, ready to send. The same message always has the same Message-ID.

    Raises BadAddress where no mail can go, and Jinja's errors for a broken template.
    """
    to = recipient(message.recipient)
    with current_app.app_context():  # its own language, and no trace in the caller's
        g.locale = message.locale
        # this context's session only reads: it must not wait for a lock that its caller holds
        db.session.connection(execution_options={"sqlite_begin": "DEFERRED"})
        context = {
            "zone": message.zone,
            "base_url": current_app.config["BASE_URL"],
            **secret_links.filled(message.context, now),
        }
        current_app.update_template_context(context)
        context["locale"] = message.locale
        text = current_app.jinja_env.get_template(f"emails/{message.template}.txt")
        subject = one_line(_block(text, "subject", context))
        context["subject"] = subject
        plain = _tidy(text.render(context))
        html = current_app.jinja_env.get_template(f"emails/{message.template}.html").render(
            context
        )

    mail = EmailMessage(policy=_POLICY)
    mail["From"] = from_address()
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = rfc_date(now)
    mail["Message-ID"] = f"<{keyed_hash('message-id', message.key)}@{ics.host()}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(plain)
    mail.add_alternative(html, subtype="html")
    if message.event:
        _add_calendar(mail, event_of(message.event), message.recipient, now)
    mail["Content-Language"] = message.locale  # last: adding a part moves Content-* into it
    return mail


def _add_calendar(mail: EmailMessage, event: Event, attendee: str, now: datetime) -> None:
    """Add the entry twice: a part that calendars act on, and a file for everybody else."""
    entry = ics.calendar_file(event, attendee=attendee, now=now)
    mail.add_alternative(
        entry.decode(), subtype="calendar", charset="utf-8", params={"method": event.method}
    )
    mail.add_attachment(entry, maintype="application", subtype="ics", filename="interview.ics")


def _block(template: Template, name: str, context: dict[str, Any]) -> str:
    return "".join(template.blocks[name](template.new_context(context)))


def _tidy(text: str) -> str:
    """Return the text with at most one empty line in a row: templates may be written airily."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept) + "\n"


def mail_datetime(value: str | datetime | None, zone: str | None = None) -> str:
    """Write an ISO moment in plain words with weekday, date, time and zone."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return formats.format_datetime(moment, zone).striptags()


def mail_date(value: str | date | None, zone: str | None = None) -> str:
    """Write an ISO day, or the day of an ISO moment in `zone`, in plain words with weekday."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    return formats.format_date(value, zone=zone).striptags()


def mail_time(value: str | datetime | None, zone: str | None = None) -> str:
    """Write the time of day of an ISO moment in `zone`."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return formats.format_time(moment, zone).striptags()
