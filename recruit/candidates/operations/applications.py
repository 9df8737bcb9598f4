"""Applications come in, and may be taken back by the candidate."""

from datetime import datetime

from sqlalchemy import select

from recruit.candidates import contacts, mails, signals
from recruit.candidates.models import (
    Application,
    Candidate,
    CandidateWord,
    Consent,
    StageChange,
)
from recruit.candidates.operations.stages import close_offer, enter
from recruit.kernel import audit
from recruit.kernel.db import db, locked, unchanged
from recruit.kernel.errors import Refused
from recruit.organization import queries as organization
from recruit.people.models import Person
from recruit.rules import retention
from recruit.rules.offers import State as OfferState
from recruit.rules.pipeline import Refusal, Stage
from recruit.vacancies.models import Promotion, Vacancy, VacancyState


def apply(
    vacancy: Vacancy,
    *,
    name: str,
    email: str,
    phone: str,
    locale: str,
    promotion: Promotion | None,
    message: str,
    now: datetime,
) -> Application:
    """Take an application in, or raise Refused.

    1. A candidate with the same mail address, or the same phone, is the same person. What they
       now write differently is kept beside the application and changes nothing by itself: who
       fills in a public form has proved nothing, and all mail goes to the address known before.
    2. An open application for the same vacancy is returned unchanged, and the visitor must not
       be able to tell; its owner gets the link again by mail. The caller recognises it by
       `applied_at < now` and must neither show its page nor add files to it.
    3. A new one comes with its consent, its first change of stage and the confirmation mail.
    """
    name, email, phone = name.strip(), contacts.normal_email(email), phone.strip()
    if not name:
        raise Refused(Refusal.NAME_MISSING)
    if not email and not phone:
        raise Refused(Refusal.CONTACT_MISSING)
    state = db.session.scalars(
        select(Vacancy.state).where(Vacancy.id == vacancy.id).with_for_update()
    ).one()  # the lock lets a second click wait for the first one
    if state is not VacancyState.PUBLISHED:
        raise Refused(Refusal.VACANCY_CLOSED)

    e164 = contacts.phone_e164(phone, _country(vacancy)) if phone else ""
    candidate = _known(email, e164)
    if candidate is None:
        candidate = Candidate(
            name=name, email=email, phone=phone, phone_e164=e164, locale=locale, created_at=now
        )
        db.session.add(candidate)
        db.session.flush()
        index(candidate)
    elif (known := _open(candidate, vacancy)) is not None:
        mails.applied_again(known, today=now.date(), now=now)
        return known

    company = organization.organization()
    application = Application(
        candidate=candidate,
        vacancy=vacancy,
        promotion=promotion if promotion and promotion.vacancy_id == vacancy.id else None,
        stage=Stage.APPLIED,
        stage_since=now,
        applied_at=now,
        message=message[:2000],
        also_gave=_differing(candidate, name, email, phone, e164),
    )
    db.session.add_all(
        (
            application,
            StageChange(
                application=application, to_stage=Stage.APPLIED, at=now, from_stage=None
            ),
            Consent(
                candidate=candidate,
                text_version=company.privacy_version,
                given_at=now,
                keep_until_on=retention.keep_until(now.date(), company.retention_months),
            ),
        )
    )
    db.session.flush()
    audit.record(
        "candidates.application.received",
        application,
        actor=candidate,
        at=now,
        vacancy=vacancy,
        promotion=application.promotion,
        consent=company.privacy_version,
    )
    mails.applied(application, now=now)
    return application


def withdraw(application: Application, *, now: datetime) -> None:
    """Take an application back, by the candidate. A second click changes nothing; one that is
    closed in another way is refused."""
    locked(application)
    if application.stage is Stage.WITHDRAWN:
        return
    if application.closed_at is not None:
        raise Refused(Refusal.CLOSED)
    close_offer(application, OfferState.DECLINED, actor=None, now=now)
    enter(application, Stage.WITHDRAWN, actor=None, now=now, action="withdrawn")
    signals.withdrawn.send(application, now=now)


def correct(
    candidate: Candidate,
    *,
    name: str,
    email: str,
    phone: str,
    country: str,
    version: int | None,
    actor: Person,
    now: datetime,
) -> None:
    """Write down somebody's right name and contacts, or raise Refused or Stale."""
    locked(candidate)
    unchanged(candidate, version)
    email = contacts.normal_email(email)
    if not name:
        raise Refused(Refusal.NAME_MISSING)
    if not email and not phone:
        raise Refused(Refusal.CONTACT_MISSING)
    new = {
        "name": name,
        "email": email,
        "phone": phone,
        "phone_e164": contacts.phone_e164(phone, country) if phone else "",
    }
    changed = [field for field, value in new.items() if getattr(candidate, field) != value]
    for field in changed:
        setattr(candidate, field, new[field])
    if changed:
        index(candidate)
        audit.record(
            "candidates.candidate.corrected", candidate, actor=actor, at=now, fields=changed
        )


def index(candidate: Candidate) -> None:
    """Bring the search words of a candidate up to date."""
    wanted = contacts.search_words(
        candidate.name, candidate.email, candidate.phone_e164 or candidate.phone
    )
    present = {
        row.word: row
        for row in db.session.scalars(
            select(CandidateWord).where(CandidateWord.candidate_id == candidate.id)
        )
    }
    for word in present.keys() - wanted:
        db.session.delete(present[word])
    db.session.add_all(
        CandidateWord(word=word, candidate_id=candidate.id)
        for word in sorted(wanted - present.keys())
    )


def _country(vacancy: Vacancy) -> str:
    return vacancy.site.country or organization.organization().country


def _known(email: str, e164: str) -> Candidate | None:
    """Return the candidate with this mail, else the oldest with this phone."""
    for column, value in ((Candidate.email, email), (Candidate.phone_e164, e164)):
        if value and (
            found := db.session.scalars(
                select(Candidate)
                .where(column == value, Candidate.erased_at.is_(None))
                .order_by(Candidate.id)
                .limit(1)
            ).one_or_none()
        ):
            return found
    return None


def _open(candidate: Candidate, vacancy: Vacancy) -> Application | None:
    return db.session.scalars(
        select(Application).where(
            Application.candidate_id == candidate.id,
            Application.vacancy_id == vacancy.id,
            Application.closed_at.is_(None),
        )
    ).one_or_none()


def _differing(candidate: Candidate, name: str, email: str, phone: str, e164: str) -> str:
    """Return what was given now and is not what we know, for a person to judge."""
    known_phones = {candidate.phone, candidate.phone_e164}
    new = (
        name if contacts.folded(name) != contacts.folded(candidate.name) else "",
        email if email and email != candidate.email else "",
        phone
        if phone and phone not in known_phones and (e164 or phone) not in known_phones
        else "",
    )
    return " · ".join(part for part in new if part)[:400]
