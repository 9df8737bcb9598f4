"""The order of study of an assignment, written down when it is made."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from recruit.assessments.models import (
    Assignment,
    PoolMember,
    Question,
    QuestionPool,
    StudyProduct,
    TestItem,
    TestSection,
)
from recruit.assessments.queries import setting, sitting
from recruit.kernel.db import db


def pin_study_order(assignment: Assignment, *, now: datetime) -> None:
    """Write down in which order the products of the test are to be studied: most profitable
    first, as of today on the clock of the person's site."""
    version = assignment.test_version_id
    asked = (
        select(Question.product_id)
        .join(TestItem, TestItem.question_id == Question.id)
        .join(TestSection, TestSection.id == TestItem.section_id)
        .where(TestSection.test_version_id == version)
    )
    drawn = (
        select(Question.product_id)
        .join(PoolMember, PoolMember.question_id == Question.id)
        .join(QuestionPool, QuestionPool.id == PoolMember.pool_id)
        .join(TestSection, TestSection.id == QuestionPool.section_id)
        .where(TestSection.test_version_id == version)
    )
    wanted = set(db.session.scalars(asked.union(drawn)))
    today = now.astimezone(ZoneInfo(sitting.zone_of(assignment.person))).date()
    rows = [row for row in setting.study_order(today, active=False) if row[0].id in wanted]
    db.session.add_all(
        StudyProduct(
            assignment=assignment,
            position=position,
            product=product,
            profit_minor=profit.profit_minor if profit else None,
            currency=profit.currency if profit else "",
            as_of_on=profit.as_of_on if profit else None,
        )
        for position, (product, profit) in enumerate(rows, start=1)
    )
    db.session.flush()
