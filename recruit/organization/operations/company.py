"""The company's own settings."""

from dataclasses import asdict, dataclass
from datetime import datetime

from recruit.kernel import audit
from recruit.kernel.db import Record, db, locked, refused_by_constraint, unchanged
from recruit.kernel.errors import Refused
from recruit.organization import queries
from recruit.organization.models import Organization
from recruit.organization.operations.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Company:
    """What the settings page holds; `prior_shows_of_ten` is None while nobody has guessed,
    `interviewer_hour_minor` where idle time has no price."""

    name: str
    legal_name: str
    website: str
    phone: str
    country: str
    currency: str
    privacy_text: str
    retention_months: int
    prior_shows_of_ten: int | None
    interviewer_hour_minor: int | None = None


def the_company() -> Organization:
    """Return the company's row, locked, and made first where it is missing.

    Its lock also serves those who must count accounts: it is the one row that always exists.
    """
    if db.session.get(Organization, 1) is None:
        try:
            with refused_by_constraint(Refusal.NAME_TAKEN):
                db.session.add(queries.organization())
        except Refused:
            pass  # somebody else made it a moment ago: read theirs
    return locked(db.session.get_one(Organization, 1))


def edit_company(
    wanted: Company, *, version: int | None, actor: Record | None, now: datetime
) -> Organization:
    """Save the settings. A changed privacy text is a new version: consents name theirs."""
    company = the_company()
    unchanged(company, version)
    changed = [
        name for name, value in asdict(wanted).items() if getattr(company, name) != value
    ]
    if not changed:
        return company
    for name in changed:
        setattr(company, name, getattr(wanted, name))
    if "privacy_text" in changed:
        company.privacy_version += 1
    company.version += 1
    audit.record(
        "organization.company.edited",
        company,
        actor=actor,
        at=now,
        fields=changed,
        privacy_version=company.privacy_version,
    )
    return company
