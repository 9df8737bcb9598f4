"""Marks, conflicts of interest, leases, control, release, appeals, warnings."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.assessments import jobs, operations, signals
from recruit.assessments.models import Control, GradeEntry, InterestKind
from recruit.assessments.operations import Mark
from recruit.assessments.queries import grading as queries
from recruit.assessments.queries import results
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.notifications.models import Notification, OutboxMessage
from recruit.rules.grading import EntryKind
from recruit.rules.sitting import AttemptState as S
from tests.conftest import NOW

LATER = NOW + timedelta(hours=1)


def mark_all(task, person, points=1.0):
    for item in task.attempt.items:
        if item.question_version.is_open:
            operations.mark(task, item, Mark(points=points), actor=person, now=NOW)


def test_the_whole_way_to_a_result(make):
    heard = []

    def listen(attempt, now):
        heard.append((attempt.pubid, now))

    signals.released.connect(listen)
    try:
        attempt = make.released()
    finally:
        signals.released.disconnect(listen)
    assert attempt.state is S.RELEASED
    assert (attempt.percent, attempt.passed) == (100.0, True)
    assert heard == [(attempt.pubid, NOW)]
    assert "assessments/released" in db.session.scalars(select(OutboxMessage.template)).all()
    assert results.outcome(attempt.assignment).passed is True


def test_ticks_give_the_points(make):
    attempt = make.submitted()
    task, trainer = make.task(attempt), make.the_trainer
    operations.take(task, actor=trainer, now=NOW)
    entry = operations.mark(task, attempt.items[0], Mark(ticks=["aa"]), actor=trainer, now=NOW)
    assert (entry.points, entry.ticks) == (2.0, ["aa"])
    with pytest.raises(Refused, match="unknown_rubric_line"):
        operations.mark(task, attempt.items[0], Mark(ticks=["zz"]), actor=trainer, now=NOW)


def test_a_mark_taken_back_leaves_the_question_ungraded(make):
    attempt = make.submitted()
    task, trainer = make.task(attempt), make.the_trainer
    operations.take(task, actor=trainer, now=NOW)
    mark_all(task, trainer, points=0.0)
    assert queries.summed(attempt).ungraded == 0
    operations.mark(
        task,
        attempt.items[0],
        Mark(retract=True, comment="Wrong paper"),
        actor=trainer,
        now=NOW,
    )
    assert queries.summed(attempt).ungraded == 1
    with pytest.raises(Refused, match="questions_without_a_final_mark"):
        operations.finish(task, actor=trainer, now=NOW)


def test_a_mentor_marks_first_and_never_finally(make):
    mentor = make.person(Role.MENTOR)
    attempt = make.submitted(interests=[(mentor, InterestKind.MENTOR_BONUS)])
    final = make.task(attempt)
    assert queries.task_for(mentor, final.pubid) is None
    with pytest.raises(Refused, match="a_stake_in_the_result"):
        operations.ask(attempt, mentor, EntryKind.FINAL, actor=make.the_trainer, now=NOW)
    first = operations.ask(attempt, mentor, EntryKind.FIRST, actor=make.the_trainer, now=NOW)
    assert queries.task_for(mentor, first.pubid) is first
    operations.take(first, actor=mentor, now=NOW)
    mark_all(first, mentor)
    operations.finish(first, actor=mentor, now=NOW)
    assert attempt.state is S.GRADING  # the only mark is no result
    assert queries.summed(attempt).ungraded == 1
    with pytest.raises(Refused, match="a_stake_in_the_result"):
        operations.take(final, actor=mentor, now=NOW)


def test_a_trainer_who_is_the_mentor_too_cannot_grade_finally(make):
    both = make.person(Role.TRAINER, Role.MENTOR)
    attempt = make.submitted(interests=[(both, InterestKind.MENTOR)])
    task = make.task(attempt)
    assert queries.task_for(both, task.pubid) is None
    with pytest.raises(Refused, match="a_stake_in_the_result"):
        operations.take(task, actor=both, now=NOW)


def test_a_stake_that_appears_after_the_marks_counts_too(make):
    attempt = make.submitted()
    task, trainer = make.task(attempt), make.the_trainer
    operations.take(task, actor=trainer, now=NOW)
    mark_all(task, trainer)
    operations.set_interests(attempt.assignment, [(trainer, "mentor")], now=NOW)
    with pytest.raises(Refused, match="a_stake_in_the_result"):
        operations.finish(task, actor=trainer, now=NOW)
    other = make.person(Role.TRAINER)
    operations.give_back(task, actor=trainer, now=NOW)
    operations.take(task, actor=other, now=NOW)
    with pytest.raises(Refused, match="final_mark_by_somebody_with_a_stake"):
        operations.finish(task, actor=other, now=NOW)
    mark_all(task, other)
    operations.finish(task, actor=other, now=NOW)
    assert attempt.state is S.GRADED


def test_nobody_marks_controls_or_releases_their_own_paper(make):
    person = make.person(Role.TRAINEE, Role.TRAINER, Role.DIRECTOR)
    attempt = make.submitted(person, control="all")
    task = make.task(attempt)
    assert queries.task_for(person, task.pubid) is None
    assert queries.paper_for_trainer(person, attempt.pubid) is None
    with pytest.raises(Refused, match="nobody_grades_themselves"):
        operations.take(task, actor=person, now=NOW)
    trainer = make.the_trainer
    operations.take(task, actor=trainer, now=NOW)
    mark_all(task, trainer)
    operations.finish(task, actor=trainer, now=NOW)
    for act in (operations.confirm, operations.release):
        with pytest.raises(Refused, match="nobody_grades_themselves"):
            act(queries.whole(attempt), actor=person, now=NOW)


def test_a_recruiter_marks_when_asked(make):
    recruiter = make.recruiter()
    attempt = make.submitted()
    task = make.task(attempt)
    assert queries.task_for(recruiter, task.pubid) is None
    operations.ask(attempt, recruiter, EntryKind.FINAL, actor=make.the_trainer, now=NOW)
    operations.take(task, actor=recruiter, now=NOW)
    mark_all(task, recruiter)
    operations.finish(task, actor=recruiter, now=NOW)
    assert attempt.state is S.GRADED


def test_a_lease_keeps_others_out_until_it_ends(make):
    attempt = make.submitted()
    task, one, two = make.task(attempt), make.the_trainer, make.person(Role.TRAINER)
    operations.take(task, actor=one, now=NOW)
    with pytest.raises(Refused, match="somebody_else_is_marking"):
        operations.take(task, actor=two, now=NOW)
    operations.take(task, actor=two, now=LATER)
    with pytest.raises(Refused, match="take_the_paper_first"):
        operations.mark(task, attempt.items[0], Mark(points=1.0), actor=one, now=LATER)


def test_the_director_confirms_before_the_release(make):
    attempt = make.graded(control="all")
    director, trainer = make.the_director, make.the_trainer
    with pytest.raises(Refused, match="director_has_not_controlled"):
        operations.release(attempt, actor=trainer, now=NOW)
    operations.confirm(attempt, actor=director, now=NOW)
    assert attempt.control.state.value == "confirmed"
    with pytest.raises(Refused, match="released_by_the_director"):
        operations.release(attempt, actor=trainer, now=NOW)
    operations.release(attempt, actor=director, now=NOW)
    assert attempt.state is S.RELEASED


def test_the_director_corrects_by_a_new_entry_with_a_reason(make):
    attempt = make.graded(control="all", points=1.0)
    director, item = make.the_director, attempt.items[0]
    with pytest.raises(Refused, match="reason_missing"):
        operations.correct(attempt, item, Mark(points=2.0), actor=director, now=NOW)
    operations.correct(
        attempt, item, Mark(points=2.0, comment="Feature named"), actor=director, now=NOW
    )
    entries = db.session.scalars(
        select(GradeEntry).where(GradeEntry.item == item).order_by(GradeEntry.id)
    ).all()
    assert [entry.points for entry in entries] == [1.0, 2.0]
    operations.confirm(attempt, actor=director, now=NOW)
    assert attempt.control.state.value == "corrected"


def test_a_director_does_not_control_their_own_marks(make):
    both = make.person(Role.TRAINER, Role.DIRECTOR)
    attempt = make.submitted(control="all")
    task = make.task(attempt)
    operations.take(task, actor=both, now=NOW)
    mark_all(task, both)
    operations.finish(task, actor=both, now=NOW)
    with pytest.raises(Refused, match="own_mark_on_it"):
        operations.confirm(queries.whole(attempt), actor=both, now=NOW)


@pytest.mark.parametrize(("points", "picked"), [(1.5, True), (3.0, False)])
def test_papers_near_the_pass_line_are_controlled(make, points, picked):
    make.graded(control="near_pass_line", points=points)  # 3.5 of 5 is 70 %
    assert bool(db.session.scalars(select(Control)).all()) is picked


def test_an_appeal_is_decided_by_somebody_without_a_mark_on_it(make):
    attempt = make.released(points=0.0)
    item, director = attempt.items[0], make.the_director
    appeal = operations.raise_appeal(
        item, text="I named both.", actor=attempt.assignment.person, now=NOW
    )
    assert attempt.state is S.APPEALED
    given = Mark(points=3.0)
    with pytest.raises(Refused, match="own_mark_on_it"):
        operations.decide_appeal(
            appeal, given=given, reply="Yes", actor=make.the_trainer, now=NOW
        )
    with pytest.raises(Refused, match="reason_missing"):
        operations.decide_appeal(appeal, given=None, reply=" ", actor=director, now=NOW)
    operations.decide_appeal(
        appeal, given=Mark(points=3.0, comment="Yes"), reply="Yes", actor=director, now=NOW
    )
    attempt = queries.whole(attempt)
    assert attempt.state is S.RELEASED
    assert attempt.passed is True
    assert [release.number for release in attempt.releases] == [1, 2]
    with pytest.raises(Refused, match="already_appealed"):
        operations.raise_appeal(item, text="Again", actor=attempt.assignment.person, now=NOW)


def test_appeals_end_and_papers_close(make):
    attempt = make.released(appeal_days=14)
    late = NOW + timedelta(days=15)
    with pytest.raises(Refused, match="appeal_deadline_over"):
        operations.raise_appeal(
            attempt.items[0], text="x", actor=attempt.assignment.person, now=late
        )
    jobs.close_papers(NOW + timedelta(days=13))
    assert attempt.state is S.RELEASED
    jobs.close_papers(NOW + timedelta(days=17))
    assert attempt.state is S.CLOSED


def kinds():
    return sorted(db.session.scalars(select(Notification.kind)).all())


def test_graders_are_warned_once_and_the_breach_goes_to_the_director(make):
    director = make.the_director
    attempt = make.submitted()
    task = make.task(attempt)
    jobs.warn_graders(NOW + timedelta(days=20))
    assert "assessments.grading_due" not in kinds()
    for _ in range(2):
        jobs.warn_graders(NOW + timedelta(days=22))
    assert kinds().count("assessments.grading_due") == 1
    jobs.escalate(task.due_at - timedelta(minutes=1))
    assert task.escalated_at is None
    for _ in range(2):
        jobs.escalate(task.due_at)
    assert kinds().count("assessments.grading_overdue") == 1
    mail = select(OutboxMessage).where(OutboxMessage.recipient == director.email)
    assert db.session.scalars(mail).one().template == "assessments/grading_overdue"


def test_a_paper_costs_the_same_number_of_queries_whatever_its_length(make, count_queries):
    def cost(length):
        attempt = make.submitted(
            make.person(Role.TRAINEE), questions=[make.open_question() for _ in range(length)]
        )
        db.session.commit()
        db.session.expire_all()
        with count_queries() as statements:
            queries.summed(queries.whole(attempt))
        return len(statements)

    assert cost(2) == cost(9)
