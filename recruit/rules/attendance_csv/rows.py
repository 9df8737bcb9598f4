"""Reading attendance: every row becomes an observation or is dropped with its line and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from recruit.rules.attendance_csv.mapping import REQUIRED, Mapping, understood
from recruit.rules.attendance_csv.text import BadFile, Table, table
from recruit.rules.attendance_csv.words import (
    day_of,
    one_spelling,
    plain,
    protected,
    spelling_key,
    without_fill_down,
)
from recruit.rules.show_rate import Observation, Reminder

_ISO_START = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_NOTHING = ("", "na", "n/a", "none", "null", "-")
MOST_LEAD_DAYS = 3_650
COMMON, RARE = 0.05, 0.01
"""Shares of a column that make a value one of its usual or one of its odd ones."""


@dataclass(frozen=True, slots=True)
class Row:
    """One past invitation. scheduled_on: ISO, None where the date can be read in two ways;
    day_key: the date as written, which is what days are told apart by."""

    line: int
    scheduled_on: str | None
    day_key: str
    channel: str
    lead_days: int | None
    reminder: Reminder
    showed: bool

    def observation(self) -> Observation:
        """As the show rates learn it."""
        return Observation(
            self.showed, self.reminder, self.channel, self.lead_days, self.day_key
        )


@dataclass(frozen=True, slots=True)
class Dropped:
    """A row that was not read: the line, the column at fault ("header" for a repeated header
    row), and what stood there."""

    line: int
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a file holds. mended: lines whose channel stood in a neighbouring column."""

    rows: tuple[Row, ...]
    dropped: tuple[Dropped, ...]
    refused_columns: tuple[str, ...]
    mended: tuple[int, ...]
    mapping: Mapping
    encoding: str
    guessed: bool

    def observations(self) -> list[Observation]:
        """As the show rates learn them."""
        return [row.observation() for row in self.rows]


def read(data: bytes, mapping: Mapping | None = None, encoding: str | None = None) -> Result:
    """Read a table of past interviews; without a mapping it has the canonical headers.

    Raises BadFile where the file as a whole cannot be read.
    """
    found = table(data, encoding)
    chosen = mapping or Mapping.canonical(found.headers)
    _refuse_missing(found, chosen)
    columns = {name: _column(found, header) for name, header in chosen.columns.items()}
    for name in ("scheduled_on", "lead_days"):
        if given := chosen.values.get(name):
            columns[name] = [
                given.get(value, given.get(value.strip(), value))
                for value in columns.get(name, ())
            ]
    raw_dates = [" ".join(x.split()) for x in columns["scheduled_on"]]
    dates = without_fill_down([day_of(x) for x in raw_dates])
    channels, mended = _channels(found, chosen, columns)
    rows: list[Row] = []
    dropped: list[Dropped] = []
    for i, (line, cells) in enumerate(found.rows):
        if [plain(cell) for cell in cells] == [plain(header) for header in found.headers]:
            dropped.append(Dropped(line, "header", ""))
            continue
        showed = understood(chosen, "showed", columns["showed"][i])
        if showed is None:
            dropped.append(Dropped(line, "showed", columns["showed"][i].strip()))
            continue
        asked = columns["reminder"][i] if "reminder" in columns else ""
        reminder = understood(chosen, "reminder", asked)
        if reminder is None:
            dropped.append(Dropped(line, "reminder", asked.strip()))
            continue
        lead, readable = _lead(columns["lead_days"][i] if "lead_days" in columns else "")
        if not readable:
            dropped.append(Dropped(line, "lead_days", columns["lead_days"][i].strip()))
            continue
        day, key = dates[i], raw_dates[i]
        if day is not None and _ISO_START.match(key):
            key = day.isoformat()
        rows.append(
            Row(
                line,
                day.isoformat() if day else None,
                key,
                channels[i],
                lead,
                Reminder(reminder),
                showed == "1",
            )
        )
    refused = tuple(header for header in found.headers if protected(header))
    return Result(
        tuple(rows),
        tuple(dropped),
        refused,
        tuple(found.rows[i][0] for i in mended),
        chosen,
        found.encoding,
        found.guessed,
    )


def _refuse_missing(found: Table, mapping: Mapping) -> None:
    headers = tuple(header for header in found.headers if header)
    unmapped = [name for name in REQUIRED if name not in mapping.columns]
    absent = [header for header in mapping.columns.values() if header not in found.headers]
    if unmapped or absent:
        missing = (*unmapped, *absent)
        raise BadFile(
            "missing_column",
            f"missing column: {', '.join(missing)}; the file has: {', '.join(headers)}",
            missing,
            headers,
        )


def _column(found: Table, header: str) -> list[str]:
    at = found.headers.index(header)
    return [cells[at] if len(cells) > at else "" for _, cells in found.rows]


def _lead(value: str) -> tuple[int | None, bool]:
    """(whole days or None, whether it could be read)."""
    text = value.strip()
    if text.casefold() in _NOTHING:
        return None, True
    if re.fullmatch(r"\d{1,4}(\.0*)?", text) and float(text) <= MOST_LEAD_DAYS:
        return int(float(text)), True
    return None, False


def _channels(
    found: Table, mapping: Mapping, columns: dict[str, list[str]]
) -> tuple[list[str], list[int]]:
    """Every row's channel in one spelling, and the rows where it stood one column aside."""
    if "channel" not in columns:
        return [""] * len(found.rows), []
    given = mapping.values.get("channel", {})
    raw = [given.get(value, given.get(value.strip(), value)) for value in columns["channel"]]
    at = found.headers.index(mapping.columns["channel"])
    used = set(mapping.columns.values())
    beside = [
        _column(found, found.headers[i])
        if i < len(found.headers)
        and i >= 0
        and found.headers[i]
        and found.headers[i] not in used
        and not protected(found.headers[i])
        else []
        for i in (at - 1, at + 1)
    ]
    mended = _mend(raw, beside)
    spelling = one_spelling([v for v in raw if v.strip().casefold() not in _NOTHING])
    return [spelling.get(value, "") for value in raw], mended


def _mend(values: list[str], beside: Sequence[Sequence[str]]) -> list[int]:
    """Take a usual value out of the neighbouring column where an odd one stands here."""
    n = len(values)
    usual = {
        key
        for key, count in Counter(map(spelling_key, values)).items()
        if key and count >= COMMON * n
    }
    mended = []
    for column in beside:
        if not column:
            continue
        odd_there = {
            key
            for key, count in Counter(map(spelling_key, column)).items()
            if count <= max(5, RARE * n)
        }
        there = set(map(spelling_key, column)) - odd_there
        for i in range(n):
            other = spelling_key(column[i])
            if spelling_key(values[i]) in there and other in odd_there and other in usual:
                values[i] = column[i]
                mended.append(i)
    return sorted(mended)
