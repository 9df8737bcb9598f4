"""An independent reading of the published rules for JobPosting, for tests only.

Written from the rules of search engines, not from our code: what must be there, of which type.
"""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

TYPES = {
    "FULL_TIME",
    "PART_TIME",
    "CONTRACTOR",
    "TEMPORARY",
    "INTERN",
    "VOLUNTEER",
    "PER_DIEM",
    "OTHER",
}
UNITS = {"HOUR", "DAY", "WEEK", "MONTH", "YEAR"}


def problems(data: dict[str, Any]) -> list[str]:
    """Return what is wrong with a JobPosting; an empty list is a valid one."""
    found: list[str] = []

    def need(ok: Any, what: str) -> None:
        if not ok:
            found.append(what)

    need(str(data.get("@context", "")).rstrip("/") == "https://schema.org", "context")
    need(data.get("@type") == "JobPosting", "type")
    for name in ("title", "description"):
        need(isinstance(data.get(name), str) and data[name].strip(), name)
    need(_is_date(data.get("datePosted")), "datePosted")
    organization = data.get("hiringOrganization", {})
    need(
        organization.get("@type") == "Organization" and organization.get("name"), "organization"
    )
    if "sameAs" in organization:
        need(_is_url(organization["sameAs"]), "sameAs")
    if data.get("jobLocationType") == "TELECOMMUTE":
        place = data.get("applicantLocationRequirements", {})
        need(place.get("@type") in ("Country", "State") and place.get("name"), "remote country")
    else:
        address = data.get("jobLocation", {}).get("address", {})
        need(data.get("jobLocation", {}).get("@type") == "Place", "jobLocation")
        need(address.get("@type") == "PostalAddress", "address")
        need(len(address.get("addressCountry", "")) == 2, "addressCountry")
    if "validThrough" in data:
        need(_is_moment(data["validThrough"]), "validThrough")
    need(data.get("employmentType") in TYPES, "employmentType")
    identifier = data.get("identifier", {})
    need(identifier.get("@type") == "PropertyValue" and identifier.get("value"), "identifier")
    need(data.get("directApply") in (True, False), "directApply")
    need(_is_url(data.get("url", "")), "url")
    if "baseSalary" in data:
        found.extend(_salary(data["baseSalary"]))
    return found


def _salary(salary: dict[str, Any]) -> list[str]:
    value = salary.get("value", {})
    numbers = [value[name] for name in ("value", "minValue", "maxValue") if name in value]
    checks = {
        "salary type": salary.get("@type") == "MonetaryAmount",
        "currency": len(salary.get("currency", "")) == 3 and salary["currency"].isupper(),
        "value type": value.get("@type") == "QuantitativeValue",
        "unit": value.get("unitText") in UNITS,
        "numbers": bool(numbers) and all(isinstance(n, int | float) and n > 0 for n in numbers),
        "order": value.get("minValue", 0) <= value.get("maxValue", float("inf")),
    }
    return [name for name, ok in checks.items() if not ok]


def _is_date(text: Any) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except (TypeError, ValueError):
        return False


def _is_moment(text: Any) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except (TypeError, ValueError):
        return False


def _is_url(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc)
