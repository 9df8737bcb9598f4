"""What the script of scorecards talks to: a draft is kept when the receipt says so, not before."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from recruit.interviews.forms.scorecards import Written, page_of
from recruit.interviews.models import InterviewSession, Scorecard
from recruit.interviews.operations import scorecards as operations
from recruit.interviews.queries import kits
from recruit.interviews.queries import scorecards as queries
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.scorecards import (
    REFUSALS,
    kit_of,
    present_or_404,
    session_or_404,
)
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.rules.scoring import Refusal

_PATH = "/interviews/<pubid:session>/candidates/<pubid:application>/scorecard/draft"


def _message() -> dict[str, Any]:
    """The request's JSON object; 400 when it is none, or nested without end."""
    try:
        found = request.get_json(silent=True)
    except RecursionError:
        found = None
    return found if isinstance(found, dict) else abort(400)


def _time(at: datetime, held: InterviewSession) -> str:
    """The site's wall clock, by the server's watch."""
    return f"{at.astimezone(ZoneInfo(held.site.zone)):%H:%M}"


def _head(card: Scorecard | None, held: InterviewSession) -> dict[str, Any]:
    """What is kept, as pairs of a criterion's key (or recommendation, comment) and a value."""
    if card is None or card.saved_at is None:
        return {"version": 0, "at": "", "fields": []}
    fields = [[key, str(rating)] for key, rating in sorted(card.first_marks.items())]
    if card.recommendation:
        fields.append(["recommendation", card.recommendation.value])
    return {
        "version": card.version,
        "at": _time(card.saved_at, held),
        "fields": [*fields, ["comment", card.comment]],
    }


@bp.put(_PATH)
@requires(Permission.SCORECARD_SUBMIT)
def save_draft(session: str, application: str) -> ResponseReturnValue:
    """Keep a draft {client, seq, base, kit, fields: [[name, value]]}.

    The receipt goes out after the commit. 409 with what is kept, when another page wrote later.
    """
    person, now = current_person(), clock.now()
    held = session_or_404(session, person, now)
    arrival = present_or_404(held, person, application)
    message = _message()
    page = page_of(message.get("client"), message.get("seq"), message.get("base"))
    fields, kit = message.get("fields"), message.get("kit")
    if page is None or not page.client or not isinstance(fields, list):
        abort(400)
    card = queries.own_cards(held, person).get(arrival.application_id)
    content = kits.content_of(kit_of(held, arrival, card))
    pairs = [pair for pair in fields if isinstance(pair, list) and len(pair) == 2]
    try:
        with transaction():
            saved = operations.save(
                held,
                arrival.application,
                person,
                **Written(((name, value) for name, value in pairs), content, application).saved(
                    content
                ),
                submit=False,
                now=now,
                page=page,
                kit=kit if isinstance(kit, str) else None,
            )
            receipt = {"version": saved.version, "at": _time(saved.saved_at or now, held)}
    except Refused as refused:
        reason = Refusal(refused.reason)
        answer = {"error": reason.value, "message": str(REFUSALS[reason])}
        if reason is not Refusal.NEWER_DRAFT:
            return jsonify(answer), 422
        held = session_or_404(session, person, now)
        found = queries.own_cards(held, person).get(arrival.application_id)
        return jsonify(answer | {"head": _head(found, held)}), 409
    return jsonify(saved=True, **receipt)


@bp.get(_PATH)
@requires(Permission.SCORECARD_SUBMIT)
def draft_status(session: str, application: str) -> ResponseReturnValue:
    """What is kept, and a fresh form token."""
    person, now = current_person(), clock.now()
    held = session_or_404(session, person, now)
    arrival = present_or_404(held, person, application)
    card = queries.own_cards(held, person).get(arrival.application_id)
    return jsonify(csrf=generate_csrf(), **_head(card, held))
