"""A message somebody sends by hand (SMS, messenger): that its link was shown is on record."""

from datetime import datetime

from recruit.candidates.models import Application
from recruit.kernel import audit
from recruit.people.models import Person


def show_link(application: Application, *, actor: Person, now: datetime) -> None:
    """Note that this person was shown the candidate's secret link. The link itself is made for
    the page and stored nowhere."""
    audit.record("interviews.link.shown", application, actor=actor, at=now)
