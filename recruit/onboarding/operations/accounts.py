"""The account and the employment of somebody who was hired or changes job."""

from collections.abc import Iterable
from datetime import date, datetime

from recruit.candidates.models import Application
from recruit.kernel import audit
from recruit.kernel.db import Record, db, locked
from recruit.kernel.permissions import Role
from recruit.onboarding.models import Employment
from recruit.onboarding.queries import plans as queries
from recruit.organization.models import Site
from recruit.people import operations as people
from recruit.people import queries as accounts
from recruit.people.models import Membership, Person, PersonRole
from recruit.positions.models import Position


def trainee_account(
    *,
    name: str,
    email: str,
    locale: str,
    position: Position,
    site: Site,
    actor: Record | None,
    now: datetime,
) -> Person:
    """Return the account of a trainee: a new one, invited, or the one of this address.

    Somebody employed already keeps roles and password and becomes a trainee besides.
    """
    person = accounts.by_email(email)
    if person is None:
        return people.invite(
            name=name, email=email, roles={Role.TRAINEE}, departments=(position.department,),
            site=site, locale=locale, zone=site.zone, actor=actor, now=now,
        )  # fmt: skip
    add_roles(person, {Role.TRAINEE}, actor=actor, now=now)
    if position.department_id not in person.department_ids:
        person.memberships.append(Membership(department=position.department))
    return person


def add_roles(
    person: Person, roles: Iterable[Role], *, actor: Record | None, now: datetime
) -> None:
    """Give an account further roles. Its sessions end, as with every change of roles."""
    locked(person)
    new = sorted(set(roles) - {row.role for row in person.role_rows})
    if new:
        person.role_rows.extend(PersonRole(role=role) for role in new)
        person.version += 1
        if person.password_hash is not None:
            person.epoch += 1
        audit.record("people.person.roles-added", person, actor=actor, at=now, roles=new)


def employ(
    person: Person,
    position: Position,
    site: Site,
    starts_on: date,
    *,
    application: Application | None = None,
    actor: Record | None,
    now: datetime,
) -> Employment:
    """Record that somebody starts in a position; the employment before it ends."""
    before = queries.present_employment(person)
    if before is not None and before.starts_on < starts_on:
        before.ended_on = date.fromordinal(starts_on.toordinal() - 1)
    elif before is not None:
        before.ended_on = before.starts_on
    employment = Employment(
        person=person,
        position=position,
        department=position.department,
        site=site,
        application=application,
        starts_on=starts_on,
        created_at=now,
    )
    db.session.add(employment)
    person.site = person.site or site
    audit.record(
        "onboarding.employment.started", employment, actor=actor, at=now,
        person=person, position=position, site=site, starts_on=starts_on,
    )  # fmt: skip
    return employment
