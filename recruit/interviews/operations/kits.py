"""Kits: made, edited in versions, named by vacancies, kept by sessions."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from recruit.interviews.models import (
    InterviewSession,
    Kit,
    KitVersion,
    Scorecard,
    SessionKit,
    VacancyKit,
)
from recruit.interviews.queries import kits as queries
from recruit.kernel import audit
from recruit.kernel.db import db, locked, refused_by_constraint, unchanged
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import kits
from recruit.rules.kits import Content, Refusal
from recruit.vacancies.models import Vacancy


def default_kit(*, now: datetime, actor: Person | None = None) -> Kit:
    """Return the default kit; the first time, the shipped one is written down."""
    if found := queries.default_kit():
        return found
    data = queries.shipped()
    taken = db.session.scalar(select(Kit.id).where(Kit.name == data["name"]))
    name = f"{data['name']} (Recruit)" if taken else data["name"]
    kit = Kit(name=name, summary=data["summary"], is_default=True, created_at=now, versions=[])
    kit.versions.append(_version(1, data["note"], kits.from_data(data), actor, now))
    try:
        with db.session.begin_nested():
            db.session.add(kit)
    except IntegrityError:  # somebody else has just written it down
        found = queries.default_kit()
        if found is None:
            raise
        return found
    audit.record("interviews.kit.installed", kit, actor=actor, at=now)
    return kit


def create(
    name: str, summary: str, note: str, content: Content, *, actor: Person, now: datetime
) -> Kit:
    """Make a kit with its first version, or raise Refused. Refused facts: `row`."""
    _check(name, content)
    kit = Kit(name=name.strip(), summary=summary.strip(), created_at=now, versions=[])
    known = {key for row in queries.all_kits() for key in row.latest.content.keys}
    known |= set(queries.shipped_content().keys)  # a copied criterion compares with its source
    copied = [one.key for one in content.criteria if one.key in known]
    kit.versions.append(_version(1, note, kits.with_keys(content, copied), actor, now))
    with refused_by_constraint(Refusal.NAME_TAKEN):
        db.session.add(kit)
    audit.record("interviews.kit.created", kit, actor=actor, at=now)
    return kit


def edit(
    kit: Kit,
    name: str,
    summary: str,
    note: str,
    content: Content,
    *,
    version: int | None,
    actor: Person,
    now: datetime,
) -> KitVersion:
    """Change a kit, or raise Refused or Stale: the newest version while no session has started
    with it, else by a new version. Criteria keep their keys through all versions."""
    _check(name, content)
    locked(kit)
    unchanged(kit, version)
    known = [key for row in kit.versions for key in row.content.keys]
    wanted = kits.with_keys(content, known)
    latest = locked(kit.latest)  # no session starts with it meanwhile
    with refused_by_constraint(Refusal.NAME_TAKEN):
        kit.name, kit.summary = name.strip(), summary.strip()
        db.session.flush()
    if wanted == latest.content:
        return latest
    if latest.used_at is None:
        latest.data = kits.to_data(wanted)
        latest.note = note.strip()
        latest.created_at, latest.created_by = now, actor
    else:
        latest = _version(latest.number + 1, note, wanted, actor, now)
        kit.versions.append(latest)
    kit.edited_at = now
    db.session.flush()
    audit.record("interviews.kit.edited", kit, actor=actor, at=now, number=latest.number)
    return latest


def retire(kit: Kit, *, actor: Person, now: datetime) -> None:
    """Take a kit out of the choice. Vacancies that name it must name another one first; the
    default stays."""
    locked(kit)
    if kit.retired_at is not None:
        return
    if kit.is_default or queries.use_of(kit).vacancies:
        raise Refused(Refusal.IN_USE)
    kit.retired_at = now
    audit.record("interviews.kit.retired", kit, actor=actor, at=now)


def restore(kit: Kit, *, actor: Person, now: datetime) -> None:
    """Put a retired kit back into the choice."""
    locked(kit)
    if kit.retired_at is not None:
        kit.retired_at = None
        audit.record("interviews.kit.restored", kit, actor=actor, at=now)


def name_for(vacancy: Vacancy, kit: Kit | None, *, actor: Person, now: datetime) -> None:
    """Let the vacancy name a kit; None: the default again. Sessions that have started keep
    theirs."""
    locked(vacancy)
    if kit is not None and kit.retired_at is not None:
        raise Refused(Refusal.RETIRED)
    query = select(VacancyKit).where(VacancyKit.vacancy_id == vacancy.id)
    row = db.session.scalars(query).one_or_none()
    if kit is None or kit.is_default:
        if row is not None:
            db.session.delete(row)
    elif row is None:
        db.session.add(VacancyKit(vacancy=vacancy, kit=kit))
    else:
        row.kit = kit
    audit.record("interviews.kit.named", vacancy, actor=actor, at=now, kit=kit)


def choose(session: InterviewSession, kit: Kit, *, actor: Person, now: datetime) -> None:
    """Give a group session a kit of its own, before anybody has marked there."""
    locked(session)
    if kit.retired_at is not None:
        raise Refused(Refusal.RETIRED)
    marked = select(Scorecard.id).where(Scorecard.session_id == session.id).limit(1)
    if db.session.scalar(marked) is not None:
        raise Refused(Refusal.STARTED)
    query = select(SessionKit).where(SessionKit.session_id == session.id)
    for row in db.session.scalars(query):
        db.session.delete(row)
    db.session.flush()
    _keep(session, queries.deciding_vacancy(session), kit.latest, now)
    audit.record("interviews.session.kit-chosen", session, actor=actor, at=now, kit=kit)


def start_with(
    session: InterviewSession, vacancy_id: int | None = None, *, now: datetime
) -> KitVersion:
    """Return the version the session keeps from now on for candidates of the vacancy."""
    if version := queries.started_with(session, vacancy_id):
        return version
    locked(session)
    if version := queries.started_with(session, vacancy_id):
        return version
    vacancy = queries.deciding_vacancy(session, vacancy_id)
    kit = queries.kit_of_vacancy(vacancy) or default_kit(now=now)
    return _keep(session, vacancy, kit.latest, now)


def _keep(
    session: InterviewSession, vacancy: int, version: KitVersion, now: datetime
) -> KitVersion:
    locked(version)  # not while somebody edits it
    version.used_at = version.used_at or now
    db.session.add(
        SessionKit(
            session_id=session.id, vacancy_id=vacancy, kit_version=version, chosen_at=now
        )
    )
    db.session.flush()
    return version


def _check(name: str, content: Content) -> None:
    if not name.strip():
        raise Refused(Refusal.NAME_MISSING)
    if found := kits.refusal(content):
        raise Refused(found[0], row=found[1])


def _version(
    number: int, note: str, content: Content, actor: Person | None, now: datetime
) -> KitVersion:
    return KitVersion(
        number=number,
        note=note.strip(),
        data=kits.to_data(content),
        created_at=now,
        created_by=actor,
    )
