"""Changing positions: descriptions and their states, signatures, pay bands."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from recruit.kernel import audit
from recruit.kernel.db import db, locked, unchanged
from recruit.kernel.errors import Refused
from recruit.notifications import outbox
from recruit.organization.models import Department
from recruit.people.models import Person
from recruit.positions.models import (
    Acknowledgement,
    DescriptionState,
    JobDescription,
    PayBand,
    Position,
    Witness,
)
from recruit.positions.queries import SECTIONS
from recruit.rules import positions as rule
from recruit.rules.money import Money
from recruit.rules.positions import Refusal


def _today(person: Person, now: datetime) -> date:
    return now.astimezone(ZoneInfo(person.zone)).date()


def create(department: Department, title: str, *, actor: Person, now: datetime) -> Position:
    """Add a position, or raise Refused when the department has one of this title."""
    _refuse_taken(department, title, None)
    position = Position(department=department, title=title)
    db.session.add(position)
    audit.record(
        "positions.position.created", position, actor=actor, at=now, department=department
    )
    return position


def rename(
    position: Position, title: str, *, active: bool, actor: Person, now: datetime
) -> None:
    """Change a position's title, or take it out of use; vacancies keep the title they have."""
    _refuse_taken(position.department, title, position)
    position.title, position.active = title, active
    audit.record("positions.position.changed", position, actor=actor, at=now, active=active)


def _refuse_taken(department: Department, title: str, but: Position | None) -> None:
    query = select(Position.id).where(
        Position.department_id == department.id, Position.title == title
    )
    if but is not None:
        query = query.where(Position.id != but.id)
    if db.session.scalar(query) is not None:
        raise Refused(Refusal.TITLE_TAKEN)


def draft(
    position: Position, sections: Mapping[str, str], *, actor: Person, now: datetime
) -> JobDescription:
    """Begin the next version of the description; a position has one draft at a time."""
    locked(position)  # two people may be numbering the same next version
    versions = select(JobDescription).where(JobDescription.position_id == position.id)
    if db.session.scalar(
        versions.where(JobDescription.state == DescriptionState.DRAFT).with_only_columns(
            func.count()
        )
    ):
        raise Refused(Refusal.DRAFT_EXISTS)
    last = db.session.scalar(versions.with_only_columns(func.max(JobDescription.number)))
    description = JobDescription(
        position=position,
        number=(last or 0) + 1,
        drafted_by_id=actor.id,
        **{name: sections.get(name, "") for name in SECTIONS},
    )
    db.session.add(description)
    audit.record(
        "positions.description.drafted",
        description,
        actor=actor,
        at=now,
        number=description.number,
    )
    return description


def revise(
    description: JobDescription,
    sections: Mapping[str, str],
    *,
    version: int | None,
    actor: Person,
    now: datetime,
) -> None:
    """Change a draft. Raises Refused once it is agreed, Stale when somebody was quicker."""
    locked(description)
    unchanged(description, version)
    if description.state is not DescriptionState.DRAFT:
        raise Refused(Refusal.NOT_FROM_HERE)
    changed = [name for name in SECTIONS if getattr(description, name) != sections[name]]
    for name in changed:
        setattr(description, name, sections[name])
    description.drafted_by_id = actor.id
    audit.record(
        "positions.description.revised", description, actor=actor, at=now, fields=changed
    )


def agree(description: JobDescription, *, actor: Person, now: datetime) -> None:
    """The head of the department agrees to a complete draft."""
    locked(description)
    if reason := rule.agree_refusal(
        description.state,
        heads_department=actor.heads(description.position.department_id),
        complete=all(getattr(description, name).strip() for name in SECTIONS),
    ):
        raise Refused(reason)
    description.state = DescriptionState.AGREED
    description.agreed_by_id = actor.id
    audit.record("positions.description.agreed", description, actor=actor, at=now)


def approve(
    description: JobDescription, *, review_on: date, actor: Person, now: datetime
) -> None:
    """The director approves, and says by when it is to be looked at again."""
    locked(description)
    today = _today(actor, now)
    if reason := rule.approve_refusal(
        description.state,
        worked_on_it=actor.id in (description.drafted_by_id, description.agreed_by_id),
        review_on=review_on,
        today=today,
    ):
        raise Refused(reason)
    description.state = DescriptionState.APPROVED
    description.approved_by_id = actor.id
    description.approved_on, description.review_on = today, review_on
    audit.record(
        "positions.description.approved", description, actor=actor, at=now, review_on=review_on
    )


def put_in_force(description: JobDescription, *, actor: Person, now: datetime) -> None:
    """An approved description holds from today; every older version is history."""
    locked(description.position)  # one version in force, whoever else does this now
    locked(description)
    if description.state is not DescriptionState.APPROVED:
        raise Refused(Refusal.NOT_FROM_HERE)
    db.session.execute(
        update(JobDescription)
        .where(
            JobDescription.position_id == description.position_id,
            JobDescription.number < description.number,
            JobDescription.state != DescriptionState.SUPERSEDED,
        )
        .values(state=DescriptionState.SUPERSEDED, version=JobDescription.version + 1)
    )
    description.state = DescriptionState.IN_FORCE
    description.in_force_on = _today(actor, now)
    audit.record("positions.description.put-in-force", description, actor=actor, at=now)


def ask_to_sign(
    description: JobDescription, people: Sequence[Person], *, actor: Person, now: datetime
) -> list[Acknowledgement]:
    """Ask employees to read and sign; somebody already asked is not asked twice."""
    if reason := rule.sign_refusal(description.state, answered=False):
        raise Refused(reason)
    asked = set(
        db.session.scalars(
            select(Acknowledgement.person_id).where(
                Acknowledgement.description_id == description.id
            )
        )
    )
    rows = []
    for person in people:
        if person.id in asked:
            continue
        row = Acknowledgement(description=description, person=person)
        db.session.add(row)
        db.session.flush()  # the notice needs its public id
        outbox.notify(
            person,
            "positions.sign",
            key=f"positions.sign:{row.pubid}",
            now=now,
            path=f"/positions/to-sign/{row.pubid}",
            position=description.position.title,
        )
        rows.append(row)
    audit.record(
        "positions.description.sent-to-sign", description, actor=actor, at=now, count=len(rows)
    )
    return rows


def sign(acknowledgement: Acknowledgement, *, actor: Person, now: datetime) -> None:
    """The employee has read the description and signs it."""
    _unanswered(acknowledgement)
    acknowledgement.signed_at = now
    audit.record("positions.acknowledgement.signed", acknowledgement, actor=actor, at=now)


def record_refusal(
    acknowledgement: Acknowledgement,
    witnesses: Sequence[Person],
    *,
    actor: Person,
    now: datetime,
) -> None:
    """Write down that the employee refused to sign: an act with three distinct witnesses.

    A refusal is neither a signature nor a reason to hold anything up.
    """
    _unanswered(acknowledgement)
    if reason := rule.witness_refusal(
        [person.pubid for person in witnesses], acknowledgement.person.pubid
    ):
        raise Refused(reason)
    acknowledgement.refused_at = now
    acknowledgement.witnesses = [Witness(person=person, signed_at=now) for person in witnesses]
    audit.record(
        "positions.acknowledgement.refused",
        acknowledgement,
        actor=actor,
        at=now,
        witnesses=list(witnesses),
    )


def _unanswered(acknowledgement: Acknowledgement) -> None:
    locked(acknowledgement)
    answered = acknowledgement.signed_at is not None or acknowledgement.refused_at is not None
    if reason := rule.sign_refusal(acknowledgement.description.state, answered=answered):
        raise Refused(reason)


def set_band(
    position: Position,
    *,
    level: int,
    city: str,
    lowest: Money,
    highest: Money,
    actor: Person,
    now: datetime,
) -> PayBand:
    """Say what a level is paid in a city: a new band, or new numbers for the one there is."""
    if lowest.currency != highest.currency or not 0 < lowest.minor <= highest.minor:
        raise Refused(Refusal.BAND_RANGE)
    locked(position)  # two people may be adding the same band
    band = db.session.scalars(
        select(PayBand).where(
            PayBand.position_id == position.id, PayBand.level == level, PayBand.city == city
        )
    ).one_or_none()
    if band is None:
        band = PayBand(position_id=position.id, level=level, city=city)
        db.session.add(band)
    band.from_minor, band.to_minor = lowest.minor, highest.minor
    band.currency = lowest.currency
    audit.record(
        "positions.band.set",
        band,
        actor=actor,
        at=now,
        position=position,
        level=level,
        pay=[band.from_minor, band.to_minor, band.currency],
    )
    return band


def remove_band(band: PayBand, *, actor: Person, now: datetime) -> None:
    """Delete a pay band that nothing names, or raise Refused: vacancies may stand on it."""
    audit.record("positions.band.removed", band, actor=actor, at=now, level=band.level)
    try:
        with db.session.begin_nested():
            db.session.delete(band)
    except IntegrityError as error:
        raise Refused(Refusal.BAND_IN_USE) from error
