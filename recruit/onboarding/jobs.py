"""What onboarding does on the clock. Each job asks "what is due and not done?"."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from recruit.kernel.db import db
from recruit.notifications import outbox
from recruit.notifications.models import Notification
from recruit.onboarding import mails, operations
from recruit.onboarding.models import OnboardingPlan, PlanStage, Task
from recruit.onboarding.queries import incentives, plans
from recruit.people.models import Person
from recruit.rules.onboarding.dates import Reminder, reminders
from recruit.rules.onboarding.states import RUNNING_STAGE, TO_DO_TASK, PlanState, StageState

MORNING = 7
"""The hour of the site's wall clock from which reminders of a day leave."""


def start_plans(now: datetime) -> None:
    """Start the plans whose first day has come where they are."""
    for plan in plans.in_states(PlanState.PREBOARDING):
        if plans.today_of(plan, now) >= plan.starts_on:
            operations.begin(plan, now=now)


def settle_stages(now: datetime) -> None:
    """Let reopened stages whose new date has come wait for their gate."""
    for plan in plans.in_states(PlanState.ACTIVE):
        stage = plans.running_stage(plan)
        if stage is not None and stage.state is StageState.OPEN:
            operations.settle(plan, now=now)


def evaluate_incentives(now: datetime) -> None:
    """Compare the running bonuses with the verified results."""
    for incentive in incentives.running_incentives():
        operations.evaluate(incentive, now=now)


class _Notice:
    """A reminder to be shown once, and its line in the day's mail."""

    def __init__(
        self, person: Person, reminder: Reminder, subject: Task | PlanStage, title: str
    ) -> None:
        self.person, self.reminder, self.title = person, reminder, title
        self.due_on, self.plan = subject.due_on, subject.plan
        self.kind = "task" if isinstance(subject, Task) else "stage"
        folder = "tasks" if isinstance(subject, Task) else "stages"
        self.path = f"/onboarding/{folder}/{subject.pubid}"
        self.key = (
            f"onboarding.{self.kind}-{reminder.value}:{subject.pubid}:{subject.due_on}:"
            f"{person.pubid}"
        )

    @property
    def line(self) -> dict[str, str]:
        return {
            "kind": f"{self.kind}-{self.reminder.value}",
            "title": self.title,
            "name": self.plan.trainee.name,
            "due_on": self.due_on.isoformat(),
            "path": self.path,
        }


def remind(now: datetime) -> None:
    """Remind before, on and after the due date; the head hears of what stays undone.

    Notices are shown once each (their key says so); a person gets one mail a day about the
    new ones. A paused plan is silent, as is a day that is not worked.
    """
    due: list[_Notice] = []
    running = plans.in_states(PlanState.PREBOARDING, PlanState.ACTIVE)
    people = plans.around_many(running) if running else {}
    for plan in running:
        zone = ZoneInfo(plan.employment.site.zone)
        if now.astimezone(zone).hour < MORNING:
            continue
        due.extend(_of_plan(plan, people[plan.id], now))
    for person, notices in _new(due).items():
        for one in notices:
            outbox.notify(
                person, f"onboarding.{one.kind}-{one.reminder.value}", key=one.key, now=now,
                path=one.path, title=one.title, name=one.plan.trainee.name,
                due_on=one.due_on.isoformat(),
            )  # fmt: skip
        on = now.astimezone(ZoneInfo(person.zone)).date()
        mails.digest(person, on, [one.line for one in notices], now=now)


def _of_plan(plan: OnboardingPlan, people: plans.Around, now: datetime) -> list[_Notice]:
    today, work = plans.today_of(plan, now), plans.work_days(plan)
    notices: list[_Notice] = []
    for task in plan.tasks:
        if task.state not in TO_DO_TASK:
            continue
        for reminder in reminders(task.due_on, today, work):
            told = people.head if reminder is Reminder.ESCALATED else task.owner
            if told is not None and told.active:
                notices.append(_Notice(told, reminder, task, task.title))
    for stage in plan.stages:
        if stage.state not in RUNNING_STAGE:
            continue
        for reminder in reminders(stage.due_on, today, work):
            told = people.head if reminder is Reminder.ESCALATED else plan.trainee
            if told is not None and told.active:
                notices.append(_Notice(told, reminder, stage, stage.definition.title))
    return notices


def _new(due: Sequence[_Notice]) -> dict[Person, list[_Notice]]:
    """Return the notices that were not shown yet, by person."""
    keys = [one.key for one in due]
    shown: set[str] = set()
    for start in range(0, len(keys), 500):  # a statement takes so many values
        part = select(Notification.key).where(Notification.key.in_(keys[start : start + 500]))
        shown |= set(db.session.scalars(part))
    new: dict[Person, list[_Notice]] = {}
    for one in due:
        if one.key not in shown:
            shown.add(one.key)
            new.setdefault(one.person, []).append(one)
    return new


JOBS: tuple[tuple[str, timedelta, Callable[[datetime], None]], ...] = (
    ("onboarding.start_plans", timedelta(minutes=5), start_plans),
    ("onboarding.settle_stages", timedelta(minutes=30), settle_stages),
    ("onboarding.evaluate_incentives", timedelta(hours=1), evaluate_incentives),
    ("onboarding.remind", timedelta(minutes=15), remind),
)
