"""Taking in a file of past interviews: upload, say what its columns mean, read it in steps.

The bytes may hold names; they lie in the file store until the file is read, then they go.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping as MappingType
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, insert, select, update

from recruit.interviews.models import AttendanceImport, AttendanceRecord, ImportState
from recruit.interviews.queries import imports
from recruit.kernel import audit, files
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.organization import queries as organization
from recruit.people.models import Person
from recruit.rules import attendance_csv
from recruit.rules.attendance_csv import BadFile, Mapping

CHUNK = 5_000
"""Rows written in one step, so that no step holds the database for long."""
MOST_LISTED = 10_000
FORGOTTEN = timedelta(days=2)
"""An upload that nobody confirmed is deleted after this."""


class Refusal(StrEnum):
    SAME_FILE = "same_file"
    NO_SHOWED = "no_showed_column"
    COLUMN_TWICE = "column_twice"
    PROTECTED = "protected_column"
    VALUE_UNKNOWN = "value_unknown"
    RUNNING = "import_running"
    ALREADY_DONE = "import_done"
    FILE_GONE = "file_gone"


def upload(data: bytes, filename: str, *, actor: Person, now: datetime) -> AttendanceImport:
    """Keep a file and propose what its columns mean.

    Raise BadFile when it is no table, Refused(SAME_FILE, of=pubid) when it was read before. The
    same file uploaded twice before it is read is one import.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if (same := imports.same_file(sha256)) is not None:
        if same.state in (ImportState.DONE, ImportState.RUNNING):
            raise Refused(Refusal.SAME_FILE, of=same.pubid)
        return same
    proposal = attendance_csv.propose(data)
    stored = files.store(data)
    job = AttendanceImport(
        filename=filename[-120:] or "attendance.csv",
        stored_name=stored.name,
        sha256=stored.sha256,
        state=ImportState.UPLOADED,
        mapping=imports.as_plain(proposal),
        report={},
        rows_total=0,
        rows_done=0,
        uploaded_by=actor,
        uploaded_at=now,
    )
    db.session.add(job)
    audit.record("interviews.attendance.uploaded", job, actor=actor, at=now, size=stored.size)
    return job


def remap(
    job: AttendanceImport,
    columns: MappingType[str, str],
    values: MappingType[str, MappingType[str, str]],
) -> None:
    """Say which column holds what, and what its values mean, or raise Refused or BadFile.

    columns: canonical name -> header; values: canonical name -> {as written: canonical}.
    """
    locked(job)
    _not_read(job)
    chosen = [header for header in columns.values() if header]
    if len(set(chosen)) < len(chosen):
        raise Refused(Refusal.COLUMN_TWICE)
    if set(chosen) & set(job.mapping.get("protected", ())):
        raise Refused(Refusal.PROTECTED)
    mapping = Mapping(
        {name: header for name, header in columns.items() if header},
        {name: dict(known) for name, known in values.items()},
    )
    job.mapping = job.mapping | {
        "columns": dict(mapping.columns),
        "values": {name: dict(known) for name, known in mapping.values.items()},
    }


def start(job: AttendanceImport, *, actor: Person, now: datetime) -> None:
    """Let the scheduler read the file, or raise Refused. A second click changes nothing."""
    locked(job)
    if job.state is ImportState.RUNNING:
        return
    _not_read(job)
    if not job.mapping.get("columns", {}).get("showed"):
        raise Refused(Refusal.NO_SHOWED)
    job.state = ImportState.RUNNING
    job.rows_done = job.rows_total = 0
    audit.record(
        "interviews.attendance.started",
        job,
        actor=actor,
        at=now,
        columns=sorted(job.mapping["columns"]),
    )


def step(now: datetime) -> bool:
    """Do the next piece of the oldest running import; return whether there was one.

    The place reached and the rows written commit together: after a crash the step is repeated.
    """
    _clean_up(now)
    statement = (
        select(AttendanceImport)
        .where(AttendanceImport.state == ImportState.RUNNING)
        .order_by(AttendanceImport.id)
        .limit(1)
        .with_for_update(of=AttendanceImport, skip_locked=True)
    )
    job = db.session.scalars(statement).one_or_none()
    if job is None:
        return False
    try:
        data = files.path_of(job.stored_name or "").read_bytes()
        result = attendance_csv.read(data, imports.mapping_of(job))
    except BadFile as error:
        _fail(job, error.code, now)
        return True
    except (OSError, ValueError):
        _fail(job, Refusal.FILE_GONE.value, now)
        return True
    job.rows_total = len(result.rows)
    rows = result.rows[job.rows_done : job.rows_done + CHUNK]
    if rows:
        db.session.execute(insert(AttendanceRecord), [_record(job, row) for row in rows])
        job.rows_done += len(rows)
    if job.rows_done >= job.rows_total:
        job.state = ImportState.DONE
        job.finished_at = now
        job.report = _report(result)
        audit.record(
            "interviews.attendance.imported",
            job,
            actor=job.uploaded_by,
            at=now,
            rows=job.rows_done,
            dropped=len(result.dropped),
        )
    return True


def undo_import(job: AttendanceImport, *, actor: Person, now: datetime) -> int:
    """Delete an import with everything it brought; return how many records went."""
    locked(job)
    if job.state is ImportState.RUNNING:
        raise Refused(Refusal.RUNNING)
    gone = db.session.connection().execute(
        delete(AttendanceRecord).where(AttendanceRecord.import_id == job.id)
    )
    audit.record("interviews.attendance.removed", job, actor=actor, at=now, rows=gone.rowcount)
    if job.stored_name:
        files.remove(job.stored_name)
    db.session.delete(job)
    return gone.rowcount


def set_prior(of_ten: int, weight: int, *, actor: Person, now: datetime) -> None:
    """Keep the answer to "how many of ten invited people come?", used beside little history;
    weight: how many people it counts as, 2 to 8."""
    company = db.session.merge(organization.organization())
    company.prior_shows_of_ten = of_ten
    company.prior_weight = weight
    audit.record(
        "interviews.prior.answered", company, actor=actor, at=now, of_ten=of_ten, weight=weight
    )


def _not_read(job: AttendanceImport) -> None:
    if job.state is ImportState.RUNNING:
        raise Refused(Refusal.RUNNING)
    if job.state is ImportState.DONE:
        raise Refused(Refusal.ALREADY_DONE)
    if not job.stored_name:
        raise Refused(Refusal.FILE_GONE)


def _fail(job: AttendanceImport, code: str, now: datetime) -> None:
    """Nothing of a failed file stays; it can be mapped in another way and started again."""
    db.session.execute(delete(AttendanceRecord).where(AttendanceRecord.import_id == job.id))
    job.state = ImportState.FAILED
    job.finished_at = now
    job.rows_done = 0
    job.report = {"failed": code}


def _record(job: AttendanceImport, row: attendance_csv.Row) -> dict[str, Any]:
    return {
        "import_id": job.id,
        "scheduled_on": date.fromisoformat(row.scheduled_on) if row.scheduled_on else None,
        "day_key": row.day_key[:40],
        "channel": row.channel[:80],
        "lead_days": row.lead_days,
        "reminder": row.reminder,
        "showed": row.showed,
    }


def _report(result: attendance_csv.Result) -> dict[str, Any]:
    """Counts, and which lines were dropped and why; the details name columns and odd values,
    never a protected one."""
    return {
        "rows": len(result.rows),
        "showed": sum(row.showed for row in result.rows),
        "reasons": dict(Counter(str(drop.reason) for drop in result.dropped)),
        "dropped": [
            [drop.line, str(drop.reason), drop.detail[:80]]
            for drop in result.dropped[:MOST_LISTED]
        ],
        "refused_columns": list(result.refused_columns),
    }


def _clean_up(now: datetime) -> None:
    """Delete bytes that are not needed any more. The row was committed before, so a crash
    between the two deletions only repeats them."""
    read = select(AttendanceImport).where(
        AttendanceImport.state == ImportState.DONE, AttendanceImport.stored_name.is_not(None)
    )
    for job in db.session.scalars(read.limit(20)):
        files.remove(job.stored_name or "")
        job.stored_name = None
    old = select(AttendanceImport).where(
        AttendanceImport.state.in_((ImportState.UPLOADED, ImportState.FAILED)),
        AttendanceImport.stored_name.is_not(None),
        AttendanceImport.uploaded_at < now - FORGOTTEN,
    )
    for job in db.session.scalars(old.limit(20)):
        files.remove(job.stored_name or "")
        db.session.execute(
            update(AttendanceImport)
            .where(AttendanceImport.id == job.id)
            .values(stored_name=None, state=ImportState.FAILED, report={"failed": "forgotten"})
        )


__all__ = [
    "BadFile",
    "Mapping",
    "Refusal",
    "remap",
    "set_prior",
    "start",
    "step",
    "undo_import",
    "upload",
]
