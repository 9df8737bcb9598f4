"""Changing what the company has decided about interviews."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from recruit.interviews.models import InterviewSettings
from recruit.interviews.queries.settings import interview_settings
from recruit.kernel import audit
from recruit.kernel.db import db, locked, refused_by_constraint, unchanged
from recruit.kernel.errors import Refused
from recruit.people.models import Person


class Refusal(StrEnum):
    MADE_MEANWHILE = "made_meanwhile"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the settings page holds. reminder_hours: the earliest reminder first."""

    reminder_hours: list[int]
    move_notice_hours: int
    most_moves: int
    decline_notice_hours: int
    call_scripts: Mapping[str, str]


def change_settings(
    wanted: Wanted, *, version: int | None, actor: Person, now: datetime
) -> InterviewSettings:
    """Save the settings, or raise Stale. The audit trail names the fields, not the texts."""
    row = _row()
    unchanged(row, version)
    values = asdict(wanted)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, values[name])
    row.version += 1
    audit.record("interviews.settings.changed", row, actor=actor, at=now, fields=changed)
    return row


def _row() -> InterviewSettings:
    if db.session.get(InterviewSettings, 1) is None:
        try:
            with refused_by_constraint(Refusal.MADE_MEANWHILE):
                db.session.add(interview_settings())
        except Refused:
            pass  # somebody else made it a moment ago: read theirs
    return locked(db.session.get_one(InterviewSettings, 1))
