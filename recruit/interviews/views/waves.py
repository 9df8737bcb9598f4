"""Waves of invitations: look at who, where and what they will read; send; follow; take back."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from recruit.interviews import operations
from recruit.interviews.operations.invitations import UNDO_WITHOUT_MAIL
from recruit.interviews.queries import batch_for, sending, waves
from recruit.interviews.views import letters
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.sessions import session_or_404
from recruit.interviews.views.wording import words
from recruit.kernel import clock, web
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.notifications import undo
from recruit.people.login import current_person

MOST_AT_ONCE = 100
MOST_LETTERS = 30
"""So many letters are shown before they are sent."""


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
    pairs = [(one.application, one.slot) for one in wave.choices if one.has_mail]
    shown = waves.chosen(found, person, pairs[:MOST_LETTERS])
    page = render_template(
        "interviews/invite.html",
        session=found,
        wave=wave,
        letters={one.pubid: letters.invitation(one, slot, now) for one, slot in shown},
        problem=problem,
        now=now,
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


@bp.get("/interviews/<pubid:session>/waves")
@requires(Permission.INVITATION_MANAGE)
def waves_now(session: str) -> ResponseReturnValue:
    """How far the waves of a day have got: a part of the day's page that reloads itself."""
    person, now = current_person(), clock.now()
    found = session_or_404(session, person)
    return render_template(
        "interviews/_waves.html",
        session=found,
        sendings=sending.waves_of(found),
        automatic=sending.automatic(found, person, now),
        now=now,
    )


@bp.get("/interviews/waves/<pubid:batch>")
@requires(Permission.INVITATION_MANAGE)
def wave(batch: str) -> ResponseReturnValue:
    """One wave: who got a letter, and where the letters are."""
    person, now = current_person(), clock.now()
    invitations = batch_for(person, batch, now) or abort(404)
    found = sending.wave(batch) or abort(404)
    return render_template(
        "interviews/wave.html",
        session=invitations[0].slot.pool.session,
        wave=found,
        invitations=invitations,
        letters=sending.letters_of(batch),
        undoable=found.may_undo(now, UNDO_WITHOUT_MAIL),
        now=now,
    )


@bp.post("/interviews/waves/<pubid:batch>/undo")
@requires(Permission.INVITATION_MANAGE)
def undo_wave(batch: str) -> ResponseReturnValue:
    """Take a wave back before its mails leave."""
    person, now = current_person(), clock.now()
    invitations = batch_for(person, batch, now) or abort(404)
    session = invitations[0].slot.pool.session.pubid
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
