"""Templates of days."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select

from recruit.interviews.models import DayTemplate, InterviewSession
from recruit.interviews.queries.day_templates import MOST, shape_of
from recruit.kernel import audit
from recruit.kernel.db import db, refused_by_constraint
from recruit.kernel.errors import Refused
from recruit.people.models import Person


class Refusal(StrEnum):
    NAME_TAKEN = "template_name_taken"
    NO_NAME = "template_without_name"
    NOTHING_TO_KEEP = "template_of_nothing"
    TOO_MANY = "too_many_templates"


def save_template(
    session: InterviewSession, name: str, *, actor: Person, now: datetime
) -> DayTemplate:
    """Keep a streaming day's shape under a name of its own, or raise Refused."""
    name = name.strip()[:80]
    if not name:
        raise Refused(Refusal.NO_NAME)
    shape = shape_of(session)
    if shape is None:
        raise Refused(Refusal.NOTHING_TO_KEEP)
    if db.session.scalars(select(func.count(DayTemplate.id))).one() >= MOST:
        raise Refused(Refusal.TOO_MANY, most=MOST)
    template = DayTemplate(name=name, shape=shape.as_json(), created_by=actor, created_at=now)
    with refused_by_constraint(Refusal.NAME_TAKEN):
        db.session.add(template)
    audit.record("interviews.template.saved", template, actor=actor, at=now, session=session)
    return template


def remove_template(template: DayTemplate, *, actor: Person, now: datetime) -> None:
    """Forget a template; days planned from it stay as they are."""
    audit.record("interviews.template.removed", template, actor=actor, at=now)
    db.session.delete(template)
