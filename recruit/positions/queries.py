"""Reading positions. Every loader is scoped: a head sees their own departments only."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, case, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.kernel.db import db
from recruit.kernel.permissions import Permission, Role, may
from recruit.people.models import Person
from recruit.positions.models import (
    Acknowledgement,
    DescriptionState,
    JobDescription,
    PayBand,
    Position,
    Witness,
)

PAGE = 50
SECTIONS = ("general", "duties", "rights", "relations", "responsibility")


@dataclass(frozen=True, slots=True)
class PositionRow:
    """A line of the list of positions."""

    position: Position
    in_force: int | None
    """The number of the description in force, if there is one."""
    review_on: date | None
    bands: int


def _visible(person: Person) -> Select[Position]:
    query = select(Position)
    if {Role.RECRUITER, Role.DIRECTOR} & person.roles:
        return query
    return query.where(Position.department_id.in_(person.department_ids))


def positions_for(
    person: Person, *, words: str = "", after: tuple[str, str] | None = None
) -> list[PositionRow]:
    """Return a page of positions by title: PAGE rows and one more if there is a next page.

    after: title and pubid of the last row already shown.
    """
    force = (
        select(
            JobDescription.position_id,
            func.max(JobDescription.number).label("number"),
            func.max(JobDescription.review_on).label("review_on"),
        )
        .where(JobDescription.state == DescriptionState.IN_FORCE)
        .group_by(JobDescription.position_id)
        .subquery()
    )
    bands = (
        select(PayBand.position_id, func.count().label("bands"))
        .group_by(PayBand.position_id)
        .subquery()
    )
    query = (
        _visible(person)
        .add_columns(force.c.number, force.c.review_on, func.coalesce(bands.c.bands, 0))
        .outerjoin(force, force.c.position_id == Position.id)
        .outerjoin(bands, bands.c.position_id == Position.id)
        .order_by(Position.title, Position.pubid)
        .limit(PAGE + 1)
    )
    if words:
        query = query.where(Position.title.icontains(words, autoescape=True))
    if after:
        title, pubid = after
        query = query.where(
            (Position.title > title) | ((Position.title == title) & (Position.pubid > pubid))
        )
    return [PositionRow(*row) for row in db.session.execute(query)]


def position_for(person: Person, pubid: str) -> Position | None:
    """Return a position that this person may see, with its versions and pay bands."""
    query = (
        _visible(person)
        .where(Position.pubid == pubid)
        .options(selectinload(Position.descriptions), selectinload(Position.bands))
    )
    return db.session.scalars(query).one_or_none()


def choices_for(person: Person) -> list[Position]:
    """Return the active positions a vacancy may be opened for, by title."""
    query = _visible(person).where(Position.active).order_by(Position.title)
    return list(db.session.scalars(query))


def description_for(person: Person, pubid: str) -> JobDescription | None:
    """Return a version of a description of a position that this person may see."""
    query = (
        select(JobDescription)
        .join(JobDescription.position)
        .where(
            JobDescription.pubid == pubid,
            JobDescription.position_id.in_(_visible(person).with_only_columns(Position.id)),
        )
        .options(joinedload(JobDescription.position))
    )
    return db.session.scalars(query).one_or_none()


def band_for(person: Person, pubid: str) -> PayBand | None:
    """Return a pay band of a position that this person may see."""
    query = select(PayBand).where(
        PayBand.pubid == pubid,
        PayBand.position_id.in_(_visible(person).with_only_columns(Position.id)),
    )
    return db.session.scalars(query).one_or_none()


def in_force(position: Position) -> JobDescription | None:
    """Return the description that holds today, or None."""
    return db.session.scalars(
        select(JobDescription).where(
            JobDescription.position_id == position.id,
            JobDescription.state == DescriptionState.IN_FORCE,
        )
    ).one_or_none()


def newest(position: Position) -> JobDescription | None:
    """Return the text to write a vacancy from: in force, else approved, else the last draft."""
    rank = case(
        (JobDescription.state == DescriptionState.IN_FORCE, 0),
        (JobDescription.state == DescriptionState.APPROVED, 1),
        (JobDescription.state == DescriptionState.SUPERSEDED, 3),
        else_=2,
    )
    return db.session.scalars(
        select(JobDescription)
        .where(JobDescription.position_id == position.id)
        .order_by(rank, JobDescription.number.desc())
        .limit(1)
    ).one_or_none()


def acknowledgements(description: JobDescription) -> list[Acknowledgement]:
    """Return who was asked to sign a description, with witnesses, by name."""
    query = (
        select(Acknowledgement)
        .join(Acknowledgement.person)
        .where(Acknowledgement.description_id == description.id)
        .options(
            joinedload(Acknowledgement.person),
            selectinload(Acknowledgement.witnesses).joinedload(Witness.person),
        )
        .order_by(Person.name)
    )
    return list(db.session.scalars(query))


def acknowledgement_for(person: Person, pubid: str) -> Acknowledgement | None:
    """Return an acknowledgement of a description of a position that this person may see."""
    query = (
        select(Acknowledgement)
        .join(Acknowledgement.description)
        .where(
            Acknowledgement.pubid == pubid,
            JobDescription.position_id.in_(_visible(person).with_only_columns(Position.id)),
        )
        .options(
            joinedload(Acknowledgement.person),
            joinedload(Acknowledgement.description).joinedload(JobDescription.position),
        )
    )
    return db.session.scalars(query).one_or_none()


def own_acknowledgement(person: Person, pubid: str) -> Acknowledgement | None:
    """Return an acknowledgement that this very person was asked for."""
    query = (
        select(Acknowledgement)
        .where(Acknowledgement.pubid == pubid, Acknowledgement.person_id == person.id)
        .options(joinedload(Acknowledgement.description).joinedload(JobDescription.position))
    )
    return db.session.scalars(query).one_or_none()


def own_acknowledgements(person: Person) -> list[Acknowledgement]:
    """Return what this person was asked to read and sign, the newest first."""
    query = (
        select(Acknowledgement)
        .where(Acknowledgement.person_id == person.id)
        .options(joinedload(Acknowledgement.description).joinedload(JobDescription.position))
        .order_by(Acknowledgement.id.desc())
    )
    return list(db.session.scalars(query))


def still_to_ask(description: JobDescription) -> list[Person]:
    """Return the department's active members who were not asked to sign yet, by name."""
    asked = exists().where(
        Acknowledgement.description_id == description.id, Acknowledgement.person_id == Person.id
    )
    members = Person.memberships.any(department_id=description.position.department_id)
    query = select(Person).where(Person.active, members, ~asked).order_by(Person.name)
    return [p for p in db.session.scalars(query) if may(p, Permission.DESCRIPTION_SIGN)]


def possible_witnesses(acknowledgement: Acknowledgement) -> list[Person]:
    """Return the active people other than the employee, by name."""
    query = select(Person).where(Person.active, Person.id != acknowledgement.person_id)
    return list(db.session.scalars(query.order_by(Person.name)))
