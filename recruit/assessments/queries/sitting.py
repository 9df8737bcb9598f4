"""Reading what a trainee sees, and what counts of an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from recruit.assessments.models import (
    AnswerRevision,
    Assignment,
    Attempt,
    AttemptItem,
    Excuse,
    QuestionVersion,
)
from recruit.kernel.db import db
from recruit.kernel.ids import is_pubid
from recruit.organization.models import WorkCalendar
from recruit.people.models import Person
from recruit.rules.calendar import WorkDays
from recruit.rules.marking import QuestionType
from recruit.rules.sitting import AttemptState, Revision


def zone_of(person: Person) -> str:
    """Return the zone of the person's working place, on whose clock their due dates end."""
    return person.site.zone if person.site else person.zone


def workdays_of(person: Person) -> WorkDays:
    """Return the working days of the person's site, Monday to Friday without one."""
    calendar: WorkCalendar | None = person.site.calendar if person.site else None
    if calendar is None:
        return WorkDays()
    return WorkDays(calendar.weekdays, frozenset(day.on for day in calendar.holidays))


def my_assignments(person: Person) -> list[Assignment]:
    """Return what this person is to sit or has sat, newest first, with its attempts."""
    query = (
        select(Assignment)
        .where(Assignment.person == person, Assignment.cancelled_at.is_(None))
        .options(selectinload(Assignment.attempts))
        .order_by(Assignment.id.desc())
    )
    return list(db.session.scalars(query))


def assignment_for(person: Person, pubid: object) -> Assignment | None:
    """Return the person's own assignment."""
    if not is_pubid(pubid):
        return None
    query = select(Assignment).where(Assignment.pubid == pubid, Assignment.person == person)
    return db.session.scalars(query.options(selectinload(Assignment.attempts))).one_or_none()


def attempt_for(person: Person, pubid: object) -> Attempt | None:
    """Return the person's own attempt with its items (without answers)."""
    if not is_pubid(pubid):
        return None
    query = (
        select(Attempt)
        .join(Attempt.assignment)
        .where(Attempt.pubid == pubid, Assignment.person == person)
        .options(selectinload(Attempt.items))
    )
    return db.session.scalars(query).one_or_none()


def attempt(pubid: object) -> Attempt | None:
    """Return any attempt; for the few people who may see all of them."""
    if not is_pubid(pubid):
        return None
    query = select(Attempt).where(Attempt.pubid == pubid)
    return db.session.scalars(query.options(selectinload(Attempt.items))).one_or_none()


def item_for(person: Person, pubid: object) -> AttemptItem | None:
    """Return an item of the person's own paper."""
    if not is_pubid(pubid):
        return None
    query = (
        select(AttemptItem)
        .join(AttemptItem.attempt)
        .join(Attempt.assignment)
        .where(AttemptItem.pubid == pubid, Assignment.person == person)
        .options(joinedload(AttemptItem.attempt))
    )
    return db.session.scalars(query).one_or_none()


@dataclass(frozen=True, slots=True)
class Answering:
    """What saving one answer needs, read in one statement."""

    item_id: int
    type: QuestionType
    key: dict[str, Any]
    attempt: str
    state: AttemptState
    deadline_at: datetime | None
    paused_at: datetime | None
    head: AnswerRevision | None
    """The counted text so far."""

    @property
    def head_revision(self) -> Revision | None:
        """The head in the rule's words."""
        return None if self.head is None else as_rule(self.head)


def as_rule(row: AnswerRevision) -> Revision:
    """Return a stored revision in the rule's words."""
    return Revision(client=row.client_id, seq=row.seq, base=row.base, late=row.late)


def answering(
    person: Person, pubid: object, *, lock: bool = True, oral: bool = False
) -> Answering | None:
    """Return the person's own question as saving sees it, or None.

    The attempt is locked, so handing in, pausing and saving happen one after the other.
    oral: a question of the oral test that this person holds right now.
    """
    if not is_pubid(pubid):
        return None
    given = {"pubid": pubid, "person": person.id}
    if lock and db.session.connection().dialect.name != "sqlite":
        # A statement of its own: one that waits for a lock goes on with the text that counted
        # before it waited, and two tabs that save at once would both become what counts.
        # SQLite's writers hold the one lock from their first statement on.
        db.session.execute(_locking(oral), given)
    row = db.session.execute(_reading(oral), given).one_or_none()
    return None if row is None else Answering(*row)


def _theirs(oral: bool) -> ColumnElement[bool]:
    who: BindParameter[int] = bindparam("person")
    if oral:
        return and_(Attempt.state == AttemptState.HELD, Attempt.examiner_id == who)
    return Assignment.person_id == who


@cache
def _locking(oral: bool) -> Select[Any]:
    """Lock the attempt of a question; built once, for every autosave pays for it."""
    query = _of_item(select(Attempt.id)).where(_theirs(oral))
    return query.with_for_update(of=Attempt, key_share=True)


@cache
def _reading(oral: bool) -> Select[Any]:
    """Read what `Answering` holds; built once, for every autosave pays for it."""
    head = aliased(AnswerRevision)
    newest = (
        select(func.max(AnswerRevision.id))
        .where(AnswerRevision.item_id == AttemptItem.id, AnswerRevision.counts)
        .correlate(AttemptItem)
        .scalar_subquery()
    )
    query = _of_item(
        select(
            AttemptItem.id,
            QuestionVersion.type,
            QuestionVersion.key,
            Attempt.pubid,
            Attempt.state,
            Attempt.deadline_at,
            Attempt.paused_at,
            head,
        )
    )
    query = query.join(QuestionVersion, QuestionVersion.id == AttemptItem.question_version_id)
    return query.outerjoin(head, head.id == newest).where(_theirs(oral))


def _of_item(query: Select[Any]) -> Select[Any]:
    """Read from a question of a paper, its attempt and its assignment."""
    return (
        query.select_from(AttemptItem)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .where(AttemptItem.pubid == bindparam("pubid"))
    )


def revision(item_id: int, client_id: str, seq: int) -> AnswerRevision | None:
    """Return a stored text by its identity."""
    query = select(AnswerRevision).where(
        AnswerRevision.item_id == item_id,
        AnswerRevision.client_id == client_id,
        AnswerRevision.seq == seq,
    )
    return db.session.scalars(query).one_or_none()


def highest_seq(item_id: int, client_id: str) -> int:
    """Return the highest number of a client's texts, 0 without any."""
    query = select(func.max(AnswerRevision.seq)).where(
        AnswerRevision.item_id == item_id, AnswerRevision.client_id == client_id
    )
    return db.session.scalar(query) or 0


def counted_answers(items: Sequence[AttemptItem]) -> dict[int, AnswerRevision]:
    """Return the text that counts per item (internal id).

    The last one that counted on arrival; a late one that somebody excused comes before it.
    """
    return counted_among([item.id for item in items])


def counted_among(ids: Sequence[int] | Select[Any]) -> dict[int, AnswerRevision]:
    """Return the same for items given by their ids, or by a statement that selects them."""
    newest = (
        select(func.max(AnswerRevision.id))
        .where(AnswerRevision.item_id.in_(ids), AnswerRevision.counts)
        .group_by(AnswerRevision.item_id)
    )
    found = {
        row.item_id: row
        for row in db.session.scalars(
            select(AnswerRevision).where(AnswerRevision.id.in_(newest))
        )
    }
    excused = (
        select(AnswerRevision)
        .join(Excuse, Excuse.revision_id == AnswerRevision.id)
        .where(Excuse.item_id.in_(ids))
        .order_by(AnswerRevision.id)
    )
    return found | {row.item_id: row for row in db.session.scalars(excused)}


def beside(items: Sequence[AttemptItem]) -> dict[int, list[AnswerRevision]]:
    """Return per item the texts kept beside the counted one: late, or from another device.

    Of each device only its last text of a kind is returned; a text that the device itself
    wrote further is history, not an alternative.
    """
    ids = [item.id for item in items]
    last = (
        select(func.max(AnswerRevision.id))
        .where(AnswerRevision.item_id.in_(ids))
        .group_by(AnswerRevision.item_id, AnswerRevision.client_id, AnswerRevision.late)
    )
    query = (
        select(AnswerRevision)
        .where(AnswerRevision.id.in_(last), ~AnswerRevision.counts)
        .order_by(AnswerRevision.id)
    )
    found: dict[int, list[AnswerRevision]] = {}
    for row in db.session.scalars(query):
        found.setdefault(row.item_id, []).append(row)
    return found


def excused(items: Sequence[AttemptItem]) -> set[int]:
    """Return the late texts (internal ids) of these items that somebody let count."""
    query = select(Excuse.revision_id).where(Excuse.item_id.in_([item.id for item in items]))
    return set(db.session.scalars(query))


def excuses(items: Sequence[AttemptItem]) -> list[Excuse]:
    """Return the decisions that late texts of these items count, with who decided them."""
    query = select(Excuse).where(Excuse.item_id.in_([item.id for item in items]))
    return list(db.session.scalars(query.options(joinedload(Excuse.decided_by))))


def overdue(now: datetime) -> list[Attempt]:
    """Return the sittings whose deadline has passed."""
    query = select(Attempt).where(
        and_(
            Attempt.state == AttemptState.IN_PROGRESS,
            Attempt.paused_at.is_(None),
            Attempt.deadline_at < now,
        )
    )
    return list(db.session.scalars(query.options(selectinload(Attempt.items))))


def appeals_closed(today: date) -> list[Attempt]:
    """Return the released papers whose time for appeals is over."""
    query = select(Attempt).where(
        Attempt.state == AttemptState.RELEASED, Attempt.appeal_until_on < today
    )
    return list(db.session.scalars(query))
