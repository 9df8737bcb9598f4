"""Mentors, the log they confirm, role-plays, the test, the bonus."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from recruit.assessments.models import Assignment, InterestKind
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.onboarding import jobs, operations
from recruit.onboarding.models import ActivityEntry, PlanTest
from recruit.onboarding.operations.log import company_key
from recruit.onboarding.queries import incentives, mentoring, plans, records
from recruit.rules.incentive import IncentiveState, Step
from recruit.rules.incentive import Refusal as BonusRefusal
from recruit.rules.onboarding.states import (
    ActivityKind,
    AssignmentState,
    EndReason,
    MentorKind,
    PlanState,
    Refusal,
    RolePlayKind,
    RolePlayOutcome,
    TaskState,
)
from tests.conftest import NOW
from tests.integration.onboarding.test_plans import MARKS, MONDAY, refused


def test_a_mentor_is_asked_and_accepts_within_capacity(make):
    mentor = make.mentor(capacity=1)
    first, second = make.plan(), make.plan()
    head = make.the_head()
    one = operations.propose(first, mentor, "no trainer", actor=head, now=NOW)
    two = operations.propose(second, mentor, "no trainer", actor=head, now=NOW)
    operations.accept(one, actor=mentor, now=NOW)
    assert (one.state, one.kind) == (AssignmentState.ACTIVE, MentorKind.SELLER)
    refused(Refusal.MENTOR_FULL, operations.accept, two, actor=mentor)
    assert mentoring.mentees(mentor) == 1


def test_only_the_mentor_asked_can_answer_and_only_once(make):
    plan, mentor = make.plan(), make.mentor()
    one = operations.propose(plan, mentor, "x", actor=make.the_head(), now=NOW)
    refused(Refusal.NOT_YOURS, operations.accept, one, actor=make.the_head())
    operations.decline(one, "busy", actor=mentor, now=NOW)
    refused(Refusal.WRONG_STATE, operations.accept, one, actor=mentor)
    operations.propose(plan, make.mentor(), "x", actor=make.the_head(), now=NOW)


def test_one_proposal_at_a_time_and_only_people_of_the_department(make):
    plan, head = make.plan(), make.the_head()
    stranger = make.mentor(department=make.department())
    refused(Refusal.MENTOR_NOT_SUITABLE, operations.propose, plan, stranger, "x", actor=head)
    refused(Refusal.FALLBACK_REASON, operations.propose, plan, make.mentor(), "", actor=head)
    refused(
        Refusal.MENTOR_NOT_ATTESTED, operations.propose, plan, make.mentor(attested=False), "x",
        actor=head,
    )  # fmt: skip
    operations.propose(plan, make.mentor(), "x", actor=head, now=NOW)
    refused(Refusal.ALREADY_PROPOSED, operations.propose, plan, make.mentor(), "x", actor=head)


def test_an_accepted_mentor_begins_with_the_plan(make):
    plan = make.plan(PlanState.PREBOARDING)
    assignment = make.mentoring(plan)
    assert assignment.state is AssignmentState.ACCEPTED
    assert not incentives.incentives(plan)
    operations.begin(plan, now=NOW)
    assert assignment.state is AssignmentState.ACTIVE
    assert len(incentives.incentives(plan)) == 1


def test_a_hand_over_passes_open_tasks_and_shares_the_bonus(make):
    plan = make.plan()
    first = make.mentoring(plan)
    done = make.plan_task(plan, "Explain the two")
    done.state = TaskState.ACCEPTED
    later = NOW + timedelta(days=39)  # 10 April: 30 worked days of 60
    new = make.mentor()
    proposal = operations.propose(
        plan, new, "the first one moves", actor=make.the_head(), now=later
    )
    operations.accept(proposal, actor=new, now=later)
    assert (first.state, first.end_reason) == (AssignmentState.ENDED, EndReason.HANDOVER)
    assert plans.around(plan).mentor is new
    assert done.owner is first.mentor, "finished tasks keep their author"
    assert make.plan_task(plan, "Agree on the weekly").owner is new
    shares = {one.assignment.mentor: one.share_percent for one in incentives.incentives(plan)}
    assert shares == {first.mentor: 50, new: 50}
    assert plans.around(plan).parties.paid == {first.mentor_id, new.id}


def test_who_left_forfeits_a_bonus_not_reached(make):
    plan = make.plan()
    assignment = make.mentoring(plan)
    operations.release(assignment, EndReason.LEFT, actor=make.the_head(), now=NOW)
    assert assignment.incentive.state is IncentiveState.FORFEITED
    assert make.plan_task(plan, "Explain the two").owner is make.the_head()


def test_nobody_vouches_for_themselves(make):
    head = make.the_head()
    values = {"capacity": 2, "products": "", "languages": "", "experience": "", "willing": True}
    refused(Refusal.SELF, operations.save_profile, head, attested=True, actor=head, **values)
    mentor = make.mentor(attested=False)
    profile = operations.save_profile(mentor, attested=True, actor=head, now=NOW, **values)
    assert profile.attested_by is head


def enter(plan, count=1, **kw):
    values = {"on": MONDAY, "actor": plan.trainee, "now": NOW} | kw
    return operations.enter(plan, kw.pop("kind", ActivityKind.CALL), count, **values)


def test_taps_of_a_day_are_one_line_until_somebody_confirms(make):
    plan = make.plan()
    first = enter(plan)
    assert enter(plan) is first
    assert first.count == 2
    operations.confirm(first, actor=make.the_head(), now=NOW)
    assert enter(plan) is not first


def test_a_paid_mentor_is_never_the_sole_confirmer(make):
    plan = make.plan()
    mentor = make.mentoring(plan).mentor
    entry = enter(plan)
    operations.confirm(entry, actor=mentor, now=NOW)
    assert entry.verified_at is None
    refused(Refusal.ALREADY_CONFIRMED, operations.confirm, entry, actor=mentor)
    operations.confirm(entry, actor=make.the_head(), now=NOW)
    assert entry.verified_at == NOW
    assert entry.seconded_by is make.the_head()


def test_an_unpaid_mentor_confirms_alone(make):
    plan = make.plan()
    plan.program_version.bonus_minor = 0
    mentor = make.mentoring(plan).mentor
    entry = enter(plan)
    operations.confirm(entry, actor=mentor, now=NOW)
    assert entry.verified_at == NOW


def test_what_a_mentor_confirmed_alone_before_the_bonus_does_not_pay_it(make):
    plan = make.plan()
    version = plan.program_version
    version.bonus_minor = 0
    assignment = make.mentoring(plan)
    entry = enter(plan, 700)
    operations.confirm(entry, actor=assignment.mentor, now=NOW)
    version.bonus_minor = 20_000
    from recruit.onboarding.operations.incentives import start

    incentive = start(assignment, now=NOW)
    db.session.flush()
    operations.evaluate(incentive, now=NOW)
    assert incentive.state is IncentiveState.RUNNING


def test_the_log_refuses_what_cannot_be(make):
    plan = make.plan()
    refused(
        Refusal.NOT_YOURS, operations.enter, plan, ActivityKind.CALL, 1, on=MONDAY,
        actor=make.the_head(),
    )  # fmt: skip
    for on, reason in (
        (date(2026, 3, 3), Refusal.IN_FUTURE),
        (date(2026, 2, 27), Refusal.OUTSIDE_PLAN),
    ):
        refused(reason, operations.enter, plan, ActivityKind.CALL, 1, on=on, actor=plan.trainee)
    for count in (0, -3, 1001):
        refused(
            Refusal.NOTHING_COUNTED, operations.enter, plan, ActivityKind.CALL, count,
            on=MONDAY, actor=plan.trainee,
        )  # fmt: skip


def test_a_late_line_is_marked(make):
    plan = make.plan()
    assert not enter(plan, now=NOW + timedelta(days=1)).late
    assert enter(plan, now=NOW + timedelta(days=2)).late


def test_a_recruiter_corrects_and_vouches_for_it(make):
    plan, recruiter = make.plan(), make.recruiter()
    entry = enter(plan, 99)
    values = {"count": 9, "amount_minor": 0, "reason": "a typing error"}
    refused(Refusal.NOT_YOURS, operations.correct, entry, actor=make.the_head(), **values)
    operations.correct(entry, actor=recruiter, now=NOW, **values)
    assert (entry.count, entry.confirmed_by, entry.verified_at) == (9, recruiter, NOW)


def test_a_mentor_who_is_also_a_recruiter_does_not_correct_for_the_bonus(make):
    plan = make.plan()
    mentor = make.mentor(Role.RECRUITER)
    make.mentoring(plan, mentor)
    entry = enter(plan)
    refused(
        Refusal.NOT_YOURS, operations.correct, entry, actor=mentor, count=600, amount_minor=0,
        reason="x",
    )  # fmt: skip


def test_only_the_writer_takes_a_line_back_and_only_before_it_is_confirmed(make):
    plan = make.plan()
    entry = enter(plan, 5)
    refused(Refusal.NOT_YOURS, operations.take_back, entry, actor=make.the_head())
    operations.take_back(entry, 2, actor=plan.trainee, now=NOW)
    assert entry.count == 3
    operations.confirm(entry, actor=make.the_head(), now=NOW)
    refused(Refusal.ALREADY_CONFIRMED, operations.take_back, entry, actor=plan.trainee)


@pytest.mark.parametrize(
    ("one", "two"),
    [("Café Łódź SRL", "cafe łodz"), ("ООО «Ромашка»", "ромашка"), ("A-B Ltd.", "a b")],
)
def test_the_same_company_is_found_however_it_is_written(one, two):
    assert company_key(one) == company_key(two)


def test_a_company_stands_in_the_base_once(make):
    plan = make.plan()
    values = {"contact": "", "phone": "", "note": "", "actor": plan.trainee}
    operations.add_prospect(plan, company="Bakery SRL", now=NOW, **values)
    refused(Refusal.DUPLICATE, operations.add_prospect, plan, company="bakery", **values)
    other = make.plan()
    values["actor"] = other.trainee
    operations.add_prospect(other, company="Bakery", now=NOW, **values)
    assert records.same_company(["bakery"], plan) == {"bakery"}


def play(plan, actor, *, passed, kind=RolePlayKind.FINAL):
    return operations.hold(
        plan, kind, scenario="x", held_on=MONDAY, ratings=MARKS, passed=passed, comment="",
        actor=actor, now=NOW,
    )  # fmt: skip


def test_two_final_attempts_and_a_third_by_exception(make):
    plan, head, recruiter = make.plan(), make.the_head(), make.recruiter()
    assert play(plan, head, passed=True, kind=RolePlayKind.PRACTICE).outcome is (
        RolePlayOutcome.PASSED
    )
    refused(Refusal.WRONG_STATE, operations.ask_third, plan, "x", actor=head)
    assert [play(plan, head, passed=False).number for _ in range(2)] == [1, 2]
    with pytest.raises(Refused) as caught:
        play(plan, head, passed=True)
    assert caught.value.reason is Refusal.THIRD_NOT_ASKED
    refused(Refusal.HEAD_DECIDES, operations.ask_third, plan, "x", actor=recruiter)
    exception = operations.ask_third(plan, "was ill", actor=head, now=NOW)
    refused(Refusal.NOT_YOURS, operations.answer_third, exception, approved=True, actor=head)
    operations.answer_third(exception, approved=True, actor=recruiter, now=NOW)
    third = play(plan, head, passed=True)
    assert (third.number, third.outcome) == (3, RolePlayOutcome.PASSED)


def test_a_head_who_is_director_too_does_not_approve_the_own_request(make):
    plan, head = make.plan(), make.the_head()
    operations.add_roles(head, {Role.DIRECTOR}, actor=None, now=NOW)
    for _ in range(2):
        play(plan, head, passed=False)
    exception = operations.ask_third(plan, "x", actor=head, now=NOW)
    refused(Refusal.SAME_PERSON, operations.answer_third, exception, approved=True, actor=head)


def test_an_undecided_attempt_blocks_the_next_and_one_person_marks_once(make):
    plan = make.plan()
    mentor = make.mentoring(plan).mentor
    first = play(plan, mentor, passed=True)
    assert first.outcome is None
    with pytest.raises(Refused):
        play(plan, mentor, passed=True)
    refused(
        Refusal.SAME_PERSON, operations.mark, first, ratings=MARKS, passed=True, comment="",
        actor=mentor,
    )  # fmt: skip
    operations.mark(
        first, ratings=MARKS, passed=False, comment="", actor=make.the_head(), now=NOW
    )
    assert first.outcome is RolePlayOutcome.FAILED


def test_a_test_knows_who_has_a_stake_and_hears_of_a_new_mentor(make):
    plan = make.plan()
    version = make.published_version()
    operations.assign_test(
        plan, version, due_on=date(2026, 3, 20), actor=make.recruiter(), now=NOW
    )
    assignment = db.session.scalars(select(Assignment)).one()
    assert assignment.interests == []
    assert assignment.gate_on == plan.stages[2].due_on
    mentor = make.mentoring(plan).mentor
    assert {one.person: one.kind for one in assignment.interests} == {
        mentor: InterestKind.MENTOR_BONUS
    }
    refused(
        Refusal.TEST_ASSIGNED, operations.assign_test, plan, version, due_on=date(2026, 3, 20),
        actor=make.recruiter(),
    )  # fmt: skip


def test_a_released_result_is_kept_for_the_gate(make):
    plan = make.plan()
    test = make.test_result(plan, 85.4)
    assert (test.percent, test.passed) == (85, True)
    again = db.session.scalars(select(PlanTest)).one()
    assert again.released_at == NOW


def bonus(make, plan=None):
    plan = plan or make.plan()
    assignment = make.mentoring(plan)
    make.entry(plan, count=600, confirmed_by=make.the_head(), verified_at=NOW)
    jobs.evaluate_incentives(NOW)
    return assignment.incentive


def test_three_people_sign_for_a_bonus_and_none_is_the_mentor(make):
    incentive = bonus(make)
    assert incentive.state is IncentiveState.ELIGIBLE
    recruiter, head, director = make.recruiter(), make.the_head(), make.person(Role.DIRECTOR)
    refused(BonusRefusal.NOT_VERIFIED, operations.sign, incentive, Step.PROPOSE, actor=head)
    refused(BonusRefusal.NOT_YOUR_STEP, operations.sign, incentive, Step.VERIFY, actor=head)
    operations.sign(incentive, Step.VERIFY, actor=recruiter, now=NOW)
    refused(BonusRefusal.NOT_PROPOSED, operations.sign, incentive, Step.APPROVE, actor=director)
    operations.sign(incentive, Step.PROPOSE, actor=head, now=NOW)
    operations.sign(incentive, Step.APPROVE, actor=director, now=NOW)
    assert incentive.state is IncentiveState.APPROVED
    operations.sign(incentive, Step.PAY, actor=recruiter, now=NOW)
    assert incentive.state is IncentiveState.PAID


def test_a_mentor_with_every_role_signs_nothing(make):
    incentive = bonus(make)
    mentor = incentive.assignment.mentor
    operations.add_roles(mentor, set(Role), actor=None, now=NOW)
    for step in (Step.VERIFY, Step.APPROVE):
        refused(BonusRefusal.OWN_BONUS, operations.sign, incentive, step, actor=mentor)


def test_a_recruiter_who_is_director_too_signs_one_step(make):
    incentive = bonus(make)
    both = make.person(Role.RECRUITER, Role.DIRECTOR)
    operations.sign(incentive, Step.VERIFY, actor=both, now=NOW)
    operations.sign(incentive, Step.PROPOSE, actor=make.the_head(), now=NOW)
    refused(
        BonusRefusal.SIGNED_ANOTHER_STEP, operations.sign, incentive, Step.APPROVE, actor=both
    )


def test_a_bonus_not_reached_is_missed_after_its_period_and_a_pause_lengthens_it(make):
    plan = make.plan()
    incentive = make.mentoring(plan).incentive
    last = plans.work_days(plan).span(MONDAY, 60)
    after = NOW + timedelta(days=(last - MONDAY).days + 10)
    operations.pause(plan, MONDAY, "ill", actor=make.the_head(), now=NOW)
    jobs.evaluate_incentives(after)
    assert incentive.state is IncentiveState.RUNNING
    operations.resume(plan, actor=make.the_head(), now=NOW + timedelta(days=21))
    jobs.evaluate_incentives(after)
    assert incentive.state is IncentiveState.RUNNING
    jobs.evaluate_incentives(after + timedelta(days=21))
    assert incentive.state is IncentiveState.MISSED


def test_confirming_many_lines_passes_over_those_confirmed_meanwhile(make):
    plan = make.plan()
    mentor = make.mentoring(plan).mentor
    lines = [make.entry(plan, on=MONDAY, note=str(n)) for n in range(3)]
    operations.confirm(lines[0], actor=mentor, now=NOW)
    assert operations.confirm_all(plan, lines, actor=mentor, now=NOW) == (0, 2)
    assert operations.confirm_all(plan, lines, actor=make.the_head(), now=NOW) == (3, 0)
    assert not db.session.scalars(
        select(ActivityEntry.id).where(ActivityEntry.verified_at.is_(None))
    ).all()
