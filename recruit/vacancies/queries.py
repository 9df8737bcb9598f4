"""Reading vacancies. Loaders are scoped: recruiters see all, heads their own departments."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Select, case, func, or_, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from recruit.kernel.db import db
from recruit.kernel.permissions import Role
from recruit.organization.models import Department, Site
from recruit.people.models import Person
from recruit.positions.models import PayBand
from recruit.vacancies.models import Channel, Promotion, Vacancy, VacancyState

PAGE = 50


class Show(StrEnum):
    """Which vacancies the list shows."""

    OPEN = "open"
    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    PAUSED = "paused"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel with the number of its promotions."""

    channel: Channel
    promotions: int


def visible(person: Person) -> Select[Vacancy]:
    """Return the selection of the vacancies this person may see."""
    query = select(Vacancy)
    if Role.RECRUITER in person.roles:
        return query
    return query.where(Vacancy.department_id.in_(person.department_ids))


def vacancies_for(
    person: Person,
    *,
    show: Show = Show.OPEN,
    words: str = "",
    department: str = "",
    site: str = "",
    after: Vacancy | None = None,
) -> list[Vacancy]:
    """Return vacancies, the newest first: PAGE rows, and one more if there is a next page.

    department, site: public ids, or "" for any.
    """
    query = visible(person).options(selectinload(Vacancy.recruiter))
    if show is Show.OPEN:
        query = query.where(Vacancy.state != VacancyState.CLOSED)
    elif show is not Show.ALL:
        query = query.where(Vacancy.state == VacancyState(show.value))
    if words:
        query = query.where(Vacancy.title.icontains(words, autoescape=True))
    if department:
        query = query.where(Vacancy.department.has(pubid=department))
    if site:
        query = query.where(Vacancy.site.has(pubid=site))
    if after is not None:
        query = query.where(Vacancy.id < after.id)
    return list(db.session.scalars(query.order_by(Vacancy.id.desc()).limit(PAGE + 1)))


def vacancy_for(person: Person, pubid: str) -> Vacancy | None:
    """Return a vacancy this person may see, with its position and promotions."""
    query = (
        visible(person)
        .where(Vacancy.pubid == pubid)
        .options(
            joinedload(Vacancy.position),
            joinedload(Vacancy.recruiter),
            selectinload(Vacancy.promotions),
        )
    )
    return db.session.scalars(query).one_or_none()


def promotion_for(person: Person, pubid: str) -> Promotion | None:
    """Return a promotion of a vacancy this person may see."""
    query = (
        select(Promotion)
        .join(Promotion.vacancy)
        .where(
            Promotion.pubid == pubid,
            Promotion.vacancy_id.in_(visible(person).with_only_columns(Vacancy.id)),
        )
        .options(contains_eager(Promotion.vacancy))
    )
    return db.session.scalars(query).one_or_none()


def bands(position_id: int) -> list[PayBand]:
    """Return the pay bands of a position by city and level."""
    query = select(PayBand).where(PayBand.position_id == position_id)
    return list(db.session.scalars(query.order_by(PayBand.city, PayBand.level)))


def channels(*, active: bool = True) -> list[Channel]:
    """Return the channels by name."""
    query = select(Channel).order_by(Channel.name)
    return list(db.session.scalars(query.where(Channel.active) if active else query))


def channel_rows() -> list[ChannelRow]:
    """Return every channel with the number of its promotions, those in use first."""
    query = (
        select(Channel, func.count(Promotion.id))
        .outerjoin(Promotion, Promotion.channel_id == Channel.id)
        .group_by(Channel.id)
        .order_by(Channel.active.desc(), Channel.name)
    )
    return [ChannelRow(*row) for row in db.session.execute(query)]


def channel(pubid: object) -> Channel | None:
    """Return a channel by its public id."""
    return db.session.scalars(select(Channel).where(Channel.pubid == str(pubid))).one_or_none()


def promotion_by_code(code: str) -> Promotion | None:
    """Return the promotion whose links carry this code."""
    query = select(Promotion).where(Promotion.code == code)
    return db.session.scalars(query.options(joinedload(Promotion.vacancy))).one_or_none()


def promotion_on(vacancy: Vacancy, channel: Channel, today: date) -> Promotion | None:
    """Return the promotion of a vacancy on a channel: one that runs today, else the latest."""
    running = case(
        ((Promotion.from_on <= today) & (func.coalesce(Promotion.until_on, today) >= today), 0),
        else_=1,
    )
    query = (
        select(Promotion)
        .where(Promotion.vacancy_id == vacancy.id, Promotion.channel_id == channel.id)
        .order_by(running, Promotion.from_on.desc(), Promotion.id.desc())
    )
    return db.session.scalars(query.limit(1)).one_or_none()


def past_their_day(latest: date) -> list[Vacancy]:
    """Return published vacancies whose closing date lies before `latest`."""
    query = select(Vacancy).where(
        Vacancy.state == VacancyState.PUBLISHED, Vacancy.closes_on < latest
    )
    return list(db.session.scalars(query))


# What the public may see: published vacancies; of the others only that they are gone.


def published(
    *,
    words: str = "",
    city: str = "",
    department: str = "",
    employment_type: str = "",
    remote: bool = False,
    after: Vacancy | None = None,
    limit: int = PAGE,
) -> list[Vacancy]:
    """Return published vacancies, the newest first: `limit` rows and one more if there are."""
    query = select(Vacancy).where(Vacancy.state == VacancyState.PUBLISHED)
    if words:
        fields = (Vacancy.title, Vacancy.summary, Vacancy.description)
        query = query.where(or_(*(f.icontains(words, autoescape=True) for f in fields)))
    if city:
        query = query.where(Vacancy.site.has(city=city))
    if department:
        query = query.where(Vacancy.department.has(pubid=department))
    if employment_type:
        query = query.where(Vacancy.employment_type == employment_type)
    if remote:
        query = query.where(Vacancy.remote)
    if after is not None and after.published_at is not None:
        place = tuple_(Vacancy.published_at, Vacancy.id)
        query = query.where(place < tuple_(after.published_at, after.id))
    query = query.order_by(Vacancy.published_at.desc(), Vacancy.id.desc())
    return list(db.session.scalars(query.limit(limit + 1)))


def once_public(pubid: str) -> Vacancy | None:
    """Return a vacancy that the public sees or once saw; None for all others."""
    query = select(Vacancy).where(Vacancy.pubid == pubid, Vacancy.published_at.is_not(None))
    found = db.session.scalars(query).one_or_none()
    return found if found and found.state is not VacancyState.DRAFT else None


def alternatives(vacancy: Vacancy, limit: int = 5) -> list[Vacancy]:
    """Return published vacancies instead of one that is gone: same department, then site."""
    near = case(
        (Vacancy.department_id == vacancy.department_id, 0),
        (Vacancy.site_id == vacancy.site_id, 1),
        else_=2,
    )
    query = select(Vacancy).where(Vacancy.state == VacancyState.PUBLISHED)
    query = query.order_by(near, Vacancy.published_at.desc(), Vacancy.id.desc())
    return list(db.session.scalars(query.limit(limit)))


def public_filters() -> tuple[list[str], list[tuple[str, str]]]:
    """Return the cities and the departments (pubid, name) that have a published vacancy."""
    open_now = Vacancy.state == VacancyState.PUBLISHED
    cities = select(Site.city).join(Vacancy, Vacancy.site_id == Site.id)
    cities = cities.where(open_now, Site.city != "").distinct().order_by(Site.city)
    departments = select(Department.pubid, Department.name).distinct().order_by(Department.name)
    departments = departments.join(Vacancy, Vacancy.department_id == Department.id)
    found = db.session.execute(departments.where(open_now))
    return list(db.session.scalars(cities)), [(pubid, name) for pubid, name in found]
