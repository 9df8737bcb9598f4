"""Sitting a test: starting, autosave, deadline, two devices, handing in."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from recruit.assessments import jobs, operations
from recruit.assessments.models import AnswerRevision, GradeEntry, InterestKind
from recruit.assessments.operations import Draft
from recruit.assessments.queries import sitting as queries
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.notifications.models import Notification, OutboxMessage
from recruit.rules.sitting import AttemptState as S
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)


def save(attempt, client, seq, words, base="", minutes=1, position=1):
    slot = queries.answering(attempt.assignment.person, attempt.items[position - 1].pubid)
    draft = Draft(client, seq, base, words)
    return operations.save_answer(slot, draft, received_at=NOW + minutes * MINUTE)


def counted(attempt, position=1):
    item = attempt.items[position - 1]
    row = queries.counted_answers([item]).get(item.id)
    return row.text if row else None


def test_it_assigns_and_tells_the_trainee(make):
    attempt = make.attempt()
    assert attempt.state is S.ASSIGNED
    assert db.session.scalars(select(OutboxMessage.template)).all() == ["assessments/assigned"]
    assert db.session.scalars(select(Notification.kind)).all() == ["assessments.assigned"]


def test_it_refuses_to_assign_a_draft_or_a_day_that_is_over(make):
    draft, person = make.draft_version(), make.the_trainee
    with pytest.raises(Refused, match="test_not_published"):
        operations.assign(
            draft, person, due_on=NOW.date(), assigned_by=make.the_trainer, now=NOW
        )
    operations.publish(draft, actor=make.the_trainer, now=NOW)
    with pytest.raises(Refused, match="due_in_the_past"):
        operations.assign(
            draft,
            person,
            due_on=NOW.date() - timedelta(days=1),
            assigned_by=make.the_trainer,
            now=NOW,
        )


def test_starting_pins_questions_facts_and_order(make):
    product = make.product()
    question = make.open_question(product=product)
    operations.record_fact(
        product,
        kind="packaging",
        text="Ten to a box",
        valid_from_on=NOW.date(),
        actor=make.the_trainer,
        now=NOW,
    )
    attempt = make.sitting(questions=[question])
    pinned = attempt.items[0].question_version
    assert [fact["text"] for fact in attempt.items[0].facts] == ["Ten to a box"]
    assert attempt.deadline_at == NOW + 60 * MINUTE
    operations.reword(
        question,
        operations.Wording(type=pinned.type, stem="Another wording", points=5.0),
        product=product,
        version=question.version,
        actor=make.the_trainer,
        now=NOW,
    )
    db.session.flush()
    db.session.expire_all()
    assert attempt.items[0].question_version.stem == "List the features."


def test_the_order_follows_from_the_seed(make):
    questions = [make.open_question() for _ in range(8)]
    version = make.published_version(questions, shuffle=True)
    first, second = (make.attempt(make.person(Role.TRAINEE), version=version) for _ in range(2))
    first.seed = second.seed = 12345
    for attempt in (first, second):
        operations.start(attempt, actor=attempt.assignment.person, now=NOW)
    orders = [[item.question_version_id for item in one.items] for one in (first, second)]
    assert orders[0] == orders[1]
    assert sorted(orders[0]) != orders[0]


def test_nobody_starts_for_somebody_else(make):
    attempt = make.attempt()
    with pytest.raises(Refused, match="not_your_attempt"):
        operations.start(attempt, actor=make.the_trainer, now=NOW)


def test_sending_again_changes_nothing_and_gets_the_same_receipt(make):
    attempt = make.sitting()
    first = save(attempt, "a", 1, "one", minutes=1)
    again = save(attempt, "a", 1, "one", minutes=9)
    assert again.repeated and not first.repeated
    assert (again.ref, again.received_at, again.counts) == ("a:1", NOW + MINUTE, True)
    assert len(db.session.scalars(select(AnswerRevision)).all()) == 1


def test_an_older_message_that_arrives_later_does_not_win(make):
    attempt = make.sitting()
    save(attempt, "a", 2, "two")
    receipt = save(attempt, "a", 1, "one")
    assert not receipt.counts
    assert counted(attempt) == "two"


def test_the_older_device_is_told_and_both_texts_are_kept(make):
    attempt = make.sitting()
    save(attempt, "old", 1, "first")
    save(attempt, "new", 1, "first, continued", base="old:1")
    receipt = save(attempt, "old", 2, "first and something else", base="old:1")
    assert not receipt.counts
    assert receipt.head.text == "first, continued"
    assert counted(attempt) == "first, continued"
    kept = [row.text for row in queries.beside(attempt.items)[attempt.items[0].id]]
    assert kept == ["first and something else"]
    chosen = save(attempt, "old", 3, "first and something else", base="new:1")
    assert chosen.counts
    assert counted(attempt) == "first and something else"


def test_a_text_after_the_deadline_is_kept_as_late_and_counts_by_a_decision_only(make):
    attempt = make.sitting()
    save(attempt, "a", 1, "in time", minutes=60)
    receipt = save(attempt, "a", 2, "too late", minutes=60.1)
    assert receipt.late and not receipt.counts
    assert counted(attempt) == "in time"
    item = attempt.items[0]
    late = db.session.scalars(select(AnswerRevision).where(AnswerRevision.late)).one()
    with pytest.raises(Refused, match="nobody_extends"):
        operations.count_late(item, late, reason="x", actor=attempt.assignment.person, now=NOW)
    operations.count_late(item, late, reason="Fire alarm", actor=make.the_trainer, now=NOW)
    assert counted(attempt) == "too late"


def test_a_text_after_handing_in_is_late_even_before_the_deadline(make):
    attempt = make.submitted()
    assert save(attempt, "offline", 1, "from the train", minutes=40).late


def test_nothing_is_taken_after_the_result(make):
    attempt = make.released()
    with pytest.raises(Refused, match="closed_for_answers"):
        save(attempt, "a", 1, "x")


@pytest.mark.parametrize("table", ["answer_revision", "grade_entry", "question_version"])
def test_the_database_itself_refuses_to_rewrite_history(make, table):
    make.graded()
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        savepoint = db.session.begin_nested()
        with pytest.raises(Exception, match="append-only"):
            db.session.execute(text(statement))
        savepoint.rollback()


def test_extra_time_moves_the_deadline_of_a_running_sitting(make):
    attempt = make.sitting()
    operations.extend(
        attempt, minutes=15, reason="Reads slowly", actor=make.the_trainer, now=NOW
    )
    assert attempt.deadline_at == NOW + 75 * MINUTE
    assert not save(attempt, "a", 1, "still in time", minutes=74).late
    with pytest.raises(Refused, match="nobody_extends"):
        operations.extend(
            attempt, minutes=15, reason="x", actor=attempt.assignment.person, now=NOW
        )


def test_the_clock_hands_in_once_as_of_the_deadline(make):
    attempt = make.sitting()
    save(attempt, "a", 1, "half a sentence")
    jobs.hand_in_overdue(NOW + 60 * MINUTE)
    assert attempt.state is S.IN_PROGRESS
    for _ in range(2):
        jobs.hand_in_overdue(NOW + 63 * MINUTE)
    assert attempt.state is S.SUBMITTED
    assert attempt.auto_submitted
    assert attempt.submitted_at == NOW + 60 * MINUTE
    assert len(attempt.tasks) == 1


def test_a_button_pressed_after_the_deadline_is_the_clock_too(make):
    attempt = make.sitting()
    operations.submit(attempt, actor=attempt.assignment.person, now=NOW + 61 * MINUTE)
    assert attempt.auto_submitted
    assert attempt.submitted_at == NOW + 60 * MINUTE


def test_closed_questions_are_marked_at_once_and_open_ones_wait(make):
    attempt = make.submitted()
    entries = db.session.scalars(select(GradeEntry)).all()
    assert [(entry.kind.value, entry.points) for entry in entries] == [("auto", 2.0)]
    assert attempt.state is S.SUBMITTED


def test_a_paper_without_open_questions_is_graded_at_once(make):
    attempt = make.submitted(questions=[make.closed_question()])
    assert attempt.state is S.GRADED
    assert not attempt.tasks


def test_the_due_day_looks_at_the_gate_and_the_calendar(make):
    attempt = make.submitted(gate_on=NOW.date() + timedelta(days=14))  # a Monday
    assert str(make.task(attempt).due_on) == "2026-03-11"


def test_a_retake_waits_for_the_cooling_off(make):
    attempt = make.released(points=0.0, attempts=2, cooling_off_days=3)
    assignment = attempt.assignment
    assert attempt.passed is False
    with pytest.raises(Refused, match="cooling_off"):
        operations.retake(assignment, actor=assignment.person, now=NOW)
    later = NOW + timedelta(days=3)
    second = operations.retake(assignment, actor=assignment.person, now=later)
    assert second.number == 2
    with pytest.raises(Refused, match="attempt_still_open"):
        operations.retake(assignment, actor=assignment.person, now=later)


def test_a_void_sitting_uses_up_no_attempt(make):
    attempt = make.submitted(attempts=1)
    operations.void(attempt, reason="Power cut", actor=make.the_trainer, now=NOW)
    assert attempt.state is S.VOIDED
    assert make.task(attempt).done_at is not None
    again = operations.retake(attempt.assignment, actor=attempt.assignment.person, now=NOW)
    assert again.state is S.ASSIGNED


def test_an_oral_test_uses_the_same_record(make):
    attempt = make.attempt(form="oral")
    person, trainer = attempt.assignment.person, make.the_trainer
    with pytest.raises(Refused, match="held_by_an_examiner"):
        operations.start(attempt, actor=person, now=NOW)
    operations.hold(attempt, examiner=trainer, now=NOW)
    slot = queries.answering(trainer, attempt.items[0].pubid, oral=True)
    operations.save_form(slot, Draft("oral", 0, "", "Spoken well"), received_at=NOW)
    operations.end_oral(attempt, actor=trainer, now=NOW + 30 * MINUTE)
    assert attempt.state is S.GRADING
    assert counted(attempt) == "Spoken well"
    assert queries.answering(trainer, attempt.items[0].pubid, oral=True) is None


def test_interests_follow_the_mentor(make):
    old, new = make.person(Role.MENTOR), make.person(Role.MENTOR)
    attempt = make.attempt(interests=[(old, InterestKind.MENTOR_BONUS)])
    operations.set_interests(attempt.assignment, [(new, "mentor")], now=NOW)
    assert [row.person for row in attempt.assignment.interests] == [new]
