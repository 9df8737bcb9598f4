"""The recruiter's order of those to invite: smaller `priority` first, then the older one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from recruit.candidates.models import Application, StageChange
from recruit.candidates.operations.stages import PRIORITY_STEP, move
from recruit.kernel import audit
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules.pipeline import Refusal, Stage
from recruit.vacancies.models import Vacancy


def place(
    application: Application,
    *,
    before: Application | None = None,
    after: Application | None = None,
    actor: Person,
    now: datetime,
) -> None:
    """Put somebody to invite right before or right after another, else last.

    Raises Refused when one of them is no longer there. Two recruiters ordering one column wait
    for each other.
    """
    column = _locked_column(application.vacancy_id)
    beside = before if before is not None else after
    if application not in column or (beside is not None and beside not in column):
        raise Refused(Refusal.NOT_IN_THIS_COLUMN)
    if beside is application:
        return
    rest = [row for row in column if row is not application]
    at = len(rest)
    if beside is not None:
        at = rest.index(beside) + (0 if before is not None else 1)
    if at != column.index(application):
        _settle(application, rest, at)
        audit.record(
            "candidates.application.ordered", application, actor=actor, at=now, place=at + 1
        )


def drop(
    application: Application,
    target: Stage,
    *,
    before: Application | None,
    after: Application | None,
    expected: Stage | None,
    actor: Person,
    now: datetime,
) -> StageChange | None:
    """Move a card to a column, and among those to invite to the place where it was dropped.

    Returns the change of stage, None when only the order changed; raises Refused or Stale.
    """
    change = None
    if application.stage is not target or target is not Stage.TO_INVITE:
        change = move(application, target, actor=actor, now=now, expected=expected)
    if target is Stage.TO_INVITE and (before is not None or after is not None):
        place(application, before=before, after=after, actor=actor, now=now)
    return change


def raise_(application: Application, *, actor: Person, now: datetime) -> None:
    """Move one place up; the first stays first."""
    _shift(application, -1, actor=actor, now=now)


def lower(application: Application, *, actor: Person, now: datetime) -> None:
    """Move one place down; the last stays last."""
    _shift(application, +1, actor=actor, now=now)


def set_order(
    vacancy: Vacancy, first: Sequence[Application], *, actor: Person, now: datetime
) -> None:
    """Put these people, in this order, before all others to invite for a vacancy.

    Raises Refused when one of them is no longer to invite.
    """
    column = _locked_column(vacancy.id)
    if len(set(first)) != len(first) or not set(first) <= set(column):
        raise Refused(Refusal.NOT_IN_THIS_COLUMN)
    chosen = set(first)
    _renumber([*first, *(row for row in column if row not in chosen)])
    audit.record("candidates.order.set", vacancy, actor=actor, at=now, people=len(first))


def _shift(application: Application, by: int, *, actor: Person, now: datetime) -> None:
    column = _locked_column(application.vacancy_id)
    if application not in column:
        raise Refused(Refusal.NOT_IN_THIS_COLUMN)
    here = column.index(application)
    there = min(max(here + by, 0), len(column) - 1)
    if there == here:
        return
    rest = [row for row in column if row is not application]
    _settle(application, rest, there)
    audit.record(
        "candidates.application.ordered", application, actor=actor, at=now, place=there + 1
    )


def _locked_column(vacancy_id: int) -> list[Application]:
    """Return those to invite in order, read again under a lock on their vacancy."""
    db.session.execute(select(Vacancy.id).where(Vacancy.id == vacancy_id).with_for_update())
    return list(
        db.session.scalars(
            select(Application)
            .where(Application.vacancy_id == vacancy_id, Application.stage == Stage.TO_INVITE)
            .order_by(Application.priority, Application.id)
            .with_for_update(of=Application)
            .execution_options(populate_existing=True)
        )
    )


def _settle(application: Application, rest: list[Application], at: int) -> None:
    """Give `application` a number between its neighbours; renumber all if none is free."""
    above = rest[at - 1] if at > 0 else None
    below = rest[at] if at < len(rest) else None
    if above is None and below is None:
        return
    if above is None and below is not None:
        application.priority = below.priority - PRIORITY_STEP
    elif below is None and above is not None:
        application.priority = above.priority + PRIORITY_STEP
    elif above is not None and below is not None and below.priority - above.priority > 1:
        application.priority = (above.priority + below.priority) // 2
    else:
        _renumber([*rest[:at], application, *rest[at:]])


def _renumber(column: Sequence[Application]) -> None:
    for number, row in enumerate(column, start=1):
        row.priority = number * PRIORITY_STEP
