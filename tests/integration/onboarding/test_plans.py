"""From the accepted offer to independent work, and what happens on the way."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from recruit.candidates.models import Offer, OfferState
from recruit.candidates.signals import hired
from recruit.kernel.audit import AuditEvent
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.notifications.models import Notification, OutboxMessage
from recruit.onboarding import jobs, operations
from recruit.onboarding.models import (
    Employment,
    GateDecision,
    OnboardingPlan,
    PlanStage,
    Program,
)
from recruit.onboarding.queries import evidence, plans
from recruit.organization.models import Holiday
from recruit.organization.signals import calendar_changed
from recruit.rules.onboarding.states import (
    ActivityKind,
    AssignmentState,
    Outcome,
    PlanState,
    Readiness,
    Refusal,
    RolePlayKind,
    Side,
    StageState,
    TaskState,
)
from tests.conftest import NOW

MONDAY = date(2026, 3, 2)


def refused(wanted, change, /, *args, **kw):
    with pytest.raises(Refused) as caught:
        change(*args, now=NOW, **kw)
    assert caught.value.reason is wanted


def hire(make, starts_on=date(2026, 3, 9), **candidate):
    application = make.application(candidate=make.candidate(**candidate))
    person = make.recruiter()
    offer = make.add(
        Offer(
            application=application, state=OfferState.ACCEPTED, pay_minor=1, currency="EUR",
            site=make.the_site, starts_on=starts_on, expires_on=starts_on,
            proposed_by=person, agreed_by=person,
        )
    )  # fmt: skip
    hired.send(application, offer=offer, now=NOW)
    db.session.flush()
    return db.session.scalars(
        select(OnboardingPlan).order_by(OnboardingPlan.id.desc()).limit(1)
    ).one()


def test_a_hire_gets_an_account_an_employment_and_a_plan(make):
    make.the_head()
    plan = hire(make, email="ana@example.org", name="Ana")
    assert plan.state is PlanState.PREBOARDING
    assert plan.trainee.email == "ana@example.org"
    assert Role.TRAINEE in plan.trainee.roles
    assert plan.employment.application is not None
    assert [stage.due_on for stage in plan.stages][:3] == [
        date(2026, 3, 11), date(2026, 3, 13), date(2026, 4, 10),
    ]  # fmt: skip
    assert all(stage.baseline_due_on == stage.due_on for stage in plan.stages)
    assert db.session.query(Program).count() == 1, "the shipped program came by itself"


def test_preboarding_tasks_are_open_before_the_first_day_and_never_due_in_the_past(make):
    plan = hire(make)
    early = [task for task in plan.tasks if task.state is TaskState.OPEN]
    assert {task.title[:7] for task in early} == {"Prepare", "Open th", "Plan th"}
    assert min(task.due_on for task in early) == date(2026, 3, 4)
    late = hire(make, starts_on=date(2026, 3, 3))
    assert all(task.due_on >= MONDAY for task in late.tasks)


def test_a_hire_with_a_known_address_keeps_the_account(make):
    known = make.person(Role.INTERVIEWER, email="ana@example.org", password_hash="x")
    epoch = known.epoch
    plan = hire(make, email="ana@example.org")
    assert plan.trainee is known
    assert known.roles == {Role.INTERVIEWER, Role.TRAINEE}
    assert known.epoch == epoch + 1, "sessions end with a change of roles"


def test_a_second_hire_ends_the_employment_before(make):
    first = hire(make, email="ana@example.org")
    make._shared.pop("vacancy")
    hire(make, starts_on=date(2026, 4, 1), email="ana@example.org")
    assert first.employment.ended_on == date(2026, 3, 31)


def test_every_task_has_exactly_one_owner(make):
    make.person(Role.ADMIN)
    plan = hire(make)
    assert all(task.owner is not None for task in plan.tasks)
    assert make.plan_task(plan, "Open the accounts").owner.roles == {Role.ADMIN}


def test_a_free_trainer_is_asked_at_once(make):
    trainer = make.mentor(Role.TRAINER)
    plan = hire(make)
    proposal = plans.around(plan).assignment
    assert proposal is None
    from recruit.onboarding.queries import mentoring

    assert mentoring.open_proposal(plan).mentor is trainer


def test_the_clock_starts_a_plan_on_its_day_at_its_site(make):
    plan = hire(make)
    evening = datetime(2026, 3, 8, 21, 59, tzinfo=UTC)  # 23:59 in Chisinau
    jobs.start_plans(evening)
    assert plan.state is PlanState.PREBOARDING
    jobs.start_plans(evening + timedelta(minutes=2))
    assert plan.state is PlanState.ACTIVE
    assert plan.stages[0].state is StageState.OPEN


def test_an_outage_of_the_clock_changes_no_date(make):
    plan = hire(make)
    wanted = [stage.due_on for stage in plan.stages]
    jobs.start_plans(datetime(2026, 3, 17, 9, tzinfo=UTC))
    jobs.start_plans(datetime(2026, 3, 17, 10, tzinfo=UTC))
    assert [stage.due_on for stage in plan.stages] == wanted
    assert plan.stages[0].starts_on == date(2026, 3, 9)


def test_the_whole_way_to_independent_work(make):
    plan, head = make.plan(), make.the_head()
    mentor = make.mentoring(plan).mentor
    make.finish_tasks(plan, 1)
    operations.decide(plan.stages[0], Outcome.PASS, actor=head, now=NOW)
    assert plan.stages[1].state is StageState.OPEN
    assert plan.stages[1].starts_on == date(2026, 3, 3)

    for day in (3, 4):
        make.entry(plan, count=15, on=date(2026, 3, day), confirmed_by=head, verified_at=NOW)
    make.entry(
        plan, kind=ActivityKind.REQUEST, on=date(2026, 3, 4), confirmed_by=head, verified_at=NOW
    )
    make.finish_tasks(plan, 2)
    later = NOW + timedelta(days=2)
    operations.decide(plan.stages[1], Outcome.PASS, actor=head, now=later)

    stage = plan.stages[2]
    make.finish_tasks(plan, 3)
    later = NOW + timedelta(days=20)
    with pytest.raises(Refused):
        operations.decide(stage, Outcome.PASS, actor=head, now=later)
    for topic in stage.definition.topics:
        operations.confirm_topic(plan, topic, Side.TRAINEE, actor=plan.trainee, now=later)
        operations.confirm_topic(plan, topic, Side.MENTOR, actor=mentor, now=later)
    play = operations.hold(
        plan, RolePlayKind.FINAL, scenario="x", held_on=later.date(), ratings=MARKS,
        passed=True, comment="", actor=mentor, now=later,
    )  # fmt: skip
    assert play.outcome is None, "the mentor is paid: a second assessor is needed"
    operations.mark(play, ratings=MARKS, passed=True, comment="", actor=head, now=later)
    make.test_result(plan, 85)
    operations.decide(stage, Outcome.PASS, actor=head, now=later)

    stage, work = plan.stages[3], plans.work_days(plan)
    make.finish_tasks(plan, 4)
    for day in work.between(stage.starts_on, work.span(stage.starts_on, 15)):
        make.entry(plan, count=16, on=day, confirmed_by=head, verified_at=later)
    end = datetime(2026, 4, 13, 9, tzinfo=UTC)
    operations.review(plan, Readiness.READY, "", actor=head, now=end)
    assert evidence.summary(plan, end).all_met
    operations.decide(stage, Outcome.PASS, actor=head, now=end)
    assert plan.state is PlanState.COMPLETED
    assert plans.around(plan).mentor is None


MARKS = dict.fromkeys(("contact", "need", "offer", "objections", "closing"), 4)


def test_stage_two_never_opens_before_stage_one_is_done(make):
    plan = make.plan()
    from recruit.onboarding.operations.stages import open_stage

    refused(Refusal.EARLIER_STAGE, open_stage, plan, 2, MONDAY)
    refused(
        Refusal.STAGE_LOCKED, operations.decide, plan.stages[1], Outcome.WAIVE, reason="x",
        actor=make.the_head(),
    )  # fmt: skip


def test_the_database_allows_one_running_stage(make):
    plan = make.plan()
    db.session.execute(
        update(PlanStage).where(PlanStage.id == plan.stages[0].id).values(state=StageState.OPEN)
    )
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.execute(
            update(PlanStage)
            .where(PlanStage.id == plan.stages[1].id)
            .values(state=StageState.AWAITING_GATE)
        )


def test_decisions_are_append_only(make):
    plan = make.plan()
    make.finish_tasks(plan, 1)
    operations.decide(plan.stages[0], Outcome.PASS, actor=make.the_head(), now=NOW)
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.execute(update(GateDecision).values(reason="rewritten"))


def test_a_retake_begins_the_log_anew_and_moves_the_date(make):
    plan, head = make.plan(), make.the_head()
    make.finish_tasks(plan, 1)
    operations.decide(plan.stages[0], Outcome.PASS, actor=head, now=NOW)
    make.finish_tasks(plan, 2)
    stage = plan.stages[1]
    assert stage.state is StageState.AWAITING_GATE
    thursday = NOW + timedelta(days=3)
    decision = operations.decide(
        stage, Outcome.RETAKE, reason="22 calls", days=2, actor=head, now=thursday
    )
    assert (stage.state, stage.attempts) == (StageState.OPEN, 2)
    assert stage.counts_from_on == date(2026, 3, 6)
    assert stage.due_on == decision.next_due_on == date(2026, 3, 9)
    assert stage.baseline_due_on == date(2026, 3, 6)
    jobs.settle_stages(thursday)
    assert stage.state is StageState.OPEN
    jobs.settle_stages(datetime(2026, 3, 9, 9, tzinfo=UTC))
    assert stage.state is StageState.AWAITING_GATE


def test_a_waived_gate_needs_a_name_and_a_reason(make):
    plan = make.plan()
    stage, director = plan.stages[0], make.person(Role.DIRECTOR)
    refused(Refusal.REASON_MISSING, operations.decide, stage, Outcome.WAIVE, actor=director)
    operations.decide(stage, Outcome.WAIVE, reason="re-hired", actor=director, now=NOW)
    assert stage.state is StageState.WAIVED
    assert plan.stages[1].state is StageState.OPEN


def test_an_exit_takes_effect_with_the_second_signature(make):
    plan, head, recruiter = make.plan(), make.the_head(), make.recruiter()
    mentor = make.mentoring(plan)
    stage = plan.stages[0]
    decision = operations.decide(stage, Outcome.EXIT, reason="no calls", actor=head, now=NOW)
    assert plan.state is PlanState.ACTIVE
    refused(
        Refusal.EXIT_PENDING, operations.decide, stage, Outcome.EXTEND, reason="x", actor=head
    )
    refused(Refusal.NOT_YOURS, operations.cosign, decision, agreed=True, actor=head)
    operations.cosign(decision, agreed=True, actor=recruiter, now=NOW)
    assert (plan.state, plan.exit_stage, stage.state) == (
        PlanState.EXITED, 1, StageState.FAILED,
    )  # fmt: skip
    assert mentor.state is AssignmentState.ENDED
    assert not any(task.state in (TaskState.OPEN, TaskState.BLOCKED) for task in plan.tasks)
    refused(Refusal.NO_EXIT_PENDING, operations.cosign, decision, agreed=True, actor=recruiter)


def test_a_head_with_two_roles_does_not_sign_twice(make):
    plan = make.plan()
    head = make.the_head()
    operations.add_roles(head, {Role.RECRUITER}, actor=None, now=NOW)
    decision = operations.decide(plan.stages[0], Outcome.EXIT, reason="x", actor=head, now=NOW)
    refused(Refusal.SAME_PERSON, operations.cosign, decision, agreed=True, actor=head)


def test_an_exit_not_agreed_to_opens_the_gate_again(make):
    plan, head = make.plan(), make.the_head()
    decision = operations.decide(plan.stages[0], Outcome.EXIT, reason="x", actor=head, now=NOW)
    recruiter = make.recruiter()
    refused(Refusal.REASON_MISSING, operations.cosign, decision, agreed=False, actor=recruiter)
    operations.cosign(decision, agreed=False, reason="too early", actor=recruiter, now=NOW)
    operations.decide(plan.stages[0], Outcome.EXTEND, reason="x", actor=head, now=NOW)
    assert plan.state is PlanState.ACTIVE


def test_a_head_who_mentors_does_not_decide(make):
    plan, head = make.plan(), make.the_head()
    assignment = operations.propose(plan, head, "nobody else", actor=head, now=NOW)
    operations.accept(assignment, actor=head, now=NOW)
    make.finish_tasks(plan, 1)
    refused(
        Refusal.DIRECTOR_DECIDES, operations.decide, plan.stages[0], Outcome.PASS, actor=head
    )
    director = make.person(Role.DIRECTOR)
    operations.decide(plan.stages[0], Outcome.PASS, actor=director, now=NOW)
    assert plan.stages[0].state is StageState.PASSED


def test_a_trainee_with_every_role_decides_nothing_about_themselves(make):
    plan = make.plan()
    trainee = plan.trainee
    operations.add_roles(trainee, set(Role), actor=None, now=NOW)
    entry = make.entry(plan)
    stage, task = plan.stages[0], make.plan_task(plan, "Meet the team")
    operations.submit(task, "done", actor=trainee, now=NOW)
    for change, args in (
        (operations.decide, (stage, Outcome.WAIVE)),
        (operations.accept_task, (task,)),
        (operations.confirm, (entry,)),
        (operations.review, (plan, Readiness.READY, "")),
        (operations.pause, (plan, MONDAY, "")),
        (operations.cancel, (plan, "x")),
        (operations.propose, (plan, make.mentor(), "x")),
    ):
        kw = {"reason": "x"} if change is operations.decide else {}
        refused(Refusal.SELF, change, *args, actor=trainee, **kw)


def test_a_pause_stops_the_clock_and_moves_what_is_open(make):
    plan, head = make.plan(), make.the_head()
    before = [stage.due_on for stage in plan.stages]
    operations.pause(plan, MONDAY, "ill", actor=head, now=NOW)
    assert plan.state is PlanState.PAUSED
    refused(Refusal.PLAN_NOT_RUNNING, operations.decide, plan.stages[0], Outcome.WAIVE,
            reason="x", actor=head)  # fmt: skip
    jobs.remind(NOW + timedelta(days=4))
    assert not db.session.scalars(
        select(Notification.id).where(Notification.kind.like("%task-%"))
    ).all()
    operations.resume(plan, actor=head, now=NOW + timedelta(days=7))
    work = plans.calendar_of(plan.employment.site)
    for stage, due in zip(plan.stages, before, strict=True):
        assert work.count(due, stage.due_on) == 5
        assert stage.baseline_due_on == due


def test_a_new_holiday_moves_open_tasks_only_and_keeps_the_baseline(make):
    plan = make.plan()
    done = make.plan_task(plan, "Meet the team")
    done.state = TaskState.ACCEPTED
    calendar = plan.employment.site.calendar
    for day in (3, 4):
        calendar.holidays.append(Holiday(on=date(2026, 3, day), name="x"))
    done.due_on = done.baseline_due_on = date(2026, 3, 3)
    db.session.flush()
    calendar_changed.send(calendar, now=NOW)
    assert done.due_on == date(2026, 3, 3)
    open_task = make.plan_task(plan, "Read the company")
    assert (open_task.due_on, open_task.baseline_due_on) == (date(2026, 3, 5), date(2026, 3, 3))
    assert plan.stages[0].due_on == date(2026, 3, 6)


def test_the_start_moves_before_it_has_come(make):
    plan, head = make.plan(PlanState.PREBOARDING), make.the_head()
    refused(Refusal.START_IN_PAST, operations.move_start, plan, date(2026, 3, 1), actor=head)
    operations.move_start(plan, date(2026, 3, 14), actor=head, now=NOW)
    assert plan.starts_on == date(2026, 3, 16), "a Saturday becomes Monday"
    assert plan.stages[0].baseline_due_on == date(2026, 3, 18)


def test_a_running_plan_is_not_cancelled_by_a_head_alone(make):
    plan = make.plan()
    refused(Refusal.NOT_YOURS, operations.cancel, plan, "mistake", actor=make.the_head())
    operations.cancel(plan, "mistake", actor=make.recruiter(), now=NOW)
    assert plan.state is PlanState.CANCELLED
    refused(Refusal.PLAN_CLOSED, operations.cancel, plan, "again", actor=make.recruiter())


def test_a_person_has_one_open_plan(make):
    plan = make.plan()
    position = make.position()
    refused(
        Refusal.PLAN_ALREADY_OPEN, operations.open_for_employee, plan.trainee, position,
        make.the_site, MONDAY, make.program_version(), actor=make.recruiter(),
    )  # fmt: skip
    assert db.session.query(Employment).count() == 1


def test_reminders_come_once_each_and_one_mail_a_day(make):
    plan = make.plan()
    head = make.the_head()
    first = NOW + timedelta(days=1)
    jobs.remind(first)
    jobs.remind(first + timedelta(hours=1))

    def count(model, *where):
        return len(db.session.scalars(select(model.id).where(*where)).all())

    mine = Notification.person_id == plan.employment.person_id
    once = count(Notification, mine, Notification.kind.like("onboarding.task-%"))
    assert once > 0
    mails = OutboxMessage.template == "onboarding/digest"
    to_trainee = OutboxMessage.recipient == plan.trainee.email
    assert count(OutboxMessage, mails, to_trainee) == 1
    jobs.remind(first)
    assert count(Notification, mine, Notification.kind.like("onboarding.task-%")) == once
    jobs.remind(NOW + timedelta(days=9))
    escalated = count(
        Notification, Notification.person_id == head.id,
        Notification.kind == "onboarding.task-escalated",
    )  # fmt: skip
    open_tasks = [task for task in plan.tasks if task.state is TaskState.OPEN]
    assert escalated == len(open_tasks)


def test_nothing_is_said_on_a_day_that_is_not_worked_or_at_night(make):
    make.plan()
    for moment in (datetime(2026, 3, 7, 9, tzinfo=UTC), datetime(2026, 3, 3, 2, tzinfo=UTC)):
        jobs.remind(moment)
    kinds = db.session.scalars(select(Notification.kind)).all()
    assert not [kind for kind in kinds if "task-" in kind]


def test_the_audit_trail_names_codes_and_no_person(make):
    plan = make.plan()
    make.mentoring(plan)
    for event in db.session.scalars(select(AuditEvent)):
        assert plan.trainee.name not in str(event.changes)
        assert event.action.split(".")[0] in ("onboarding", "people", "assessments")
