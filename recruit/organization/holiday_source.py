"""Public holidays of a country and year, from the `holidays` package (no network)."""

from datetime import date

import holidays


def countries() -> list[str]:
    """Return the two-letter codes the package knows."""
    return sorted(code for code in holidays.list_supported_countries() if len(code) == 2)


def public_holidays(country: str, year: int) -> dict[date, str] | None:
    """Return day -> name in English where there is one; None for an unknown country."""
    if country not in countries():
        return None
    try:
        found = holidays.country_holidays(country, years=year, language="en_US")
    except NotImplementedError:
        return None
    return {on: str(name) for on, name in found.items() if on.year == year}
