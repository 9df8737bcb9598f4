"""Setting tests. A published version never changes; a change is the next version's draft."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from recruit.assessments.models import (
    Conductor,
    Question,
    QuestionState,
    Test,
    TestForm,
    TestItem,
    TestSection,
    TestState,
    TestVersion,
)
from recruit.assessments.operations import pools
from recruit.kernel import audit
from recruit.kernel.db import db, locked, unchanged
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import setting
from recruit.rules.releasing import ControlPolicy
from recruit.rules.second_marks import SecondMark


@dataclass(frozen=True, slots=True)
class Settings:
    """How a version is sat, graded and controlled; the defaults are our suggestion."""

    instructions: str = ""
    form: TestForm = TestForm.WRITTEN
    conducted_by: Conductor = Conductor.TRAINER
    time_limit_minutes: int | None = 60
    pass_percent: float = 70.0
    attempts: int = 2
    cooling_off_days: int = 3
    shuffle: bool = False
    check_days: int = 28
    appeal_days: int = 14
    control: ControlPolicy = ControlPolicy.NONE
    control_margin: float = 5.0
    sample_percent: int = 20
    second_mark: SecondMark = SecondMark.NONE
    second_sample_percent: int = 20
    mark_tolerance: float = 20.0
    anonymous: bool = True
    presence_log: bool = False


def create_test(
    *, title: str, settings: Settings | None = None, actor: Person, now: datetime
) -> TestVersion:
    """Add a test with an empty first draft."""
    if db.session.scalar(select(Test.id).where(Test.title == title)) is not None:
        raise Refused(setting.Refusal.NAME_TAKEN)
    test = Test(title=title, created_by=actor, created_at=now)
    db.session.add(test)
    audit.record("assessments.test.created", test, actor=actor, at=now)
    return _draft(test, settings or Settings(), 1, actor, now)


def _draft(
    test: Test, settings: Settings, number: int, actor: Person, now: datetime
) -> TestVersion:
    version = TestVersion(
        test=test, number=number, created_by=actor, created_at=now, **asdict(settings)
    )
    version.sections.append(TestSection(position=1))
    db.session.add(version)
    db.session.flush()
    return version


def new_draft(test: Test, *, actor: Person, now: datetime) -> TestVersion:
    """Open the next version as a draft: a copy of the last one's settings and questions."""
    locked(test)
    versions = list(
        db.session.scalars(
            select(TestVersion).where(TestVersion.test == test).order_by(TestVersion.number)
        )
    )
    if any(version.state is TestState.DRAFT for version in versions):
        raise Refused(setting.Refusal.DRAFT_OPEN)
    last = versions[-1]
    settings = Settings(**{name: getattr(last, name) for name in Settings.__dataclass_fields__})
    version = _draft(test, settings, last.number + 1, actor, now)
    version.sections[:] = [
        TestSection(
            position=section.position,
            title=section.title,
            intro=section.intro,
            pools=[pools.copied(pool) for pool in section.pools],
            items=[
                TestItem(position=item.position, question_id=item.question_id)
                for item in section.items
            ],
        )
        for section in last.sections
    ]
    db.session.flush()
    audit.record(
        "assessments.test.draft-opened", test, actor=actor, at=now, number=version.number
    )
    return version


def change_settings(
    test_version: TestVersion,
    settings: Settings,
    *,
    version: int | None,
    actor: Person,
    now: datetime,
) -> None:
    """Change how a draft is sat and graded."""
    unchanged(test_version, version)
    _refuse_published(test_version)
    for name, value in asdict(settings).items():
        setattr(test_version, name, value)
    audit.record("assessments.test.settings-changed", test_version, actor=actor, at=now)


def _refuse_published(test_version: TestVersion) -> None:
    if test_version.state is not TestState.DRAFT:
        raise Refused(setting.Refusal.NOT_DRAFT)


def add_section(
    test_version: TestVersion, *, title: str, actor: Person, now: datetime
) -> TestSection:
    """Add a section at the end of a draft."""
    locked(test_version)
    _refuse_published(test_version)
    section = TestSection(position=len(test_version.sections) + 1, title=title)
    test_version.sections.append(section)
    db.session.flush()
    audit.record("assessments.test.section-added", test_version, actor=actor, at=now)
    return section


def add_questions(
    test_version: TestVersion,
    questions: Sequence[Question],
    *,
    section: TestSection | None = None,
    actor: Person,
    now: datetime,
) -> None:
    """Add questions at the end of a section (the last one unless given) of a draft."""
    locked(test_version)
    _refuse_published(test_version)
    there = {item.question_id for item in test_version.items}
    target = section or test_version.sections[-1]
    for question in questions:
        if question.id in there:
            raise Refused(setting.Refusal.ALREADY_THERE)
        if question.state is QuestionState.RETIRED:
            raise Refused(setting.Refusal.RETIRED)
        there.add(question.id)
        target.items.append(TestItem(position=len(target.items) + 1, question=question))
    db.session.flush()
    audit.record(
        "assessments.test.questions-added",
        test_version,
        actor=actor,
        at=now,
        questions=list(questions),
    )


def move_item(item: TestItem, *, up: bool, actor: Person, now: datetime) -> None:
    """Move a question one place; at the end of its section, into the neighbouring one."""
    version = locked(item.section.test_version)
    _refuse_published(version)
    section, order = item.section, list(item.section.items)
    place, step = order.index(item), -1 if up else 1
    if 0 <= place + step < len(order):
        order[place], order[place + step] = order[place + step], order[place]
    else:
        sections = list(version.sections)
        other = sections.index(section) + step
        if not 0 <= other < len(sections):
            return
        order.remove(item)
        neighbours = list(sections[other].items)
        neighbours.insert(len(neighbours) if up else 0, item)
        sections[other].items[:] = neighbours
        _number(neighbours)
    section.items[:] = order
    _number(order)
    audit.record("assessments.test.question-moved", version, actor=actor, at=now)


def _number(items: Sequence[TestItem]) -> None:
    for position, item in enumerate(items, start=1):
        item.position = position


def remove_item(item: TestItem, *, actor: Person, now: datetime) -> None:
    """Take a question out of a draft."""
    version = locked(item.section.test_version)
    _refuse_published(version)
    section = item.section
    section.items.remove(item)
    _number(section.items)
    audit.record(
        "assessments.test.question-removed",
        version,
        actor=actor,
        at=now,
        question=item.question,
    )


def publish(test_version: TestVersion, *, actor: Person, now: datetime) -> None:
    """Publish a draft: its questions are pinned, the version published before is retired."""
    locked(test_version)
    draft = setting.Draft(
        is_draft=test_version.state is TestState.DRAFT,
        ready=[item.question.state is QuestionState.READY for item in test_version.items],
        pools=len(test_version.pools),
    )
    if reason := setting.publish_refusal(draft):
        raise Refused(reason)
    pools.pin_pools(test_version)
    before = db.session.scalars(
        select(TestVersion).where(
            TestVersion.test_id == test_version.test_id,
            TestVersion.state == TestState.PUBLISHED,
        )
    ).one_or_none()
    if before is not None:
        before.state = TestState.RETIRED
        db.session.flush()  # only one may be published at any moment
    for item in test_version.items:
        item.question_version = item.question.current
    test_version.state = TestState.PUBLISHED
    test_version.published_by, test_version.published_at = actor, now
    audit.record(
        "assessments.test.published",
        test_version,
        actor=actor,
        at=now,
        number=test_version.number,
    )


def retire(test_version: TestVersion, *, actor: Person, now: datetime) -> None:
    """Take a published version out of use; whoever has it assigned may still sit it."""
    locked(test_version)
    if test_version.state is not TestState.PUBLISHED:
        raise Refused(setting.Refusal.NOT_PUBLISHED)
    test_version.state = TestState.RETIRED
    audit.record("assessments.test.retired", test_version, actor=actor, at=now)
