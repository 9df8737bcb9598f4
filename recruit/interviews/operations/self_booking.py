"""People choose their own time: asking them, holding a place, booking it."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import CursorResult, select, update

from recruit.candidates import operations as candidates
from recruit.candidates.models import Application
from recruit.interviews import mails
from recruit.interviews.models import Invitation, SessionState, Slot, SlotHold, TimeOffer
from recruit.interviews.operations import holds, locks, places
from recruit.interviews.operations.invitations import with_session
from recruit.interviews.operations.readers import keep_readers
from recruit.interviews.operations.reminders import note
from recruit.interviews.queries import self_booking as queries
from recruit.kernel import audit
from recruit.kernel.db import db, refused_by_constraint
from recruit.kernel.errors import Refused
from recruit.kernel.ids import new_pubid
from recruit.notifications import outbox
from recruit.people.models import Person
from recruit.rules import booking, self_booking
from recruit.rules.attendance import InvitationState, Reminder
from recruit.rules.booking import Refusal
from recruit.rules.pipeline import Stage
from recruit.rules.vacancies import VacancyState


def offer_times(
    applications: Sequence[Application],
    *,
    actor: Person | None,
    now: datetime,
    due_at: datetime | None = None,
    letter: mails.Letter | None = mails.Letter.CHOOSE_TIME,
) -> list[TimeOffer]:
    """Ask people who are to be invited to choose a time, all or none, or raise Refused.

    Asked again (after a decline, a no-show, or because the mail was lost) they get the mail
    again. letter: None when another mail brings the link. Refused facts: `who` (pubid).
    """
    if not applications:
        raise Refused(Refusal.NOBODY)
    rows = locks.by_ids(row.id for row in applications)
    with_times = queries.vacancies_with_times({row.vacancy_id for row in rows}, now)
    for application in rows:
        if reason := self_booking.offer_refusal(
            application.stage, application.vacancy_id, with_times
        ):
            raise Refused(reason, who=application.pubid)
    known = {
        offer.application_id: offer
        for offer in db.session.scalars(
            select(TimeOffer).where(
                TimeOffer.application_id.in_({row.id for row in rows}),
                TimeOffer.closed_at.is_(None),
            )
        )
    }
    batch = new_pubid()
    offers = []
    for application in rows:
        offer = known.get(application.id)
        if offer is None:
            offer = TimeOffer(application=application)
            db.session.add(offer)
        else:
            outbox.cancel(mails.choose_time_key(offer))
        offer.batch, offer.offered_at, offer.offered_by = batch, now, actor
        offers.append(offer)
    db.session.flush()
    for offer in offers:
        audit.record(
            "interviews.time-offer.sent",
            offer,
            actor=actor,
            at=now,
            application=offer.application,
            batch=batch,
        )
        if letter is not None:
            mails.choose_time(offer, letter, now=now, due_at=due_at)
    return offers


def take_back(batch: str, *, actor: Person, now: datetime) -> int:
    """Take back offers of a batch before their mails leave; return how many, or raise Refused."""
    offers = list(
        db.session.scalars(
            select(TimeOffer).where(TimeOffer.batch == batch, TimeOffer.closed_at.is_(None))
        )
    )
    if not offers:
        raise Refused(Refusal.UNDO_OVER)
    applications = locks.by_ids(offer.application_id for offer in offers)
    try:
        outbox.cancel_batch(batch)
    except Refused as error:
        raise Refused(Refusal.UNDO_OVER) from error
    places.change(free=holds.end_offers(applications, now=now))
    for offer in offers:
        audit.record("interviews.time-offer.undone", offer, actor=actor, at=now, batch=batch)
    return len(offers)


def end(application: Application, *, now: datetime) -> None:
    """The application is closed: nobody chooses a time any more."""
    places.change(free=holds.end_offers([application], now=now))


def hold(application: Application, slot: Slot, *, now: datetime) -> SlotHold:
    """Keep a place for ten minutes for a person who is choosing, or raise Refused. Another
    choice moves the hold; the same choice again does not prolong it."""
    slot = _ready(application, slot, now)
    mine = db.session.scalars(
        select(SlotHold).where(SlotHold.application_id == application.id)
    ).one_or_none()
    if mine is not None and mine.slot_id == slot.id:
        if mine.expires_at > now or _renewed(mine, now):
            return mine
        mine = None  # the clock freed it at this moment
    given_up = holds.taken_from([application]) if mine is not None else []
    places.change(take=[slot], free=[*given_up, *holds.expired(now, [slot])])
    with refused_by_constraint(Refusal.JUST_TAKEN):  # two devices of one person
        row = SlotHold(
            application_id=application.id,
            slot=slot,
            created_at=now,
            expires_at=now + self_booking.HOLD,
        )
        db.session.add(row)
    return row


def book(application: Application, slot: Slot, *, now: datetime) -> Invitation:
    """Book a time that the person chose, held or not, or raise Refused. It is a confirmed
    invitation; the calendar entry goes with the mail."""
    slot = _ready(application, slot, now)
    held = holds.end_offers([application], now=now)
    if [row.id for row in held] != [slot.id]:
        places.change(take=[slot], free=[*held, *holds.expired(now, [slot])])
    candidates.advance(application, Stage.INVITED, actor=None, now=now)
    with refused_by_constraint(Refusal.JUST_TAKEN):  # the backstop: one open invitation each
        invitation = Invitation(
            application=application,
            slot=slot,
            state=InvitationState.CONFIRMED,
            created_at=now,
            sent_at=now,
        )
        db.session.add(invitation)
    note(invitation, Reminder.CONFIRMED, by=None, now=now)
    audit.record(
        "interviews.invitation.booked",
        invitation,
        actor=application.candidate,
        at=now,
        application=application,
        slot=slot,
    )
    mails.booked(invitation, now=now)
    keep_readers([application])
    return invitation


def _ready(application: Application, slot: Slot, now: datetime) -> Slot:
    """Lock what a choice needs and check that it may be made; return the slot as it is now."""
    slot = with_session({slot.id})[slot.id]
    session = locks.shared(slot.pool.session)
    locks.by_ids([application.id])
    asked = queries.open_offer(application) is not None
    if why := self_booking.refusal(application.stage, asked, slot.starts_at, now=now):
        raise Refused(why)
    if application.vacancy_id not in {row.id for row in slot.pool.vacancies}:
        raise Refused(Refusal.OTHER_VACANCY)
    if not slot.open_to_candidates or application.vacancy.state is VacancyState.CLOSED:
        raise Refused(Refusal.SLOT_NOT_OPEN)
    planned = session.state is SessionState.PLANNED
    if reason := booking.slot_refusal(slot.starts_at, planned, now=now):
        raise Refused(reason)
    return slot


def _renewed(mine: SlotHold, now: datetime) -> bool:
    """Take up an expired hold again that nobody has freed yet: its place is still counted."""
    statement = (
        update(SlotHold)
        .where(SlotHold.id == mine.id, SlotHold.expires_at <= now)
        .values(expires_at=now + self_booking.HOLD)
        .execution_options(synchronize_session="fetch")
    )
    return cast("CursorResult[None]", db.session.execute(statement)).rowcount == 1
