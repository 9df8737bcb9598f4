"""A paper's way from state to state, and what every step shares."""

import zlib
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from recruit.assessments import mails
from recruit.assessments.models import (
    Attempt,
    AttemptItem,
    Conductor,
    Control,
    GradeEntry,
)
from recruit.assessments.operations import grading_clock
from recruit.assessments.queries import composing, pools, second_marks
from recruit.assessments.queries import grading as grading_queries
from recruit.assessments.queries import setting as setting_queries
from recruit.assessments.queries import sitting as sitting_queries
from recruit.kernel import audit
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.people.models import Person
from recruit.rules import grading, marking, releasing, sitting
from recruit.rules.grading import EntryKind
from recruit.rules.sitting import AttemptState


def go(
    attempt: Attempt,
    target: AttemptState,
    action: str,
    *,
    actor: Person | None,
    now: datetime,
    **changes: Any,
) -> None:
    """Move a paper to its next state, or raise Refused; the caller has locked it."""
    if reason := sitting.move_refusal(attempt.state, target):
        raise Refused(reason)
    source, attempt.state = attempt.state, target
    audit.record(
        f"assessments.attempt.{action}",
        attempt,
        actor=actor,
        at=now,
        state=[source, target],
        **changes,
    )


def local_date(attempt: Attempt, moment: datetime) -> date:
    """Return the day of a moment on the clock of the trainee's site."""
    zone = sitting_queries.zone_of(attempt.assignment.person)
    return moment.astimezone(ZoneInfo(zone)).date()


def pin_questions(attempt: Attempt, *, now: datetime) -> None:
    """Write down what this paper asks: question versions, order, the facts of the day."""
    version = attempt.assignment.test_version
    before = pools.asked_before(attempt) if version.pools else {}
    composed = composing.compose(version, attempt.seed, before)
    products = {one.wording.question.product_id or 0 for one in composed}
    facts: dict[int, list[dict[str, Any]]] = {}
    for fact in setting_queries.facts_on(sorted(products), local_date(attempt, now)):
        facts.setdefault(fact.product_id, []).append(
            {
                "kind": fact.kind.value,
                "text": fact.text,
                "valid_from_on": fact.valid_from_on.isoformat(),
            }
        )
    for position, one in enumerate(composed, start=1):
        attempt.items.append(
            AttemptItem(
                position=position,
                section=one.section.title,
                intro=one.section.intro if one.first else "",
                question_version=one.wording,
                option_order=one.option_order,
                facts=facts.get(one.wording.question.product_id or 0, []),
            )
        )
    db.session.flush()


def hand_in(attempt: Attempt, *, actor: Person | None, now: datetime) -> None:
    """Mark what the machine can mark, and put the rest into a queue.

    A paper without open questions is graded at once.
    """
    mark_closed(attempt, now=now)
    if all(not item.question_version.is_open for item in attempt.items):
        if attempt.state is not AttemptState.GRADING:
            go(attempt, AttemptState.GRADING, "marked-by-key", actor=actor, now=now)
        settle(attempt, actor=actor, now=now)
        return
    named = _named_grader(attempt)
    for kind in second_marks.opening_kinds(attempt):
        owner = None if kind is EntryKind.SECOND else named
        grading_clock.owe(attempt, kind, assignee=owner, now=now)


def _named_grader(attempt: Attempt) -> Person | None:
    """Return the recruiter who conducts the test; papers that trainers grade have no name."""
    assignment = attempt.assignment
    recruiter = assignment.assigned_by
    if assignment.test_version.conducted_by is not Conductor.RECRUITER:
        return None
    free = recruiter.id not in grading_queries.interested(attempt)
    return recruiter if free and Role.RECRUITER in recruiter.roles else None


def mark_closed(attempt: Attempt, *, now: datetime) -> None:
    """Write the automatic marks of the closed questions."""
    answers = sitting_queries.counted_answers(attempt.items)
    for item in attempt.items:
        wording, answer = item.question_version, answers.get(item.id)
        if wording.is_open:
            continue
        data = answer.data if answer else {}
        earned = marking.share(wording.type, wording.key, data)
        item.entries.append(
            GradeEntry(
                kind=EntryKind.AUTO,
                points=marking.points_for(earned, wording.points),
                ticks=[],
                at=now,
            )
        )
    db.session.flush()


def settle(attempt: Attempt, *, actor: Person | None, now: datetime) -> None:
    """Finish the grading of a paper, or raise Refused; say whether the director controls it."""
    values = [grading_queries.item_value(item) for item in attempt.items]
    summed = grading_queries.summed(attempt)
    stakes = grading_queries.interested(attempt)
    if reason := grading.finish_refusal(attempt.state, values, summed, stakes):
        raise Refused(reason)
    go(attempt, AttemptState.GRADED, "graded", actor=actor, now=now)
    attempt.graded_at = now
    for task in attempt.tasks:
        task.done_at = task.done_at or now
        task.grader, task.leased_until = None, None
    want_control(attempt, summed.percent, actor=actor, now=now)


def want_control(
    attempt: Attempt, percent: float, *, actor: Person | None, now: datetime
) -> None:
    """Send a graded paper to the director where its version's policy picks it, once."""
    if attempt.control is not None:
        return
    version = attempt.assignment.test_version
    policy = releasing.Policy(
        control=version.control,
        pass_percent=version.pass_percent,
        margin=version.control_margin,
        sample_percent=version.sample_percent,
    )
    draw = zlib.crc32(attempt.pubid.encode()) % 100
    if why := releasing.control_reason(policy, percent, draw):
        attempt.control = Control(reason=why, wanted_at=now)
        db.session.flush()
        audit.record("assessments.control.wanted", attempt, actor=actor, at=now, reason=why)
        mails.to_control(attempt, now=now)
