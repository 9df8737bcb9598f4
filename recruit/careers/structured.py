"""A vacancy row as the job posting that search engines read."""

from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision

from recruit.kernel import richtext
from recruit.organization import queries as organization
from recruit.rules.job_posting import Employer, Pay, Place, Posting, json_ld
from recruit.vacancies.models import Vacancy


def posting(vacancy: Vacancy, url: str) -> dict[str, Any]:
    """Return the JSON-LD of a published vacancy. url: its public address."""
    company, site, band = organization.organization(), vacancy.site, vacancy.band
    zone = ZoneInfo(site.zone)
    pay = None
    if band is not None:
        pay = Pay(band.lowest, band.highest, get_currency_precision(band.currency))
    return json_ld(
        Posting(
            pubid=vacancy.pubid,
            url=url,
            title=vacancy.title,
            description=str(richtext.render(vacancy.description or vacancy.summary)),
            posted_on=(vacancy.published_at or vacancy.created_at).astimezone(zone).date(),
            employer=Employer(company.name, company.website),
            place=Place(
                country=site.country or company.country,
                city=site.city,
                address=site.address,
                region=site.region,
                postal_code=site.postal_code,
            ),
            zone=zone,
            employment_type=vacancy.employment_type.value,
            openings=vacancy.openings,
            remote=vacancy.remote,
            closes_on=vacancy.closes_on,
            pay=pay,
        )
    )
