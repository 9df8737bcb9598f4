"""Two people at the same moment, with real connections: one outcome, the others told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from recruit.kernel.db import by_pubid, db, transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.onboarding import operations
from recruit.onboarding.models import GateDecision, MentorAssignment, OnboardingPlan, PlanStage
from recruit.onboarding.queries import mentoring
from recruit.people.models import Person
from recruit.rules.onboarding.states import (
    AssignmentState,
    Outcome,
    PlanState,
    Refusal,
    RolePlayKind,
    StageState,
)
from tests.conftest import NOW
from tests.factories import Make
from tests.integration.onboarding.test_plans import MARKS, MONDAY

CROWD = 6


def at_once(app, act):
    """Run `act(number)` in threads that start together; return their answers."""
    barrier = Barrier(CROWD)

    def run(number):
        with app.app_context():
            barrier.wait()
            try:
                with transaction():
                    return act(number)
            except Refused as refused:
                return refused.reason
            finally:
                db.session.remove()

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(run, range(CROWD)))


def prepare(app, build):
    with app.app_context():
        with transaction():
            made = build(Make(NOW))
        db.session.remove()
    return made


def test_the_last_place_of_a_mentor_is_given_once(real_database):
    def build(make):
        mentor = make.mentor(capacity=1)
        plans = [make.plan(PlanState.PREBOARDING) for _ in range(CROWD)]
        head = make.the_head()
        asked = [operations.propose(one, mentor, "x", actor=head, now=NOW) for one in plans]
        return mentor.pubid, [one.pubid for one in asked]

    mentor, asked = prepare(real_database.app, build)

    def accept(number):
        operations.accept(
            by_pubid(MentorAssignment, asked[number]), actor=by_pubid(Person, mentor), now=NOW
        )
        return "accepted"

    answers = at_once(real_database.app, accept)
    assert answers.count("accepted") == 1
    assert answers.count(Refusal.MENTOR_FULL) == CROWD - 1
    with real_database.app.app_context():
        assert mentoring.mentees(by_pubid(Person, mentor)) == 1


def test_two_mentors_who_accept_the_same_trainee_never_both_stay(real_database):
    def build(make):
        plan = make.plan()
        make.mentoring(plan)
        proposal = operations.propose(plan, make.mentor(), "x", actor=make.the_head(), now=NOW)
        return plan.pubid, proposal.pubid, proposal.mentor.pubid

    plan, proposal, mentor = prepare(real_database.app, build)

    def accept(_number):
        operations.accept(
            by_pubid(MentorAssignment, proposal), actor=by_pubid(Person, mentor), now=NOW
        )
        return "accepted"

    answers = at_once(real_database.app, accept)
    assert answers.count("accepted") == 1
    assert answers.count(Refusal.WRONG_STATE) == CROWD - 1
    with real_database.app.app_context():
        current = select(func.count()).select_from(MentorAssignment).where(
            MentorAssignment.plan == by_pubid(OnboardingPlan, plan),
            MentorAssignment.state == AssignmentState.ACTIVE,
        )  # fmt: skip
        assert db.session.scalar(current) == 1


def test_a_gate_is_decided_once(real_database):
    def build(make):
        plan = make.plan()
        make.finish_tasks(plan, 1)
        directors = [make.person(Role.DIRECTOR).pubid for _ in range(CROWD)]
        return plan.stages[0].pubid, directors

    stage, directors = prepare(real_database.app, build)

    def decide(number):
        operations.decide(
            by_pubid(PlanStage, stage), Outcome.WAIVE, reason="x",
            actor=by_pubid(Person, directors[number]), now=NOW,
        )  # fmt: skip
        return "decided"

    answers = at_once(real_database.app, decide)
    assert answers.count("decided") == 1
    assert answers.count(Refusal.WRONG_STATE) == CROWD - 1
    with real_database.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(GateDecision)) == 1
        found = by_pubid(PlanStage, stage)
        assert [one.state for one in found.plan.stages[:2]] == [
            StageState.WAIVED, StageState.OPEN,
        ]  # fmt: skip


def test_final_attempts_are_counted_under_a_lock(real_database):
    def build(make):
        plan = make.plan()
        return plan.pubid, [make.recruiter().pubid for _ in range(CROWD)]

    plan, recruiters = prepare(real_database.app, build)

    def hold(number):
        play = operations.hold(
            by_pubid(OnboardingPlan, plan), RolePlayKind.FINAL, scenario="x", held_on=MONDAY,
            ratings=MARKS, passed=False, comment="",
            actor=by_pubid(Person, recruiters[number]), now=NOW,
        )  # fmt: skip
        return play.number

    answers = at_once(real_database.app, hold)
    assert sorted(one for one in answers if isinstance(one, int)) == [1, 2]
    assert answers.count(Refusal.THIRD_NOT_ASKED) == CROWD - 2
