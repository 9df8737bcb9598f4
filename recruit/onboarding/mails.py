"""What people hear from onboarding: notices in the application, few mails.

Deadlines make one mail a day per person (`digest`), not one per task.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from recruit.notifications import outbox
from recruit.onboarding.models import (
    GateDecision,
    Incentive,
    MentorAssignment,
    OnboardingPlan,
    PlanStage,
    RolePlayException,
    Task,
)
from recruit.people.models import Person


def plan_path(plan: OnboardingPlan) -> str:
    """Return where a plan is seen."""
    return f"/onboarding/plans/{plan.pubid}"


def _tell(
    person: Person | None, kind: str, *key: object, now: datetime, path: str, **facts: Any
) -> None:
    if person is not None:
        name = ":".join(str(part) for part in (f"onboarding.{kind}", *key, person.pubid))
        outbox.notify(person, f"onboarding.{kind}", key=name, now=now, path=path, **facts)


def plan_opened(
    plan: OnboardingPlan, people: Sequence[Person | None], *, now: datetime
) -> None:
    """Tell head and recruiter that somebody starts and needs a mentor."""
    for person in dict.fromkeys(people):
        _tell(
            person, "plan-opened", plan.pubid, now=now, path=plan_path(plan),
            name=plan.trainee.name, starts_on=plan.starts_on.isoformat(),
        )  # fmt: skip


def plan_started(plan: OnboardingPlan, *, now: datetime) -> None:
    """Welcome the trainee on the first day."""
    _tell(plan.trainee, "plan-started", plan.pubid, now=now, path="/onboarding/my-day")


def plan_resumed(plan: OnboardingPlan, *, now: datetime) -> None:
    """Tell the trainee that the clock runs again, with new dates."""
    _tell(
        plan.trainee, "plan-resumed", plan.pubid, now.date(), now=now, path="/onboarding/my-day"
    )


def mentor_proposed(assignment: MentorAssignment, *, now: datetime) -> None:
    """Ask somebody to be a mentor."""
    mentor, plan = assignment.mentor, assignment.plan
    _tell(
        mentor, "mentor-proposed", assignment.pubid, now=now, path="/onboarding/trainees",
        name=plan.trainee.name, starts_on=plan.starts_on.isoformat(),
    )  # fmt: skip
    outbox.enqueue(
        "onboarding/mentor_proposed",
        mentor.email,
        key=f"onboarding.mentor-proposed:{assignment.pubid}",
        now=now,
        locale=mentor.locale,
        zone=mentor.zone,
        about=plan,
        name=mentor.name,
        trainee=plan.trainee.name,
        starts_on=plan.starts_on.isoformat(),
        path="/onboarding/trainees",
    )


def mentor_answered(
    assignment: MentorAssignment, head: Person | None, *, accepted: bool, now: datetime
) -> None:
    """Tell who proposed, the head and, after a yes, the trainee."""
    plan = assignment.plan
    kind = "mentor-accepted" if accepted else "mentor-declined"
    told = [assignment.proposed_by, head, *([plan.trainee] if accepted else [])]
    for person in dict.fromkeys(told):
        if person is not assignment.mentor:
            _tell(
                person, kind, assignment.pubid, now=now,
                path="/onboarding/my-day" if person is plan.trainee else plan_path(plan),
                mentor=assignment.mentor.name, name=plan.trainee.name,
            )  # fmt: skip


def mentor_ended(assignment: MentorAssignment, *, now: datetime) -> None:
    """Tell a mentor that this trainee is no longer theirs."""
    _tell(
        assignment.mentor, "mentor-ended", assignment.pubid, now=now,
        path="/onboarding/trainees", name=assignment.plan.trainee.name,
    )  # fmt: skip


def task_submitted(task: Task, checkers: Sequence[Person | None], *, now: datetime) -> None:
    """Tell who checks a task that it is handed in."""
    for person in dict.fromkeys(checkers):
        if person is not task.owner:
            _tell(
                person, "task-submitted", task.pubid, now.isoformat(), now=now,
                path=f"/onboarding/tasks/{task.pubid}",
                title=task.title, name=task.owner.name,
            )  # fmt: skip


def task_decided(task: Task, *, accepted: bool, now: datetime) -> None:
    """Tell the doer that a task is accepted, or what is still missing."""
    _tell(
        task.owner, "task-accepted" if accepted else "task-returned", task.pubid,
        now.isoformat(), now=now, path=f"/onboarding/tasks/{task.pubid}", title=task.title,
    )  # fmt: skip


def task_handed_over(task: Task, *, now: datetime) -> None:
    """Tell the new owner of a task."""
    _tell(
        task.owner, "task-handed-over", task.pubid, now=now,
        path=f"/onboarding/tasks/{task.pubid}", title=task.title,
    )  # fmt: skip


def gate_waits(stage: PlanStage, deciders: Sequence[Person], *, now: datetime) -> None:
    """Tell who decides that a gate waits."""
    for person in deciders:
        _tell(
            person, "gate-waits", stage.pubid, stage.attempts, stage.extensions, now=now,
            path=f"/onboarding/stages/{stage.pubid}",
            name=stage.plan.trainee.name, stage=stage.definition.title,
        )  # fmt: skip


def gate_decided(decision: GateDecision, mentor: Person | None, *, now: datetime) -> None:
    """Tell trainee and mentor what was decided; an exit is told in person first."""
    stage, facts = decision.stage, {}
    if decision.next_due_on is not None:
        facts["due_on"] = decision.next_due_on.isoformat()
    for person in (stage.plan.trainee, mentor):
        mine = person is stage.plan.trainee
        _tell(
            person, f"gate-{decision.outcome.value}{'-yours' if mine else ''}", decision.pubid,
            now=now, path="/onboarding/my-day" if mine else plan_path(stage.plan),
            name=stage.plan.trainee.name, stage=stage.definition.title, **facts,
        )  # fmt: skip


def exit_waits(decision: GateDecision, recruiters: Sequence[Person], *, now: datetime) -> None:
    """Ask the recruiters for the second signature under an exit."""
    plan = decision.stage.plan
    for person in recruiters:
        _tell(
            person, "exit-waits", decision.pubid, now=now,
            path=f"/onboarding/stages/{decision.stage.pubid}", name=plan.trainee.name,
        )  # fmt: skip


def exit_answered(decision: GateDecision, *, agreed: bool, now: datetime) -> None:
    """Tell the head what the second person answered."""
    plan = decision.stage.plan
    _tell(
        decision.decided_by, "exit-agreed" if agreed else "exit-refused", decision.pubid,
        now=now, path=plan_path(plan), name=plan.trainee.name,
    )  # fmt: skip


def third_asked(
    exception: RolePlayException, people: Sequence[Person], *, now: datetime
) -> None:
    """Ask recruiters and directors about a third role-play attempt."""
    plan = exception.plan
    for person in people:
        _tell(
            person, "third-attempt-asked", exception.pubid, now=now, path=plan_path(plan),
            name=plan.trainee.name,
        )  # fmt: skip


def third_answered(exception: RolePlayException, *, now: datetime) -> None:
    """Tell the head what was answered."""
    _tell(
        exception.requested_by,
        "third-attempt-approved" if exception.approved else "third-attempt-refused",
        exception.pubid, now=now, path=plan_path(exception.plan),
        name=exception.plan.trainee.name,
    )  # fmt: skip


def bonus_waits(
    incentive: Incentive, people: Sequence[Person | None], step: str, *, now: datetime
) -> None:
    """Tell who signs next for a bonus."""
    for person in dict.fromkeys(people):
        if person is not incentive.assignment.mentor:
            _tell(
                person, f"bonus-{step}", incentive.pubid, now=now, path="/onboarding/bonuses",
                mentor=incentive.assignment.mentor.name,
            )  # fmt: skip


def bonus_settled(incentive: Incentive, *, now: datetime) -> None:
    """Tell the mentor how the bonus ended."""
    _tell(
        incentive.assignment.mentor, f"bonus-is-{incentive.state.value}", incentive.pubid,
        now=now, path="/onboarding/bonuses", name=incentive.plan.trainee.name,
    )  # fmt: skip


def digest(
    person: Person, on: date, lines: Sequence[Mapping[str, str]], *, now: datetime
) -> None:
    """Mail somebody what is due: once a day, on the first run that has something to say."""
    outbox.enqueue(
        "onboarding/digest",
        person.email,
        key=f"onboarding.digest:{person.pubid}:{on.isoformat()}",
        now=now,
        locale=person.locale,
        zone=person.zone,
        about=person,
        name=person.name,
        lines=[dict(line) for line in lines],
        path="/onboarding/tasks",
    )
