"""Who may have which row: the loaders are the authorization.

Recruiters have everything, hiring managers what belongs to vacancies of their departments,
interviewers the applications of candidates they are on a panel for. Roles add up.
"""

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import joinedload

from recruit.candidates.models import (
    Application,
    ApplicationReader,
    Candidate,
    Document,
    Offer,
    StageChange,
)
from recruit.kernel.db import by_pubid, db
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Role
from recruit.kernel.security import token_is_valid
from recruit.people.models import Person
from recruit.rules.offers import State as OfferState
from recruit.vacancies.models import Promotion, Vacancy


def readable(person: Person) -> ColumnElement[bool]:
    """Return the condition on Application for what this person may read, CV included."""
    if Role.RECRUITER in person.roles:
        return true()
    grounds: list[ColumnElement[bool]] = []
    if Role.INTERVIEWER in person.roles:
        assigned = select(ApplicationReader.application_id).where(
            ApplicationReader.person_id == person.id
        )
        grounds.append(Application.id.in_(assigned))
    return or_(false(), managed(person), *grounds)


def managed(person: Person) -> ColumnElement[bool]:
    """Return the condition on Application for what this person also decides about: the notes,
    the pipeline, the offers."""
    if Role.RECRUITER in person.roles:
        return true()
    if Role.HIRING_MANAGER in person.roles:
        own = select(Vacancy.id).where(Vacancy.department_id.in_(person.department_ids))
        return Application.vacancy_id.in_(own)
    return false()


def manages(person: Person, application: Application) -> bool:
    """Tell whether `managed` holds for this application, without a query."""
    if Role.RECRUITER in person.roles:
        return True
    return (
        Role.HIRING_MANAGER in person.roles
        and application.vacancy.department_id in person.department_ids
    )


def application_for(
    person: Person, pubid: object, *, deciding: bool = False
) -> Application | None:
    """Return an application this person may read (`deciding`: and decide about), or None."""
    if not is_pubid(pubid):
        return None
    return db.session.scalars(
        _whole(select(Application)).where(
            Application.pubid == pubid, managed(person) if deciding else readable(person)
        )
    ).one_or_none()


def _whole(query: Select[Application]) -> Select[Application]:
    return query.options(
        joinedload(Application.vacancy, innerjoin=True),
        joinedload(Application.promotion).joinedload(Promotion.channel, innerjoin=True),
    )


def application_by_link(pubid: object, token: str) -> Application | None:
    """Return the application whose secret link this is; None for any other token, an erased
    candidate, or a link handed out before the last revocation."""
    if not is_pubid(pubid):
        return None
    application = db.session.scalars(
        _whole(select(Application)).where(Application.pubid == pubid)
    ).one_or_none()
    generation = application.link_generation if application else 0
    valid = token_is_valid(token, "application", str(pubid), generation)
    if application is None or not valid or application.candidate.erased_at is not None:
        return None
    return application


def candidate_for(person: Person, pubid: object) -> Candidate | None:
    """Return a candidate with an application this person decides about, or None."""
    if not is_pubid(pubid):
        return None
    mine = select(Application.candidate_id).where(managed(person))
    return db.session.scalars(
        select(Candidate).where(Candidate.pubid == pubid, Candidate.id.in_(mine))
    ).one_or_none()


def document_for(person: Person, pubid: object) -> Document | None:
    """Return a document of an application this person may read, or None."""
    if not is_pubid(pubid):
        return None
    return db.session.scalars(
        select(Document)
        .join(Application)
        .options(joinedload(Document.application, innerjoin=True))
        .where(Document.pubid == pubid, readable(person))
    ).one_or_none()


def change_for(person: Person, pubid: object) -> StageChange | None:
    """Return a change of stage this person may undo: recruiters any, others their own."""
    if not is_pubid(pubid):
        return None
    mine = true() if Role.RECRUITER in person.roles else StageChange.actor_id == person.id
    return db.session.scalars(
        select(StageChange)
        .join(Application)
        .options(joinedload(StageChange.application, innerjoin=True))
        .where(StageChange.pubid == pubid, managed(person), mine)
    ).one_or_none()


def offer_for(person: Person, pubid: object) -> Offer | None:
    """Return an offer of an application this person decides about, or None."""
    if not is_pubid(pubid):
        return None
    return db.session.scalars(
        select(Offer)
        .join(Application)
        .options(joinedload(Offer.application, innerjoin=True).joinedload(Application.vacancy))
        .where(Offer.pubid == pubid, managed(person))
    ).one_or_none()


def open_offer(application: Application) -> Offer | None:
    """Return the offer waiting for the candidate's answer, or None."""
    return db.session.scalars(
        select(Offer).where(
            Offer.application_id == application.id, Offer.state == OfferState.SENT
        )
    ).one_or_none()


def vacancy_for(person: Person, pubid: object) -> Vacancy | None:
    """Return a vacancy whose pipeline this person may see, or None."""
    vacancy = by_pubid(Vacancy, pubid)
    if vacancy is None or Role.RECRUITER in person.roles:
        return vacancy
    own = Role.HIRING_MANAGER in person.roles and vacancy.department_id in person.department_ids
    return vacancy if own else None
