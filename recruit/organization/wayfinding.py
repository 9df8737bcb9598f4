"""How to get to a site: one text for calendars, one plain link to a map."""

from urllib.parse import quote

from recruit.organization.models import Site


def address_of(site: Site) -> str:
    """Return the address in one line, "" where none is known."""
    town = f"{site.postal_code} {site.city}".strip()
    return ", ".join(part for part in (site.address, town) if part) if site.address else ""


def map_url(site: Site) -> str:
    """Return a plain link that searches a map for the address, "" without one. Nothing of the
    map is loaded into our pages."""
    address = address_of(site)
    return f"https://www.openstreetmap.org/search?query={quote(address)}" if address else ""


def directions_of(site: Site) -> str:
    """Return directions, parking and what to bring as lines of plain text."""
    return "\n".join(part for part in (site.directions, site.parking, site.bring) if part)
