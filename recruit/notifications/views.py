"""The outbox for those who run the house, and everybody's own notices."""

from flask import Blueprint, Flask, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires, signed_in
from recruit.kernel.web import argument, local_path
from recruit.notifications import kinds, letters, operations, queries
from recruit.notifications.models import MessageState, Notification, OutboxMessage
from recruit.notifications.operations import Refusal
from recruit.people.login import current_person

bp = Blueprint("notifications", __name__)

REFUSALS = {Refusal.NOT_FAILED: _l("This mail has not failed: nothing to send again.")}
STATES = {
    MessageState.PENDING: _l("Waiting to leave"),
    MessageState.SENDING: _l("Sending"),
    MessageState.SENT: _l("Sent"),
    MessageState.FAILED: _l("Not delivered"),
    MessageState.CANCELLED: _l("Taken back"),
}
TAGS = {MessageState.PENDING: "queued"}


@bp.record
def _filters(state: object) -> None:
    app: Flask = state.app  # type: ignore[attr-defined]
    app.jinja_env.filters.update(
        mail_datetime=letters.mail_datetime,
        mail_date=letters.mail_date,
        mail_time=letters.mail_time,
    )


@bp.get("/outbox")
@requires(Permission.OUTBOX_READ)
def outbox() -> ResponseReturnValue:
    """Which mail left, waits or failed; no bodies, no links, no whole address."""
    state = argument("state")
    if state and state not in set(MessageState):
        abort(400)
    return _outbox_page(state)


@bp.post("/outbox/<pubid:message>/retry")
@requires(Permission.OUTBOX_READ)
def retry(message: str) -> ResponseReturnValue:
    """Let a failed mail start over."""
    found: OutboxMessage = queries.message_for(current_person(), message) or abort(404)
    try:
        with transaction():
            operations.retry(found, actor=current_person(), now=clock.now())
    except Refused as refused:
        return _outbox_page("", str(REFUSALS[Refusal(refused.reason)])), 422
    flash(_("The mail leaves within a minute."), "success")
    return redirect(url_for(".outbox"), 303)


def _outbox_page(state: str, problem: str | None = None) -> str:
    person = current_person()
    return render_template(
        "notifications/outbox.html",
        mails=queries.messages(
            person, state=MessageState(state) if state else None, after=argument("after")
        ),
        counts=queries.counts(person),
        state=state,
        states=STATES,
        tags=TAGS,
        masked=queries.masked,
        letter_name=kinds.letter_name,
        problem=problem,
        paged=bool(argument("after")),
    )


@bp.get("/notices")
@signed_in
def notices() -> ResponseReturnValue:
    """One's own notices, newest first."""
    rows, following = queries.notices(current_person(), after=argument("after"))
    return render_template(
        "notifications/notices.html",
        notices=rows,
        following=following,
        sentence=kinds.sentence,
        unread=queries.unread_count(current_person()),
        paged=bool(argument("after")),
    )


@bp.post("/notices/<pubid:notice>/read")
@signed_in
def read(notice: str) -> ResponseReturnValue:
    """Mark a notice as read and go where it leads."""
    found: Notification = queries.notice_for(current_person(), notice) or abort(404)
    with transaction():
        operations.read(found, now=clock.now())
    return redirect(local_path(found.path, url_for(".notices")), 303)


@bp.post("/notices/read")
@signed_in
def read_all() -> ResponseReturnValue:
    """Mark every notice as read."""
    with transaction():
        operations.read_all(current_person(), now=clock.now())
    return redirect(url_for(".notices"), 303)
