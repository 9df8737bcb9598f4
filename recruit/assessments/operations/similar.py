"""One mark for answers that a person found alike: an entry per answer, always reversible."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from recruit.assessments.models import (
    AnswerGroup,
    AnswerGroupMember,
    AttemptItem,
    GradeEntry,
    GradingTask,
    QuestionLease,
)
from recruit.assessments.operations import grading as marks
from recruit.assessments.operations.grading import Mark
from recruit.assessments.queries import entries
from recruit.assessments.queries import grading as grading_queries
from recruit.assessments.queries import marking as queries
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import grading
from recruit.rules.grading import EntryStep
from recruit.rules.similar_answers import Group, Refusal
from recruit.rules.sitting import AttemptState


def accept_group(
    lease: QuestionLease,
    proposal: Group,
    chosen: Sequence[str],
    given: Mark,
    *,
    seen: Mapping[str, str],
    actor: Person,
    now: datetime,
) -> AnswerGroup:
    """Mark the chosen answers of a proposal in one step, an entry each, or raise Refused.

    chosen, and the keys of `seen`: public ids of items; those of the proposal that were not
    chosen are recorded as set aside. Either all are marked or none.
    """
    locked(lease)
    if not set(chosen) <= set(proposal.members):
        raise Refused(Refusal.NOT_PROPOSED)
    if len(set(chosen)) < 2:
        raise Refused(Refusal.TOO_SMALL)
    answers = {one.item.pubid: one for one in queries.answers_of(actor, lease, now)}
    if not set(proposal.members) <= answers.keys():
        raise Refused(Refusal.NOT_PROPOSED)
    group = AnswerGroup(
        test_version=lease.test_version,
        question_version=lease.question_version,
        kind=lease.kind,
        basis=proposal.basis,
        lowest=proposal.lowest,
        accepted_by=actor,
        accepted_at=now,
    )
    db.session.add(group)
    for pubid in sorted(proposal.members, key=lambda one: answers[one].item.attempt_id):
        answer, entry = answers[pubid], None
        if pubid in chosen:
            entry = marks.mark(
                answer.task,
                answer.item,
                given,
                actor=actor,
                now=now,
                seen=seen.get(pubid, ""),
                lease=lease,
                step=EntryStep.GROUP,
            )
        group.members.append(
            AnswerGroupMember(
                item=answer.item, entry=entry, earlier=answer.entry if entry else None
            )
        )
    db.session.flush()
    audit.record(
        "assessments.group.marked", group, actor=actor, at=now, answers=len(set(chosen))
    )
    return group


def undo_group(group: AnswerGroup, *, actor: Person, now: datetime) -> int:
    """Give every answer of a group its earlier value back; return how many changed.

    An answer whose paper is finished, that somebody else holds, or that somebody marked anew
    since, keeps its mark.
    """
    locked(group)
    members = [one for one in group.members if one.entry and one.taken_out_at is None]
    restored = sum(
        _restore(one, group, actor=actor, now=now)
        for one in sorted(members, key=lambda one: one.item.attempt_id)
    )
    if not restored:
        raise Refused(Refusal.UNDONE)
    group.undone_by, group.undone_at = actor, now
    audit.record("assessments.group.undone", group, actor=actor, at=now, answers=restored)
    return restored


def take_out(
    group: AnswerGroup, member: AnswerGroupMember, *, actor: Person, now: datetime
) -> None:
    """Take one answer out of a group: it gets its earlier value back."""
    locked(group)
    if group.undone_at or member.taken_out_at or not member.entry:
        raise Refused(Refusal.UNDONE)
    if not _restore(member, group, actor=actor, now=now):
        raise Refused(Refusal.UNDONE)
    audit.record("assessments.group.taken-out", group, actor=actor, at=now, item=member.item)


def _restore(
    member: AnswerGroupMember, group: AnswerGroup, *, actor: Person, now: datetime
) -> bool:
    """Write the earlier value anew, as an entry of its own; tell whether it was needed."""
    item = member.item
    attempt = locked(item.attempt)
    task = next(task for task in attempt.tasks if task.kind is group.kind)
    locked(task)
    if not _may_restore(task, item, member.entry, actor, now):
        return False
    earlier = member.earlier
    value = Mark(retract=True)
    if earlier is not None:
        value = Mark(
            points=earlier.points,
            ticks=earlier.ticks,
            excused=earlier.excused,
            comment=earlier.comment,
            note=earlier.note,
        )
    marks.write_entry(
        item, group.kind, EntryStep.UNDO, value, value.points, actor=actor, now=now
    )
    member.taken_out_at, member.taken_out_by = now, actor
    return True


def _may_restore(
    task: GradingTask,
    item: AttemptItem,
    written: GradeEntry | None,
    actor: Person,
    now: datetime,
) -> bool:
    attempt = task.attempt
    if attempt.state is not AttemptState.GRADING or task.done_at is not None:
        return False
    if queries.held_by_other(task, actor, now):
        return False
    marker = grading_queries.marker(actor, attempt)
    if grading.marker_refusal(marker, task.kind) is not None:
        return False
    return entries.current_entries([item], task.kind).get(item.id) is written
