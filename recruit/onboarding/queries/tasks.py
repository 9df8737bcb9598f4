"""Reading tasks: one's own, and those of the plans one may read."""

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.onboarding.models import OnboardingPlan, Task
from recruit.onboarding.queries.plans import scope
from recruit.people.models import Person
from recruit.rules.onboarding.states import OPEN_PLAN, TaskState


def task_for(person: Person, pubid: object) -> Task | None:
    """Return a task that is this person's own, or of a plan that they may read."""
    if not is_pubid(pubid):
        return None
    query = (
        select(Task)
        .join(Task.plan)
        .join(OnboardingPlan.employment)
        .where(Task.pubid == pubid, or_(Task.owner_id == person.id, scope(person)))
    )
    return db.session.scalars(query).unique().one_or_none()


def own_tasks(person: Person) -> list[Task]:
    """Return what somebody has to do for the plans of others and the own, by date."""
    query = (
        select(Task)
        .join(Task.plan)
        .where(
            Task.owner_id == person.id,
            Task.state.in_((TaskState.OPEN, TaskState.RETURNED, TaskState.SUBMITTED)),
            OnboardingPlan.state.in_(OPEN_PLAN),
        )
        .options(joinedload(Task.plan), joinedload(Task.definition))
        .order_by(Task.due_on, Task.id)
    )
    return list(db.session.scalars(query).unique())
