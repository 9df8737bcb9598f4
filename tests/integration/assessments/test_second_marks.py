"""Two people mark a paper independently; a third decides where they are apart."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.assessments import operations
from recruit.assessments.models import GradeEntry, InterestKind
from recruit.assessments.operations import Mark
from recruit.assessments.queries import grading as queries
from recruit.assessments.queries import marking
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.notifications.models import Notification
from recruit.rules.grading import EntryKind as K
from recruit.rules.grading import EntryStep
from recruit.rules.sitting import AttemptState as S
from tests.conftest import NOW


def task_of(attempt, kind):
    return next(task for task in queries.whole(attempt).tasks if task.kind is kind)


def give(attempt, kind, person, points, *, finish=True, **mark):
    """Take, mark every open question of the paper (only those apart, for a third), finish."""
    task = task_of(attempt, kind)
    operations.take(task, actor=person, now=NOW)
    for item, worth in zip(attempt.items, points, strict=False):
        if worth is not None:
            given = Mark(**({"points": worth} | mark))
            operations.mark(task, item, given, actor=person, now=NOW)
    if finish:
        operations.finish(task, actor=person, now=NOW)


@pytest.fixture
def paper(make):
    questions = [make.open_question(), make.open_question()]
    return make.submitted(questions=questions, second_mark="all", mark_tolerance=20.0)


def test_two_marks_that_agree_settle_the_paper_by_rule(make, paper):
    one, two = make.person(Role.TRAINER), make.person(Role.TRAINER)
    assert {task.kind for task in paper.tasks} == {K.FIRST, K.SECOND}
    give(paper, K.SECOND, two, [3.0, 1.0])
    assert paper.state is S.GRADING
    give(paper, K.FIRST, one, [2.75, 1.2], comment="Well.")
    assert paper.state is S.GRADED
    assert (queries.summed(paper).points, queries.summed(paper).percent) == (3.98, 66.33)
    final = [row for row in paper.items[0].entries if row.kind is K.FINAL]
    assert [(row.grader, row.step, row.points) for row in final] == [
        (None, EntryStep.AGREED, 2.88)
    ]


def test_a_gap_goes_to_a_third_person_who_wrote_neither(make, paper):
    one, two, three = (make.person(Role.TRAINER) for _ in range(3))
    give(paper, K.FIRST, one, [3.0, 1.0])
    give(paper, K.SECOND, two, [2.0, 1.0])
    assert paper.state is S.GRADING
    third = task_of(paper, K.THIRD)
    told = {
        row.person_id
        for row in db.session.scalars(select(Notification))
        if third.pubid in row.key
    }
    assert three.id in told
    assert not told & {one.id, two.id}
    for barred in (one, two):
        assert queries.task_for(barred, third.pubid) is None
        with pytest.raises(Refused, match="wrote_another_of_the_independent_marks"):
            operations.take(third, actor=barred, now=NOW)
        with pytest.raises(Refused, match="wrote_another_of_the_independent_marks"):
            operations.ask(paper, barred, K.THIRD, actor=three, now=NOW)
    operations.take(third, actor=three, now=NOW)
    with pytest.raises(Refused, match="the_two_marks_agree"):
        operations.mark(third, paper.items[1], Mark(points=3.0), actor=three, now=NOW)
    with pytest.raises(Refused, match="questions_without_a_final_mark"):
        operations.finish(third, actor=three, now=NOW)
    operations.mark(third, paper.items[0], Mark(points=2.0), actor=three, now=NOW)
    operations.finish(third, actor=three, now=NOW)
    assert paper.state is S.GRADED
    assert queries.summed(queries.whole(paper)).points == 3.0


def test_one_person_cannot_give_both_marks(make, paper):
    one = make.person(Role.TRAINER)
    give(paper, K.FIRST, one, [3.0], finish=False)
    second = task_of(paper, K.SECOND)
    assert queries.task_for(one, second.pubid) is None
    with pytest.raises(Refused, match="wrote_another_of_the_independent_marks"):
        operations.take(second, actor=one, now=NOW)


def test_a_mentor_with_a_bonus_is_never_alone_or_last(make):
    """Their first mark is read by the third person, and counts in no mean."""
    mentor = make.person(Role.MENTOR)
    paper = make.submitted(
        questions=[make.open_question()],
        second_mark="near_pass_line",
        interests=[(mentor, InterestKind.MENTOR_BONUS)],
    )
    operations.ask(paper, mentor, K.FIRST, actor=make.the_trainer, now=NOW)
    give(paper, K.FIRST, mentor, [3.0])  # far from the line, yet not alone
    with pytest.raises(Refused, match="wrote_another_of_the_independent_marks"):
        operations.ask(paper, mentor, K.SECOND, actor=make.the_trainer, now=NOW)
    give(paper, K.SECOND, make.person(Role.TRAINER), [3.0])
    assert paper.state is S.GRADING
    give(paper, K.THIRD, make.person(Role.TRAINER), [1.0])
    assert paper.state is S.GRADED
    assert queries.summed(queries.whole(paper)).points == 1.0


def test_a_stake_that_appears_between_the_marks_sends_them_to_a_third(make, paper):
    one, two = make.person(Role.TRAINER), make.person(Role.TRAINER)
    give(paper, K.FIRST, one, [3.0, 3.0])
    operations.set_interests(paper.assignment, [(one, "mentor_bonus")], now=NOW)
    give(paper, K.SECOND, two, [3.0, 3.0])
    assert paper.state is S.GRADING
    third = make.person(Role.TRAINER)
    give(paper, K.THIRD, third, [2.0, 2.0], finish=False)
    stakes = [(one, "mentor_bonus"), (third, "other")]
    operations.set_interests(paper.assignment, stakes, now=NOW)
    other = make.person(Role.TRAINER)
    task = task_of(paper, K.THIRD)
    with pytest.raises(Refused, match="a_stake_in_the_result"):
        operations.finish(task, actor=third, now=NOW)
    operations.hand_over(task, other, actor=third, now=NOW)
    operations.take(task, actor=other, now=NOW)
    with pytest.raises(Refused, match="final_mark_by_somebody_with_a_stake"):
        operations.finish(task, actor=other, now=NOW)
    for item in paper.items:
        operations.mark(task, item, Mark(points=1.0), actor=other, now=NOW)
    operations.finish(task, actor=other, now=NOW)
    assert queries.summed(queries.whole(paper)).points == 2.0


@pytest.mark.parametrize(("points", "again"), [(2.0, True), (0.0, False), (3.0, False)])
def test_a_first_mark_near_the_line_is_marked_again(make, points, again):
    paper = make.submitted(questions=[make.open_question()], second_mark="near_pass_line")
    grader = make.person(Role.TRAINER)
    give(paper, K.FIRST, grader, [points])
    assert (paper.state is S.GRADING) is again
    if not again:
        value = queries.item_value(paper.items[0])
        assert (value.points, value.entry.grader) == (points, grader.id)


def test_blind_marks_are_not_written_over_by_colleagues(make, paper):
    one, two = make.person(Role.TRAINER), make.person(Role.TRAINER)
    give(paper, K.FIRST, one, [3.0], finish=False)
    task = task_of(paper, K.FIRST)
    operations.give_back(task, actor=one, now=NOW)
    operations.take(task, actor=two, now=NOW)
    with pytest.raises(Refused, match="a_colleague_marked_this"):
        operations.mark(task, paper.items[0], Mark(points=1.0), actor=two, now=NOW)
    operations.mark(task, paper.items[1], Mark(points=1.0), actor=two, now=NOW)
    operations.finish(task, actor=two, now=NOW)  # nothing is stuck: two made the first mark
    assert task.done_at == NOW


def run(make, person, paper, kind, position=1):
    version = paper.assignment.test_version
    question = paper.items[position - 1].question_version
    return operations.take_question(version, question, kind, actor=person, now=NOW)


def test_by_question_and_by_person_never_collide(make):
    questions = [make.open_question(), make.open_question()]
    version = make.published_version(questions)
    papers = [make.submitted(make.person(Role.TRAINEE), version=version) for _ in range(3)]
    one, two = make.person(Role.TRAINER), make.person(Role.TRAINER)
    lease = run(make, one, papers[0], K.FINAL)
    with pytest.raises(Refused, match="somebody_else_is_marking"):
        run(make, two, papers[0], K.FINAL)
    whole = make.task(papers[0])
    operations.take(whole, actor=two, now=NOW)
    answers = marking.answers_of(one, lease, NOW)
    assert {one.item.attempt_id for one in answers} == {papers[1].id, papers[2].id}
    with pytest.raises(Refused, match="somebody_else_is_marking"):
        operations.mark(
            whole, papers[0].items[0], Mark(points=1.0), actor=one, now=NOW, lease=lease
        )
    for answer in answers:
        operations.mark(
            answer.task, answer.item, Mark(points=0.0), actor=one, now=NOW, seen="", lease=lease
        )
    assert all(one.marked for one in marking.answers_of(one, lease, NOW))
    with pytest.raises(Refused, match="take_the_paper_first"):
        operations.mark(
            answers[0].task, answers[0].item, Mark(points=1.0), actor=two, now=NOW, lease=lease
        )
    other = run(make, two, papers[0], K.FINAL, position=2)
    for answer in marking.answers_of(two, other, NOW):
        operations.mark(
            answer.task, answer.item, Mark(points=1.0), actor=two, now=NOW, lease=other
        )
    assert operations.finish_complete(version, K.FINAL, actor=two, now=NOW) == (2, 0)
    assert [paper.state for paper in papers] == [S.GRADING, S.GRADED, S.GRADED]


def test_an_unseen_mark_is_not_written_over(make):
    paper = make.submitted()
    task, item, trainer = make.task(paper), paper.items[0], make.the_trainer
    operations.take(task, actor=trainer, now=NOW)
    first = operations.mark(task, item, Mark(points=1.0), actor=trainer, now=NOW, seen="")
    with pytest.raises(Refused, match="somebody_marked_this_meanwhile") as refused:
        operations.mark(task, item, Mark(points=2.0), actor=trainer, now=NOW, seen="")
    assert refused.value.facts["entry"] is first
    operations.mark(task, item, Mark(points=2.0), actor=trainer, now=NOW, seen=first.pubid)
    rows = db.session.scalars(select(GradeEntry.points).where(GradeEntry.item == item))
    assert sorted(rows) == [1.0, 2.0]


def test_a_third_person_decides_by_question_and_sees_both(make, sign_in, paper):
    one, two, three = (make.person(Role.TRAINER) for _ in range(3))
    give(paper, K.FIRST, one, [3.0, 1.0], comment="Generous.")
    give(paper, K.SECOND, two, [2.0, 1.0], comment="Strict.")
    lease = run(make, three, paper, K.THIRD)
    with pytest.raises(Refused, match="not_assigned"):
        run(make, three, paper, K.THIRD, position=2)  # there the two agree
    page = sign_in(three).get(f"/grading/questions/{lease.pubid}").text
    for words in ("Generous.", "Strict.", "1 of 3 points apart", "0 of 1"):
        assert words in page
    (answer,) = marking.answers_of(three, lease, NOW)
    operations.mark(
        answer.task, answer.item, Mark(points=2.5), actor=three, now=NOW, lease=lease
    )
    version = paper.assignment.test_version
    assert operations.finish_complete(version, K.THIRD, actor=three, now=NOW) == (1, 0)
    assert queries.summed(queries.whole(paper)).points == 3.5


def test_a_colleagues_blind_mark_keeps_what_one_typed(make, sign_in, paper):
    """The same kind of marks, and the lease was lost while typing."""
    one = make.person(Role.TRAINER)
    client = sign_in(make.the_trainer)
    task = task_of(paper, K.FIRST)
    url = f"/grading/papers/{task.pubid}"
    client.post(f"{url}/take")
    operations.hand_over(task, None, actor=make.the_trainer, now=NOW)
    give(paper, K.FIRST, one, [0.37], finish=False)
    operations.give_back(task, actor=one, now=NOW)
    client.post(f"{url}/take")
    where = f"{url}/items/{paper.items[0].pubid}"
    page = client.post(where, data={"points": "2", "comment": "My long text.", "seen": ""})
    assert page.status_code == 409
    assert "My long text." in page.text
    assert "0.37" not in page.text


def test_a_lease_that_ended_while_reading_is_still_ones_own(make):
    paper = make.submitted()
    task, one, two = make.task(paper), make.the_trainer, make.person(Role.TRAINER)
    operations.take(task, actor=one, now=NOW)
    later = NOW + timedelta(hours=2)
    operations.mark(task, paper.items[0], Mark(points=1.0), actor=one, now=later)
    operations.take(task, actor=two, now=later + timedelta(hours=2))
    with pytest.raises(Refused, match="take_the_paper_first"):
        operations.mark(
            task, paper.items[0], Mark(points=2.0), actor=one, now=later + timedelta(hours=2)
        )
