"""Which column is which: given in a MAPPING.toml, or proposed from the headers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as Mappings
from dataclasses import dataclass, field

from recruit.rules.attendance_csv.text import BadFile, Table, table
from recruit.rules.attendance_csv.words import answer, came, day_of, plain, protected
from recruit.rules.show_rate import Reminder

CANONICAL = ("scheduled_on", "channel", "lead_days", "reminder", "showed")
REQUIRED = ("scheduled_on", "showed")
MOST_VALUES = 60

_HINTS = {
    "scheduled_on": (
        "scheduled on",
        "date of interview",
        "interview date",
        "appointment day",
        "appointmentday",
        "scheduled",
        "дата собеседования",
        "date",
        "дата",
    ),
    "showed": (
        "showed",
        "observed attendance",
        "attended",
        "no show",
        "noshow",
        "arrived",
        "came",
        "явка",
        "пришел",
        "attendance",
    ),
    "reminder": (
        "reminder",
        "expected attendance",
        "confirmation",
        "confirmed",
        "expected",
        "подтвержд",
        "напомин",
    ),
    "channel": ("channel", "interview type", "source", "канал", "источник"),
    "lead_days": ("lead days", "lead time", "days ahead", "days before", "дней до"),
}


@dataclass(frozen=True, slots=True)
class Mapping:
    """columns: canonical name -> header; values: canonical name -> {raw value: canonical}."""

    columns: Mappings[str, str]
    values: Mappings[str, Mappings[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in (*self.columns, *self.values):
            if name not in CANONICAL:
                raise BadFile(
                    "mapping",
                    f"unknown column {name!r} in the mapping; known are {', '.join(CANONICAL)}",
                    found=(name,),
                )
        refused = [header for header in self.columns.values() if protected(header)]
        if refused:
            raise BadFile(
                "protected",
                "these columns must not be used: " + ", ".join(refused),
                found=refused,
            )
        for raw, word in self.values.get("reminder", {}).items():
            if word not in set(Reminder):
                raise BadFile(
                    "mapping",
                    f"reminder {raw!r} is mapped to {word!r}, which is "
                    f"none of {', '.join(Reminder)}",
                )
        for raw, word in self.values.get("showed", {}).items():
            if came(word) is None:
                raise BadFile(
                    "mapping", f"showed {raw!r} is mapped to {word!r}, which is neither 0 nor 1"
                )

    @classmethod
    def canonical(cls, headers: tuple[str, ...]) -> Mapping:
        """The mapping of a file that already has the canonical headers."""
        return cls({name: name for name in CANONICAL if name in headers or name in REQUIRED})

    @classmethod
    def from_toml(cls, text: str) -> Mapping:
        """[columns] canonical = "header"; [values.<column>] raw = "canonical"."""
        try:
            given = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise BadFile("mapping", f"the mapping is not TOML: {error}") from None
        columns, values = given.get("columns", {}), given.get("values", {})
        if (
            not isinstance(columns, dict)
            or not isinstance(values, dict)
            or not all(isinstance(inner, dict) for inner in values.values())
        ):
            raise BadFile("mapping", "the mapping needs [columns] and [values.<column>] tables")
        return cls(
            {name: str(header) for name, header in columns.items()},
            {
                name: {raw: _word(word) for raw, word in inner.items()}
                for name, inner in values.items()
            },
        )


def _word(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file seems to be, to be looked at and changed before it is read.

    values: per column the raw values found (at most 60) and how they are understood, None
    where they are not. protected: headers that are never read; empty: how many columns hold
    nothing.
    """

    encoding: str
    guessed: bool
    delimiter: str
    headers: tuple[str, ...]
    mapping: Mapping
    missing: tuple[str, ...]
    protected: tuple[str, ...]
    empty: int
    values: Mappings[str, Mappings[str, str | None]]
    rows: int


def propose(data: bytes, encoding: str | None = None) -> Proposal:
    """Look at a file and propose how to read it."""
    found = table(data, encoding)
    used = [
        any(
            len(cells) > i and cells[i].strip().casefold() not in ("", "na")
            for _, cells in found.rows
        )
        for i in range(len(found.headers))
    ]
    free = [
        header
        for header, has in zip(found.headers, used, strict=True)
        if header and has and not protected(header)
    ]
    columns: dict[str, str] = {}
    for name in ("showed", "reminder", "scheduled_on", "channel", "lead_days"):
        header = _likely(name, [h for h in free if h not in columns.values()])
        if header is not None:
            columns[name] = header
    dated = [
        header for header in free if header not in columns.values() and _dates(found, header)
    ]
    if "scheduled_on" not in columns and dated:
        columns["scheduled_on"] = dated[0]
    values: dict[str, dict[str, str]] = {}
    shown = plain(columns.get("showed", "")).replace("-", " ")
    if "no show" in shown or "noshow" in shown:
        raws = _distinct(found, columns["showed"])
        values["showed"] = {
            raw: str(int(not word)) for raw in raws if (word := came(raw)) is not None
        }
    mapping = Mapping(columns, values)
    return Proposal(
        found.encoding,
        found.guessed,
        found.delimiter,
        found.headers,
        mapping,
        tuple(name for name in REQUIRED if name not in columns),
        tuple(header for header in found.headers if protected(header)),
        sum(not has for has in used),
        {
            name: {
                raw: understood(mapping, name, raw) for raw in _distinct(found, columns[name])
            }
            for name in ("reminder", "showed")
            if name in columns
        },
        len(found.rows),
    )


def understood(mapping: Mapping, name: str, raw: str) -> str | None:
    """The canonical word of a raw reminder or attendance value."""
    given = mapping.values.get(name, {})
    value = raw.strip()
    loose = {plain(key): word for key, word in given.items()}
    word = given.get(raw, given.get(value, loose.get(plain(raw), value)))
    if name == "reminder":
        reminder = answer(word)
        return None if reminder is None else reminder.value
    shown = came(word)
    return None if shown is None else str(int(shown))


def _distinct(found: Table, header: str) -> list[str]:
    at = found.headers.index(header)
    seen = dict.fromkeys(cells[at].strip() for _, cells in found.rows if len(cells) > at)
    return list(seen)[:MOST_VALUES]


def _dates(found: Table, header: str) -> bool:
    """Do most of the column's different values read as dates?"""
    values = _distinct(found, header)
    return sum(day_of(value) is not None for value in values) * 2 > len(values)


def _likely(name: str, headers: list[str]) -> str | None:
    """The header that reads most like a canonical column."""
    for hint in _HINTS[name]:
        for header in headers:
            if plain(header).replace("-", " ") == hint:
                return header
    for hint in _HINTS[name]:
        for header in headers:
            if len(hint) > 4 and hint in plain(header).replace("-", " "):
                return header
    return None
