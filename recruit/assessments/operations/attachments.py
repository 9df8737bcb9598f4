"""Keeping pictures and files of questions: known by content, small, harmless."""

from datetime import datetime
from pathlib import PurePath

import puremagic

from recruit.assessments.models import StemFile
from recruit.kernel import audit, files
from recruit.kernel.db import db
from recruit.kernel.documents.accept import accept
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import setting
from recruit.rules.setting import Refusal

PICTURES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
}
"""What is shown in a page. No SVG: it is a program as much as a picture."""
PDF = "application/pdf"
_ENDS = {"image/png": b"IEND", "image/jpeg": b"\xff\xd9", "image/gif": b"\x3b"}


def keep_file(filename: str, data: bytes, *, actor: Person, now: datetime) -> StemFile:
    """Store a picture or a PDF for questions' stems, or raise Refused. The name that people
    see ends as the content says."""
    media_type = type_of(data)
    stem = PurePath(filename.replace("\\", "/")).stem[:100].strip(". ") or "file"
    stored = files.store(data)
    kept = StemFile(
        stored_name=stored.name,
        filename=stem + (PICTURES.get(media_type) or ".pdf"),
        media_type=media_type,
        size=stored.size,
        sha256=stored.sha256,
        added_by=actor,
        added_at=now,
    )
    db.session.add(kept)
    audit.record("assessments.file.added", kept, actor=actor, at=now, size=stored.size)
    return kept


def type_of(data: bytes) -> str:
    """Return the media type of a picture or a PDF, or raise Refused."""
    if len(data) > setting.LARGEST_FILE:
        raise Refused(Refusal.FILE_TOO_LARGE)
    if data.startswith(b"%PDF-"):
        try:
            accept(data, "", max_bytes=setting.LARGEST_FILE)
        except Refused as refused:  # damaged, or it runs something
            raise Refused(Refusal.FILE_TYPE) from refused
        return PDF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    try:
        found = {match.mime_type for match in puremagic.magic_string(data)}
    except (puremagic.PureError, ValueError):
        found = set()
    for media_type, end in _ENDS.items():
        if media_type in found and end in data[-64:]:
            return media_type
    raise Refused(Refusal.FILE_TYPE)
