"""Marking by question in the world: leases, proposals, a group, a remark."""

from typing import Any

from recruit.assessments import operations
from recruit.assessments.models import QuestionLease
from recruit.assessments.operations import Mark
from recruit.assessments.queries import marking
from recruit.rules import similar_answers
from recruit.rules.grading import EntryKind


def add_marking(world: Any) -> None:
    """Four papers whose answers are alike; the trainer marked two of them together."""
    make, trainer = world.make, world.cast.own["T"]
    version = make.published_version([make.open_question()])
    papers = [make.submitted(world.cast.own["N"], version=version) for _ in range(4)]
    world.marking_version = version
    world.marking_question = papers[0].items[0].question_version
    world.lease = _lease(make, trainer, papers[0], EntryKind.FINAL)
    items = [paper.items[0].pubid for paper in papers]
    (proposal,) = similar_answers.groups(dict.fromkeys(items, "It is fast."))
    assert marking.answers_of(trainer, world.lease, make.now)
    world.answer_group = operations.accept_group(
        world.lease, proposal, items[:2], Mark(points=1.0), seen={}, actor=trainer, now=make.now
    )
    world.group_member = next(one for one in world.answer_group.members if one.entry)
    world.alike_item = papers[2].items[0]
    world.remark = operations.keep("Well put.", actor=trainer, now=make.now)
    world.asked_version = world.task_asked.attempt.assignment.test_version
    world.first_version = world.paper_given.assignment.test_version
    for letter, task in (("R", world.task_asked), ("M", world.task_first)):
        lease = _lease(make, world.cast.own[letter], task.attempt, task.kind)
        setattr(world, f"lease_{letter}", lease)
        setattr(world, f"remark_{letter}", operations.keep(
            "Good.", actor=world.cast.own[letter], now=make.now
        ))  # fmt: skip


def _lease(make: Any, person: Any, paper: Any, kind: EntryKind) -> QuestionLease:
    item = next(item for item in paper.items if item.question_version.is_open)
    return operations.take_question(
        paper.assignment.test_version, item.question_version, kind, actor=person, now=make.now
    )
