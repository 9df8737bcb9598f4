"""Bringing question files in: uploaded, previewed, confirmed. A confirmed import is one
transaction of exactly the file that was previewed, and happens once."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import PurePath

from recruit.assessments.models import Product, QuestionBank, QuestionImport
from recruit.assessments.operations import attachments, banks
from recruit.assessments.operations.questions import Upload, Wording, write_question
from recruit.assessments.queries import importing as queries
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import question_files, setting
from recruit.rules.question_files import FileFormat
from recruit.rules.question_files.form import Attached
from recruit.rules.question_files.wording import Ours, our_tags

MOST_IMPORTED = 1_000


class Refusal(StrEnum):
    """Why a file is not brought in."""

    NOTHING_GOOD = "no_question_can_be_imported"
    TOO_MANY = "too_many_questions"
    HAS_ERRORS = "file_has_errors"
    CHANGED = "not_the_file_that_was_previewed"
    FILE_GONE = "file_is_not_kept_any_more"


def upload(
    data: bytes,
    filename: str,
    form: FileFormat | None,
    *,
    bank_path: Sequence[str] = (),
    product: Product | None = None,
    actor: Person,
    now: datetime,
) -> QuestionImport:
    """Keep a file for its preview. form: None finds it out. Raise Unreadable when it cannot be
    read at all, Refused when no bank can have that path."""
    form = form or question_files.detect(data, filename)
    question_files.read(data, form)
    name = setting.bank_name(bank_path) if bank_path else ""
    if name is None:
        raise Refused(setting.Refusal.BANK_NAME)
    job = QuestionImport(
        filename=" ".join(filename.split())[-120:] or "questions",
        format=form.value,
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
        bank_path=name,
        product=product,
        uploaded_by=actor,
        uploaded_at=now,
    )
    db.session.add(job)
    audit.record("assessments.import.uploaded", job, actor=actor, at=now, size=len(data))
    return job


def import_questions(
    job: QuestionImport,
    *,
    sha256: str,
    with_errors: bool = False,
    again: bool = False,
    actor: Person,
    now: datetime,
) -> int:
    """Import every good question of a previewed file as drafts; return how many came in.

    sha256: of the file whose preview was confirmed. with_errors: somebody chose to import the
    good ones although others are broken. again: also those that the bank has already. A second
    call changes nothing. Raise Refused.
    """
    locked(job)
    if job.imported_at is not None:
        return job.imported
    data = job.data
    if data is None:
        raise Refused(Refusal.FILE_GONE)
    if sha256 != job.sha256 or hashlib.sha256(data).hexdigest() != job.sha256:
        raise Refused(Refusal.CHANGED)
    preview = queries.preview(job.format, data)
    if preview.found.errors and not with_errors:
        raise Refused(Refusal.HAS_ERRORS)
    chosen = [
        line.mapped
        for line in preview.lines
        if line.mapped.ours is not None and (again or not line.known)
    ]
    if not chosen:
        raise Refused(Refusal.NOTHING_GOOD)
    if len(chosen) > MOST_IMPORTED:
        raise Refused(Refusal.TOO_MANY, most=MOST_IMPORTED)
    base = [part for part in job.bank_path.split("/") if part]
    made: dict[tuple[str, ...], QuestionBank | None] = {}
    for one in chosen:
        path = (*base, *one.parsed.category)
        if path not in made:
            made[path] = _bank(path, actor=actor, now=now)
        if one.ours is None:
            continue
        write_question(
            _wording(one.ours),
            product=job.product,
            bank=made[path],
            tags=our_tags(one.parsed.tags),
            ready=False,
            actor=actor,
            now=now,
        )
    job.imported_at, job.imported, job.data = now, len(chosen), None
    audit.record("assessments.import.done", job, actor=actor, at=now, questions=len(chosen))
    return len(chosen)


def _bank(path: Sequence[str], *, actor: Person, now: datetime) -> QuestionBank | None:
    """Return the bank of a category; one whose path is too long is the nearest above it."""
    while path and setting.bank_name(path) is None:
        path = path[:-1]
    return banks.bank_named(path, actor=actor, now=now) if path else None


def _wording(ours: Ours) -> Wording:
    return Wording(
        type=ours.type,
        stem=ours.stem,
        points=ours.points,
        key=ours.key,
        model_answer=ours.model_answer,
        feedback=ours.feedback,
        name=ours.name,
        files=[
            (Upload(one.name, one.data), PurePath(one.name).stem or one.name)
            for one in files_of(ours)
        ],
    )


def files_of(ours: Ours) -> list[Attached]:
    """Return the files of a question that can be kept: pictures and PDFs, not too many."""
    return [one for one in ours.files if _is_kept(one)][: setting.MOST_FILES]


def _is_kept(file: Attached) -> bool:
    try:
        attachments.type_of(file.data)
    except Refused:
        return False
    return True


def forget_old_files(now: datetime, *, before: datetime) -> int:
    """Drop the bytes of files uploaded before a moment and never imported; count them."""
    old = queries.kept_before(before)
    for job in old:
        job.data = None
        audit.record("assessments.import.forgotten", job, actor=None, at=now)
    return len(old)
