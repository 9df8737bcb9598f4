"""The pipeline of one vacancy: counts and cards in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    and_,
    exists,
    func,
    or_,
    select,
    union_all,
)

from recruit.candidates.models import Application, Candidate, Document
from recruit.candidates.queries.access import managed
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.people.models import Person
from recruit.rules import pipeline
from recruit.rules.pipeline import Stage
from recruit.vacancies.models import Channel, Promotion, Vacancy, VacancyState

COLUMNS = (*pipeline.OPEN, Stage.HIRED)
"""The columns of the board; rejected and withdrawn ones stand in the table."""
CARDS = 20
ROWS = 50


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody in a column, in the order of the column."""

    pubid: str
    name: str
    stage: Stage
    since: datetime
    channel: str
    has_file: bool

    def days(self, now: datetime) -> int:
        """Return the whole days in this stage."""
        return max(0, (now - self.since).days)

    def is_late(self, now: datetime) -> bool:
        """Tell whether our next step is overdue."""
        return pipeline.is_late(self.stage, self.days(now))


@dataclass(frozen=True, slots=True)
class Column:
    """A column: how many people stand in it, the first of them, and whether more follow."""

    stage: Stage
    count: int
    cards: list[Card]
    more: bool


def counts(vacancy: Vacancy) -> dict[Stage, int]:
    """Return how many applications stand in each stage."""
    rows = db.session.execute(
        select(Application.stage, func.count())
        .where(Application.vacancy_id == vacancy.id)
        .group_by(Application.stage)
    )
    found: dict[Stage, int] = {row[0]: row[1] for row in rows}
    return {stage: found.get(stage, 0) for stage in Stage}


def board(vacancy: Vacancy) -> list[Column]:
    """Return the columns with their first cards: two queries, however many people there are."""
    known = counts(vacancy)
    parts = [
        select(_column(vacancy, stage, None, CARDS + 1).subquery())
        for stage in COLUMNS
        if known[stage]
    ]
    cards: dict[Stage, list[Card]] = {stage: [] for stage in COLUMNS}
    if parts:
        for card in _cards(union_all(*parts).subquery()):
            cards[card.stage].append(card)
    return [
        Column(stage, known[stage], cards[stage][:CARDS], len(cards[stage]) > CARDS)
        for stage in COLUMNS
    ]


def column(
    vacancy: Vacancy, stage: Stage, after: str | None, limit: int = CARDS
) -> tuple[list[Card], bool]:
    """Return the next cards of a column behind the card `after`, and whether more follow."""
    cards = _cards(_column(vacancy, stage, after, limit + 1).subquery())
    return cards[:limit], len(cards) > limit


@dataclass(frozen=True, slots=True)
class Summary:
    """A vacancy with how many people stand where."""

    vacancy: Vacancy
    counts: dict[Stage, int]

    @property
    def open(self) -> int:
        return sum(self.counts.get(stage, 0) for stage in pipeline.OPEN)


def summaries(person: Person, *, closed: bool = False, most: int = 100) -> list[Summary]:
    """Return the vacancies whose pipeline the person may see, newest first, with counts."""
    query = select(Vacancy).order_by(Vacancy.id.desc()).limit(most)
    query = query.where(
        Vacancy.state == VacancyState.CLOSED if closed else Vacancy.state != VacancyState.CLOSED
    )
    if Role.RECRUITER not in person.roles:
        if Role.HIRING_MANAGER not in person.roles:
            return []
        query = query.where(Vacancy.department_id.in_(person.department_ids))
    vacancies = list(db.session.scalars(query))
    rows = db.session.execute(
        select(Application.vacancy_id, Application.stage, func.count())
        .where(
            Application.vacancy_id.in_([vacancy.id for vacancy in vacancies]),
            Application.stage.in_(COLUMNS),
        )
        .group_by(Application.vacancy_id, Application.stage)
    )
    found: dict[int, dict[Stage, int]] = {vacancy.id: {} for vacancy in vacancies}
    for vacancy_id, stage, count in rows:
        found[vacancy_id][stage] = count
    return [Summary(vacancy, found[vacancy.id]) for vacancy in vacancies]


def neighbours(person: Person, application: Application) -> tuple[str | None, str | None]:
    """Return the public ids of the people before and behind somebody in the same column."""
    here = (application.priority, application.id)
    column = select(Application.pubid).where(
        Application.vacancy_id == application.vacancy_id,
        Application.stage == application.stage,
        managed(person),
    )
    before = (
        column.where(_behind(here, -1))
        .order_by(Application.priority.desc(), Application.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    behind = (
        column.where(_behind(here, +1))
        .order_by(Application.priority, Application.id)
        .limit(1)
        .scalar_subquery()
    )
    row = db.session.execute(select(before, behind)).one()
    return row[0], row[1]


def _behind(here: tuple[int, int], direction: int) -> ColumnElement[bool]:
    """Return the condition "after (or before) this place" in the order of a column."""
    priority, ident = here
    if direction > 0:
        return and_(
            Application.priority >= priority,
            or_(Application.priority > priority, Application.id > ident),
        )
    return and_(
        Application.priority <= priority,
        or_(Application.priority < priority, Application.id < ident),
    )


def _column(vacancy: Vacancy, stage: Stage, after: str | None, limit: int) -> Select[int, int]:
    query = (
        select(Application.id, Application.priority)
        .where(Application.vacancy_id == vacancy.id, Application.stage == stage)
        .order_by(Application.priority, Application.id)
        .limit(limit)
    )
    if after is None:
        return query
    last = db.session.execute(
        select(Application.priority, Application.id).where(
            Application.pubid == after, Application.vacancy_id == vacancy.id
        )
    ).one_or_none()
    if last is None:
        return query
    return query.where(_behind((last[0], last[1]), +1))


def _cards(found: Subquery) -> list[Card]:
    rows: Sequence[Row[str, str, Stage, datetime, str | None, bool]] = db.session.execute(
        select(
            Application.pubid,
            Candidate.name,
            Application.stage,
            Application.stage_since,
            Channel.name,
            exists(select(Document.id).where(Document.application_id == Application.id)),
        )
        .select_from(found)
        .join(Application, Application.id == found.c.id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .outerjoin(Promotion, Promotion.id == Application.promotion_id)
        .outerjoin(Channel, Channel.id == Promotion.channel_id)
        .order_by(found.c.priority, found.c.id)
    ).all()
    return [
        Card(pubid, name, stage, since, channel or "", bool(has_file))
        for pubid, name, stage, since, channel, has_file in rows
    ]
