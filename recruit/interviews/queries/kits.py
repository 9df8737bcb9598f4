"""Which kit a session uses, and who uses a kit."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.interviews.models import (
    InterviewSession,
    Kit,
    KitVersion,
    Scorecard,
    SessionKind,
    SessionKit,
    VacancyKit,
)
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.rules import kits
from recruit.rules.kits import Content, Criterion
from recruit.vacancies.models import Vacancy

SHIPPED = Path(__file__).parent.parent / "kits"
_WHOLE = selectinload(Kit.versions)


@cache
def shipped(locale: str = "en") -> dict[str, Any]:
    """Return the kit that ships with the product, as data; English is always there."""
    path = SHIPPED / f"{locale}.toml"
    return tomllib.loads((path if path.is_file() else SHIPPED / "en.toml").read_text("utf-8"))


def shipped_content() -> Content:
    """Return what the shipped kit says."""
    return kits.from_data(shipped())


def all_kits() -> list[Kit]:
    """Return every kit with its versions: the default first, the retired last."""
    query = select(Kit).order_by(
        Kit.retired_at.is_not(None), Kit.is_default.desc(), func.lower(Kit.name)
    )
    return list(db.session.scalars(query.options(_WHOLE)))


def kit_named(pubid: object) -> Kit | None:
    """Return a kit with its versions; None for any other value."""
    if not is_pubid(pubid):
        return None
    return db.session.scalars(select(Kit).where(Kit.pubid == pubid).options(_WHOLE)).first()


def default_kit() -> Kit | None:
    """Return the kit used where a vacancy names none; None before anybody has used it."""
    return db.session.scalars(select(Kit).where(Kit.is_default).options(_WHOLE)).first()


def kit_of_vacancy(vacancy_id: int) -> Kit | None:
    """Return the kit the vacancy names, else the default (None: as shipped)."""
    query = (
        select(Kit)
        .join(VacancyKit, VacancyKit.kit_id == Kit.id)
        .where(VacancyKit.vacancy_id == vacancy_id)
        .options(_WHOLE)
    )
    return db.session.scalars(query).first() or default_kit()


def named_kit(vacancy_id: int) -> Kit | None:
    """Return the kit the vacancy names itself, if it names one."""
    query = (
        select(Kit)
        .join(VacancyKit, VacancyKit.kit_id == Kit.id)
        .where(VacancyKit.vacancy_id == vacancy_id)
    )
    return db.session.scalars(query).first()


def deciding_vacancy(session: InterviewSession, vacancy_id: int | None = None) -> int:
    """Return the vacancy (internal id) whose kit counts: in a group session everybody is marked
    by that of the session's first vacancy, so that they compare."""
    first = min(
        (vacancy.id for pool in session.pools for vacancy in pool.vacancies), default=None
    )
    if session.kind is SessionKind.GROUP or vacancy_id is None:
        return first if first is not None else vacancy_id or 0
    return vacancy_id


def started_with(session: InterviewSession, vacancy_id: int | None = None) -> KitVersion | None:
    """Return the version the session has started with; None before its first scorecard."""
    query = select(SessionKit).where(
        SessionKit.session_id == session.id,
        SessionKit.vacancy_id == deciding_vacancy(session, vacancy_id),
    )
    row = db.session.scalars(query).first()
    return row.kit_version if row else None


def version_for(session: InterviewSession, vacancy_id: int | None = None) -> KitVersion | None:
    """Return the version the session has, or would start with now; None: the kit as shipped."""
    if version := started_with(session, vacancy_id):
        return version
    kit = kit_of_vacancy(deciding_vacancy(session, vacancy_id))
    return kit.latest if kit else None


def content_of(version: KitVersion | None) -> Content:
    """Return what a version says; without one, what the shipped kit says."""
    return version.content if version else shipped_content()


def criteria_of(cards: Iterable[Scorecard]) -> list[Criterion]:
    """Return the criteria by which these cards mark, once by key: as the newest of their
    versions says it, in its order; what only older ones have comes after."""
    ids = {card.kit_version_id for card in cards}
    query = (
        select(KitVersion)
        .where(KitVersion.id.in_({one for one in ids if one}))
        .order_by(KitVersion.created_at.desc(), KitVersion.id.desc())
    )
    contents = [row.content for row in db.session.scalars(query)]
    if None in ids or not contents:
        contents.append(shipped_content())
    found: dict[str, Criterion] = {}
    for content in contents:
        for criterion in content.criteria:
            found.setdefault(criterion.key, criterion)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Use:
    """Who uses a kit: the vacancies that name it, and sessions by number of version."""

    vacancies: list[Vacancy]
    sessions: dict[int, int]


def use_of(kit: Kit) -> Use:
    """Return who uses the kit."""
    vacancies = (
        select(Vacancy)
        .join(VacancyKit, VacancyKit.vacancy_id == Vacancy.id)
        .where(VacancyKit.kit_id == kit.id)
        .order_by(Vacancy.title, Vacancy.id)
        .options(joinedload(Vacancy.department, innerjoin=True))
    )
    counted = (
        select(KitVersion.number, func.count(SessionKit.session_id.distinct()))
        .join(SessionKit, SessionKit.kit_version_id == KitVersion.id)
        .where(KitVersion.kit_id == kit.id)
        .group_by(KitVersion.number)
    )
    return Use(
        vacancies=list(db.session.scalars(vacancies)),
        sessions=dict(db.session.execute(counted).all()),
    )


def vacancies_by_kit() -> dict[int, int]:
    """Return how many vacancies name each kit, by its internal id."""
    query = select(VacancyKit.kit_id, func.count()).group_by(VacancyKit.kit_id)
    return dict(db.session.execute(query).all())
