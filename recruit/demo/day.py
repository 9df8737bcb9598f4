"""One interview day as it happens: answers, arrivals, the queue, scorecards, the close."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from recruit.candidates.models import Application
from recruit.demo.company import Company
from recruit.interviews import operations as interviews
from recruit.interviews.models import (
    Arrival,
    InterviewSession,
    Invitation,
    Pool,
    Recommendation,
    Scorecard,
    SessionKind,
    SessionState,
    Slot,
)
from recruit.interviews.operations import desk, groups, learning, scorecards
from recruit.kernel.db import db
from recruit.people.models import Person
from recruit.rules.attendance import AWAITED, ArrivalState, InvitationState
from recruit.rules.scoring import CRITERIA

LEVELS = (2, 3, 3, 4, 4, 5)

COMES = {
    InvitationState.CONFIRMED: 0.78,
    InvitationState.UNSURE: 0.5,
    InvitationState.SENT: 0.33,
}
"""How likely somebody comes after each answer: the demo's own invention."""


@dataclass(frozen=True, slots=True)
class Day:
    """What the steps need to know."""

    company: Company
    random: Random
    session: InterviewSession
    zone: ZoneInfo


def hold(day: Day, on: date, now: datetime) -> None:
    """Do what happens to this session on the local day `on`, as far as `now` allows."""
    session = day.session
    if on == session.held_on - timedelta(days=1):
        _answers(day, min(now, session.ends_at - timedelta(hours=18)))
    elif on == session.held_on and session.state is SessionState.PLANNED:
        interviews.freeze_forecasts(min(now, session.ends_at))
        learning.keep_expectations(min(now, session.ends_at))
        if session.kind is SessionKind.GROUP:
            _group(day, now)
        else:
            _stream(day, now)
        if now >= session.ends_at + timedelta(minutes=10):
            interviews.close(session, now=session.ends_at + timedelta(minutes=10))


def _invitations(session: InterviewSession) -> list[Invitation]:
    query = (
        select(Invitation)
        .join(Invitation.slot)
        .join(Slot.pool)
        .where(Pool.session_id == session.id, Invitation.state.in_(AWAITED))
        .order_by(Slot.starts_at, Invitation.id)
        .options(
            joinedload(Invitation.slot).joinedload(Slot.pool),
            joinedload(Invitation.application).joinedload(Application.vacancy),
        )
    )
    return list(db.session.scalars(query))


def _answers(day: Day, when: datetime) -> None:
    """The day before: most answer by link, some on the phone, some not at all."""
    recruiter = day.company.people["recruiter"]
    for invitation in _invitations(day.session):
        chance = day.random.random()
        if chance < 0.44:
            interviews.confirm(invitation, now=when)
        elif chance < 0.56:
            interviews.confirm(invitation, now=when, actor=recruiter)
        elif chance < 0.66:
            interviews.unsure(invitation, now=when, actor=recruiter)
        elif chance < 0.74:
            interviews.decline(invitation, now=when, actor=recruiter)
        elif chance < 0.86:
            interviews.no_answer(invitation, now=when, actor=recruiter)


def _coming(day: Day, now: datetime) -> list[tuple[datetime, Invitation]]:
    """Who comes, and when: most a little early, some late; only those here by `now`."""
    coming = []
    midnight = datetime.combine(day.session.held_on, time(), ZoneInfo(day.session.site.zone))
    for invitation in _invitations(day.session):
        if day.random.random() < COMES.get(invitation.state, 0.3):
            minutes = int(day.random.triangular(-15, 14, -4))
            when = invitation.slot.starts_at + timedelta(minutes=minutes)
            coming.append((max(when, midnight), invitation))  # a demo made after midnight
    coming.sort(key=lambda row: (row[0], row[1].id))
    return [row for row in coming if row[0] <= now]


def _reception(day: Day) -> Person:
    spb = day.session.site.name == "Saint Petersburg"
    return day.company.people["reception.spb" if spb else "reception"]


def _stream(day: Day, now: datetime) -> None:
    """Check people in as they come; at every slot each free interviewer calls the next."""
    session, reception = day.session, _reception(day)
    coming = _coming(day, now)
    slots = session.pools[0].slots
    length = timedelta(minutes=slots[0].minutes)
    starts = [slot.starts_at for slot in slots]
    starts += [starts[-1] + length * n for n in range(1, session.overtime_slots + 1)]
    panel = [member.person for member in slots[0].panel]
    waiting: list[Arrival] = []
    for number, start in enumerate(starts):
        last = number == len(starts) - 1
        until = session.ends_at if last else start + timedelta(minutes=4)
        while coming and coming[0][0] <= until:
            when, invitation = coming.pop(0)
            waiting.append(desk.check_in(invitation, now=when, actor=reception))
        if start + timedelta(minutes=4) > now:
            break
        for interviewer in panel:
            if waiting and start + timedelta(minutes=4) <= now:
                _interview(day, waiting.pop(0), interviewer, start, length, now)
    if now >= session.ends_at:
        for arrival in waiting:
            desk.turn_away(
                arrival,
                promised_at=session.ends_at + timedelta(days=2),
                actor=reception,
                now=session.ends_at,
            )


def _interview(
    day: Day,
    arrival: Arrival,
    interviewer: Person,
    start: datetime,
    length: timedelta,
    now: datetime,
) -> None:
    begun = max(start, arrival.arrived_at) + timedelta(minutes=3)
    desk.call(arrival, interviewer, actor=_reception(day), now=begun)
    desk.start(arrival, actor=interviewer, now=begun + timedelta(minutes=1))
    ends = start + length - timedelta(minutes=1)
    if max(ends, begun + timedelta(minutes=1)) > now:
        return  # still talking
    ends = max(ends, begun + timedelta(minutes=1))
    desk.finish(arrival, actor=interviewer, now=ends)
    _score(day, arrival, interviewer, ends)


def _score(
    day: Day, arrival: Arrival, interviewer: Person, when: datetime, level: int | None = None
) -> Scorecard:
    level = level or day.random.choice(LEVELS)
    ratings = {
        name: max(1, min(5, level + day.random.choice((-1, 0, 0, 1)))) for name in CRITERIA
    }
    mean = sum(ratings.values()) / len(ratings)
    recommendation = (
        Recommendation.STRONG_YES
        if mean > 4.4
        else Recommendation.YES
        if mean > 3.3
        else Recommendation.NO
        if mean > 2
        else Recommendation.STRONG_NO
    )
    return scorecards.save(
        day.session,
        arrival.application,
        interviewer,
        ratings=ratings,
        recommendation=recommendation,
        comment="Listens, asks back." if mean > 3 else "",
        submit=True,
        now=when,
    )


def _group(day: Day, now: datetime) -> None:
    session, reception = day.session, _reception(day)
    for when, invitation in _coming(day, now):
        desk.check_in(invitation, now=when, actor=reception)
    if now < session.ends_at:
        return
    db.session.flush()
    panel = [member.person for member in session.pools[0].slots[0].panel]
    query = select(Arrival).where(Arrival.session_id == session.id)
    arrivals = [one for one in db.session.scalars(query) if one.state is ArrivalState.WAITING]
    groups.begin(session, actor=panel[-1], now=session.pools[0].slots[0].starts_at)
    groups.give_seats(session, actor=reception, now=session.pools[0].slots[0].starts_at)
    levels = {arrival.id: day.random.choice(LEVELS) for arrival in arrivals}
    cards = [
        _score(day, arrival, observer, session.ends_at, levels[arrival.id])
        for observer in panel
        for arrival in arrivals
    ]
    if cards:
        _talk(session, cards, panel[-1], session.ends_at + timedelta(minutes=5))
    desk.finish_group(session, actor=panel[0], now=session.ends_at)


def _talk(
    session: InterviewSession, cards: list[Scorecard], facilitator: Person, now: datetime
) -> None:
    """The moderated round: one observer heard something in it and changes a mark."""
    groups.open_round(session, actor=facilitator, now=now)
    card = cards[0]
    mark = card.marks["competence"]
    groups.change_mark(
        card,
        "competence",
        mark + 1 if mark < 5 else 4,
        "I had missed how the second objection was answered.",
        actor=card.interviewer,
        now=now + timedelta(minutes=4),
    )
    groups.close_round(session, actor=facilitator, now=now + timedelta(minutes=15))
