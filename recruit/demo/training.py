"""What a trainee of the demo does in a stage: tasks, the log, topics, the role-play."""

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from recruit.kernel.db import db
from recruit.onboarding import operations
from recruit.onboarding.models import PlanStage, Task
from recruit.onboarding.operations import tasks
from recruit.onboarding.operations.role_plays import CRITERIA
from recruit.onboarding.queries import plans as queries
from recruit.onboarding.queries import records
from recruit.rules.onboarding.states import (
    ActivityKind,
    Readiness,
    RolePlayKind,
    Side,
    TaskState,
)

if TYPE_CHECKING:
    from recruit.demo.trainees import Drive

ZONE = ZoneInfo("Europe/Moscow")
RATINGS = dict.fromkeys(CRITERIA, 4)


def work(drive: "Drive", stage: PlanStage, whole: bool) -> None:
    """Do a stage's tasks (all, or the first half) and what its gate asks for besides."""
    mine = [task for task in drive.plan.tasks if task.stage_id == stage.id]
    due = mine if whole else mine[: len(mine) // 2]
    for task in due:
        _finish(drive, task)
    if stage.number >= 2:
        _log(drive, stage, whole)
    if stage.number == 3:
        _topics(drive, stage, 7 if whole else 4)
        if whole:
            _role_play(drive, stage)
    if stage.number == 4 and whole:
        when = min(drive.at(stage.due_on, 16), drive.now - timedelta(hours=2))
        operations.review(
            drive.plan, Readiness.READY, "Keeps the target alone.", actor=drive.head, now=when
        )


def _finish(drive: "Drive", task: Task) -> None:
    when = min(drive.at(task.due_on, 14), drive.now - timedelta(hours=3))
    if task.state not in (TaskState.OPEN, TaskState.RETURNED):
        return
    tasks.submit(task, "https://northernlight.example/notes", actor=task.owner, now=when)
    db.session.flush()
    state = db.session.scalar(select(Task.state).where(Task.id == task.id))
    if state is TaskState.SUBMITTED:  # one that nobody checks is accepted at once
        checker = drive.mentor if task.owner_id != drive.mentor.id else drive.head
        definition = task.definition
        if definition is not None and definition.checker.value == "head":
            checker = drive.head
        tasks.accept(task, actor=checker, now=when + timedelta(hours=1))


LOGGED = timedelta(days=30)
"""How far back the log of a long stage reaches: what the gates and the readiness look at."""


def _log(drive: "Drive", stage: PlanStage, whole: bool) -> None:
    """Calls and requests of every working day; the head confirms those of finished weeks."""
    plan, trainee = drive.plan, drive.plan.trainee
    last = min(stage.due_on if whole else drive.now.astimezone(ZONE).date(), drive.now.date())
    work = queries.work_days(plan)
    day = max(stage.starts_on, last - LOGGED)
    while day <= last:
        if work.works(day):
            when = min(drive.at(day, 18), drive.now - timedelta(minutes=20))
            for kind, count in (
                (ActivityKind.CALL, drive.random.randrange(20, 27)),
                (ActivityKind.REQUEST, drive.random.randrange(1, 4)),
            ):
                operations.enter(plan, kind, count, on=day, actor=trainee, now=when)
        day += timedelta(days=1)
    db.session.flush()
    done = [
        entry
        for entry in records.unverified(plan)
        if whole or entry.on < drive.now.date() - timedelta(days=3)
    ]
    if done:
        when = min(drive.at(last, 19), drive.now - timedelta(minutes=10))
        operations.confirm_all(plan, done, actor=drive.head, now=when)


def _topics(drive: "Drive", stage: PlanStage, count: int) -> None:
    plan = drive.plan
    for number, topic in enumerate(records.topics(plan)[:count]):
        when = min(
            drive.at(stage.starts_on + timedelta(days=2 * number), 16),
            drive.now - timedelta(hours=2),
        )
        for side, who in ((Side.TRAINEE, plan.trainee), (Side.MENTOR, drive.mentor)):
            operations.confirm_topic(plan, topic.definition, side, actor=who, now=when)


def _role_play(drive: "Drive", stage: PlanStage) -> None:
    day = stage.due_on - timedelta(days=2)
    when = min(drive.at(day, 12), drive.now - timedelta(hours=4))
    first = operations.hold(
        drive.plan,
        RolePlayKind.FINAL,
        scenario="A dentist who needs labels by Friday.",
        held_on=when.astimezone(ZONE).date(),
        ratings=RATINGS,
        passed=True,
        comment="Asked before offering.",
        actor=drive.head,
        now=when,
    )
    db.session.flush()
    if first.outcome is None:
        operations.mark(
            first,
            ratings=RATINGS,
            passed=True,
            comment="",
            actor=drive.mentor,
            now=when + timedelta(minutes=10),
        )
