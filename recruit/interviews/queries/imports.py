"""Reading attendance imports: what was taken in, what the file on the desk looks like."""

import csv
import io
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from recruit.interviews.models import AttendanceImport, AttendanceRecord, ImportState
from recruit.kernel import files
from recruit.kernel.db import by_pubid, db
from recruit.rules import attendance_csv
from recruit.rules.attendance_csv import Mapping, Proposal

_SAMPLE_BYTES = 256 * 1024
PREVIEW_ROWS = 8
MOST_VALUES = 40


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of an uploaded file. Cells of protected columns are left out (None)."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    values: dict[str, dict[str, str | None]]
    """Per mapped column with words: each value as written -> what it means, None if unknown."""
    good: int
    """How many rows of the sample can be read."""
    sample: int


def import_by(pubid: object) -> AttendanceImport | None:
    """Return one import; who may import may see all of them."""
    return by_pubid(AttendanceImport, pubid)


def same_file(sha256: str) -> AttendanceImport | None:
    """Return the import of exactly these bytes, if there is one with its file or its rows."""
    statement = (
        select(AttendanceImport)
        .where(
            AttendanceImport.sha256 == sha256,
            (AttendanceImport.state == ImportState.DONE)
            | AttendanceImport.stored_name.is_not(None),
        )
        .order_by(AttendanceImport.id.desc())
        .limit(1)
    )
    return db.session.scalars(statement).one_or_none()


def all_imports() -> list[AttendanceImport]:
    """Return the imports, newest first, at most 100."""
    statement = (
        select(AttendanceImport)
        .order_by(AttendanceImport.id.desc())
        .limit(100)
        .options(joinedload(AttendanceImport.uploaded_by))
    )
    return list(db.session.scalars(statement).unique())


def reminder_counts(job: AttendanceImport) -> list[tuple[str, int, int]]:
    """Return (reminder, shows, n) of one import."""
    shows = func.count().filter(AttendanceRecord.showed)
    statement = (
        select(AttendanceRecord.reminder, shows, func.count())
        .where(AttendanceRecord.import_id == job.id)
        .group_by(AttendanceRecord.reminder)
        .order_by(AttendanceRecord.reminder)
    )
    return [(row[0].value, row[1], row[2]) for row in db.session.execute(statement)]


def as_plain(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal as JSON for the `mapping` column."""
    return {
        "encoding": proposal.encoding,
        "delimiter": proposal.delimiter,
        "headers": list(proposal.headers),
        "protected": list(proposal.protected),
        "columns": dict(proposal.mapping.columns),
        "values": {name: dict(known) for name, known in proposal.mapping.values.items()},
    }


def mapping_of(job: AttendanceImport) -> Mapping:
    """Return what was said about the file's columns."""
    return Mapping(columns=dict(job.mapping["columns"]), values=dict(job.mapping["values"]))


def preview(job: AttendanceImport) -> Preview | None:
    """Return the first rows and the values found in a sample; None when the bytes are gone."""
    if not job.stored_name:
        return None
    try:
        with files.path_of(job.stored_name).open("rb") as source:
            data = source.read(_SAMPLE_BYTES)
    except OSError:
        return None
    if len(data) == _SAMPLE_BYTES:
        data = data[: data.rfind(b"\n") + 1]
    text = attendance_csv.decode(data, job.mapping.get("encoding")).text
    table = list(csv.reader(io.StringIO(text), delimiter=job.mapping.get("delimiter") or ","))
    if not table:
        return None
    headers = tuple(job.mapping.get("headers") or table[0])
    hidden = {i for i, name in enumerate(headers) if name in set(job.mapping["protected"])}
    body = [row for row in table[1:] if any(cell.strip() for cell in row)]
    shown = tuple(
        tuple(
            None if i in hidden else (row[i][:60] if i < len(row) else "")
            for i in range(len(headers))
        )
        for row in body[:PREVIEW_ROWS]
    )
    mapping = mapping_of(job)
    values = {
        name: _values(body, headers, header, name, mapping)
        for name, header in job.mapping["columns"].items()
        if name in ("reminder", "showed") and header in headers
    }
    good = 0
    if job.mapping["columns"].get("showed"):
        try:
            good = len(attendance_csv.read(data, mapping).rows)
        except attendance_csv.BadFile:
            good = 0
    return Preview(headers, shown, values, good, len(body))


def _values(
    body: list[list[str]], headers: tuple[str, ...], header: str, name: str, mapping: Mapping
) -> dict[str, str | None]:
    place = headers.index(header)
    found: dict[str, str | None] = {}
    for row in body:
        if place < len(row) and (raw := row[place].strip()) not in found:
            found[raw] = attendance_csv.understood(mapping, name, raw)
            if len(found) == MOST_VALUES:
                break
    return found
