"""The session board, and what is noted about one invitation."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.interviews import operations
from recruit.interviews.models import Invitation, Slot
from recruit.interviews.queries import board as queries
from recruit.interviews.queries import (
    invitation_for,
    pulse,
    sending,
    slots_to_move_to,
    waves,
)
from recruit.interviews.views import live
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.sessions import session_or_404
from recruit.interviews.views.wording import REMINDERS, words
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, Role, may, requires
from recruit.notifications import undo
from recruit.people.login import current_person
from recruit.rules.attendance import AWAITED


@bp.get("/interviews/<pubid:session>")
@requires(Permission.DAY_READ)
def board(session: str) -> ResponseReturnValue:
    """One day: who comes when, what is expected, whom to invite next."""
    return _board(session, "interviews/board.html", _tag(session))


@bp.get("/interviews/<pubid:session>/now")
@requires(Permission.DAY_READ)
def board_now(session: str) -> ResponseReturnValue:
    """The part of the board that reloads itself, when something has changed."""
    person, now, number = current_person(), clock.now(), pulse.number_of(session)
    tag = live.tag_of(person, f"board:{session}", number, now)
    if live.has(tag):
        return live.nothing_new(tag)
    session_or_404(session, person)
    page = live.drawn_once(
        person,
        f"board:{session}",
        number,
        now,
        lambda: _board(session, "interviews/_board.html", tag),
    )
    return live.tagged(page, tag)


def _tag(session: str) -> str:
    number = pulse.number_of(session)
    return live.tag_of(current_person(), f"board:{session}", number, clock.now())


def _board(session: str, template: str, tag: str) -> str:
    person, now = current_person(), clock.now()
    found = session_or_404(session, person)
    view = queries.board(found, person, now)
    inviting = may(person, Permission.INVITATION_MANAGE) and bool(
        person.roles & {Role.RECRUITER, Role.HIRING_MANAGER}
    )
    whole = inviting and template == "interviews/board.html"
    sendings = sending.waves_of(found) if whole else []
    by_the_clock = any(not one.by for one in sendings)
    return render_template(
        template,
        board=view,
        session=found,
        now=now,
        inviting=inviting,
        tag=tag,
        sendings=sendings,
        automatic=sending.automatic(found, person, now) if by_the_clock else [],
    )


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
