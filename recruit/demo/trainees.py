"""Twelve trainees across all stages, with mentors, logs, role-plays and tests in every state."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select

from recruit.demo import papers, training
from recruit.demo.accounts import TRAINEE
from recruit.demo.company import Company, sign_in_with_demo_password
from recruit.demo.knowledge import Knowledge
from recruit.demo.training import ZONE
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.onboarding import operations
from recruit.onboarding.models import OnboardingPlan, ProgramVersion
from recruit.onboarding.queries import programs
from recruit.people import operations as people
from recruit.people.models import Person
from recruit.rules.onboarding.states import (
    Outcome,
    PlanState,
    StageState,
)

# Name, weeks since the first day, the stage that is running, the state of the test's paper.
EMPLOYED = (
    ("Maria Cojocaru", 4, 3, "assigned"),
    ("Denis Keller", 24, 5, "closed"),
    ("Sofia Brandt", 14, 4, "released"),
    ("Radu Costa", 11, 4, "appealed"),
)
PAPERS = ("in_progress", "submitted", "grading", "graded", "controlled")


@dataclass(slots=True)
class Drive:
    """Somebody's way through a plan, each step at its own time, never after `now`."""

    company: Company
    knowledge: Knowledge
    plan: OnboardingPlan
    mentor: Person
    random: Random
    now: datetime

    def at(self, day: date, hour: int) -> datetime:
        """Return a moment of a day in Moscow."""
        return datetime.combine(day, time(hour), ZONE)

    @property
    def head(self) -> Person:
        sales = self.plan.employment.department.name == "Sales"
        return self.company.people["head" if sales else "service.head"]


def install(company: Company, now: datetime) -> ProgramVersion:
    """Install the shipped program and let the heads attest the mentors."""
    program = operations.install_default(
        actor=company.people["recruiter"], now=now, currency="RUB"
    )
    db.session.flush()
    for key, head in (
        ("mentor", "head"),
        ("mentor2", "head"),
        ("mentor4", "head"),
        ("mentor3", "service.head"),
    ):
        operations.save_profile(
            company.people[key],
            capacity=4,
            products="Label printers, rolls",
            willing=True,
            languages="Russian, Romanian, English",
            experience="Seven years in sales",
            attested=True,
            actor=company.people[head],
            now=now,
        )
    version = programs.published_of(program)
    assert version is not None
    return version


def build(
    company: Company,
    knowledge: Knowledge,
    version: ProgramVersion,
    random: Random,
    now: datetime,
    say: Callable[[float], object],
) -> None:
    """Open plans for those employed earlier, then drive everybody to where they are today."""
    today = now.astimezone(ZONE).date()
    drives: list[tuple[Drive, int, str]] = []
    for name, weeks, stage, paper in EMPLOYED:
        first = today - timedelta(weeks=weeks)
        first -= timedelta(days=first.weekday())
        key = TRAINEE.key if name == TRAINEE.name else name.lower().replace(" ", ".")
        plan = _employ(company, key, name, first, version)
        drives.append((_drive(company, knowledge, plan, "mentor", random, now), stage, paper))
    waiting = list(PAPERS)
    for plan in _hired_plans():
        sign_in_with_demo_password(plan.trainee)
        days = (today - plan.starts_on).days
        stage = 0 if days < 0 else 1 if days < 7 else 2 if days < 10 else 3
        service = plan.employment.department.name == "Service"
        busy = sum(1 for drive, _, _ in drives if drive.mentor.email.startswith("mentor2@"))
        mentor = "mentor3" if service else "mentor2" if busy < 4 else "mentor4"
        paper = waiting.pop(0) if stage == 3 and waiting else ""
        drives.append((_drive(company, knowledge, plan, mentor, random, now), stage, paper))
    for number, (drive, stage, paper) in enumerate(drives):
        _go(drive, stage, paper)
        db.session.flush()
        say((number + 1) / len(drives))


def _employ(
    company: Company, key: str, name: str, first: date, version: ProgramVersion
) -> OnboardingPlan:
    when = datetime.combine(first - timedelta(days=10), time(12), ZONE)
    recruiter = company.people["recruiter"]
    person = people.invite(
        name=name,
        email=f"{key}@demo.example",
        roles=[Role.TRAINEE],
        actor=recruiter,
        now=when,
        departments=[company.departments["Sales"]],
        site=company.sites["Moscow"],
        zone="Europe/Moscow",
    )
    sign_in_with_demo_password(person)
    plan = operations.open_for_employee(
        person,
        company.positions["sales"],
        company.sites["Moscow"],
        first,
        version,
        actor=recruiter,
        now=when,
    )
    operations.preboard(plan, actor=recruiter, now=when + timedelta(minutes=5))
    return plan


def _hired_plans() -> list[OnboardingPlan]:
    query = (
        select(OnboardingPlan)
        .where(
            OnboardingPlan.state == PlanState.PREBOARDING, OnboardingPlan.opened_by_id.is_(None)
        )
        .order_by(OnboardingPlan.starts_on, OnboardingPlan.id)
    )
    return list(db.session.scalars(query))


def _drive(
    company: Company,
    knowledge: Knowledge,
    plan: OnboardingPlan,
    mentor: str,
    random: Random,
    now: datetime,
) -> Drive:
    return Drive(company, knowledge, plan, company.people[mentor], random, now)


def _go(drive: Drive, until: int, paper: str) -> None:
    """Drive a plan until stage `until` runs (0: before its first day, 5: completed)."""
    plan = drive.plan
    before = drive.at(plan.starts_on - timedelta(days=5), 15)
    if before > drive.now:
        return
    proposal = operations.propose(
        plan, drive.mentor, "no trainer is free", actor=drive.head, now=before
    )
    operations.accept(proposal, actor=drive.mentor, now=before + timedelta(hours=1))
    start = drive.at(plan.starts_on, 9)
    if until == 0 or start > drive.now:
        return
    operations.begin(plan, now=start)
    for number in range(1, 5):
        db.session.flush()
        db.session.expire(plan, ["stages", "tasks"])
        stage = plan.stages[number - 1]
        if stage.state is not StageState.OPEN:
            return
        whole = number < until
        if number == 3 and paper:
            papers.write(drive, stage, paper)
        training.work(drive, stage, whole)
        if not whole:
            return
        end = min(drive.at(stage.due_on, 17), drive.now - timedelta(hours=1))
        operations.settle(plan, now=end)
        operations.advise(stage, "Ready, I think.", actor=drive.mentor, now=end)
        operations.decide(
            stage, Outcome.PASS, actor=drive.head, now=end + timedelta(minutes=30)
        )
