"""The words of notices and mails. Each feature adds its own at import.

kinds.KINDS |= {"interviews.slot-free": _l("A seat is free on %(starts_at)s.")}
kinds.LETTERS |= {"interviews/invited": _l("Invitation to an interview")}
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from recruit.kernel import formats

KINDS: dict[str, Any] = {}
"""A notice's kind -> its sentence. Facts fill in `%(name)s`; those ending in _at (moments) or
_on (days) are ISO strings and are written in the reader's language and zone."""

LETTERS: dict[str, Any] = {
    "people/invitation": _l("Invitation to an account"),
    "people/reset": _l("Link for a new password"),
}
"""A mail's template -> what it is."""


def sentence(kind: str, facts: Mapping[str, Any]) -> str:
    """Return a notice in words; where words or facts are missing, the code in plain letters."""
    words = KINDS.get(kind)
    if words is None:
        return _plain(kind.rpartition(".")[2])
    try:
        return str(words) % {name: _fact(name, value) for name, value in facts.items()}
    except (KeyError, TypeError, ValueError):
        return _plain(kind.rpartition(".")[2])


def letter_name(template: str) -> str:
    """Return what a mail is, in words."""
    return str(LETTERS.get(template) or _plain(template.rpartition("/")[2]))


def _plain(code: str) -> str:
    return code.replace("-", " ").replace("_", " ").capitalize()


def _fact(name: str, value: Any) -> Any:
    if isinstance(value, str) and name.endswith("_at"):
        return formats.format_datetime(datetime.fromisoformat(value)).striptags()
    if isinstance(value, str) and name.endswith("_on"):
        return formats.format_date(date.fromisoformat(value)).striptags()
    return value
