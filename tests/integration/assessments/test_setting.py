"""Products, facts, questions, tests."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from recruit.assessments import operations
from recruit.assessments.forms import keys
from recruit.assessments.models import ProductFact, QuestionState, TestState
from recruit.assessments.operations import Wording
from recruit.assessments.queries import setting as queries
from recruit.kernel.db import db
from recruit.kernel.errors import Refused, Stale
from recruit.rules.marking import QuestionType
from recruit.rules.money import Money
from tests.conftest import NOW

TODAY = NOW.date()


def test_the_study_order_is_most_profitable_first_as_of_a_day(make):
    low, high, unknown = make.product(), make.product(), make.product()
    for product, minor, day in (
        (low, 900, TODAY - timedelta(days=60)),
        (low, 100, TODAY),
        (high, 500, TODAY - timedelta(days=60)),
    ):
        operations.record_profit(
            product, as_of_on=day, profit=Money(minor, "EUR"), actor=make.the_trainer, now=NOW
        )
    assert [one for one, _ in queries.study_order(TODAY)] == [high, low, unknown]
    before = queries.study_order(TODAY - timedelta(days=1))
    assert [one for one, _ in before] == [low, high, unknown]


def test_a_new_fact_ends_the_one_before(make):
    product, actor = make.product(), make.the_trainer
    for day, words in ((date(2026, 1, 1), "Ten"), (date(2026, 3, 1), "Twelve")):
        operations.record_fact(
            product, kind="packaging", text=words, valid_from_on=day, actor=actor, now=NOW
        )
    on = {
        day: [fact.text for fact in queries.facts_on([product.id], day)]
        for day in (date(2025, 12, 31), date(2026, 2, 28), date(2026, 3, 1))
    }
    assert list(on.values()) == [[], ["Ten"], ["Twelve"]]
    fact = db.session.scalars(select(ProductFact).where(ProductFact.text == "Twelve")).one()
    with pytest.raises(Refused, match="ends_before_it_begins"):
        operations.end_fact(fact, valid_to_on=date(2026, 2, 1), actor=actor, now=NOW)


def test_seven_standard_questions_are_drafted_once(make):
    product = make.product()
    made = operations.generate_frame(product, actor=make.the_trainer, now=NOW)
    assert len(made) == 7
    assert all(product.name in question.current.stem for question in made)
    assert {question.state for question in made} == {QuestionState.DRAFT}
    assert operations.generate_frame(product, actor=make.the_trainer, now=NOW) == []


def test_a_change_is_a_new_version(make):
    question = make.open_question()
    old = question.current
    new = Wording(type=old.type, stem="Better words", points=2.0)
    operations.reword(question, new, version=question.version, actor=make.the_trainer, now=NOW)
    assert (question.latest, question.current.stem, old.stem) == (
        2,
        "Better words",
        "List the features.",
    )
    with pytest.raises(Stale):
        operations.reword(question, new, version=1, actor=make.the_trainer, now=NOW)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"stem": " "}, "stem_missing"),
        ({"points": 0.0}, "points_out_of_range"),
        ({"points": 2.0}, "rubric_gives_more"),
        ({"type": QuestionType.ONE_OF_MANY, "rubric": []}, "key_cannot_mark"),
    ],
)
def test_a_question_that_cannot_be_marked_is_refused(make, given, refusal):
    with pytest.raises(Refused, match=refusal):
        make.open_question(wording=given)


def test_publishing_pins_and_never_changes(make):
    version, trainer = make.draft_version(), make.the_trainer
    operations.publish(version, actor=trainer, now=NOW)
    assert all(item.question_version is not None for item in version.items)
    for act in (
        lambda: operations.publish(version, actor=trainer, now=NOW),
        lambda: operations.remove_item(version.items[0], actor=trainer, now=NOW),
        lambda: operations.add_section(version, title="x", actor=trainer, now=NOW),
        lambda: operations.change_settings(
            version, operations.Settings(), version=None, actor=trainer, now=NOW
        ),
    ):
        with pytest.raises(Refused, match="published_versions_never_change"):
            act()
    second = operations.new_draft(version.test, actor=trainer, now=NOW)
    assert len(second.items) == len(version.items)
    with pytest.raises(Refused, match="a_draft_is_open"):
        operations.new_draft(version.test, actor=trainer, now=NOW)
    operations.publish(second, actor=trainer, now=NOW)
    assert (version.state, second.state) == (TestState.RETIRED, TestState.PUBLISHED)


def test_a_test_of_drafts_or_of_nothing_is_not_published(make):
    trainer = make.the_trainer
    empty = operations.create_test(title="Empty", actor=trainer, now=NOW)
    with pytest.raises(Refused, match="no_questions"):
        operations.publish(empty, actor=trainer, now=NOW)
    draft = make.draft_version([make.open_question(ready=False)])
    with pytest.raises(Refused, match="question_not_ready"):
        operations.publish(draft, actor=trainer, now=NOW)


def test_questions_move_also_between_sections(make):
    first, second, third = (make.open_question() for _ in range(3))
    version, trainer = make.draft_version([first, second]), make.the_trainer
    operations.add_section(version, title="More", actor=trainer, now=NOW)
    operations.add_questions(version, [third], actor=trainer, now=NOW)
    order = lambda: [[i.question for i in s.items] for s in version.sections]  # noqa: E731
    operations.move_item(version.items[0], up=False, actor=trainer, now=NOW)
    assert order() == [[second, first], [third]]
    operations.move_item(version.items[1], up=False, actor=trainer, now=NOW)
    db.session.flush()
    db.session.expire_all()
    assert order() == [[second], [first, third]]
    with pytest.raises(Refused, match="already_in_the_test"):
        operations.add_questions(version, [third], actor=trainer, now=NOW)


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        (QuestionType.ONE_OF_MANY, "* Two days\n50% A week\nA month"),
        (QuestionType.MATCHING, "Ink = Bottle\nPaper = Box"),
        (QuestionType.ORDERING, "Greet\nAsk\nOffer"),
        (QuestionType.GAP_TEXT, "box | carton\nA4"),
    ],
)
def test_keys_read_back_as_they_were_written(kind, lines):
    assert keys.write_key(kind, keys.read_key(kind, lines)) == lines


def test_unreadable_lines_are_named():
    with pytest.raises(keys.Unreadable) as problem:
        keys.read_key(QuestionType.MATCHING, "Ink = Bottle\nPaper")
    assert problem.value.line == 2
    with pytest.raises(keys.Unreadable):
        keys.read_rubric("two | points")
    assert keys.write_rubric(keys.read_rubric("2 | Names it | Thermal")) == (
        "2 | Names it | Thermal"
    )
