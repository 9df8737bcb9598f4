"""Tasks: handed in, accepted, returned with a reason, waived."""

from datetime import datetime

from recruit.kernel import audit
from recruit.kernel.db import db, locked, unchanged
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.onboarding import mails
from recruit.onboarding.models import Evidence, OnboardingPlan, Task
from recruit.onboarding.operations import stages
from recruit.onboarding.queries import plans as queries
from recruit.people.models import Person
from recruit.rules.onboarding import conflicts
from recruit.rules.onboarding.states import (
    Checker,
    EvidenceKind,
    PlanState,
    Refusal,
    TaskState,
    task_refusal,
)

_AT_WORK = (PlanState.PREBOARDING, PlanState.ACTIVE, PlanState.PAUSED)
"""A pause stops clocks, not hands: what others do for the trainee goes on."""


def submit(
    task: Task, content: str = "", *, version: int | None = None, actor: Person, now: datetime
) -> None:
    """Hand a task in with its evidence; one that nobody checks is accepted at once."""
    plan = _locked(task, version)
    if actor.id != task.owner_id:
        raise Refused(Refusal.NOT_YOURS)
    if refusal := task_refusal(task.state, TaskState.SUBMITTED):
        raise Refused(refusal)
    definition = task.definition
    wanted = definition.evidence if definition else EvidenceKind.NONE
    if wanted is not EvidenceKind.NONE and not content.strip():
        raise Refused(Refusal.EVIDENCE_MISSING)
    if wanted is EvidenceKind.LINK and not content.startswith(("https://", "http://")):
        raise Refused(Refusal.LINK_MALFORMED)
    if content.strip():
        kind = EvidenceKind.LINK if wanted is EvidenceKind.LINK else EvidenceKind.NOTE
        db.session.add(Evidence(task=task, kind=kind, content=content, by=actor, at=now))
    task.state, task.submitted_at, task.submitted_by = TaskState.SUBMITTED, now, actor
    task.reason = ""
    audit.record("onboarding.task.submitted", task, actor=actor, at=now, plan=plan)
    people = queries.around(plan)
    checker = definition.checker if definition else Checker.NOBODY
    checkers = [people.mentor, people.head] if checker is Checker.MENTOR else [people.head]
    if checker is Checker.NOBODY or not any(
        one and one.id != task.owner_id for one in checkers
    ):
        task.state, task.decided_at = TaskState.ACCEPTED, now
        audit.record("onboarding.task.accepted", task, actor=None, at=now, plan=plan)
        db.session.flush()
        stages.settle(plan, now=now)
    else:
        first = people.mentor if checker is Checker.MENTOR and people.mentor else people.head
        mails.task_submitted(task, [first], now=now)


def accept(task: Task, *, version: int | None = None, actor: Person, now: datetime) -> None:
    """Say that a submitted task is done."""
    plan = _locked(task, version)
    _refuse_checking(task, TaskState.ACCEPTED, actor)
    task.state, task.decided_at, task.decided_by = TaskState.ACCEPTED, now, actor
    audit.record("onboarding.task.accepted", task, actor=actor, at=now, plan=plan)
    mails.task_decided(task, accepted=True, now=now)
    db.session.flush()
    stages.settle(plan, now=now)


def give_back(
    task: Task, reason: str, *, version: int | None = None, actor: Person, now: datetime
) -> None:
    """Return a submitted task and say what is missing."""
    plan = _locked(task, version)
    _refuse_checking(task, TaskState.RETURNED, actor)
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    task.state, task.decided_at, task.decided_by = TaskState.RETURNED, now, actor
    task.reason = reason
    audit.record("onboarding.task.returned", task, actor=actor, at=now, plan=plan)
    mails.task_decided(task, accepted=False, now=now)


def waive(
    task: Task, reason: str, *, version: int | None = None, actor: Person, now: datetime
) -> None:
    """Do without a task, for a reason somebody puts their name to."""
    plan = _locked(task, version)
    people = queries.around(plan)
    if not queries.rights(actor, plan, people).manages:
        raise Refused(Refusal.NOT_YOURS)
    refusal = task_refusal(task.state, TaskState.WAIVED) or conflicts.waive_refusal(
        people.parties, owner=task.owner_id, actor=actor.id, reason=reason
    )
    if refusal:
        raise Refused(refusal)
    task.state, task.decided_at, task.decided_by = TaskState.WAIVED, now, actor
    task.reason = reason
    audit.record("onboarding.task.waived", task, actor=actor, at=now, plan=plan)
    db.session.flush()
    stages.settle(plan, now=now)


def _locked(task: Task, version: int | None) -> OnboardingPlan:
    plan = locked(task.plan)
    locked(task)
    unchanged(task, version)
    if plan.state not in _AT_WORK:
        raise Refused(Refusal.PLAN_NOT_RUNNING)
    return plan


def _refuse_checking(task: Task, target: TaskState, actor: Person) -> None:
    if refusal := task_refusal(task.state, target):
        raise Refused(refusal)
    definition = task.definition
    refusal = conflicts.check_refusal(
        queries.around(task.plan).parties,
        definition.checker if definition else Checker.NOBODY,
        owner=task.owner_id,
        actor=actor.id,
        corrects=Role.RECRUITER in actor.roles,
    )
    if refusal:
        raise Refused(refusal)
