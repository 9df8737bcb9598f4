"""What interviews hear from below: a closed application gives its place back."""

from datetime import datetime
from typing import Any

from recruit.candidates import signals
from recruit.candidates.models import Application
from recruit.candidates.sections import Section, add_section
from recruit.interviews import operations, queries
from recruit.interviews.operations import pulse, self_booking
from recruit.interviews.queries.choosing import choosing
from recruit.rules.attendance import AWAITED


def connect() -> None:
    """Listen; called once, by the application."""
    signals.withdrawn.connect(_application_closed)
    signals.rejected.connect(_application_closed)
    pulse.connect()
    add_section(Section("interviews/_choosing.html", choosing))


def _application_closed(application: Application, *, now: datetime, **_: Any) -> None:
    invitation = queries.open_invitation(application)
    if invitation is not None and invitation.state in AWAITED:
        operations.cancel(invitation, actor=None, now=now)
    self_booking.end(application, now=now)
