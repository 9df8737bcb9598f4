"""Open grading tasks follow their gate, stand still in a pause, warn and escalate once."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from recruit.assessments import jobs, operations
from recruit.assessments.models import GradingPause
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.notifications.models import Notification, OutboxMessage
from recruit.onboarding import operations as onboarding
from recruit.organization import operations as organization
from tests.conftest import NOW

DAY = timedelta(days=1)


def notices(kind):
    query = select(Notification).where(Notification.kind == f"assessments.{kind}")
    return db.session.scalars(query).all()


@pytest.fixture
def task(make):
    """A paper handed in on Monday 2 March without a gate: due on 30 March."""
    attempt = make.submitted()
    assert make.task(attempt).due_on == date(2026, 3, 30)
    return make.task(attempt)


@pytest.mark.parametrize(
    ("gate_on", "due_on"),
    [
        (date(2026, 3, 20), date(2026, 3, 17)),
        (date(2026, 4, 30), date(2026, 3, 30)),
        (date(2026, 3, 4), date(2026, 3, 3)),  # never into the past
        (None, date(2026, 3, 30)),
    ],
)
def test_a_gate_set_after_handing_in_is_followed(task, gate_on, due_on):
    operations.set_gate(task.attempt.assignment, gate_on, now=NOW + DAY)
    assert task.due_on == due_on
    zone = ZoneInfo(task.attempt.assignment.person.site.zone)
    assert task.due_at == datetime.combine(due_on + DAY, datetime.min.time(), zone)


def test_a_moved_day_is_warned_of_and_escalated_anew(make, task):
    director = make.the_director
    jobs.warn_graders(NOW + 20 * DAY)
    assert not notices("grading_due")
    jobs.warn_graders(NOW + 22 * DAY)
    jobs.warn_graders(NOW + 23 * DAY)
    assert len(notices("grading_due")) == 1
    late = NOW + 29 * DAY
    jobs.escalate(late)
    jobs.escalate(late + DAY)
    assert [one.person for one in notices("grading_overdue")] == [director]
    operations.set_gate(task.attempt.assignment, date(2026, 3, 10), now=late)
    assert task.due_on == date(2026, 3, 30)  # late already: not later for a nearer gate
    jobs.escalate(late + DAY)
    assert len(notices("grading_overdue")) == 1
    assert "Ana" not in str([one.facts for one in notices("grading_overdue")])


def test_who_sat_the_paper_or_has_a_stake_is_not_told_of_the_breach(make):
    boss = make.person(Role.DIRECTOR, Role.TRAINEE, site=make.the_site)
    attempt = make.submitted(boss)
    trainer = make.the_trainer
    jobs.escalate(NOW + 40 * DAY)
    assert [one.person for one in notices("grading_overdue")] == [
        trainer
    ]  # nobody else is left
    mail = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.template == "assessments/grading_overdue")
    ).one()
    assert mail.recipient == trainer.email
    assert boss.name not in str(mail.context)
    assert attempt.assignment.person is boss


def test_a_short_deadline_is_warned_of_at_half_time(make):
    make.submitted(check_days=3)
    jobs.warn_graders(NOW + timedelta(hours=12))
    assert not notices("grading_due")
    jobs.warn_graders(NOW + 2 * DAY)
    assert len(notices("grading_due")) == 1


def test_a_pause_stops_the_clock_and_the_due_day_moves_by_it(make, task):
    person = task.attempt.assignment.person
    operations.pause_grading(person, since=date(2026, 3, 10), now=NOW + 8 * DAY)
    operations.pause_grading(person, since=date(2026, 3, 11), now=NOW + 9 * DAY)  # once only
    assert task.paused_since_on == date(2026, 3, 10)
    jobs.warn_graders(NOW + 27 * DAY)
    jobs.escalate(NOW + 40 * DAY)
    assert not notices("grading_due")
    assert not notices("grading_overdue")
    back = NOW + 42 * DAY
    operations.resume_grading(person, resumes_on=date(2026, 4, 13), now=back)
    assert task.paused_since_on is None
    assert task.due_on == date(2026, 3, 30) + 34 * DAY
    operations.resume_grading(person, resumes_on=date(2026, 4, 14), now=back + DAY)
    operations.pause_grading(person, since=date(2026, 4, 20), now=back + 7 * DAY)
    operations.resume_grading(person, resumes_on=date(2026, 4, 22), now=back + 9 * DAY)
    assert task.due_on == date(2026, 3, 30) + 36 * DAY


def test_a_pause_before_a_gate_that_stays_makes_no_paper_late(make, task):
    person = task.attempt.assignment.person
    operations.set_gate(task.attempt.assignment, date(2026, 3, 16), now=NOW)
    assert task.due_on == date(2026, 3, 11)
    operations.pause_grading(person, since=date(2026, 3, 9), now=NOW + 7 * DAY)
    operations.resume_grading(person, resumes_on=date(2026, 3, 14), now=NOW + 12 * DAY)
    assert task.due_on == date(2026, 3, 16)  # five days later, as many left as before
    jobs.escalate(NOW + 13 * DAY)
    assert not notices("grading_overdue")


def test_what_was_late_before_the_pause_stays_late(make, task):
    person = task.attempt.assignment.person
    operations.set_gate(task.attempt.assignment, date(2026, 3, 16), now=NOW)
    operations.pause_grading(person, since=date(2026, 3, 12), now=NOW + 10 * DAY)
    operations.resume_grading(person, resumes_on=date(2026, 3, 14), now=NOW + 12 * DAY)
    assert task.due_on == date(2026, 3, 11)


def test_back_on_the_same_day_nothing_was_missed(make, task):
    person = task.attempt.assignment.person
    operations.pause_grading(person, since=date(2026, 3, 10), now=NOW + 8 * DAY)
    operations.resume_grading(person, resumes_on=date(2026, 3, 10), now=NOW + 8 * DAY)
    assert task.due_on == date(2026, 3, 30)
    assert db.session.scalars(select(GradingPause)).all() == []


def test_a_paper_handed_in_during_a_pause_waits_from_the_start(make):
    attempt = make.sitting()
    operations.pause_grading(attempt.assignment.person, since=date(2026, 3, 2), now=NOW)
    operations.submit(attempt, actor=attempt.assignment.person, now=NOW)
    assert make.task(attempt).paused_since_on == date(2026, 3, 2)


def test_an_unsat_test_has_as_many_days_left_as_before(make):
    attempt = make.attempt(due_on=date(2026, 3, 20))
    begun = make.sitting(attempt.assignment.person, due_on=date(2026, 3, 20))
    person = attempt.assignment.person
    operations.pause_grading(person, since=date(2026, 3, 10), now=NOW + 8 * DAY)
    moved = operations.resume_grading(person, resumes_on=date(2026, 3, 17), now=NOW + 15 * DAY)
    assert moved == [attempt.assignment]
    assert attempt.assignment.due_on == date(2026, 3, 27)
    zone = ZoneInfo(person.site.zone)
    assert attempt.assignment.closes_at == datetime(2026, 3, 28, tzinfo=zone)
    assert begun.assignment.due_on == date(2026, 3, 20)  # its own clock ran
    assert len(notices("window_moved")) == 1


def test_a_plans_pause_reaches_its_test(make, travel):
    plan = make.plan()
    test = onboarding.assign_test(
        plan,
        make.published_version(),
        due_on=date(2026, 3, 20),
        actor=make.the_head(),
        now=NOW,
    )
    onboarding.pause(plan, date(2026, 3, 2), "Flu", actor=make.the_head(), now=NOW)
    later = NOW + 7 * DAY
    onboarding.resume(plan, actor=make.the_head(), now=later)
    assert test.due_on == date(2026, 3, 27)
    assert db.session.scalars(select(GradingPause)).one().until_on == date(2026, 3, 8)


def test_a_holiday_before_the_gate_moves_the_due_day(make, task):
    operations.set_gate(task.attempt.assignment, date(2026, 3, 20), now=NOW)
    calendar = task.attempt.assignment.person.site.calendar
    organization.add_holiday(
        calendar, on=date(2026, 3, 18), name="Holiday", actor=make.person(Role.ADMIN), now=NOW
    )
    assert task.due_on == date(2026, 3, 16)
