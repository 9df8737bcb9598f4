"""The list of candidates: one row per application, searched, filtered, paged by key."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)

from recruit.candidates import contacts
from recruit.candidates.models import (
    Application,
    Candidate,
    CandidateTag,
    CandidateWord,
    Tag,
)
from recruit.candidates.queries.access import readable
from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.people.models import Person
from recruit.rules.pipeline import Stage
from recruit.vacancies.models import Channel, Promotion, Vacancy

ROWS = 50
COUNTED = 1000
_AFTER_ALL = "\U0010ffff"


class Sort(StrEnum):
    """How the list may be sorted; nothing else reaches an ORDER BY."""

    RECENT = "recent"
    NAME = "name"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for; empty values filter nothing."""

    q: str = ""
    vacancy: str = ""
    stage: Stage | None = None
    channel: str = ""
    tag: str = ""
    sort: Sort = Sort.RECENT

    @property
    def any(self) -> bool:
        return bool(self.q or self.vacancy or self.stage or self.channel or self.tag)


@dataclass(frozen=True, slots=True)
class Line:
    """An application in the list."""

    pubid: str
    name: str
    email: str
    phone: str
    stage: Stage
    since: datetime
    applied_at: datetime
    vacancy: str
    vacancy_pubid: str
    channel: str
    candidate_id: int
    tags: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer, as (public id, name), and how many rows match (capped)."""

    vacancies: list[tuple[str, str]]
    channels: list[tuple[str, str]]
    tags: list[tuple[str, str]]
    count: int


def listed(
    person: Person, filters: Filters, *, after: str | None = None, limit: int = ROWS
) -> tuple[list[Line], bool]:
    """Return a page of the list behind the row `after`, and whether more follow. Two queries,
    and one to find `after`."""
    query = _matching(person, filters, _lines())
    if after is not None and (last := _key_of(after, filters.sort)) is not None:
        query = query.where(last)
    rows = db.session.execute(query.order_by(*_order(filters.sort)).limit(limit + 1)).all()
    lines = [Line(*row) for row in rows[:limit]]
    tags = _tags({line.candidate_id for line in lines})
    for line in lines:
        line.tags.extend(tags.get(line.candidate_id, ()))
    return lines, len(rows) > limit


def every(person: Person, filters: Filters, batch: int = 500) -> Iterator[Line]:
    """Yield every matching row, read in batches, for the export."""
    after: str | None = None
    while True:
        lines, more = listed(person, filters, after=after, limit=batch)
        yield from lines
        if not more:
            return
        after = lines[-1].pubid


def choices(person: Person, filters: Filters) -> Choices:
    """Return what the filters offer and the capped number of matches, in one query."""
    matching = _matching(person, filters, select(Application.id)).limit(COUNTED + 1).subquery()
    parts: list[Select[*tuple[Any, ...]]] = [
        select(
            literal("count").label("kind"),
            literal("").label("pubid"),
            cast(func.count(), String).label("name"),
        ).select_from(matching),
        select(literal("channel"), Channel.pubid, Channel.name),
        select(literal("tag"), Tag.pubid, Tag.name),
    ]
    if (vacancies := _vacancies(person)) is not None:
        parts.append(vacancies)
    found: dict[str, list[tuple[str, str]]] = {
        "count": [], "vacancy": [], "channel": [], "tag": []
    }  # fmt: skip
    for kind, pubid, name in db.session.execute(union_all(*parts)):
        found[kind].append((pubid, name))
    for kind in ("vacancy", "channel", "tag"):
        found[kind].sort(key=lambda pair: pair[1].casefold())
    return Choices(found["vacancy"], found["channel"], found["tag"], int(found["count"][0][1]))


def _vacancies(person: Person) -> Select[*tuple[Any, ...]] | None:
    query = select(literal("vacancy"), Vacancy.pubid, Vacancy.title)
    if Role.RECRUITER in person.roles:
        return query
    if Role.HIRING_MANAGER in person.roles:
        return query.where(Vacancy.department_id.in_(person.department_ids))
    return None


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Application.pubid,
            Candidate.name,
            Candidate.email,
            Candidate.phone,
            Application.stage,
            Application.stage_since,
            Application.applied_at,
            Vacancy.title,
            Vacancy.pubid,
            func.coalesce(Channel.name, ""),
            Candidate.id,
        )
        .join(Vacancy, Vacancy.id == Application.vacancy_id)
        .outerjoin(Promotion, Promotion.id == Application.promotion_id)
        .outerjoin(Channel, Channel.id == Promotion.channel_id)
    )


def _matching(
    person: Person, filters: Filters, query: Select[*tuple[Any, ...]]
) -> Select[*tuple[Any, ...]]:
    """Add the person's scope and the filters; every filter is served by an index."""
    query = query.join(Candidate, Candidate.id == Application.candidate_id)
    query = query.where(readable(person), Candidate.erased_at.is_(None))
    if filters.q:
        query = query.where(*_search(filters.q))
    if filters.vacancy:
        wanted = select(Vacancy.id).where(Vacancy.pubid == filters.vacancy).scalar_subquery()
        query = query.where(Application.vacancy_id == wanted)
    if filters.stage is not None:
        query = query.where(Application.stage == filters.stage)
    if filters.channel:
        promotions = (
            select(Promotion.id)
            .join(Channel, Channel.id == Promotion.channel_id)
            .where(Channel.pubid == filters.channel)
        )
        query = query.where(Application.promotion_id.in_(promotions))
    if filters.tag:
        tagged = (
            select(CandidateTag.candidate_id)
            .join(Tag, Tag.id == CandidateTag.tag_id)
            .where(Tag.pubid == filters.tag)
        )
        query = query.where(Candidate.id.in_(tagged))
    return query


def _search(text: str) -> list[ColumnElement[bool]]:
    """Every word must begin a word of the name, the mail or the phone."""
    prefixes = contacts.query_words(text)
    if not prefixes:
        return [Candidate.id == -1]  # only signs: nobody is called that
    return [
        Application.candidate_id.in_(
            select(CandidateWord.candidate_id).where(
                CandidateWord.word >= prefix, CandidateWord.word < prefix + _AFTER_ALL
            )
        )
        for prefix in prefixes
    ]


def _order(sort: Sort) -> tuple[ColumnElement[Any], ...]:
    if sort is Sort.NAME:
        return Candidate.name.asc(), Application.id.asc()
    if sort is Sort.WAITING:
        return Application.stage_since.asc(), Application.id.asc()
    return (Application.id.desc(),)


def _key_of(pubid: str, sort: Sort) -> ColumnElement[bool] | None:
    """Return the condition "behind this row" in the chosen order."""
    row = db.session.execute(
        select(Application.id, Application.stage_since, Candidate.name)
        .join(Candidate)
        .where(Application.pubid == pubid)
    ).one_or_none()
    if row is None:
        return None
    if sort is Sort.NAME:
        return and_(
            Candidate.name >= row.name,
            or_(Candidate.name > row.name, Application.id > row.id),
        )
    if sort is Sort.WAITING:
        return and_(
            Application.stage_since >= row.stage_since,
            or_(Application.stage_since > row.stage_since, Application.id > row.id),
        )
    return and_(Application.id < row.id)


def _tags(candidate_ids: set[int]) -> dict[int, list[str]]:
    if not candidate_ids:
        return {}
    found: dict[int, list[str]] = {}
    for candidate_id, name in db.session.execute(
        select(CandidateTag.candidate_id, Tag.name)
        .join(Tag, Tag.id == CandidateTag.tag_id)
        .where(CandidateTag.candidate_id.in_(candidate_ids))
        .order_by(Tag.name)
    ):
        found.setdefault(candidate_id, []).append(name)
    return found
