"""When mail to a candidate leaves: a minute after the click, with Undo until then."""

from datetime import datetime, timedelta

from flask import current_app


def leaves_at(now: datetime) -> datetime:
    """Return when a message written now is due, so that its sender may still take it back."""
    return now + timedelta(seconds=int(current_app.config["MAIL_UNDO_SECONDS"]))
