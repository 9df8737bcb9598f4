"""What interviews hear from below: a closed application gives its place back."""

from datetime import datetime
from typing import Any

from recruit.candidates import signals
from recruit.candidates.models import Application
from recruit.interviews import operations, queries
from recruit.interviews.operations import pulse
from recruit.rules.attendance import AWAITED


def connect() -> None:
    """Listen; called once, by the application."""
    signals.withdrawn.connect(_application_closed)
    signals.rejected.connect(_application_closed)
    pulse.connect()


def _application_closed(application: Application, *, now: datetime, **_: Any) -> None:
    invitation = queries.open_invitation(application)
    if invitation is not None and invitation.state in AWAITED:
        operations.cancel(invitation, actor=None, now=now)
