"""A vacancy as schema.org JobPosting, by the rules search engines publish for job listings.

Required: title, description, datePosted, hiringOrganization, and jobLocation - or for remote
work jobLocationType TELECOMMUTE with applicantLocationRequirements. Recommended and always
given where known: validThrough, employmentType, baseSalary, identifier, directApply.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from recruit.rules.money import Money

EMPLOYMENT_TYPES = frozenset({"FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN"})


@dataclass(frozen=True, slots=True)
class Employer:
    """Who hires. `website` may be empty."""

    name: str
    website: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the work is done. `country` is an ISO 3166 code of two letters."""

    country: str
    city: str = ""
    address: str = ""
    region: str = ""
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class Pay:
    """Monthly pay from..to; `digits` are the decimals of the currency's minor unit."""

    lowest: Money
    highest: Money
    digits: int = 2


@dataclass(frozen=True, slots=True)
class Posting:
    """Everything a job listing says. `description` is safe HTML; `closes_on` the last day."""

    pubid: str
    url: str
    title: str
    description: str
    posted_on: date
    employer: Employer
    place: Place
    zone: ZoneInfo
    employment_type: str
    openings: int = 1
    remote: bool = False
    closes_on: date | None = None
    pay: Pay | None = None


def json_ld(posting: Posting) -> dict[str, Any]:
    """Return the JobPosting as plain JSON data; ValueError for an unknown type of work."""
    kind = posting.employment_type.upper()
    if kind not in EMPLOYMENT_TYPES:
        raise ValueError(f"no employment type {posting.employment_type!r}")
    data: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": posting.title,
        "description": posting.description,
        "datePosted": posting.posted_on.isoformat(),
        "employmentType": kind,
        "hiringOrganization": _employer(posting.employer),
        "identifier": {
            "@type": "PropertyValue",
            "name": posting.employer.name,
            "value": posting.pubid,
        },
        "url": posting.url,
        "totalJobOpenings": posting.openings,
        "directApply": True,
    }
    if posting.remote:
        data["jobLocationType"] = "TELECOMMUTE"
        data["applicantLocationRequirements"] = {
            "@type": "Country",
            "name": posting.place.country,
        }
    else:
        data["jobLocation"] = {"@type": "Place", "address": _address(posting.place)}
    if posting.closes_on is not None:
        last_second = datetime.combine(posting.closes_on, time(23, 59, 59), posting.zone)
        data["validThrough"] = last_second.isoformat()
    if posting.pay is not None:
        data["baseSalary"] = _salary(posting.pay)
    return data


def _employer(employer: Employer) -> dict[str, str]:
    data = {"@type": "Organization", "name": employer.name}
    if employer.website:
        data["sameAs"] = employer.website
    return data


def _address(place: Place) -> dict[str, str]:
    fields = {
        "streetAddress": place.address,
        "addressLocality": place.city,
        "addressRegion": place.region,
        "postalCode": place.postal_code,
        "addressCountry": place.country,
    }
    return {"@type": "PostalAddress"} | {name: value for name, value in fields.items() if value}


def _salary(pay: Pay) -> dict[str, Any]:
    low, high = _number(pay.lowest, pay.digits), _number(pay.highest, pay.digits)
    span = {"value": low} if low == high else {"minValue": low, "maxValue": high}
    return {
        "@type": "MonetaryAmount",
        "currency": pay.lowest.currency,
        "value": {"@type": "QuantitativeValue", **span, "unitText": "MONTH"},
    }


def _number(amount: Money, digits: int) -> int | float:
    """Return the amount in major units as a JSON number, the only number JSON knows."""
    exact = Decimal(amount.minor).scaleb(-digits)
    return int(exact) if exact == exact.to_integral_value() else float(exact)
