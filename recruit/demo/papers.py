"""Papers of the product test in every state."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from recruit.assessments import operations
from recruit.assessments.models import Assignment, Attempt
from recruit.assessments.operations import Draft, Mark
from recruit.assessments.queries import sitting
from recruit.demo.training import ZONE
from recruit.kernel.db import db
from recruit.onboarding import operations as onboarding
from recruit.onboarding.models import PlanStage
from recruit.rules.marking import QuestionType

if TYPE_CHECKING:
    from recruit.demo.trainees import Drive

_ANSWER = (
    "It prints 200 labels a minute on rolls up to 110 mm, by network or USB. Others of its class "
    "are louder, and their head is changed by an engineer. If it is out of stock I offer the L150."
)


def write(drive: Drive, stage: PlanStage, state: str) -> None:
    """Assign the test of stage 3 and bring its paper to `state`."""
    finished = state in ("released", "closed", "appealed")
    controlled = state in ("controlled", "graded")
    version = drive.knowledge.controlled if controlled else drive.knowledge.test
    trainer, person = drive.company.people["trainer"], drive.plan.trainee
    began = drive.at(stage.starts_on + timedelta(days=1), 10)
    began = min(began, drive.now - timedelta(days=3 if finished else 2))
    today = drive.now.astimezone(ZONE).date()
    due_on = stage.due_on if finished else max(stage.due_on, today)
    test = onboarding.assign_test(
        drive.plan, version, due_on=due_on, actor=drive.head, now=began
    )
    db.session.flush()
    attempt = db.session.scalars(
        select(Attempt).join(Attempt.assignment).where(Assignment.pubid == test.assignment_ref)
    ).one()
    if state == "assigned":
        return
    begin = began + timedelta(hours=4)
    if state == "appealed":
        attempt = _second_sitting(drive, attempt, began)
    if state == "in_progress":
        begin = drive.now - timedelta(minutes=20)
    operations.start(attempt, actor=person, now=begin)
    db.session.flush()
    _answer(drive, attempt, half=state == "in_progress")
    if state == "in_progress":
        return
    handed = begin + timedelta(minutes=45)
    operations.submit(attempt, actor=person, now=handed)
    if state == "submitted":
        return
    db.session.flush()
    db.session.expire(attempt, ["tasks", "items"])
    task = next(one for one in attempt.tasks if one.kind.value == "final")
    marking = handed + timedelta(hours=20)
    marking = min(marking, drive.now - timedelta(minutes=40))
    operations.take(task, actor=trainer, now=marking)
    open_items = [item for item in attempt.items if item.question_version.is_open]
    for item in open_items[: 2 if state == "grading" else None]:
        points = item.question_version.points * (0.72 if controlled else 0.85)
        operations.mark(
            task,
            item,
            Mark(points=round(points * 2) / 2, comment="Clear."),
            actor=trainer,
            now=marking,
        )
    if state == "grading":
        return
    operations.finish(task, actor=trainer, now=marking + timedelta(minutes=20))
    if state == "controlled":
        operations.confirm(
            attempt,
            comment="Fair marks.",
            actor=drive.company.people["director"],
            now=marking + timedelta(minutes=35),
        )
    if controlled:
        return
    out = marking + timedelta(minutes=30)
    operations.release(attempt, actor=trainer, now=out)
    if state == "appealed":
        operations.raise_appeal(
            open_items[0],
            text="I named both differences.",
            actor=person,
            now=out + timedelta(hours=2),
        )
    if state == "closed":
        operations.close(attempt, now=out + timedelta(days=20))


def _second_sitting(drive: Drive, attempt: Attempt, began: datetime) -> Attempt:
    """The first sitting was broken off and declared void; it used up no attempt."""
    trainer = drive.company.people["trainer"]
    operations.start(attempt, actor=drive.plan.trainee, now=began + timedelta(hours=1))
    operations.void(
        attempt,
        reason="The fire alarm rang in the middle.",
        actor=trainer,
        now=began + timedelta(hours=2),
    )
    return operations.retake(attempt.assignment, actor=trainer, now=began + timedelta(hours=3))


def _answer(drive: Drive, attempt: Attempt, *, half: bool) -> None:
    person = drive.plan.trainee
    items = attempt.items[: len(attempt.items) // 2] if half else attempt.items
    for number, item in enumerate(items):
        slot = sitting.answering(person, item.pubid)
        assert slot is not None
        question = item.question_version
        text, data = _ANSWER, {}
        if question.type is QuestionType.ONE_OF_MANY:
            text, data = "", {"choice": "oa"}
        elif question.type is QuestionType.TRUE_FALSE:
            text, data = "", {"choice": "true"}
        elif question.type is QuestionType.NUMERIC:
            text, data = "", {"value": "200"}
        received = attempt.started_at
        assert received is not None
        operations.save_answer(
            slot,
            Draft("demo-page", number + 1, slot.head.ref if slot.head else "", text, data),
            received_at=received + timedelta(minutes=2 * number + 2),
        )
