"""Reading marks of a kind: which entry stands on an answer."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from recruit.assessments.models import AttemptItem, GradeEntry
from recruit.kernel.db import db
from recruit.rules.grading import DECISIVE, EntryKind


def kinds_beside(kind: EntryKind) -> frozenset[EntryKind]:
    """Return the kinds of entries that take the place of one another on an item."""
    return DECISIVE if kind is EntryKind.FINAL else frozenset({kind})


def current_entries(items: Sequence[AttemptItem], kind: EntryKind) -> dict[int, GradeEntry]:
    """Return the last entry of a kind per item (internal id), read from the database."""
    newest = (
        select(func.max(GradeEntry.id))
        .where(GradeEntry.item_id.in_([item.id for item in items]))
        .where(GradeEntry.kind.in_(kinds_beside(kind)))
        .group_by(GradeEntry.item_id)
    )
    query = select(GradeEntry).where(GradeEntry.id.in_(newest))
    rows = db.session.scalars(query.options(joinedload(GradeEntry.grader)))
    return {row.item_id: row for row in rows}


def stands(entry: GradeEntry | None) -> bool:
    """Tell whether an entry is a mark: points or left out, not taken back."""
    return entry is not None and (entry.points is not None or entry.excused)
