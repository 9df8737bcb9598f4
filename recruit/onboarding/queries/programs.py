"""Reading programs and their versions."""

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.onboarding.models import (
    GateDef,
    Program,
    ProgramVersion,
    StageDef,
    TaskDef,
)
from recruit.positions.models import Position
from recruit.rules.onboarding.states import VersionState


def programs() -> list[Program]:
    """Return every program by name with its versions."""
    query = (
        select(Program)
        .options(selectinload(Program.versions).joinedload(ProgramVersion.published_by))
        .order_by(Program.active.desc(), Program.name)
    )
    return list(db.session.scalars(query))


def program_named(name: str) -> Program | None:
    """Return the program of that name."""
    return db.session.scalars(select(Program).where(Program.name == name)).one_or_none()


def program(pubid: object) -> Program | None:
    """Return a program by its public id."""
    if not is_pubid(pubid):
        return None
    return db.session.scalars(select(Program).where(Program.pubid == pubid)).one_or_none()


def version(pubid: object) -> ProgramVersion | None:
    """Return a program version with everything in it."""
    if not is_pubid(pubid):
        return None
    stages = selectinload(ProgramVersion.stages)
    query = (
        select(ProgramVersion)
        .where(ProgramVersion.pubid == pubid)
        .options(
            stages.selectinload(StageDef.tasks).joinedload(TaskDef.person),
            stages.selectinload(StageDef.topics),
            stages.joinedload(StageDef.gate).selectinload(GateDef.criteria),
        )
    )
    return db.session.scalars(query).unique().one_or_none()


def draft_of(program_: Program) -> ProgramVersion | None:
    """Return the draft of a program, if there is one."""
    return next((one for one in program_.versions if one.state is VersionState.DRAFT), None)


def published_of(program_: Program) -> ProgramVersion | None:
    """Return the version of a program that new plans use."""
    return next((one for one in program_.versions if one.state is VersionState.PUBLISHED), None)


def published_versions() -> list[ProgramVersion]:
    """Return the versions a new plan may use, by the program's name."""
    query = (
        select(ProgramVersion)
        .join(ProgramVersion.program)
        .where(ProgramVersion.state == VersionState.PUBLISHED, Program.active)
        .options(selectinload(ProgramVersion.program))
        .order_by(Program.name)
    )
    return list(db.session.scalars(query))


def version_for(position: Position) -> ProgramVersion | None:
    """Return the published version that fits a position best.

    A program of this position before one of its department before one for everybody.
    """
    query = (
        select(ProgramVersion)
        .join(ProgramVersion.program)
        .where(
            ProgramVersion.state == VersionState.PUBLISHED,
            Program.active,
            or_(
                Program.department_id.is_(None), Program.department_id == position.department_id
            ),
            or_(Program.position_id.is_(None), Program.position_id == position.id),
        )
        .order_by(Program.position_id.is_(None), Program.department_id.is_(None), Program.id)
    )
    return db.session.scalars(query.limit(1)).first()
