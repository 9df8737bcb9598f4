"""What the sitting page's script talks to: saving, the clock, flags."""

import re
from datetime import datetime
from typing import Any

from flask import abort, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from recruit.assessments import operations
from recruit.assessments.operations import Draft
from recruit.assessments.queries import sitting as queries
from recruit.assessments.queries.sitting import Answering
from recruit.assessments.views import presenting
from recruit.assessments.views.blueprint import bp, words
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.rules.sitting import HIGHEST_SEQ, LONGEST_TEXT
from recruit.rules.sitting_time import time_left

_CLIENT = re.compile(r"[A-Za-z0-9]{1,24}")
_REF = re.compile(r"([A-Za-z0-9]{1,24}:\d{1,10})?")


def draft_from(payload: Any) -> Draft | None:
    """Return the text of a message {client, seq, base, fields: [[name, value]]}, or None when
    it is not one of ours."""
    if not isinstance(payload, dict):
        return None
    client, seq, base = payload.get("client"), payload.get("seq"), payload.get("base", "")
    fields = payload.get("fields")
    if not isinstance(client, str) or not _CLIENT.fullmatch(client):
        return None
    if not isinstance(seq, int) or isinstance(seq, bool) or not 0 <= seq <= HIGHEST_SEQ:
        return None
    if not isinstance(base, str) or not _REF.fullmatch(base) or not isinstance(fields, list):
        return None
    pairs = [pair for pair in fields if isinstance(pair, list) and len(pair) == 2]
    text, data = presenting.read_fields((name, value) for name, value in pairs)
    return Draft(client=client, seq=seq, base=base, text=text, data=data)


def _message() -> Any:
    """Return the request's JSON, None when it is none, or nested without end."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


@bp.before_request
def _stamp() -> None:
    """Note when a request arrived, before anything waits for the database."""
    g.received_at = clock.now()


def _clock(slot: Answering, now: datetime) -> dict[str, Any]:
    """What a page needs to count down without trusting its device."""
    return {
        "now": now.isoformat(),
        "left": time_left(slot.deadline_at, now, slot.paused_at),
        "state": slot.state.value,
        "paused": slot.paused_at is not None,
    }


@bp.route("/tests/answers/<pubid:pubid>", methods=["PUT", "POST"])
@requires(Permission.TEST_SIT)
def save_answer(pubid: str) -> ResponseReturnValue:
    """Store a text; the receipt goes out after the commit, never before.

    It counts when it came: waiting for the database makes nobody late.
    """
    return save(pubid)


def save(pubid: str, *, oral: bool = False) -> ResponseReturnValue:
    """Store what a trainee, or an examiner who writes for them, sent; answer with the receipt."""
    now = g.received_at
    draft = draft_from(_message())
    if draft is None:
        abort(400)
    try:
        with transaction():
            slot = queries.answering(current_person(), pubid, oral=oral) or abort(404)
            receipt = operations.save_answer(slot, draft, received_at=now)
            head = presenting.shown(receipt.head)
    except Refused as refused:
        answer = {
            "error": refused.reason.value,
            "message": words(refused),
            "most": LONGEST_TEXT,
        }
        return jsonify(answer), 422
    return jsonify(
        saved=True,
        ref=receipt.ref,
        at=receipt.received_at.isoformat(),
        late=receipt.late,
        counts=receipt.counts,
        repeated=receipt.repeated,
        head=None if receipt.counts else head,
        **_clock(slot, now),
    )


@bp.get("/tests/answers/<pubid:pubid>")
@requires(Permission.TEST_SIT)
def answer_status(pubid: str) -> ResponseReturnValue:
    """The server's clock, the state of the paper, and what counts for this question now."""
    return status(pubid)


def status(pubid: str, *, oral: bool = False) -> ResponseReturnValue:
    """Answer with the clock, what counts, and a fresh form token."""
    slot = queries.answering(current_person(), pubid, lock=False, oral=oral) or abort(404)
    return jsonify(
        head=presenting.shown(slot.head), csrf=generate_csrf(), **_clock(slot, g.received_at)
    )


@bp.post("/tests/answers/<pubid:pubid>/flag")
@requires(Permission.TEST_SIT)
def flag(pubid: str) -> ResponseReturnValue:
    """Mark a question to come back to; a plain form goes back to the question."""
    item = queries.item_for(current_person(), pubid) or abort(404)
    with transaction():
        operations.flag(item, request.form.get("on") == "1")
    return "", 204
