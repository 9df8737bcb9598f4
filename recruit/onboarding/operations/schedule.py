"""Dates of a plan: computed from its program, its calendar and what really happened."""

from recruit.onboarding.models import OnboardingPlan
from recruit.onboarding.queries import plans as queries
from recruit.rules.onboarding.dates import StageDates, StageLength, stage_dates, task_due
from recruit.rules.onboarding.states import (
    DONE_STAGE,
    Anchor,
    StageState,
    TaskState,
)

MOVABLE = (TaskState.BLOCKED, TaskState.OPEN, TaskState.RETURNED)
"""What is handed in, done or dropped keeps its date."""


def planned(plan: OnboardingPlan) -> list[StageDates]:
    """Return the dates of the plan's stages as they are known today."""
    lengths = [
        StageLength(
            days=stage.definition.days,
            months=stage.definition.months_from_start,
            extra_days=stage.extra_days,
            opened_on=stage.starts_on if stage.state is not StageState.LOCKED else None,
            closed_on=queries.today_of(plan, stage.closed_at) if stage.closed_at else None,
        )
        for stage in plan.stages
    ]
    return stage_dates(plan.starts_on, lengths, queries.work_days(plan))


def recompute(plan: OnboardingPlan, *, first: bool = False) -> int:
    """Move the dates of what is not done to where the calendar puts them today.

    first: the plan has just been made or its start moved; then the baseline is set as well.
    Returns how many tasks moved.
    """
    work, moved = queries.work_days(plan), 0
    for stage, dates in zip(plan.stages, planned(plan), strict=True):
        if stage.state in (*DONE_STAGE, StageState.FAILED):
            continue
        if stage.state is StageState.LOCKED:
            stage.starts_on = dates.starts_on
        stage.due_on = dates.due_on
        if first:
            stage.baseline_due_on = dates.due_on
    for task in plan.tasks:
        if task.definition is None or task.state not in MOVABLE:
            continue
        anchor = (
            plan.starts_on if task.definition.anchor is Anchor.START else task.stage.starts_on
        )
        due_on = task_due(anchor, task.definition.offset_days, work)
        if task.definition.anchor is Anchor.START:  # nothing is due before it could be known
            due_on = max(due_on, work.on_or_after(queries.today_of(plan, plan.opened_at)))
        moved += task.due_on != due_on
        task.due_on = due_on
        if first:
            task.baseline_due_on = due_on
    return moved
