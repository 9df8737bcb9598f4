"""The session board, inviting from it, and what is noted about one invitation."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from recruit.interviews import operations
from recruit.interviews.models import Invitation, Slot
from recruit.interviews.queries import (
    batch_for,
    invitation_for,
    pulse,
    slots_to_move_to,
    waves,
)
from recruit.interviews.queries import board as queries
from recruit.interviews.views import live
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.sessions import session_or_404
from recruit.interviews.views.wording import REMINDERS, words
from recruit.kernel import clock, web
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, Role, may, requires
from recruit.notifications import undo
from recruit.people.login import current_person
from recruit.rules.attendance import AWAITED

MOST_AT_ONCE = 100


@bp.get("/interviews/<pubid:session>")
@requires(Permission.DAY_READ)
def board(session: str) -> ResponseReturnValue:
    """One day: who comes when, what is expected, whom to invite next."""
    return _board(session, "interviews/board.html", _tag(session))


@bp.get("/interviews/<pubid:session>/now")
@requires(Permission.DAY_READ)
def board_now(session: str) -> ResponseReturnValue:
    """The part of the board that reloads itself, when something has changed."""
    tag = _tag(session)
    if live.has(tag):
        return live.nothing_new(tag)
    return live.tagged(_board(session, "interviews/_board.html", tag), tag)


def _tag(session: str) -> str:
    number = pulse.number_of(session)
    return live.tag_of(current_person(), f"board:{session}", number, clock.now())


def _board(session: str, template: str, tag: str) -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    found = session_or_404(session, person)
    view = queries.board(found, person, now)
    inviting = may(person, Permission.INVITATION_MANAGE) and bool(
        person.roles & {Role.RECRUITER, Role.HIRING_MANAGER}
    )
    return render_template(
        template, board=view, session=found, now=now, inviting=inviting, tag=tag
    )


@bp.route("/interviews/<pubid:session>/invite", methods=["GET", "POST"])
@requires(Permission.INVITATION_MANAGE)
def invite(session: str) -> ResponseReturnValue:
    """Whom to invite next and into which slot: look, count, send. The order is the recruiter's;
    the engine says how many and into which slot."""
    person, now = current_person(), clock.now()
    found = session_or_404(session, person)
    pool = web.argument("pool") or request.form.get("pool", "")
    asked = web.argument("n")
    n = int(asked) if asked.isdecimal() and len(asked) < 4 else None
    problem = ""
    if request.method == "POST":
        chosen = waves.chosen(found, person, _pairs())
        try:
            with transaction():
                sent = operations.invite(
                    chosen, actor=person, now=now, due_at=undo.leaves_at(now)
                )
        except Refused as refused:
            problem = words(refused)
        else:
            told = ngettext(
                "%(num)s invitation leaves in a minute.",
                "%(num)s invitations leave in a minute.",
                len(sent),
            )
            web.flash_undo(told, url_for(".undo_wave", batch=sent[0].batch))
            return redirect(url_for(".board", session=session), 303)
        found = session_or_404(session, person)
    wave = waves.propose(found, person, pool, n, now)
    page = render_template(
        "interviews/invite.html", session=found, wave=wave, problem=problem, now=now
    )
    return page, 422 if problem else 200


def _pairs() -> list[tuple[str, str]]:
    """The chosen people with their slots, as "application:slot"."""
    pairs = [value.partition(":") for value in request.form.getlist("choice")[:MOST_AT_ONCE]]
    changed = {
        key.removeprefix("slot-"): value
        for key, value in request.form.items()
        if key.startswith("slot-")
    }
    return [(who, changed.get(who, where)) for who, _colon, where in pairs]


@bp.post("/interviews/waves/<pubid:batch>/undo")
@requires(Permission.INVITATION_MANAGE)
def undo_wave(batch: str) -> ResponseReturnValue:
    """Take a wave back before its mails leave."""
    person, now = current_person(), clock.now()
    wave = batch_for(person, batch, now) or abort(404)
    session = wave[0].slot.pool.session.pubid
    try:
        with transaction():
            count = operations.undo_batch(batch, actor=person, now=now)
    except Refused as refused:
        flash(words(refused), "error")
    else:
        told = ngettext(
            "%(num)s invitation was taken back; nothing was sent.",
            "%(num)s invitations were taken back; nothing was sent.",
            count,
        )
        flash(told, "success")
    return redirect(url_for(".board", session=session), 303)


@bp.get("/interviews/invitations/<pubid:invitation>")
@requires(Permission.INVITATION_MANAGE)
def invitation(invitation: str) -> ResponseReturnValue:
    """One invitation: note an answer, move it, cancel it, correct what happened."""
    return _page(_invitation_or_404(invitation), "")


@bp.post("/interviews/invitations/<pubid:invitation>/move")
@requires(Permission.INVITATION_MANAGE)
def move(invitation: str) -> ResponseReturnValue:
    """Move an invitation to another slot; the candidate gets the new time."""
    person, now = current_person(), clock.now()
    found = _invitation_or_404(invitation)
    slots = {slot.pubid: slot for slot in slots_to_move_to(found, now, person)}
    target = slots.get(request.form.get("slot", ""))
    if target is None:
        return _page(found, _("Choose a slot with a place left."))
    try:
        with transaction():
            operations.move(found, target, actor=person, now=now, due_at=undo.leaves_at(now))
    except Refused as refused:
        return _page(_invitation_or_404(invitation), words(refused))
    flash(
        _("Moved. %(name)s gets the new time.", name=found.application.candidate.name),
        "success",
    )
    return redirect(url_for(".board", session=target.pool.session.pubid), 303)


@bp.post("/interviews/invitations/<pubid:invitation>/cancel")
@requires(Permission.INVITATION_MANAGE)
def cancel(invitation: str) -> ResponseReturnValue:
    """Cancel an invitation; the candidate is told and is to be invited again."""
    person, now = current_person(), clock.now()
    found = _invitation_or_404(invitation)
    try:
        with transaction():
            operations.cancel(found, actor=person, now=now, due_at=undo.leaves_at(now))
    except Refused as refused:
        return _page(_invitation_or_404(invitation), words(refused))
    flash(_("Cancelled. %(name)s is told.", name=found.application.candidate.name), "success")
    return redirect(_board_url(found), 303)


@bp.post("/interviews/invitations/<pubid:invitation>/correct")
@requires(Permission.CHECK_IN)
def correct(invitation: str) -> ResponseReturnValue:
    """Say what really happened, within seven days after the session."""
    person, now = current_person(), clock.now()
    found = _invitation_or_404(invitation)
    try:
        outcome = operations.Outcome(request.form.get("outcome", ""))
    except ValueError:
        return _page(found, _("Choose what happened."))
    try:
        with transaction():
            operations.correct_attendance(found, outcome, actor=person, now=now)
    except Refused as refused:
        return _page(_invitation_or_404(invitation), words(refused))
    flash(_("Corrected. The show rate follows."), "success")
    return redirect(_board_url(found), 303)


def _invitation_or_404(pubid: str) -> Invitation:
    return invitation_for(current_person(), pubid, clock.now()) or abort(404)


def _board_url(found: Invitation) -> str:
    return url_for(".board", session=found.slot.pool.session.pubid)


def _page(found: Invitation, problem: str) -> ResponseReturnValue:
    now = clock.now()
    slots: list[Slot] = []
    if found.state in AWAITED:
        slots = slots_to_move_to(found, now, current_person())
    page = render_template(
        "interviews/invitation.html",
        invitation=found,
        session=found.slot.pool.session,
        slots=slots,
        problem=problem,
        now=now,
        awaited=found.state in AWAITED,
        answers=waves.answers_of(found),
        reminders=REMINDERS,
    )
    return page, 422 if problem else 200
