"""Telling assessments who has a stake in a trainee's results, as plain data."""

from datetime import date, datetime

from sqlalchemy import select

from recruit.assessments import operations as assessments
from recruit.assessments.models import Assignment, InterestKind
from recruit.kernel.db import db
from recruit.onboarding.models import OnboardingPlan, PlanStage, PlanTest
from recruit.onboarding.queries import plans as queries
from recruit.people.models import Person
from recruit.rules.onboarding.states import Source


def stakes(plan: OnboardingPlan) -> dict[int, InterestKind]:
    """Return who has which stake in the results of a plan, by the person's internal id."""
    parties = queries.around(plan).parties
    found = {} if parties.mentor is None else {parties.mentor: InterestKind.MENTOR}
    found |= dict.fromkeys(parties.paid, InterestKind.MENTOR_BONUS)
    return {person: kind for person, kind in found.items() if isinstance(person, int)}


def interests(plan: OnboardingPlan) -> list[tuple[Person, InterestKind]]:
    """Return who has which stake, as assessments take it."""
    return [(db.session.get_one(Person, key), kind) for key, kind in stakes(plan).items()]


def keep_current(plan: OnboardingPlan, *, now: datetime) -> None:
    """Write the present stakes into every assignment that is not passed yet.

    Somebody who once had a stake in such a paper and lost it (a hand-over without a bonus)
    keeps a plain mentor's interest: they may still wish to see it succeed.
    """
    db.session.flush()
    for assignment in _undecided(plan):
        before = {
            row.person: row.kind if row.kind is InterestKind.OTHER else InterestKind.MENTOR
            for row in assignment.interests
        }
        wanted = before | dict(interests(plan))
        assessments.set_interests(assignment, wanted.items(), now=now)


def follow_gate(plan: OnboardingPlan, *, now: datetime) -> None:
    """Tell assessments the gate's new date when it moved; the checking is due before it."""
    waiting = _undecided(plan)
    gate = gate_stage(plan)
    for assignment in waiting:
        if gate is not None and assignment.gate_on != gate.due_on:
            assessments.set_gate(assignment, gate.due_on, now=now)


def resume_tests(plan: OnboardingPlan, resumes_on: date, *, now: datetime) -> None:
    """Let the clocks of the trainee's tests run again; what nobody has begun has more time."""
    moved = assessments.resume_grading(plan.trainee, resumes_on=resumes_on, now=now)
    refs = {assignment.pubid: assignment.due_on for assignment in moved}
    query = select(PlanTest).where(PlanTest.plan == plan, PlanTest.assignment_ref.in_(refs))
    for test in db.session.scalars(query):
        test.due_on = refs[test.assignment_ref]


def gate_stage(plan: OnboardingPlan) -> PlanStage | None:
    """Return the stage whose gate waits for a test."""
    return next(
        (
            stage
            for stage in plan.stages
            if stage.definition.gate
            and any(one.source is Source.TEST for one in stage.definition.gate.criteria)
        ),
        None,
    )


def _undecided(plan: OnboardingPlan) -> list[Assignment]:
    # A failed test waits for its next attempt, whose paper has the same stakes and gate.
    open_ = PlanTest.passed.is_(None) | PlanTest.passed.is_(False)
    refs = select(PlanTest.assignment_ref).where(PlanTest.plan_id == plan.id, open_)
    return list(db.session.scalars(select(Assignment).where(Assignment.pubid.in_(refs))))
