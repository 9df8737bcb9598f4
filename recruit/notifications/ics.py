"""Calendar entries (RFC 5545, 5546): the same UID for life, a SEQUENCE that rises."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import current_app
from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as Entry

from recruit.notifications.addresses import from_address, one_line
from recruit.notifications.outbox import Event


def host() -> str:
    """Return the host that our identifiers end in: the configured one, never a request's."""
    return urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"


def calendar_file(event: Event, *, attendee: str, now: datetime) -> bytes:
    """Return the file that puts an event into a calendar, moves it there, or takes it out.

    attendee: a checked mail address, or "" for a file that somebody downloads.
    """
    sender = from_address()
    calendar = Calendar()
    calendar.add("prodid", "-//Recruit//Recruit//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", event.method)

    entry = Entry()
    entry.add("uid", event.uid if "@" in event.uid else f"{event.uid}@{host()}")
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("summary", one_line(event.summary))
    if event.location:
        entry.add("location", one_line(event.location))
    if event.description:
        entry.add("description", event.description.replace("\r", ""))
    entry.add("status", "CANCELLED" if event.method == "CANCEL" else "CONFIRMED")
    entry.add("transp", "OPAQUE")
    organizer = vCalAddress(f"mailto:{sender.addr_spec}")
    organizer.params["cn"] = vText(one_line(sender.display_name) or sender.addr_spec)
    entry["organizer"] = organizer
    if attendee:
        guest = vCalAddress(f"mailto:{one_line(attendee)}")
        guest.params["role"] = vText("REQ-PARTICIPANT")
        guest.params["partstat"] = vText("NEEDS-ACTION")
        guest.params["rsvp"] = vText("FALSE")  # the answer is given on the page, in one click
        entry.add("attendee", guest, encode=False)
    calendar.add_component(entry)
    return bytes(calendar.to_ical())
