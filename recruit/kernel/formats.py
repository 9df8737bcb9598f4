"""How pages write dates, times, money and numbers: one place, in the reader's language.

Filters and functions for templates. Times are always on a 24-hour clock; a moment is written
with weekday, date, time and zone, inside `<time datetime>`.
"""

import zlib
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from flask import Flask, current_app
from flask_babel import get_locale, get_timezone, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from recruit.kernel import clock, form_macros
from recruit.kernel.i18n import LOCALES
from recruit.kernel.state_words import state_word

Zone = str | tzinfo | None
TONES = ("blue", "green", "orange", "purple", "teal", "pink", "slate", "amber")
FEWEST_FOR_PERCENT = 5  # a share of fewer people than this says more about them than about us


def _locale() -> Locale:
    """Return the page's locale; plain English is written the European way (24 Nov, 14:00)."""
    locale = get_locale() or Locale("en")
    return Locale("en", "GB") if locale.language == "en" and not locale.territory else locale


def _zone(zone: Zone) -> tzinfo:
    if isinstance(zone, str):
        return ZoneInfo(zone)
    return zone or get_timezone() or ZoneInfo("UTC")


def _day(value: date, zone: Zone) -> date:
    return value.astimezone(_zone(zone)).date() if isinstance(value, datetime) else value


def _stamp(machine: str, words: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(machine, words)


def _moment(value: datetime, words: str) -> Markup:
    return _stamp(value.isoformat(timespec="minutes"), words)


def _date_words(day: date, width: str) -> str:
    return _written(day, width, str(_locale()))


@lru_cache(maxsize=4096)
def _written(day: date, width: str, locale: str) -> str:
    """Lists show the same few days again and again."""
    if width == "long":  # Tuesday, 24 November 2026
        return dates.format_date(day, "full", locale=locale)
    skeleton = {"medium": "yMMMEd", "short": "MMMEd", "plain": "yMMMd", "day": "MMMMEEEEd"}[
        width
    ]
    return dates.format_skeleton(skeleton, day, locale=locale)


def format_date(value: date | None, width: str = "medium", zone: Zone = None) -> Markup:
    """Write a day. A datetime is first moved into `zone`.

    Widths: medium "Tue, 24 Nov 2026", long "Tuesday, 24 November 2026", short "Tue 24 Nov",
    plain "24 Nov 2026", day "Tuesday 24 November".
    """
    if value is None:
        return Markup("–")
    day = _day(value, zone)
    return _stamp(day.isoformat(), _date_words(day, width))


def format_time(value: datetime | None, zone: Zone = None) -> Markup:
    """Write a time of day, "14:05", in `zone` (else the reader's)."""
    if value is None:
        return Markup("–")
    return _moment(value, value.astimezone(_zone(zone)).strftime("%H:%M"))


def format_datetime(
    value: datetime | None, zone: Zone = None, width: str = "medium", with_zone: bool = True
) -> Markup:
    """Write a moment with weekday, date, time and zone.

    "Tue, 24 Nov 2026, 11:00 Moscow time (UTC+3)"; `with_zone=False` where the zone stands in
    the heading of the table or card already.
    """
    if value is None:
        return Markup("–")
    local = value.astimezone(_zone(zone))
    words = f"{_date_words(local.date(), width)}, {local:%H:%M}"
    if with_zone:
        words = f"{words} {zone_name(zone, value)}"
    return _moment(value, words)


def local(value: datetime, zone: Zone = None) -> datetime:
    """Return the moment on the wall clock of `zone`."""
    return value.astimezone(_zone(zone))


def month_short(day: date) -> str:
    """Return the month's short name, "Nov"."""
    return dates.format_skeleton("MMM", day, locale=_locale()).rstrip(".")


def zone_name(zone: Zone = None, at: datetime | None = None) -> str:
    """Return "Moscow time (UTC+3)" for a zone at a moment (now, unless given)."""
    info = _zone(zone)
    offset = (at or clock.now()).astimezone(info).utcoffset() or timedelta()
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    shift = f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "") if minutes else "UTC"
    key = str(info)
    if "/" not in key or key.startswith("Etc/"):
        return shift
    known = _locale().time_zones.get(key, {}).get("city")
    city = known or key.rpartition("/")[2].replace("_", " ")
    return str(_("%(city)s time (%(offset)s)", city=city, offset=shift))


def ago(value: datetime | None, now: datetime | None = None) -> Markup:
    """Write how long ago, or how soon: "5 minutes ago", "in 2 days". A script keeps it true."""
    if value is None:
        return Markup("–")
    delta = value - (now or clock.now())
    words = dates.format_timedelta(delta, add_direction=True, locale=_locale())
    return Markup('<time datetime="{}" data-ago>{}</time>').format(
        value.isoformat(timespec="seconds"), words
    )


def waited(since: datetime | None, now: datetime | None = None) -> Markup:
    """Write whole minutes since a moment, "12 min". A script keeps it true."""
    if since is None:
        return Markup("–")
    minutes = max(0, int(((now or clock.now()) - since).total_seconds()) // 60)
    return Markup('<time datetime="{}" data-waited>{}</time>').format(
        since.isoformat(timespec="seconds"), duration_minutes(minutes)
    )


def duration_minutes(minutes: int | float | None) -> str:
    """Return "45 min" or "1 h 30 min"."""
    if minutes is None:
        return "–"
    hours, rest = divmod(round(minutes), 60)
    if not hours:
        return str(_("%(minutes)s min", minutes=rest))
    if not rest:
        return str(_("%(hours)s h", hours=hours))
    return str(_("%(hours)s h %(minutes)s min", hours=hours, minutes=rest))


def number(value: int | float | Decimal | None, digits: int | None = None) -> str:
    """Return a number with the language's separators; `digits` fixes the decimals."""
    if value is None:
        return "–"
    if digits is None:
        return numbers.format_decimal(value, locale=_locale())
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return numbers.format_decimal(value, format=pattern, locale=_locale())


def percent(value: float | None, digits: int = 0) -> str:
    """Return a share between 0 and 1 as "63%"."""
    if value is None:
        return "–"
    pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
    return numbers.format_percent(value, format=pattern, locale=_locale())


def rate(part: int, whole: int) -> str:
    """Return "64% (783 of 1,233)"; of fewer than five people only "3 of 4"."""
    if not whole:
        return str(_("none yet"))
    counted = _("%(part)s of %(whole)s", part=number(part), whole=number(whole))
    return counted if whole < FEWEST_FOR_PERCENT else f"{percent(part / whole)} ({counted})"


def money(value: object, currency: str | None = None) -> str:
    """Write a Money (`minor` units and `currency`), or minor units with a currency."""
    if value is None:
        return "–"
    minor = value if isinstance(value, int) else int(getattr(value, "minor", 0))
    code = currency or str(getattr(value, "currency", ""))
    digits = numbers.get_currency_precision(code)
    amount = Decimal(minor).scaleb(-digits)
    cents = "" if amount == amount.to_integral_value() else "." + "0" * digits
    return numbers.format_currency(
        amount, code, locale=_locale(), currency_digits=False, format=f"#,##0{cents} ¤"
    )


def file_size(octets: int | None) -> str:
    """Return "340 KB" or "2.4 MB"."""
    if octets is None:
        return "–"
    if octets < 1_000_000:
        return str(_("%(size)s KB", size=number(max(1, round(octets / 1000)))))
    return str(_("%(size)s MB", size=number(octets / 1_000_000, 1)))


def days(count: int) -> str:
    """Return "1 day", "3 days"."""
    return str(ngettext("%(num)s day", "%(num)s days", count))


def initials(name: str | None) -> str:
    """Return at most two letters for an avatar."""
    words = [word for word in (name or "").split() if word[0].isalnum()]
    picked = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0] for word in picked).upper() or "?"


def tone(name: str | None) -> str:
    """Return the colour class of a name, the same on every page and day."""
    return f"tone-{TONES[zlib.crc32((name or '').encode()) % len(TONES)]}"


def element_id(*parts: object) -> str:
    """Return an id for an element, the same for the same parts on every rendering."""
    return f"x{zlib.crc32('|'.join(map(str, parts)).encode()):08x}"


def has_endpoint(name: str) -> bool:
    """Tell whether this application has a view of that name."""
    return name in current_app.view_functions


def register(app: Flask) -> None:
    """Give templates the filters and functions of this module."""
    form_macros.register(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        date=format_date,
        time=format_time,
        datetime=format_datetime,
        local=local,
        month_short=month_short,
        ago=ago,
        waited=waited,
        duration_minutes=duration_minutes,
        number=number,
        percent=percent,
        money=money,
        file_size=file_size,
        days=days,
        initials=initials,
        tone=tone,
        zone_name=zone_name,
    )
    app.jinja_env.globals.update(
        zone_name=zone_name,
        rate=rate,
        element_id=element_id,
        has_endpoint=has_endpoint,
        state_word=state_word,
        LOCALES=LOCALES,
    )
