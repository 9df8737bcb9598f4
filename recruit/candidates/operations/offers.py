"""Offers: two people agree, one sends, the candidate answers, the calendar ends it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from recruit.candidates import mails, signals
from recruit.candidates.models import Application, Offer
from recruit.candidates.operations.stages import advance
from recruit.kernel import audit
from recruit.kernel.db import db, locked, unchanged
from recruit.kernel.errors import Refused
from recruit.notifications import outbox
from recruit.notifications.models import MessageState, OutboxMessage
from recruit.organization.models import Site
from recruit.people.models import Person
from recruit.rules import offers as rules
from recruit.rules.money import Money
from recruit.rules.offers import Refusal, State, Terms
from recruit.rules.pipeline import Stage


def draft_offer(
    application: Application,
    *,
    level: int,
    pay: Money,
    site: Site,
    starts_on: date,
    expires_on: date,
    proposed_by: Person,
    agreed_by: Person,
    now: datetime,
    message: str = "",
) -> Offer:
    """Draft an offer after two different people agreed to hire, or raise Refused."""
    locked(application)
    if proposed_by.id == agreed_by.id:
        raise Refused(Refusal.ONE_PERSON)
    if application.closed_at is not None:
        raise Refused(Refusal.CLOSED)
    if _standing(application) is not None:
        raise Refused(Refusal.ALREADY_OPEN)
    if application.stage is not Stage.INTERVIEWED:
        raise Refused(Refusal.NOT_INTERVIEWED)
    terms = Terms(level, pay.minor, starts_on, expires_on)
    if reason := rules.terms_refusal(terms, today=_today(site, now)):
        raise Refused(reason)
    offer = Offer(
        application=application,
        state=State.DRAFT,
        level=level,
        pay_minor=pay.minor,
        currency=pay.currency,
        site=site,
        starts_on=starts_on,
        expires_on=expires_on,
        message=message[:2000],
        proposed_by=proposed_by,
        agreed_by=agreed_by,
    )
    db.session.add(offer)
    db.session.flush()
    audit.record(
        "candidates.offer.drafted",
        offer,
        actor=agreed_by,
        at=now,
        application=application,
        proposed_by=proposed_by,
        level=level,
    )
    return offer


def revise_offer(
    offer: Offer,
    *,
    level: int,
    pay: Money,
    site: Site,
    starts_on: date,
    expires_on: date,
    message: str,
    version: int | None,
    actor: Person,
    now: datetime,
) -> None:
    """Change the terms of a draft, or raise Refused or Stale."""
    _lock(offer)
    unchanged(offer, version)
    if offer.state is not State.DRAFT:
        raise Refused(Refusal.NOT_DRAFT)
    terms = Terms(level, pay.minor, starts_on, expires_on)
    if reason := rules.terms_refusal(terms, today=_today(site, now)):
        raise Refused(reason)
    new = {
        "level": level,
        "pay_minor": pay.minor,
        "currency": pay.currency,
        "site": site,
        "starts_on": starts_on,
        "expires_on": expires_on,
        "message": message[:2000],
    }
    changed = [field for field, value in new.items() if getattr(offer, field) != value]
    for field in changed:
        setattr(offer, field, new[field])
    if changed:
        audit.record("candidates.offer.revised", offer, actor=actor, at=now, fields=changed)


def send_offer(offer: Offer, *, actor: Person, now: datetime, due_at: datetime | None) -> None:
    """Send a draft to the candidate, or raise Refused. The mail leaves at `due_at`."""
    _lock(offer)
    terms = Terms(offer.level, offer.pay_minor, offer.starts_on, offer.expires_on)
    if reason := rules.send_refusal(offer.state, terms, today=_today(offer.site, now)):
        raise Refused(reason)
    advance(offer.application, Stage.OFFERED, actor=actor, now=now)
    offer.state = State.SENT
    offer.sent_at = now
    audit.record("candidates.offer.sent", offer, actor=actor, at=now)
    mails.offer_sent(offer, now=now, due_at=due_at)


def accept_offer(offer: Offer, *, now: datetime, recorded_by: Person | None = None) -> None:
    """Accept: the application is hired. `recorded_by` wrote down an answer given by voice; None
    when the candidate answered by link. A second click on an accepted offer changes nothing."""
    _lock(offer)
    if offer.state is State.ACCEPTED:
        return
    _answer(offer, State.ACCEPTED, now=now, recorded_by=recorded_by)
    application = offer.application
    advance(application, Stage.HIRED, actor=recorded_by, now=now)
    mails.hired(offer, now=now)
    signals.hired.send(application, offer=offer, now=now)


def decline_offer(offer: Offer, *, now: datetime, recorded_by: Person | None = None) -> None:
    """Decline: back at interviewed, for a better offer or another decision."""
    _lock(offer)
    if offer.state is State.DECLINED:
        return
    _answer(offer, State.DECLINED, now=now, recorded_by=recorded_by)
    advance(offer.application, Stage.INTERVIEWED, actor=recorded_by, now=now)
    _tell_recruiter(offer, "candidates.offer-declined", now=now)


def withdraw_offer(offer: Offer, *, actor: Person, now: datetime) -> None:
    """Take an offer back, or raise Refused. A mail that has not left never leaves; a candidate
    who has it already is told."""
    _lock(offer)
    if reason := rules.withdraw_refusal(offer.state):
        raise Refused(reason)
    was_sent = offer.state is State.SENT
    offer.state = State.WITHDRAWN
    offer.answered_at = now
    audit.record("candidates.offer.withdrawn", offer, actor=actor, at=now)
    if not was_sent:
        return
    advance(offer.application, Stage.INTERVIEWED, actor=actor, now=now)
    outbox.cancel(mails.offer_key(offer))
    left = select(OutboxMessage.id).where(
        OutboxMessage.key == mails.offer_key(offer),
        OutboxMessage.state != MessageState.CANCELLED,
    )
    if db.session.scalar(left) is not None:
        mails.offer_withdrawn(offer, now=now)


def expire_offers(now: datetime, most: int = 200) -> int:
    """End the offers whose last local day is over; return how many."""
    latest_day_anywhere = now.astimezone(ZoneInfo("Etc/GMT-14")).date()
    due = db.session.scalars(
        select(Offer)
        .where(Offer.state == State.SENT, Offer.expires_on < latest_day_anywhere)
        .order_by(Offer.expires_on, Offer.id)
        .limit(most)
    )
    ended = 0
    for offer in due.all():
        _lock(offer)
        if offer.state is not State.SENT or offer.expires_on >= _today(offer.site, now):
            continue
        offer.state = State.EXPIRED
        offer.answered_at = now
        audit.record("candidates.offer.expired", offer, actor=None, at=now)
        advance(offer.application, Stage.INTERVIEWED, actor=None, now=now)
        _tell_recruiter(offer, "candidates.offer-expired", now=now)
        ended += 1
    return ended


def _lock(offer: Offer) -> None:
    """Lock the application, then the offer: every writer takes them in this order."""
    locked(offer.application)
    locked(offer)


def _answer(offer: Offer, state: State, *, now: datetime, recorded_by: Person | None) -> None:
    today = _today(offer.site, now)
    if reason := rules.answer_refusal(offer.state, offer.expires_on, today=today):
        raise Refused(reason)
    if offer.application.closed_at is not None:
        raise Refused(Refusal.CLOSED)
    offer.state = state
    offer.answered_at = now
    offer.recorded_by = recorded_by
    audit.record(
        f"candidates.offer.{state.value}",
        offer,
        actor=recorded_by or offer.application.candidate,
        at=now,
        by_link=recorded_by is None,
    )


def _tell_recruiter(offer: Offer, kind: str, *, now: datetime) -> None:
    application = offer.application
    outbox.notify(
        application.vacancy.recruiter,
        kind,
        key=f"{kind}:{offer.pubid}",
        now=now,
        path=f"/candidates/{application.pubid}",
        vacancy=application.vacancy.title,
    )


def _standing(application: Application) -> Offer | None:
    return db.session.scalars(
        select(Offer).where(
            Offer.application_id == application.id,
            Offer.state.in_((State.DRAFT, State.SENT, State.ACCEPTED)),
        )
    ).one_or_none()


def _today(site: Site, now: datetime) -> date:
    return now.astimezone(ZoneInfo(site.zone)).date()
