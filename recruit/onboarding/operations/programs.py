"""Programs: the shipped one, drafts, publishing. A published version is never changed."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from recruit.kernel import audit
from recruit.kernel.db import Record, db, locked, refused_by_constraint
from recruit.kernel.errors import Refused
from recruit.onboarding.models import (
    GateCriterion,
    GateDef,
    Program,
    ProgramVersion,
    StageDef,
    TaskDef,
    TopicDef,
)
from recruit.onboarding.queries import programs as queries
from recruit.people.models import Person
from recruit.rules.onboarding.states import (
    ActivityKind,
    Anchor,
    Checker,
    EvidenceKind,
    Owner,
    Refusal,
    Source,
    Unit,
    VersionState,
)

SHIPPED = Path(__file__).parent.parent / "programs"


def shipped_program(locale: str = "en") -> dict[str, Any]:
    """Return the program that ships with the product, as data; English is always there."""
    path = SHIPPED / f"{locale}.toml"
    return tomllib.loads((path if path.is_file() else SHIPPED / "en.toml").read_text("utf-8"))


def install_default(
    *, actor: Record | None, now: datetime, currency: str = "EUR", locale: str = "en"
) -> Program:
    """Add the shipped program, published, unless a program of its name is there already."""
    data = shipped_program(locale)
    if found := queries.program_named(data["name"]):
        return found
    program = Program(name=data["name"], summary=data["summary"], created_at=now)
    version = ProgramVersion(
        program=program,
        number=1,
        state=VersionState.PUBLISHED,
        note=data["note"],
        created_at=now,
        published_at=now,
        published_by=actor if isinstance(actor, Person) else None,
        target_kind=ActivityKind(data["target_kind"]),
        target_unit=Unit(data["target_unit"]),
        target_per_day=data["target_per_day"],
        readiness_days=data["readiness_days"],
        readiness_percent=data["readiness_percent"],
        bonus_minor=data["bonus_minor"],
        bonus_currency=currency,
        bonus_target=data["bonus_target"],
        bonus_days=data["bonus_days"],
        stages=[_stage(number, stage) for number, stage in enumerate(data["stages"], 1)],
    )
    with refused_by_constraint(Refusal.NAME_TAKEN):
        db.session.add(version)
    audit.record("onboarding.program.installed", program, actor=actor, at=now, version=version)
    return program


def _stage(number: int, data: Mapping[str, Any]) -> StageDef:
    gate = data["gate"]
    return StageDef(
        number=number,
        title=data["title"],
        intro=data["intro"].strip(),
        days=data.get("days"),
        months_from_start=data.get("months_from_start"),
        tasks=[
            TaskDef(
                position=position,
                title=task["title"],
                body=task["body"].strip(),
                owner=Owner(task["owner"]),
                checker=Checker(task.get("checker", "nobody")),
                anchor=Anchor(task.get("anchor", "stage")),
                offset_days=task["offset"],
                evidence=EvidenceKind(task.get("evidence", "none")),
                required=task.get("required", True),
            )
            for position, task in enumerate(data["tasks"], 1)
        ],
        topics=[
            TopicDef(number=position, title=topic["title"], body=topic["body"])
            for position, topic in enumerate(data.get("topics", ()), 1)
        ],
        gate=GateDef(
            title=gate["title"],
            words=gate["words"],
            criteria=[
                GateCriterion(
                    position=position,
                    source=Source(one["source"]),
                    kind=ActivityKind(one["kind"]) if "kind" in one else None,
                    threshold=one.get("threshold", 1),
                    window_days=one.get("window"),
                )
                for position, one in enumerate(gate["criteria"], 1)
            ],
        ),
    )


def draft_from(version: ProgramVersion, *, actor: Person, now: datetime) -> ProgramVersion:
    """Copy a version into the program's draft; an existing draft is returned as it is."""
    program = locked(version.program)
    if draft := queries.draft_of(program):
        return draft
    copied = {name: getattr(version, name) for name in _COPIED_VERSION}
    number = max(one.number for one in program.versions) + 1
    with refused_by_constraint(Refusal.WRONG_STATE):
        draft = ProgramVersion(program=program, number=number, created_at=now, **copied)
        draft.stages = [_copy_stage(stage) for stage in version.stages]
        db.session.add(draft)
    audit.record("onboarding.version.drafted", draft, actor=actor, at=now, source=version)
    return draft


_COPIED_VERSION = (
    "target_kind", "target_unit", "target_per_day", "readiness_days", "readiness_percent",
    "bonus_minor", "bonus_currency", "bonus_target", "bonus_days",
)  # fmt: skip
_COPIED_TASK = (
    "position", "title", "body", "owner", "person_id", "checker", "anchor", "offset_days",
    "evidence", "required",
)  # fmt: skip


def _copy_stage(stage: StageDef) -> StageDef:
    copy = StageDef(
        number=stage.number,
        title=stage.title,
        intro=stage.intro,
        days=stage.days,
        months_from_start=stage.months_from_start,
        tasks=[
            TaskDef(**{name: getattr(task, name) for name in _COPIED_TASK})
            for task in stage.tasks
        ],
        topics=[
            TopicDef(number=one.number, title=one.title, body=one.body) for one in stage.topics
        ],
    )
    if stage.gate:
        copy.gate = GateDef(
            title=stage.gate.title,
            words=stage.gate.words,
            criteria=[
                GateCriterion(
                    position=one.position,
                    source=one.source,
                    kind=one.kind,
                    threshold=one.threshold,
                    window_days=one.window_days,
                )
                for one in stage.gate.criteria
            ],
        )
    return copy


def _refuse_unless_draft(version: ProgramVersion) -> None:
    locked(version)
    if version.state is not VersionState.DRAFT:
        raise Refused(Refusal.IMMUTABLE)


def edit_version(
    version: ProgramVersion, *, actor: Person, now: datetime, **values: Any
) -> None:
    """Change a draft's note, target, readiness and bonus figures."""
    _refuse_unless_draft(version)
    for name in ("note", *_COPIED_VERSION):
        if name in values:
            setattr(version, name, values[name])
    audit.record(
        "onboarding.version.edited", version, actor=actor, at=now, fields=sorted(values)
    )


def edit_stage(
    stage: StageDef,
    *,
    title: str,
    intro: str,
    days: int | None,
    months: int | None,
    gate_words: str,
    actor: Person,
    now: datetime,
) -> None:
    """Change a stage of a draft. Exactly one of days (working) and months (from the start)."""
    _refuse_unless_draft(stage.program_version)
    if (days is None) == (months is None):
        raise Refused(Refusal.LENGTH)
    stage.title, stage.intro = title, intro
    stage.days, stage.months_from_start = days, months
    if stage.gate:
        stage.gate.words = gate_words
    audit.record("onboarding.stage-def.edited", stage, actor=actor, at=now, days=days)


def edit_criterion(
    criterion: GateCriterion,
    *,
    threshold: int,
    window_days: int | None,
    actor: Person,
    now: datetime,
) -> None:
    """Change what a gate of a draft asks for."""
    _refuse_unless_draft(criterion.gate.stage.program_version)
    criterion.threshold = threshold
    if criterion.source is Source.LOG:
        criterion.window_days = window_days
    audit.record(
        "onboarding.criterion.edited", criterion, actor=actor, at=now,
        threshold=threshold, window=criterion.window_days,
    )  # fmt: skip


def save_task(
    stage: StageDef, task: TaskDef | None, *, actor: Person, now: datetime, **values: Any
) -> TaskDef:
    """Add a task to a draft's stage, or change one of it."""
    _refuse_unless_draft(stage.program_version)
    if task is None:
        task = TaskDef(position=len(stage.tasks) + 1, owner=Owner.TRAINEE)
        stage.tasks.append(task)
    for name in _COPIED_TASK:
        if name in values:
            setattr(task, name, values[name])
    audit.record("onboarding.task-def.saved", task, actor=actor, at=now, stage=stage)
    return task


def remove_task(task: TaskDef, *, actor: Person, now: datetime) -> None:
    """Take a task out of a draft."""
    _refuse_unless_draft(task.stage.program_version)
    audit.record("onboarding.task-def.removed", task, actor=actor, at=now, stage=task.stage)
    task.stage.tasks.remove(task)


def publish(version: ProgramVersion, *, actor: Person, now: datetime) -> None:
    """Make a draft the version that new plans use; the one before is retired.

    Running plans keep theirs.
    """
    program = locked(version.program)
    _refuse_unless_draft(version)
    if not version.stages or any(
        not stage.tasks or not stage.gate or not stage.gate.criteria for stage in version.stages
    ):
        raise Refused(Refusal.VERSION_INCOMPLETE)
    if before := queries.published_of(program):
        before.state = VersionState.RETIRED
        db.session.flush()  # one published version per program: the old one goes first
    version.state = VersionState.PUBLISHED
    version.published_at, version.published_by = now, actor
    audit.record(
        "onboarding.version.published", version, actor=actor, at=now, number=version.number
    )


def discard(version: ProgramVersion, *, actor: Person, now: datetime) -> None:
    """Throw a draft away."""
    _refuse_unless_draft(version)
    audit.record("onboarding.version.discarded", version, actor=actor, at=now)
    db.session.delete(version)


def retire(program: Program, *, actor: Person, now: datetime) -> None:
    """Take a program out of use: no new plan gets it, running ones keep it."""
    locked(program)
    program.active = not program.active
    action = "restored" if program.active else "retired"
    audit.record(f"onboarding.program.{action}", program, actor=actor, at=now)
