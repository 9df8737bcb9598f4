"""Random draws in a draft, and their pinning when it is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from recruit.assessments.models import (
    PoolMember,
    Product,
    Question,
    QuestionBank,
    QuestionPool,
    QuestionState,
    TestSection,
    TestState,
    TestVersion,
)
from recruit.assessments.queries import pools as queries
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import setting
from recruit.rules.marking import QuestionType


@dataclass(frozen=True, slots=True)
class Draw:
    """Draw `draws` questions of what the filters find, or of `questions` when there are any."""

    draws: int
    bank: QuestionBank | None = None
    product: Product | None = None
    tag: str = ""
    type: QuestionType | None = None
    questions: Sequence[Question] = ()


def add_pool(section: TestSection, draw: Draw, *, actor: Person, now: datetime) -> QuestionPool:
    """Add a draw at the end of a draft's section, or raise Refused."""
    version = _draft(section)
    pool = QuestionPool(position=len(section.pools) + 1)
    _write(pool, draw)
    section.pools.append(pool)
    db.session.flush()
    audit.record("assessments.test.draw-added", version, actor=actor, at=now, draws=draw.draws)
    return pool


def change_pool(pool: QuestionPool, draw: Draw, *, actor: Person, now: datetime) -> None:
    """Change what a draft's draw draws."""
    version = _draft(pool.section)
    _write(pool, draw)
    db.session.flush()
    audit.record(
        "assessments.test.draw-changed", version, actor=actor, at=now, draws=draw.draws
    )


def remove_pool(pool: QuestionPool, *, actor: Person, now: datetime) -> None:
    """Take a draw out of a draft."""
    section = pool.section
    version = _draft(section)
    section.pools.remove(pool)
    for position, other in enumerate(section.pools, start=1):
        other.position = position
    audit.record("assessments.test.draw-removed", version, actor=actor, at=now)


def _draft(section: TestSection) -> TestVersion:
    version = locked(section.test_version)
    if version.state is not TestState.DRAFT:
        raise Refused(setting.Refusal.NOT_DRAFT)
    return version


def _write(pool: QuestionPool, draw: Draw) -> None:
    tags = setting.tags_of([draw.tag])
    if tags is None:
        raise Refused(setting.Refusal.TAG)
    if not 1 <= draw.draws <= setting.MOST_DRAWS:
        raise Refused(setting.Refusal.DRAWS)
    if any(one.state is QuestionState.RETIRED for one in draw.questions):
        raise Refused(setting.Refusal.RETIRED)
    pool.draws, pool.chosen = draw.draws, bool(draw.questions)
    pool.bank, pool.product, pool.type = draw.bank, draw.product, draw.type
    pool.tag = next(iter(tags), "")
    there = {member.question_id: member for member in pool.members}
    pool.members[:] = [
        there.get(one.id) or PoolMember(question=one, question_id=one.id)
        for one in dict.fromkeys(draw.questions)
    ]


def copied(pool: QuestionPool) -> QuestionPool:
    """Return the same draw for the next draft; pinned versions are left behind."""
    members = pool.members if pool.chosen else ()
    return QuestionPool(
        position=pool.position,
        draws=pool.draws,
        chosen=pool.chosen,
        bank_id=pool.bank_id,
        product_id=pool.product_id,
        tag=pool.tag,
        type=pool.type,
        members=[PoolMember(question_id=member.question_id) for member in members],
    )


def pin_pools(version: TestVersion) -> None:
    """Write down which versions every pool can draw, or raise Refused; the caller publishes."""
    found = queries.candidates(version)
    for pool in version.pools:
        rows = found[pool.id]
        reason = setting.pool_refusal(
            pool.draws,
            [row.points for row in rows],
            [row.state is QuestionState.READY for row in rows],
        )
        if reason:
            raise Refused(reason)
        there = {member.question_id: member for member in pool.members}
        pinned = []
        for row in rows:
            member = there.get(row.question_id) or PoolMember(question_id=row.question_id)
            member.question_version_id = row.version_id
            pinned.append(member)
        pool.members[:] = pinned
    db.session.flush()
