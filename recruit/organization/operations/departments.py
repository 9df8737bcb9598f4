"""Departments: their names, and nothing else; who heads them stands with the people."""

from datetime import datetime

from recruit.kernel import audit
from recruit.kernel.db import Record, db, refused_by_constraint
from recruit.kernel.errors import Refused
from recruit.organization import queries
from recruit.organization.models import Department
from recruit.organization.operations.refusals import Refusal


def add_department(name: str, *, actor: Record | None, now: datetime) -> Department:
    """Add a department; its name is its own."""
    _refuse_taken(name, None)
    department = Department(name=name)
    with refused_by_constraint(Refusal.NAME_TAKEN):
        db.session.add(department)
    audit.record("organization.department.added", department, actor=actor, at=now)
    return department


def rename_department(
    department: Department, name: str, *, actor: Record | None, now: datetime
) -> None:
    """Give a department another name."""
    _refuse_taken(name, department)
    with refused_by_constraint(Refusal.NAME_TAKEN):
        department.name = name
    audit.record("organization.department.renamed", department, actor=actor, at=now)


def remove_department(department: Department, *, actor: Record | None, now: datetime) -> None:
    """Remove a department that nobody and nothing belongs to."""
    audit.record("organization.department.removed", department, actor=actor, at=now)
    with refused_by_constraint(Refusal.IN_USE):
        db.session.delete(department)


def _refuse_taken(name: str, own: Department | None) -> None:
    if any(
        other is not own and other.name.casefold() == name.casefold()
        for other in queries.departments()
    ):
        raise Refused(Refusal.NAME_TAKEN)
