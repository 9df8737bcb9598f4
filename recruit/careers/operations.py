"""What the public site changes: it takes applications in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from recruit.candidates import operations as candidates
from recruit.candidates.models import Application
from recruit.careers import queries
from recruit.careers.models import Submission
from recruit.kernel import limits
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.kernel.security import keyed_hash
from recruit.vacancies.models import Promotion, Vacancy

MOST_AN_HOUR = 30
"""Applications from one address: a job fair shares one."""
_HOUR = timedelta(hours=1)


class Refusal(StrEnum):
    TOO_MANY = "too_many_applications"


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent. number: the secret number of the form's stamp; cv: name and bytes."""

    number: str
    name: str
    email: str
    phone: str
    message: str
    locale: str
    cv: tuple[str, bytes] | None


def submit(
    vacancy: Vacancy, sent: Sent, *, promotion: Promotion | None, address: str, now: datetime
) -> Submission:
    """Take an application in with its CV, or raise Refused. The same form a second time, from
    the same person, answers as the first time.

    address: the visitor's network address, which is counted and kept as a keyed hash only.
    """
    key = keyed_hash("careers.form", "|".join((sent.number, sent.name, sent.email, sent.phone)))
    if (known := queries.submission(key)) is not None:
        return known
    if limits.count("apply", address, now=now, within=_HOUR) >= MOST_AN_HOUR:
        raise Refused(Refusal.TOO_MANY)
    limits.note("apply", address, now=now)
    application = candidates.apply(
        vacancy,
        name=sent.name,
        email=sent.email,
        phone=sent.phone,
        locale=sent.locale,
        promotion=promotion,
        message=sent.message,
        now=now,
    )
    made = _made_now(application, now)
    if made and sent.cv is not None:
        filename, data = sent.cv
        candidates.attach(application, filename=filename, data=data, actor=None, now=now)
    first = made and application.candidate.created_at == now
    submission = Submission(
        key=key,
        application=application,
        first=first and queries.only_application(application),
        at=now,
    )
    db.session.add(submission)
    db.session.flush()  # a second click in the same moment meets the unique key here
    return submission


def _made_now(application: Application, now: datetime) -> bool:
    """An open application of the same person comes back as it was: nothing is added to it."""
    return application.applied_at == now
