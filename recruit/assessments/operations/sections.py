"""Sections of a draft; and a whole test out of products."""

from collections.abc import Sequence
from datetime import datetime

from recruit.assessments.models import (
    Product,
    QuestionState,
    TestItem,
    TestSection,
    TestState,
    TestVersion,
)
from recruit.assessments.operations import frames, tests
from recruit.assessments.queries import frames as frame_queries
from recruit.assessments.queries import setting as queries
from recruit.kernel import audit
from recruit.kernel.db import db, locked
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import setting


def _draft(section: TestSection) -> TestVersion:
    version = locked(section.test_version)
    if version.state is not TestState.DRAFT:
        raise Refused(setting.Refusal.NOT_DRAFT)
    return version


def edit_section(
    section: TestSection, *, title: str, intro: str, actor: Person, now: datetime
) -> None:
    """Change a section's heading and the text above its questions."""
    version = _draft(section)
    section.title, section.intro = title, intro
    audit.record("assessments.test.section-edited", version, actor=actor, at=now)


def move_section(section: TestSection, *, up: bool, actor: Person, now: datetime) -> None:
    """Move a section, with everything in it, one place."""
    version = _draft(section)
    order = list(version.sections)
    at = order.index(section)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for position, one in enumerate(order, start=1):
        one.position = position
    version.sections.sort(key=lambda one: one.position)
    audit.record("assessments.test.section-moved", version, actor=actor, at=now)


def remove_section(section: TestSection, *, actor: Person, now: datetime) -> None:
    """Take an empty section out, but never the last one."""
    version = _draft(section)
    if section.items or section.pools:
        raise Refused(setting.Refusal.SECTION_FULL)
    if len(version.sections) == 1:
        raise Refused(setting.Refusal.LAST_SECTION)
    version.sections.remove(section)
    for position, one in enumerate(version.sections, start=1):
        one.position = position
    audit.record("assessments.test.section-removed", version, actor=actor, at=now)


def make_ready(version: TestVersion, *, actor: Person, now: datetime) -> int:
    """Mark every draft question of a draft as ready; return how many there were."""
    locked(version)
    drafts = [
        item.question for item in version.items if item.question.state is QuestionState.DRAFT
    ]
    drafts += [
        member.question
        for pool in version.pools
        if pool.chosen
        for member in pool.members
        if member.question.state is QuestionState.DRAFT
    ]
    for question in drafts:
        question.state = QuestionState.READY
        audit.record("assessments.question.ready", question, actor=actor, at=now)
    return len(drafts)


def set_test(
    *,
    title: str,
    products: Sequence[Product],
    settings: tests.Settings | None = None,
    actor: Person,
    now: datetime,
) -> TestVersion:
    """Add a test about products: a section for each, most profitable first, with the standard
    questions about it. Those it does not have yet are drafted."""
    version = tests.create_test(title=title, settings=settings, actor=actor, now=now)
    if not products:
        return version
    frames.draft_frame(products, actor=actor, now=now)
    wanted = {product.id for product in products}
    order = [one for one, _profit in queries.study_order(now.date(), active=False)]
    found = frame_queries.frame_questions_of(products)
    version.sections[:] = [
        TestSection(
            position=position,
            title=product.name,
            items=[
                TestItem(position=at, question=question)
                for at, question in enumerate(
                    (one for one in found if one.product_id == product.id), start=1
                )
            ],
        )
        for position, product in enumerate((one for one in order if one.id in wanted), start=1)
    ]
    db.session.flush()
    audit.record("assessments.test.set", version, actor=actor, at=now, products=list(products))
    return version
