"""Graders at the same moment, with real connections: nothing is written over unseen."""

import pytest
from sqlalchemy import select

from recruit.assessments import operations
from recruit.assessments.models import (
    AnswerGroup,
    Attempt,
    AttemptItem,
    GradeEntry,
    GradingTask,
    QuestionLease,
    QuestionVersion,
    TestVersion,
)
from recruit.assessments.operations import Mark
from recruit.assessments.queries import marking
from recruit.kernel.db import by_pubid, db, transaction
from recruit.kernel.permissions import Role
from recruit.people.models import Person
from recruit.rules import similar_answers
from recruit.rules.grading import EntryKind as K
from recruit.rules.sitting import AttemptState as S
from tests.conftest import NOW
from tests.factories import Make
from tests.integration.assessments.test_races import CROWD, at_once, house

__all__ = ["house"]


@pytest.fixture
def queue(house):
    """Public ids: a test version with papers that wait, and graders."""
    with house.app_context():
        make = Make(NOW)
        with transaction():
            version = make.published_version([make.open_question()])
            papers = [
                make.submitted(make.person(Role.TRAINEE), version=version) for _ in range(4)
            ]
            found = {
                "version": version.pubid,
                "question": papers[0].items[0].question_version.pubid,
                "papers": [paper.pubid for paper in papers],
                "items": [paper.items[0].pubid for paper in papers],
                "tasks": [make.task(paper).pubid for paper in papers],
                "graders": [make.person(Role.TRAINER).pubid for _ in range(CROWD)],
            }
        db.session.remove()
    return found


def take_question(queue, grader, kind=K.FINAL):
    return operations.take_question(
        by_pubid(TestVersion, queue["version"]),
        by_pubid(QuestionVersion, queue["question"]),
        kind,
        actor=by_pubid(Person, grader),
        now=NOW,
    )


def entries():
    return db.session.scalars(select(GradeEntry).order_by(GradeEntry.id)).all()


def test_of_many_graders_one_gets_the_question(house, queue):
    answers = at_once(
        house, lambda n: take_question(queue, queue["graders"][n]).grader.pubid and "taken"
    )
    assert sorted(answers) == ["somebody_else_is_marking"] * (CROWD - 1) + ["taken"]
    with house.app_context():
        lease = db.session.scalars(select(QuestionLease)).one()
        assert lease.grader.pubid == queue["graders"][answers.index("taken")]


def test_one_answer_marked_from_many_windows_at_once_gets_one_mark(house, queue):
    """The same grader in eight windows, and none of them has seen a mark."""
    grader = queue["graders"][0]
    with house.app_context(), transaction():
        operations.take(
            by_pubid(GradingTask, queue["tasks"][0]), actor=by_pubid(Person, grader), now=NOW
        )

    def mark(number):
        entry = operations.mark(
            by_pubid(GradingTask, queue["tasks"][0]),
            by_pubid(AttemptItem, queue["items"][0]),
            Mark(points=number / 4),
            actor=by_pubid(Person, grader),
            now=NOW,
            seen="",
        )
        return f"{entry.points}"

    answers = at_once(house, mark)
    assert answers.count("somebody_marked_this_meanwhile") == CROWD - 1
    with house.app_context():
        (entry,) = entries()
        assert f"{entry.points}" in answers


def test_by_paper_and_by_question_at_once_never_write_over_each_other(house, queue):
    """Half take a paper whole and mark it, half come with the question's lease."""
    by_question = queue["graders"][0]
    with house.app_context(), transaction():
        lease = take_question(queue, by_question).pubid

    def act(number):
        task = by_pubid(GradingTask, queue["tasks"][number % 4])
        item = by_pubid(AttemptItem, queue["items"][number % 4])
        given = {"now": NOW, "seen": ""}
        if number < 4:
            actor = by_pubid(Person, by_question)
            held = by_pubid(QuestionLease, lease)
            operations.mark(task, item, Mark(points=1.0), actor=actor, lease=held, **given)
        else:
            actor = by_pubid(Person, queue["graders"][number])
            operations.take(task, actor=actor, now=NOW)
            operations.mark(task, item, Mark(points=2.0), actor=actor, **given)
        return "marked"

    answers = at_once(house, act)
    assert answers.count("marked") == 4
    assert set(answers) <= {
        "marked",
        "somebody_else_is_marking",
        "somebody_marked_this_meanwhile",
    }
    with house.app_context():
        rows = entries()
        assert len({row.item_id for row in rows}) == len(rows) == 4


def test_a_group_is_marked_wholly_or_not_at_all(house, queue):
    grader = queue["graders"][0]
    with house.app_context(), transaction():
        lease = take_question(queue, grader).pubid

    def act(number):
        actor = by_pubid(Person, grader)
        held = by_pubid(QuestionLease, lease)
        if number % 2:
            (proposal,) = similar_answers.groups(dict.fromkeys(queue["items"], "same"))
            operations.accept_group(
                held, proposal, queue["items"], Mark(points=1.0), seen={}, actor=actor, now=NOW
            )
            return "group"
        found = marking.answers_of(actor, held, NOW)
        one = next(answer for answer in found if answer.item.pubid == queue["items"][3])
        operations.mark(
            one.task, one.item, Mark(points=2.0), actor=actor, now=NOW, seen="", lease=held
        )
        return "one"

    answers = at_once(house, act)
    assert answers.count("group") + answers.count("one") == 1
    with house.app_context():
        assert len(entries()) == (4 if "group" in answers else 1)
        assert len(db.session.scalars(select(AnswerGroup)).all()) == answers.count("group")


def test_two_independent_marks_finished_at_once_settle_once(house):
    with house.app_context():
        make = Make(NOW)
        with transaction():
            paper = make.submitted(questions=[make.open_question()], second_mark="all")
            pubid, work = paper.pubid, []
            for task in paper.tasks:
                grader = make.person(Role.TRAINER)
                operations.take(task, actor=grader, now=NOW)
                given = Mark(points=2.0)
                operations.mark(task, paper.items[0], given, actor=grader, now=NOW)
                work.append((task.pubid, grader.pubid))
        db.session.remove()

    def finish(number):
        task, grader = work[number % 2]
        operations.finish(by_pubid(GradingTask, task), actor=by_pubid(Person, grader), now=NOW)
        return "finished"

    assert at_once(house, finish).count("finished") == 2
    with house.app_context():
        assert by_pubid(Attempt, pubid).state is S.GRADED
        kinds = [row.kind for row in entries()]
        assert sorted(kinds) == sorted([K.FIRST, K.SECOND, K.FINAL])
