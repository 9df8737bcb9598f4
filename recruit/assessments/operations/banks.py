"""Keeping the bank in order: where questions lie, what tags they have, many at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from recruit.assessments.models import Question, QuestionBank, QuestionState, QuestionTag
from recruit.kernel import audit
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import setting


def bank_named(path: Sequence[str], *, actor: Person, now: datetime) -> QuestionBank:
    """Return the bank with this path, and make it when it is new; or raise Refused."""
    name = setting.bank_name(path)
    if name is None:
        raise Refused(setting.Refusal.BANK_NAME)
    found = db.session.scalars(select(QuestionBank).where(QuestionBank.name == name)).first()
    if found is None:
        found = QuestionBank(name=name, created_at=now)
        db.session.add(found)
        audit.record("assessments.bank.made", found, actor=actor, at=now)
    return found


def rename_bank(
    bank: QuestionBank, path: Sequence[str], *, actor: Person, now: datetime
) -> None:
    """Give a bank another name; the banks inside it move along."""
    name = setting.bank_name(path)
    if name is None or name.startswith(f"{bank.name}/"):
        raise Refused(setting.Refusal.BANK_NAME)
    old = bank.name
    if name == old:
        return
    inside = list(
        db.session.scalars(
            select(QuestionBank).where(QuestionBank.name.startswith(f"{old}/", autoescape=True))
        )
    )
    wanted = {name, *(name + one.name[len(old) :] for one in inside)}
    moved = {bank.id, *(one.id for one in inside)}
    taken = select(QuestionBank.id).where(
        QuestionBank.name.in_(wanted), QuestionBank.id.not_in(moved)
    )
    if db.session.scalars(taken).first() is not None:
        raise Refused(setting.Refusal.NAME_TAKEN)
    if max(map(len, wanted)) > setting.LONGEST_BANK:
        raise Refused(setting.Refusal.BANK_NAME)
    for one in inside:
        one.name = name + one.name[len(old) :]
    bank.name = name
    audit.record("assessments.bank.renamed", bank, actor=actor, at=now)


def put_tags(question: Question, tags: Iterable[str]) -> None:
    """Let a question have exactly these tags, or raise Refused."""
    wanted = setting.tags_of(tags)
    if wanted is None:
        raise Refused(setting.Refusal.TAG)
    there = {row.tag: row for row in question.tags}
    for tag in there.keys() - wanted:
        question.tags.remove(there[tag])
    for tag in sorted(wanted - there.keys()):
        question.tags.append(QuestionTag(tag=tag))


def tag_many(
    questions: Sequence[Question],
    tag: str,
    *,
    on: bool = True,
    actor: Person,
    now: datetime,
) -> None:
    """Put a tag on questions, or take it off."""
    wanted = setting.tags_of([tag])
    if not wanted:
        raise Refused(setting.Refusal.TAG)
    for question in questions:
        has = {row.tag for row in question.tags}
        put_tags(question, has | wanted if on else has - wanted)
        audit.record("assessments.question.tagged", question, actor=actor, at=now)


def move_many(
    questions: Sequence[Question], bank: QuestionBank | None, *, actor: Person, now: datetime
) -> None:
    """Move questions into a bank, or out of every bank."""
    for question in questions:
        question.bank = bank
        audit.record("assessments.question.moved", question, actor=actor, at=now, bank=bank)


def set_state_many(
    questions: Sequence[Question], state: QuestionState, *, actor: Person, now: datetime
) -> None:
    """Mark questions as ready, as drafts or as retired; those that are so already stay."""
    for question in questions:
        if question.state is state:
            continue
        before, question.state = question.state, state
        audit.record(
            f"assessments.question.{state.value}",
            question,
            actor=actor,
            at=now,
            state=[before, state],
        )
