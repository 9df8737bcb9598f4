"""Builders for onboarding."""

from datetime import date
from typing import Any

from sqlalchemy import select

from recruit.assessments.models import Assignment, Attempt
from recruit.assessments.signals import released
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.onboarding import operations
from recruit.onboarding.models import (
    ActivityEntry,
    Employment,
    MentorAssignment,
    MentorProfile,
    OnboardingPlan,
    PlanTest,
    Program,
    ProgramVersion,
    Task,
)
from recruit.onboarding.operations import plans as plan_operations
from recruit.onboarding.queries import programs
from recruit.people.models import Person
from recruit.rules.onboarding.states import (
    ActivityKind,
    AssignmentState,
    MentorKind,
    PlanState,
    TaskState,
)
from recruit.rules.sitting import AttemptState
from tests.factories.base import BaseMake


class OnboardingMake(BaseMake):
    """Builders for onboarding. Plans are made by the operations, so they are valid ones."""

    def program(self) -> Program:
        """The shipped program, published."""
        return self._once(
            "program", lambda: operations.install_default(actor=None, now=self.now)
        )

    def program_version(self) -> ProgramVersion:
        version = programs.published_of(self.program())
        assert version is not None
        return version

    def trainee(self, **kw: Any) -> Person:
        return self.person(
            Role.TRAINEE, department=kw.pop("department", self.the_department), **kw
        )

    def mentor(
        self, *roles: Role, capacity: int = 2, attested: bool = True, **kw: Any
    ) -> Person:
        """An experienced seller with a profile, attested by a head unless told otherwise."""
        kw.setdefault("department", self.the_department)
        mentor = self.person(Role.MENTOR, *roles, **kw)
        voucher = self._once("voucher", lambda: self.person(Role.RECRUITER))
        self.add(
            MentorProfile(
                person=mentor,
                capacity=capacity,
                attested_by=voucher if attested else None,
                attested_at=self.now if attested else None,
            )
        )
        return mentor

    def the_head(self) -> Person:
        """The head of the shared department."""
        return self._once("head", self.head)

    def employment(self, **kw: Any) -> Employment:
        person = kw.pop("person", None) or self.trainee()
        position = kw.pop("position", None) or self._once("position", self.position)
        defaults = {
            "person": person,
            "position": position,
            "department": position.department,
            "starts_on": date(2026, 3, 2),
            "created_at": self.now,
        }
        if "site" not in kw:
            kw["site"] = self.the_site
        return self.add(Employment(**defaults | kw))

    def plan(self, state: PlanState = PlanState.ACTIVE, **kw: Any) -> OnboardingPlan:
        """A plan that starts today (a Monday); `state`: draft, preboarding or active."""
        self.the_head()
        version = kw.pop("version", None) or self.program_version()
        plan = plan_operations._make(
            self.employment(**kw), version, opened_by=None, now=self.now
        )
        if state is not PlanState.DRAFT:
            plan_operations._preboard(plan, actor=None, now=self.now)
        if state is PlanState.ACTIVE:
            operations.begin(plan, now=self.now)
        db.session.flush()
        return plan

    def mentoring(
        self, plan: OnboardingPlan, mentor: Person | None = None, kind: MentorKind | None = None
    ) -> MentorAssignment:
        """A mentor at work, having been proposed and having accepted."""
        mentor = mentor or self.mentor()
        assignment = operations.propose(
            plan, mentor, "no trainer", actor=self.the_head(), now=self.now
        )
        operations.accept(assignment, actor=mentor, now=self.now)
        assert assignment.state is AssignmentState.ACTIVE or plan.state is not PlanState.ACTIVE
        return assignment

    def entry(self, plan: OnboardingPlan, **kw: Any) -> ActivityEntry:
        defaults = {
            "plan": plan,
            "kind": ActivityKind.CALL,
            "count": 1,
            "on": date(2026, 3, 2),
            "entered_at": self.now,
            "entered_by_id": plan.employment.person_id,
        }
        return self.add(ActivityEntry(**defaults | kw))

    def finish_tasks(self, plan: OnboardingPlan, number: int) -> None:
        """Mark the tasks of a stage as accepted and let it wait for its gate."""
        for task in plan.tasks:
            if task.stage.number == number:
                task.state = TaskState.ACCEPTED
        db.session.flush()
        operations.settle(plan, now=self.now)

    def plan_task(self, plan: OnboardingPlan, title: str) -> Task:
        """The task of a plan whose title begins like this."""
        return next(task for task in plan.tasks if task.title.startswith(title))

    def test_result(self, plan: OnboardingPlan, percent: float) -> PlanTest:
        """A test assigned for the plan whose released result onboarding has heard of."""
        test = operations.assign_test(
            plan,
            self.published_version(),
            due_on=date(2026, 3, 20),
            actor=self.the_head(),
            now=self.now,
        )
        attempt = db.session.scalars(
            select(Attempt)
            .join(Attempt.assignment)
            .where(Assignment.pubid == test.assignment_ref)
        ).one()
        attempt.percent, attempt.passed, attempt.released_at = percent, percent >= 70, self.now
        attempt.state = AttemptState.RELEASED
        db.session.flush()
        released.send(attempt, now=self.now)
        return test
