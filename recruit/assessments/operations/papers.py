"""A paper's way from state to state, and what every step shares."""

import random
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
    QuestionVersion,
    TestSection,
    TestVersion,
)
from recruit.assessments.operations import grading_clock
from recruit.assessments.queries import grading as grading_queries
from recruit.assessments.queries import pools as pool_queries
from recruit.assessments.queries import second_marks
from recruit.assessments.queries import setting as setting_queries
from recruit.assessments.queries import sitting as sitting_queries
from recruit.kernel import audit
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.people.models import Person
from recruit.rules import drawing, grading, marking, releasing, sitting
from recruit.rules.grading import EntryKind
from recruit.rules.marking import QuestionType
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
    """Write down what this paper asks: question versions, order, the facts of the day.

    Order and draws follow from the attempt's seed alone (and, for draws, from what the person
    was asked before), so they are the same whenever they are looked at.
    """
    version = attempt.assignment.test_version
    # The seed makes an order, no secret: random.Random is the right tool.
    chance = random.Random(attempt.seed)
    ordered: list[tuple[TestSection, QuestionVersion, bool]] = []
    for section, asked in _asked(attempt, version):
        if version.shuffle:
            chance.shuffle(asked)
        ordered += [(section, one, at == 0) for at, one in enumerate(asked)]
    products = {one.question.product_id for _s, one, _f in ordered if one.question.product_id}
    facts: dict[int, list[dict[str, Any]]] = {}
    for fact in setting_queries.facts_on(sorted(products), local_date(attempt, now)):
        facts.setdefault(fact.product_id, []).append(
            {
                "kind": fact.kind.value,
                "text": fact.text,
                "valid_from_on": fact.valid_from_on.isoformat(),
            }
        )
    for position, (section, wording, first) in enumerate(ordered, start=1):
        attempt.items.append(
            AttemptItem(
                position=position,
                section=section.title,
                intro=section.intro if first else "",
                question_version=wording,
                option_order=_order(wording.type, wording.key, chance, version.shuffle),
                facts=facts.get(wording.question.product_id or 0, []),
            )
        )
    db.session.flush()


def _asked(
    attempt: Attempt, version: TestVersion
) -> list[tuple[TestSection, list[QuestionVersion]]]:
    """Return the questions of this paper by section: those of everybody, then the drawn ones."""
    setting_queries.test_version(version.pubid)  # loads everything in a few statements
    drawn: dict[int, list[int]] = {}
    if version.pools:
        before = pool_queries.asked_before(attempt)
        for number, (pool, rows) in enumerate(pool_queries.candidates(version).items()):
            pinned = {row.question_id: row.version_id for row in rows}
            count = next(one.draws for one in version.pools if one.id == pool)
            got = drawing.draw(pinned, count, seed=attempt.seed, pool=number, asked=before)
            drawn[pool] = [pinned[one] for one in got]
    wordings = pool_queries.wordings([one for ids in drawn.values() for one in ids])
    return [
        (
            section,
            [item.wording for item in section.items]
            + [wordings[one] for pool in section.pools for one in drawn[pool.id]],
        )
        for section in version.sections
    ]


def _order(
    kind: QuestionType, key: dict[str, Any], chance: random.Random, shuffle: bool
) -> list[str]:
    """Return the order of a question's parts. What must be sorted or matched is always mixed:
    the key stores it in the right order."""
    if kind is QuestionType.MATCHING:
        ids = [one["right_id"] for one in marking.rights_of(key)]
    elif kind is QuestionType.ORDERING:
        ids = [item["id"] for item in key["items"]]
    elif kind in (QuestionType.ONE_OF_MANY, QuestionType.SEVERAL_OF_MANY):
        ids = [option["id"] for option in key["options"]]
        if not shuffle:
            return ids
    else:
        return []
    chance.shuffle(ids)
    return ids


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
