"""On the phone: the call list, the incoming call, the message somebody sends by hand."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.candidates import queries as candidates
from recruit.interviews import operations
from recruit.interviews.models import Invitation
from recruit.interviews.operations import messages
from recruit.interviews.queries import (
    calls as queries,
)
from recruit.interviews.queries import interview_settings, invitation_for, open_invitation
from recruit.interviews.views import scripts
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.sessions import session_or_404
from recruit.interviews.views.wording import REMINDERS, words
from recruit.kernel import clock, web
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.forms import clean_text
from recruit.kernel.permissions import Permission, requires
from recruit.notifications import outbox, secret_links
from recruit.people.login import current_person
from recruit.rules.attendance import Reminder
from recruit.rules.self_booking import LATENESS, lateness


@bp.get("/interviews/<pubid:session>/calls")
@requires(Permission.INVITATION_MANAGE)
def calls(session: str) -> ResponseReturnValue:
    """Whom to call before the day: those whom no mail reaches first; call-backs; answers."""
    return _call_list(session, "")


@bp.get("/interviews/incoming")
@requires(Permission.INVITATION_MANAGE)
def incoming() -> ResponseReturnValue:
    """Somebody calls us: who is it, when is their interview, what do they say?"""
    return _incoming("")


@bp.post("/interviews/invitations/<pubid:invitation>/answer")
@requires(Permission.INVITATION_MANAGE)
def note_answer(invitation: str) -> ResponseReturnValue:
    """Write down what somebody said on the phone, or that nobody said anything."""
    person, now = current_person(), clock.now()
    found = _invitation_or_404(invitation)
    name = found.application.candidate.name
    said = request.form.get("answer", "")
    try:
        with transaction():
            if said == "wrong_number":
                operations.no_answer(found, now=now, actor=person, wrong_number=True)
                told = _("Noted: this is not the number of %(name)s.", name=name)
            elif said in REMINDERS and said != Reminder.NOT_CALLED:
                answer = Reminder(said)
                operations.note_answer(found, answer, actor=person, now=now)
                told = _("Noted: %(name)s, %(answer)s.", name=name, answer=REMINDERS[answer])
            else:
                return _back(invitation, _("Choose what the person said."))
    except Refused as refused:
        return _back(invitation, words(refused))
    flash(told, "success")
    return redirect(_next(found), 303)


@bp.post("/interviews/invitations/<pubid:invitation>/call-back")
@requires(Permission.INVITATION_MANAGE)
def call_later(invitation: str) -> ResponseReturnValue:
    """They ask to be called again; the time is the site's."""
    person, now = current_person(), clock.now()
    found = _invitation_or_404(invitation)
    zone = ZoneInfo(found.slot.pool.session.site.zone)
    try:
        at = datetime.fromisoformat(request.form.get("at", "")[:19]).replace(tzinfo=zone)
        at.utctimetuple()  # the edges of the calendar
    except (ValueError, OverflowError):
        return _back(invitation, _("Choose when to call back."))
    try:
        with transaction():
            operations.call_back(found, at, actor=person, now=now)
    except Refused as refused:
        return _back(invitation, words(refused))
    told = _("Noted: call %(name)s back.", name=found.application.candidate.name)
    flash(told, "success")
    return redirect(_next(found), 303)


@bp.post("/interviews/invitations/<pubid:invitation>/late")
@requires(Permission.INVITATION_MANAGE)
def late(invitation: str) -> ResponseReturnValue:
    """They are on the way and will be late; the desk sees it."""
    person, now = current_person(), clock.now()
    found = _invitation_or_404(invitation)
    minutes = lateness(request.form.get("minutes", ""))
    if minutes is None:
        return _back(invitation, _("Choose by how many minutes."))
    try:
        with transaction():
            operations.running_late(found, minutes, actor=person, now=now)
    except Refused as refused:
        return _back(invitation, words(refused))
    name = found.application.candidate.name
    flash(_("Noted: %(name)s is %(n)s minutes late.", name=name, n=minutes), "success")
    return redirect(_next(found), 303)


@bp.post("/interviews/messages/<pubid:application>")
@requires(Permission.APPLICATION_NOTE)
def message(application: str) -> ResponseReturnValue:
    """The text with the candidate's secret link, to be copied into an SMS or a messenger. Only
    for those who may decide about the application; that it was shown is recorded."""
    person, now = current_person(), clock.now()
    found = candidates.application_for(person, application, deciding=True) or abort(404)
    with transaction():
        messages.show_link(found, actor=person, now=now)
    link = secret_links.url(outbox.link("application", found, found.link_generation), now)
    back = web.local_path(
        request.form.get("next"), url_for("candidates.profile", application=application)
    )
    return render_template(
        "interviews/message.html",
        application=found,
        text=scripts.message(found, open_invitation(found), link),
        back=back,
    )


def _call_list(session: str, problem: str) -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    found = session_or_404(session, person)
    page = render_template(
        "interviews/calls.html",
        session=found,
        calls=queries.call_list(found, person, now),
        problem=problem,
        **_words(now),
    )
    return page, 422 if problem else 200


def _incoming(problem: str) -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    q = web.argument("q") or (clean_text(request.form.get("q", ""))[:200] if problem else "")
    found = queries.find_caller(q, person, now) if len(q) >= 2 else []
    page = render_template(
        "interviews/incoming.html", q=q, found=found, problem=problem, **_words(now)
    )
    return page, 422 if problem else 200


def _words(now: datetime) -> dict[str, object]:
    settings = interview_settings()
    return {
        "now": now,
        "lateness": LATENESS,
        "reminders": REMINDERS,
        "wrong_number": queries.wrong_number,
        "script": lambda invitation: scripts.call_script(invitation, settings),
    }


def _invitation_or_404(pubid: str) -> Invitation:
    return invitation_for(current_person(), pubid, clock.now()) or abort(404)


def _next(found: Invitation) -> str:
    board = url_for(".board", session=found.slot.pool.session.pubid)
    return web.local_path(request.form.get("next"), board)


def _back(invitation: str, problem: str) -> ResponseReturnValue:
    """The page on which somebody pressed, with what did not work."""
    found = _invitation_or_404(invitation)
    came_from = web.local_path(request.form.get("next"), "")
    if came_from.startswith(url_for(".incoming")):
        return _incoming(problem)
    return _call_list(found.slot.pool.session.pubid, problem)
