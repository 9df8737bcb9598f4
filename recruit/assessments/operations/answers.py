"""Storing what somebody writes, so that no word is lost."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from recruit.assessments.models import AnswerRevision, AttemptItem, Excuse
from recruit.assessments.queries import sitting as queries
from recruit.assessments.queries.sitting import Answering
from recruit.kernel import audit
from recruit.kernel.db import db
from recruit.kernel.errors import Refused
from recruit.people.models import Person
from recruit.rules import marking, sitting
from recruit.rules.marking import OPEN_TYPES
from recruit.rules.sitting import Refusal, Revision


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as a browser sends it. `base`: the revision it was built upon, "client:seq"."""

    client: str
    seq: int
    base: str = ""
    text: str = ""
    data: Any = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the server did with a text. Only show "saved" when `counts`."""

    ref: str
    received_at: datetime
    late: bool
    counts: bool
    repeated: bool
    """It was here already; nothing changed."""
    head: AnswerRevision | None
    """What counts instead, when this text does not."""


def save_answer(slot: Answering, draft: Draft, *, received_at: datetime) -> Receipt:
    """Store a text as a revision of its own, or raise Refused when the paper takes none.

    Safe to send again: the same (client, seq) is stored once and gets the same receipt. A text
    from an older tab or device, or one that comes too late, is kept and does not count.
    """
    data = marking.clean_answer(slot.type, slot.key, draft.data)
    text = draft.text if slot.type in OPEN_TYPES else ""
    if reason := sitting.save_refusal(slot.state, len(text)):
        raise Refused(reason)
    revision = Revision(
        client=draft.client,
        seq=draft.seq,
        base=draft.base,
        late=sitting.is_late(slot.state, slot.deadline_at, received_at, slot.paused_at),
    )
    counts = sitting.continues(slot.head_revision, revision)
    insert = postgresql.insert if _dialect() == "postgresql" else sqlite.insert
    added = db.session.execute(
        insert(AnswerRevision)
        .values(
            item_id=slot.item_id,
            client_id=draft.client,
            seq=draft.seq,
            base=draft.base,
            text=text,
            data=data,
            received_at=received_at,
            late=revision.late,
            counts=counts,
        )
        .on_conflict_do_nothing(index_elements=["item_id", "client_id", "seq"])
        .returning(AnswerRevision.id)
    ).one_or_none()
    if added is not None:
        head = None if counts else slot.head
        return Receipt(revision.ref, received_at, revision.late, counts, False, head)
    stored = queries.revision(slot.item_id, draft.client, draft.seq)
    if stored is None:  # the unique key says it is there
        raise RuntimeError("a revision refused as a duplicate is missing")
    if stored.text != text or not _same(stored.data, data):
        return save_answer(slot, _renamed(draft, text, data), received_at=received_at)
    head_ref = slot.head.ref if slot.head else ""
    # The same client may have written further since: its earlier text is part of the chain.
    same = slot.head is not None and slot.head.client_id == stored.client_id
    counts = stored.counts and (same or stored.ref == head_ref)
    head = None if counts else slot.head
    return Receipt(stored.ref, stored.received_at, stored.late, counts, True, head)


def _renamed(draft: Draft, text: str, data: Any) -> Draft:
    """Give another text that came under a used number a name of its own.

    Two pages with one client id (a tab that the browser duplicated or restored) would count
    alike; whoever comes second must not be told "saved" for what the first one wrote. The name
    follows from the text, so sending it again is still a repetition.
    """
    told = json.dumps([draft.client, draft.seq, text, data], sort_keys=True)
    client = "same" + hashlib.sha256(told.encode()).hexdigest()[:20]
    return dataclasses.replace(draft, client=client)


def _dialect() -> str:
    return db.session.get_bind().dialect.name


def save_form(slot: Answering, draft: Draft, *, received_at: datetime) -> Receipt | None:
    """Store what a plain form sends, unless it is what counts already.

    A form has no counter: its number follows the highest one of the same page load.
    """
    data = marking.clean_answer(slot.type, slot.key, draft.data)
    head = slot.head
    if head is not None and head.text == draft.text and _same(head.data, data):
        return None
    if head is None and not sitting.answered(draft.text, data):
        return None
    seq = queries.highest_seq(slot.item_id, draft.client) + 1
    numbered = Draft(draft.client, seq, draft.base, draft.text, data)
    return save_answer(slot, numbered, received_at=received_at)


def _same(one: Any, other: Any) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def count_late(
    item: AttemptItem, revision: AnswerRevision, *, reason: str, actor: Person, now: datetime
) -> Excuse:
    """Let a text that came too late count after all: a named decision with a reason."""
    if item.attempt.assignment.person_id == actor.id:
        raise Refused(Refusal.OWN_TIME)
    if revision.item_id != item.id or not revision.late:
        raise Refused(Refusal.NOT_LATE)
    if item.attempt.state in sitting.OVER:
        raise Refused(Refusal.WRONG_STATE)
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    excuse = Excuse(item=item, revision=revision, reason=reason, decided_by=actor, at=now)
    db.session.add(excuse)
    audit.record(
        "assessments.answer.late-counted",
        item.attempt,
        actor=actor,
        at=now,
        item=item,
        revision=revision,
    )
    return excuse
