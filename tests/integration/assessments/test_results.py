"""What a trainee reads after a test, and what a gate hears of it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from recruit.assessments import operations
from recruit.assessments.models import Attempt, FactKind
from recruit.assessments.operations import Mark
from recruit.assessments.operations.questions import standard_wording
from recruit.assessments.queries import grading as grading_queries
from recruit.assessments.queries import learning
from recruit.assessments.queries.gate_evidence import gate_evidence
from recruit.kernel.db import db
from recruit.onboarding import operations as onboarding
from recruit.rules.grading import EntryKind
from recruit.rules.money import Money
from recruit.rules.question_frame import Frame
from recruit.rules.sitting import Refusal
from tests.conftest import NOW

OLD, NEW = "Packed in tens.", "Packed in twelves."


@pytest.fixture
def products(make):
    """Two products, the second one more profitable; how the first is packed changes later."""
    trainer, found = make.the_trainer, []
    for name, profit in (("Paper", 100), ("Printer", 900)):
        product = operations.add_product(name=name, summary="", actor=trainer, now=NOW)
        operations.record_profit(
            product, as_of_on=NOW.date(), profit=Money(profit, "EUR"), actor=trainer, now=NOW
        )
        found.append(product)
    for text, first, last in (
        (OLD, NOW.date(), NOW.date()),
        (NEW, NOW.date() + timedelta(days=1), None),
    ):
        operations.record_fact(
            found[0],
            kind=FactKind.PACKAGING,
            text=text,
            valid_from_on=first,
            valid_to_on=last,
            actor=trainer,
            now=NOW,
        )
    return found


@pytest.fixture
def told(make, products):
    """A failed paper: of packaging half the points, of the printer's features none."""
    paper, printer = products
    questions = [
        operations.write_question(
            standard_wording(frame, product),
            product=product,
            frame=frame,
            actor=make.the_trainer,
            now=NOW,
        )
        for frame, product in ((Frame.PACKAGING, paper), (Frame.FEATURES, printer))
    ]
    questions.append(make.closed_question(wording={"feedback": "FEEDBACK-OF-A-RIGHT-ONE"}))
    attempt = make.submitted(version=make.published_version(questions), due_on=date(2026, 4, 1))
    task, trainer = make.task(attempt), make.the_trainer
    operations.take(task, actor=trainer, now=NOW)
    for item, points in zip(attempt.items, (1.0, 0.0), strict=False):
        operations.mark(task, item, Mark(points=points, comment=""), actor=trainer, now=NOW)
    operations.finish(task, actor=trainer, now=NOW)
    operations.release(attempt, actor=trainer, now=NOW)
    db.session.flush()
    return attempt


def test_a_result_is_told_by_topic_and_what_to_study_by_profit(make, told):
    found = learning.learned(grading_queries.whole(told), NOW.date() + timedelta(days=3))
    sums = {one.title: (one.points, one.most) for one in found.by_product}
    assert sums == {"Paper": (1, 2), "Printer": (0, 5), "": (2, 2)}
    kinds = {one.frame: (one.points, one.most) for one in found.by_kind}
    assert kinds == {Frame.PACKAGING: (1, 2), Frame.FEATURES: (0, 5), None: (2, 2)}
    assert [one.product.name for one in found.study] == ["Printer", "Paper"]
    assert [fact.text for fact in found.study[1].facts] == [NEW]


def test_the_page_is_kind_and_holds_no_key(make, client, sign_in, told, travel):
    travel(NOW + timedelta(days=1))
    sign_in(make.the_trainee)
    page = client.get(f"/tests/attempts/{told.pubid}").get_data(as_text=True)
    assert "Not there yet" in page and "You have 1 more attempt." in page
    assert "The next one opens" in page and "Open the next attempt" not in page
    assert NEW in page and OLD not in page
    assert page.index("Study the product sheet") < page.index("Look at a packed unit")
    assert "FEEDBACK-OF-A-RIGHT-ONE" not in page
    for line in (line for item in told.items for line in item.question_version.rubric):
        assert line["text"] not in page
    travel(NOW + timedelta(days=4))
    assert "Open the next attempt" in client.get(f"/tests/attempts/{told.pubid}").text


def test_when_the_next_attempt_opens_and_how_many_are_left(make, told):
    found = learning.next_attempt(told.assignment, NOW + timedelta(days=1))
    assert (found.left, found.refusal) == (1, Refusal.COOLING_OFF)
    assert found.opens_at == NOW + timedelta(days=3)
    assert learning.next_attempt(told.assignment, NOW + timedelta(days=4)).refusal is None
    over = learning.next_attempt(told.assignment, NOW + timedelta(days=90))
    assert (over.left, over.refusal) == (1, Refusal.WINDOW_OVER)


def test_a_gate_hears_who_owes_marks_and_never_the_marks(make, client, sign_in):
    plan = make.plan()
    test = given_by_plan(make, plan)
    attempt = db.session.scalars(select(Attempt).order_by(Attempt.id.desc())).first()
    (waits,) = gate_evidence([test.assignment_ref])
    assert (waits.outcome.missing, waits.awaited, waits.left) == ("trainee", (), 1)
    person = plan.employment.person
    operations.start(attempt, actor=person, now=NOW)
    operations.submit(attempt, actor=person, now=NOW + timedelta(minutes=5))
    db.session.expire_all()
    (waits,) = gate_evidence([test.assignment_ref])
    assert waits.outcome.missing == "grader" and waits.outcome.percent is None
    assert [(one.kind, one.by) for one in waits.awaited] == [(EntryKind.FINAL, "")]
    task = make.task(attempt)
    operations.take(task, actor=make.the_trainer, now=NOW + timedelta(hours=1))
    for item in attempt.items:
        if item.question_version.is_open:
            mark = Mark(points=3.0, comment="SECRET-COMMENT")
            operations.mark(
                task, item, mark, actor=make.the_trainer, now=NOW + timedelta(hours=1)
            )
    sign_in(make.the_head())
    stage = plan.stages[2]
    page = client.get(f"/onboarding/stages/{stage.pubid}").get_data(as_text=True)
    assert "Final marks" in page and make.the_trainer.name in page
    assert "SECRET-COMMENT" not in page and "60%" not in page
    sign_in(person)
    own = client.get(f"/onboarding/stages/{stage.pubid}")
    assert make.the_trainer.name not in own.get_data(as_text=True)


def given_by_plan(make, plan):
    return onboarding.assign_test(
        plan,
        make.published_version(),
        due_on=date(2026, 3, 20),
        actor=make.the_head(),
        now=NOW,
    )
