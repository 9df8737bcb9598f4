"""Finding one person at the desk: an invitation, an arrival, somebody who walked in."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from recruit.candidates.models import Application, Candidate
from recruit.interviews.models import Arrival, InterviewSession, Invitation, Pool, Slot
from recruit.interviews.queries.scope import people_of, sessions_of
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.people.models import Person
from recruit.rules.pipeline import CLOSED

MOST_FOUND = 8


def invitation_at_desk(session: InterviewSession, pubid: object) -> Invitation | None:
    """Return an invitation of this session (already scoped by its loader)."""
    if not is_pubid(pubid):
        return None
    query = (
        select(Invitation)
        .join(Invitation.slot)
        .join(Slot.pool)
        .where(Pool.session_id == session.id, Invitation.pubid == pubid)
    )
    return db.session.scalars(query).one_or_none()


def arrival_for(person: Person, pubid: object, now: datetime) -> Arrival | None:
    """Return an arrival of a session this person may see; else None."""
    if not is_pubid(pubid):
        return None
    query = (
        select(Arrival)
        .join(Arrival.session)
        .join(Arrival.pool)
        .join(Arrival.application)
        .join(Slot, Slot.pool_id == Pool.id)
        .where(Arrival.pubid == pubid, sessions_of(person, now), people_of(person, now))
        .options(joinedload(Arrival.application, innerjoin=True))
    )
    return db.session.scalars(query).unique().one_or_none()


def find_for_walk_in(session: InterviewSession, words: str) -> list[Application]:
    """Return open applications for this session's vacancies whose person's name, mail or phone
    contains the words, at most eight."""
    vacancies = [vacancy.id for pool in session.pools for vacancy in pool.vacancies]
    digits = "".join(char for char in words if char.isdigit())
    pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    matches: list[ColumnElement[bool]] = [
        Candidate.name.ilike(pattern, escape="\\"),
        Candidate.email.ilike(pattern, escape="\\"),
    ]
    if len(digits) >= 4:
        matches.append(Candidate.phone_e164.contains(digits[-9:]))
    query = (
        select(Application)
        .join(Application.candidate)
        .where(
            Application.vacancy_id.in_(vacancies),
            Application.stage.notin_(CLOSED),
            or_(*matches),
        )
        .order_by(Candidate.name, Application.id)
        .limit(MOST_FOUND)
        .options(joinedload(Application.vacancy, innerjoin=True))
    )
    return list(db.session.scalars(query))


def application_for_walk_in(session: InterviewSession, pubid: object) -> Application | None:
    """Return an application for one of this session's vacancies."""
    if not is_pubid(pubid):
        return None
    vacancies = [vacancy.id for pool in session.pools for vacancy in pool.vacancies]
    query = select(Application).where(
        Application.pubid == pubid, Application.vacancy_id.in_(vacancies)
    )
    return db.session.scalars(query).one_or_none()
