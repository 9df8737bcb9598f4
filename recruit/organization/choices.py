"""What the selects of settings offer: zones, countries, currencies, languages."""

from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale, numbers
from flask_babel import get_locale

from recruit.organization import holiday_source

_NO_PLACE = ("Etc/", "SystemV/", "US/", "posix/", "right/")
CURRENCIES = (
    "EUR", "RON", "MDL", "RUB", "UAH", "USD", "GBP", "CHF", "PLN", "CZK", "HUF", "BGN", "RSD",
    "KZT", "BYN", "GEL", "AMD", "AZN", "UZS", "KGS", "TRY", "SEK", "NOK", "DKK", "CAD",
)  # fmt: skip


@lru_cache(maxsize=1)
def zones() -> list[tuple[str, str]]:
    """Return the IANA zones named after a place, and UTC, as (value, words)."""
    named = sorted(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(_NO_PLACE)
    )
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in named)]


def countries(*, with_holidays: bool = False) -> list[tuple[str, str]]:
    """Return (code, name) in the reader's language, by name."""
    locale = get_locale() or Locale("en")
    known = holiday_source.countries() if with_holidays else None
    pairs = [
        (code, str(name))
        for code, name in locale.territories.items()
        if len(code) == 2
        and code.isalpha()
        and code not in ("EU", "EZ", "UN", "ZZ", "XA", "XB")
        and (known is None or code in known)
    ]
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def currencies(present: str = "") -> list[tuple[str, str]]:
    """Return (code, "EUR, Euro"), and the present one even where it is rare."""
    codes = CURRENCIES if present in CURRENCIES or not present else (present, *CURRENCIES)
    locale = get_locale() or Locale("en")
    return [
        (code, f"{code}, {numbers.get_currency_name(code, locale=locale)}") for code in codes
    ]
