"""Reading groups of answers that were marked together."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from recruit.assessments.models import (
    AnswerGroup,
    AnswerGroupMember,
    AttemptItem,
    QuestionLease,
)
from recruit.assessments.queries import marking
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.people.models import Person
from recruit.rules.grading import BLIND


def group_for(person: Person, pubid: object) -> AnswerGroup | None:
    """Return a group that this person made, or, unless the marks are blind, may mark in."""
    if not is_pubid(pubid):
        return None
    members = selectinload(AnswerGroup.members)
    query = (
        select(AnswerGroup)
        .where(AnswerGroup.pubid == pubid)
        .options(
            members.joinedload(AnswerGroupMember.item).joinedload(AttemptItem.attempt),
            members.joinedload(AnswerGroupMember.entry),
            joinedload(AnswerGroup.accepted_by),
        )
    )
    group = db.session.scalars(query).one_or_none()
    if group is None or group.accepted_by_id == person.id:
        return group
    open_to = group.kind not in BLIND and marking.version_for(person, group.test_version.pubid)
    return group if open_to else None


def groups_of(person: Person, lease: QuestionLease) -> list[AnswerGroup]:
    """Return the groups made of a question's answers, the newest first; blind: one's own."""
    query = (
        select(AnswerGroup)
        .where(
            AnswerGroup.test_version_id == lease.test_version_id,
            AnswerGroup.question_version_id == lease.question_version_id,
            AnswerGroup.kind == lease.kind,
        )
        .options(selectinload(AnswerGroup.members), joinedload(AnswerGroup.accepted_by))
        .order_by(AnswerGroup.id.desc())
        .limit(100)
    )
    if lease.kind in BLIND:
        query = query.where(AnswerGroup.accepted_by_id == person.id)
    return list(db.session.scalars(query))
