"""From bytes to rows: encodings, delimiters, and files that are no tables."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

DELIMITERS = ",;\t|"
ENCODINGS = ("utf-8-sig", "utf-16", "cp1251", "cp1252")
_CYRILLIC_WORD = re.compile(r"[А-Яа-яЁё]{3,}")
_LATIN_WORD = re.compile(r"[^\W\d_]{3,}")


class BadFile(ValueError):
    """Why a file cannot be read at all: one clear line.

    code: empty, binary, encoding, malformed, missing_column, protected, mapping.
    missing, found: column names, where that is the reason.
    """

    def __init__(
        self, code: str, message: str, missing: Sequence[str] = (), found: Sequence[str] = ()
    ) -> None:
        super().__init__(message)
        self.code = code
        self.missing = tuple(missing)
        self.found = tuple(found)


@dataclass(frozen=True, slots=True)
class Text:
    """Decoded text; guessed is True where no encoding was given and it is not Unicode."""

    text: str
    encoding: str
    guessed: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Headers and rows, each with the line it starts on (the first line is 1)."""

    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    encoding: str
    guessed: bool
    delimiter: str


def decode(data: bytes, encoding: str | None = None) -> Text:
    """Unicode, else the given encoding, else Russian or western Windows by the look of it."""
    if not data.strip():
        raise BadFile("empty", "the file is empty")
    if encoding is not None:
        try:
            return Text(data.decode(encoding), encoding, False)
        except (UnicodeError, LookupError):
            raise BadFile("encoding", f"the file is not {encoding} text") from None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decode(data, "utf-16")
    if b"\0" in data:
        raise BadFile("binary", "the file is not text: save the table as CSV first")
    try:
        return Text(data.decode("utf-8-sig"), "utf-8-sig", False)
    except UnicodeDecodeError:
        pass
    russian = data.decode("cp1251", errors="replace")
    cyrillic = len(_CYRILLIC_WORD.findall(russian))
    western = data.decode("cp1252", errors="replace")
    accented = [word for word in _LATIN_WORD.findall(western) if not word.isascii()]
    # western text read as Russian has single Cyrillic letters inside Latin words
    mixed = sum(bool(re.search("[A-Za-z]", word)) for word in accented)
    if cyrillic > mixed:
        return Text(russian, "cp1251", True)
    return Text(western, "cp1252", True)


def table(data: bytes, encoding: str | None = None) -> Table:
    """The file as headers and rows; blank lines are left out."""
    found = decode(data, encoding)
    if "\0" in found.text:
        raise BadFile("binary", "the file is not text: save the table as CSV first")
    delimiter = sniff(found.text)
    rows = _parse(found.text, delimiter)
    if not rows:
        raise BadFile("empty", "the file is empty")
    headers = tuple(" ".join(cell.split()) for cell in rows[0][1])
    return Table(headers, tuple(rows[1:]), found.encoding, found.guessed, delimiter)


def sniff(text: str) -> str:
    """The delimiter that cuts the first lines into most columns, the same number in each."""
    head = "\n".join(text.splitlines()[:30])

    def merit(delimiter: str) -> tuple[float, int]:
        widths = [len(cells) for _, cells in _parse(head, delimiter)]
        if not widths or widths[0] < 2:
            return 0.0, 0
        return widths.count(widths[0]) / len(widths), widths[0]

    return max(DELIMITERS, key=merit)


def _parse(text: str, delimiter: str) -> list[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, line = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, tuple(cells)))
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadFile("malformed", f"line {line} cannot be read as CSV: {error}") from None
    return rows
