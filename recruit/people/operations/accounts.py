"""Accounts as the admin sees them: inviting, roles, departments, switching off."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import available_timezones

from recruit.kernel import audit
from recruit.kernel.db import Record, db, locked, refused_by_constraint, unchanged
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Role
from recruit.organization.models import Department, Site
from recruit.organization.operations import the_company
from recruit.people import passwords, queries, signals
from recruit.people.models import Membership, Person, PersonRole
from recruit.people.operations.refusals import Refusal


def invite(
    *,
    name: str,
    email: str,
    roles: Iterable[Role],
    actor: Record | None,
    now: datetime,
    departments: Sequence[Department] = (),
    head_of: Sequence[Department] = (),
    site: Site | None = None,
    locale: str = "en",
    zone: str = "UTC",
) -> Person:
    """Make an account and mail its owner a link to choose a password.

    head_of: departments this person leads; they need not stand in `departments` too.
    """
    person = Person(
        name=name, email=email.strip().lower(), locale=locale, zone=zone, created_at=now
    )
    wanted = set(roles)
    if not wanted:
        raise Refused(Refusal.NO_ROLE)
    if zone not in available_timezones():
        raise Refused(Refusal.UNKNOWN_ZONE)
    if queries.by_email(person.email) is not None:
        raise Refused(Refusal.EMAIL_TAKEN)
    with refused_by_constraint(Refusal.EMAIL_TAKEN):
        db.session.add(person)
    person.site = site
    person.role_rows = [PersonRole(role=role) for role in sorted(wanted)]
    _belong(person, departments, head_of)
    audit.record(
        "people.person.invited",
        person,
        actor=actor,
        at=now,
        roles=sorted(wanted),
        departments=[*departments],
        head_of=[*head_of],
        site=site,
    )
    signals.invited.send(person, now=now)
    return person


def make_first_admin(
    *, name: str, email: str, password: str, locale: str, zone: str, now: datetime
) -> Person:
    """Make the first account of an empty installation, an admin who can sign in at once.

    The company's row is the lock: of two who try at the same moment one is refused.
    """
    the_company()
    if queries.anybody():
        raise Refused(Refusal.NOT_THE_FIRST)
    if weakness := passwords.weakness(password, name, email):
        raise Refused(Refusal(weakness.value))
    person = Person(
        name=name,
        email=email.strip().lower(),
        locale=locale,
        zone=zone,
        created_at=now,
        password_hash=passwords.hashed(password),
    )
    person.role_rows = [PersonRole(role=Role.ADMIN)]
    db.session.add(person)
    db.session.flush()
    audit.record("people.person.made-first-admin", person, actor=person, at=now)
    return person


def edit(
    person: Person,
    *,
    name: str,
    email: str,
    roles: Iterable[Role],
    departments: Sequence[Department],
    head_of: Sequence[Department],
    site: Site | None,
    locale: str,
    zone: str,
    active: bool,
    version: int | None,
    actor: Person,
    now: datetime,
) -> None:
    """Change an account. New roles, a new address or another status end its sessions at once.

    The last active admin stays one: admins are counted under the company's lock, so two admins
    who demote each other at the same moment cannot both succeed.
    """
    the_company()
    locked(person)
    unchanged(person, version)
    email, wanted = email.strip().lower(), set(roles)
    changed = {
        field
        for field, differs in (
            ("roles", wanted != {row.role for row in person.role_rows}),
            ("active", active != person.active),
            ("email", email != person.email),
        )
        if differs
    }
    if not wanted:
        raise Refused(Refusal.NO_ROLE)
    if zone not in available_timezones():
        raise Refused(Refusal.UNKNOWN_ZONE)
    leaves = queries.is_admin(person) and not (active and Role.ADMIN in wanted)
    if leaves and not queries.other_admins(person):
        raise Refused(Refusal.LAST_ADMIN)
    holder = queries.by_email(email)
    if holder is not None and holder is not person:
        raise Refused(Refusal.EMAIL_TAKEN)
    joined = person.password_hash is not None
    # Before the first sign-in there is no session that new roles would have to end, and the
    # invitation on its way may live; a mistyped address must not keep its link.
    dies = changed if joined else changed - {"roles"}
    with refused_by_constraint(Refusal.EMAIL_TAKEN):
        person.name, person.email = name, email
        person.locale, person.zone = locale, zone
        person.site, person.active = site, active
        person.version += 1
        if dies:
            person.epoch += 1
    _set_roles(person, wanted)
    _belong(person, departments, head_of)
    audit.record(
        "people.person.edited",
        person,
        actor=actor,
        at=now,
        fields=sorted(changed),
        roles=sorted(wanted),
        active=active,
        departments=[*departments],
        head_of=[*head_of],
        site=site,
    )
    if dies and active and not joined:
        signals.invited.send(person, now=now)


def end_sessions(person: Person, *, actor: Person, now: datetime) -> None:
    """Sign a person out everywhere; unused links die too."""
    locked(person)
    person.epoch += 1
    audit.record("people.person.sessions-ended", person, actor=actor, at=now)


def resend_invitation(person: Person, *, actor: Person, now: datetime) -> None:
    """Mail a fresh link to somebody who has not chosen a password yet; older ones die."""
    locked(person)
    if person.password_hash is not None or not person.active:
        raise Refused(Refusal.ALREADY_JOINED)
    person.epoch += 1
    audit.record("people.person.invited-again", person, actor=actor, at=now)
    signals.invited.send(person, now=now)


def _set_roles(person: Person, wanted: set[Role]) -> None:
    kept = [row for row in person.role_rows if row.role in wanted]
    new = sorted(wanted - {row.role for row in kept})
    person.role_rows = [*kept, *(PersonRole(role=role) for role in new)]


def _belong(
    person: Person, departments: Sequence[Department], head_of: Sequence[Department]
) -> None:
    """Set the memberships; a department has one head, and nobody is deposed silently."""
    heads = {department.id for department in head_of}
    wanted = {department.id: department for department in (*departments, *head_of)}
    kept = {row.department_id: row for row in person.memberships if row.department_id in wanted}
    person.memberships = [
        kept.get(id_) or Membership(department=department) for id_, department in wanted.items()
    ]
    with refused_by_constraint(Refusal.HEAD_TAKEN):
        for row in person.memberships:
            row.is_head = row.department.id in heads
