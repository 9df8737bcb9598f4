"""Who sees which scorecards: one's own always, others' only after one's own are submitted."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.candidates.models import Application, Document, DocumentKind
from recruit.interviews.models import (
    Arrival,
    Decision,
    DecisionState,
    InterviewSession,
    PanelMember,
    Scorecard,
    SessionKind,
    Slot,
)
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import Role
from recruit.people.models import Person
from recruit.rules import scoring
from recruit.rules.attendance import ArrivalState
from recruit.rules.pipeline import Stage
from recruit.vacancies.models import Vacancy

_WHOLE = (
    selectinload(Scorecard.amendments),
    selectinload(Scorecard.changes),
    joinedload(Scorecard.interviewer),
)


def own_cards(session: InterviewSession, person: Person) -> dict[int, Scorecard]:
    """Return the person's own scorecards of a session by application (internal id)."""
    query = select(Scorecard).where(
        Scorecard.session_id == session.id, Scorecard.interviewer_id == person.id
    )
    return {card.application_id: card for card in db.session.scalars(query.options(*_WHOLE))}


def present(session: InterviewSession, person: Person) -> list[Arrival]:
    """Return everybody who came to the person's pools of the session and stayed, by name."""
    query = (
        select(Arrival)
        .where(
            Arrival.session_id == session.id,
            Arrival.pool_id.in_(_own_pools(person)),
            Arrival.state.notin_((ArrivalState.LEFT, ArrivalState.TURNED_AWAY)),
        )
        .options(joinedload(Arrival.application, innerjoin=True))
    )
    return sorted(db.session.scalars(query), key=lambda one: one.application.candidate.name)


def may_see_others(session: InterviewSession, person: Person) -> bool:
    """Tell whether others' marks of a session are open: to an observer once all their own are
    submitted; to a recruiter or a head who did not sit on the panel. A recruiter who interviews
    on a streaming day sees each person alone, and the others' marks all the same."""
    recruits = Role.RECRUITER in person.roles
    if recruits and session.kind is not SessionKind.GROUP:
        return True
    own = present(session, person)
    if not own:
        return recruits or Role.HIRING_MANAGER in person.roles
    cards = own_cards(session, person)
    return all(
        (card := cards.get(one.application_id)) is not None and card.submitted_at is not None
        for one in own
    )


def submitted_cards(session: InterviewSession, person: Person) -> list[Scorecard]:
    """Return the submitted scorecards of a session that the person may compare: of everybody for
    a recruiter, else of their own pools' people and, for a head, of their departments'."""
    query = (
        select(Scorecard)
        .where(Scorecard.session_id == session.id, Scorecard.submitted_at.is_not(None))
        .order_by(Scorecard.id)
        .options(joinedload(Scorecard.application, innerjoin=True), *_WHOLE)
    )
    if Role.RECRUITER not in person.roles:
        theirs: ColumnElement[bool] = Arrival.pool_id.in_(_own_pools(person))
        if Role.HIRING_MANAGER in person.roles:
            own = select(Vacancy.id).where(Vacancy.department_id.in_(person.department_ids))
            theirs |= Application.vacancy_id.in_(own)
        people = (
            select(Arrival.application_id)
            .join(Arrival.application)
            .where(Arrival.session_id == session.id, theirs)
        )
        query = query.where(Scorecard.application_id.in_(people))
    return list(db.session.scalars(query))


def _own_pools(person: Person) -> Select[Any]:
    """The pools on whose panel the person sits."""
    return (
        select(Slot.pool_id)
        .join(PanelMember, PanelMember.slot_id == Slot.id)
        .where(PanelMember.person_id == person.id)
    )


def marks_of(cards: Iterable[Scorecard], *, first: bool = False) -> list[scoring.Marks]:
    """Return the marks of these cards as the rules compare them: those that count, or (first)
    those submitted before the moderated round."""
    return [
        scoring.Marks(
            card.application.pubid,
            card.interviewer.pubid,
            card.first_marks if first else card.marks,
        )
        for card in cards
    ]


def cards_of(application: Application, person: Person) -> tuple[list[Scorecard], bool]:
    """Return the submitted scorecards of an application that the person may read, and whether
    some are hidden until they submit their own."""
    query = (
        select(Scorecard)
        .where(Scorecard.application_id == application.id, Scorecard.submitted_at.is_not(None))
        .order_by(Scorecard.id)
        .options(joinedload(Scorecard.session, innerjoin=True), *_WHOLE)
    )
    cards = list(db.session.scalars(query))
    own_session = {card.session_id for card in cards if card.interviewer_id == person.id}
    on_panel = _seated(application, person)
    recruits = Role.RECRUITER in person.roles
    groups = {
        card.session_id: card.session
        for card in cards
        if card.session.kind is SessionKind.GROUP
        and card.session_id in (on_panel if recruits else own_session)
    }
    closed = {key for key, one in groups.items() if not may_see_others(one, person)}
    if recruits:
        seen = [
            card
            for card in cards
            if card.interviewer_id == person.id or card.session_id not in closed
        ]
        return seen, len(seen) < len(cards)
    heads = Role.HIRING_MANAGER in person.roles
    seen = [
        card
        for card in cards
        if card.interviewer_id == person.id
        or (card.session_id in own_session and card.session_id not in closed)
        or (heads and card.session_id not in on_panel)
    ]
    return seen, len(seen) < len(cards)


def _seated(application: Application, person: Person) -> set[int]:
    """The sessions (internal ids) where the person sat on the panel before which they came."""
    seated = select(Arrival.session_id).where(
        Arrival.application_id == application.id, Arrival.pool_id.in_(_own_pools(person))
    )
    return set(db.session.scalars(seated))


def cards_to_sum(application: Application, person: Person) -> tuple[list[Scorecard], bool]:
    """Return the submitted scorecards of an application for sums, never to be shown singly, and
    whether some are left out: those beside whom the person sits and has not submitted."""
    query = select(Scorecard).where(
        Scorecard.application_id == application.id, Scorecard.submitted_at.is_not(None)
    )
    cards = list(db.session.scalars(query.order_by(Scorecard.id).options(*_WHOLE)))
    given = {card.session_id for card in cards if card.interviewer_id == person.id}
    waiting = _seated(application, person) - given
    seen = [card for card in cards if card.session_id not in waiting]
    return seen, len(seen) < len(cards)


def cv_of(application: Application) -> Document | None:
    """Return the newest CV of an application with its extracted text, or None."""
    query = (
        select(Document)
        .where(Document.application_id == application.id, Document.kind == DocumentKind.CV)
        .order_by(Document.id.desc())
        .limit(1)
        .options(joinedload(Document.text))
    )
    return db.session.scalars(query).one_or_none()


def own_card(person: Person, pubid: object) -> Scorecard | None:
    """Return one's own scorecard; None for anybody else's."""
    if not is_pubid(pubid):
        return None
    query = (
        select(Scorecard)
        .where(Scorecard.pubid == pubid, Scorecard.interviewer_id == person.id)
        .options(joinedload(Scorecard.session, innerjoin=True), *_WHOLE)
    )
    return db.session.scalars(query).one_or_none()


def decision_for(person: Person, pubid: object) -> Decision | None:
    """Return a decision about an application of the person's reach; else None."""
    if not is_pubid(pubid):
        return None
    query = (
        select(Decision)
        .join(Decision.application)
        .join(Application.vacancy)
        .where(Decision.pubid == pubid, *_reach(person))
        .options(joinedload(Decision.application).joinedload(Application.vacancy))
    )
    return db.session.scalars(query).one_or_none()


def application_to_decide(person: Person, pubid: object) -> Application | None:
    """Return an application whose hiring the person takes part in; else None."""
    if not is_pubid(pubid):
        return None
    query = (
        select(Application)
        .join(Application.vacancy)
        .where(Application.pubid == pubid, *_reach(person))
        .options(joinedload(Application.vacancy, innerjoin=True))
    )
    return db.session.scalars(query).one_or_none()


def decisions_of(application: Application) -> list[Decision]:
    """Return every decision about an application, the latest first."""
    query = (
        select(Decision)
        .where(Decision.application_id == application.id)
        .order_by(Decision.id.desc())
        .options(joinedload(Decision.proposed_by), joinedload(Decision.answered_by))
    )
    return list(db.session.scalars(query))


def open_proposals(person: Person) -> list[Decision]:
    """Return the proposals in the person's reach that wait for an answer, the oldest first."""
    query = (
        select(Decision)
        .join(Decision.application)
        .join(Application.vacancy)
        .where(Decision.state == DecisionState.PROPOSED, *_reach(person))
        .order_by(Decision.proposed_at, Decision.id)
        .limit(100)
        .options(
            joinedload(Decision.application).joinedload(Application.vacancy),
            joinedload(Decision.proposed_by),
        )
    )
    return list(db.session.scalars(query))


def undecided(person: Person) -> list[Application]:
    """Return the interviewed in the person's reach about whom nothing is proposed yet."""
    if Role.RECRUITER not in person.roles and Role.HIRING_MANAGER not in person.roles:
        return []
    open_one = exists().where(
        Decision.application_id == Application.id, Decision.state == DecisionState.PROPOSED
    )
    query = (
        select(Application)
        .join(Application.vacancy)
        .where(Application.stage == Stage.INTERVIEWED, ~open_one, *_reach(person))
        .order_by(Application.stage_since, Application.id)
        .limit(100)
        .options(joinedload(Application.vacancy, innerjoin=True))
    )
    return list(db.session.scalars(query))


def _reach(person: Person) -> list[ColumnElement[bool]]:
    """Recruiter and director: every vacancy; a head: those of their departments."""
    if person.roles & {Role.RECRUITER, Role.DIRECTOR}:
        return []
    return [Vacancy.department_id.in_(person.department_ids)]
