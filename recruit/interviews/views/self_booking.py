"""Asking people to choose their own time: from a session, or from one application's page."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from recruit.candidates import queries as candidates
from recruit.interviews.operations import self_booking as operations
from recruit.interviews.queries import self_booking as queries
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.sessions import session_or_404
from recruit.interviews.views.wording import words
from recruit.kernel import clock, web
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.notifications import undo
from recruit.people.login import current_person


@bp.route("/interviews/<pubid:session>/offer-times", methods=["GET", "POST"])
@requires(Permission.APPLICATION_NOTE)
def offer_times(session: str) -> ResponseReturnValue:
    """People waiting for an invitation choose their own time: look, count, send."""
    person, now = current_person(), clock.now()
    found = session_or_404(session, person)
    problem = ""
    if request.method == "POST":
        chosen = queries.chosen(
            found, person, request.form.getlist("application")[: queries.MOST_PEOPLE]
        )
        try:
            with transaction():
                offers = operations.offer_times(
                    chosen, actor=person, now=now, due_at=undo.leaves_at(now)
                )
        except Refused as refused:
            problem = words(refused)
        else:
            told = ngettext(
                "%(num)s person is asked to choose a time; the mail leaves in a minute.",
                "%(num)s people are asked to choose a time; the mails leave in a minute.",
                len(offers),
            )
            web.flash_undo(told, url_for(".undo_offers", batch=offers[0].batch))
            return redirect(url_for(".offer_times", session=session), 303)
        found = session_or_404(session, person)
    page = render_template(
        "interviews/offer_times.html",
        session=found,
        people=queries.people_to_ask(found, person),
        times=queries.times_of(found, now),
        problem=problem,
    )
    return page, 422 if problem else 200


@bp.post("/interviews/applications/<pubid:application>/offer-times")
@requires(Permission.APPLICATION_NOTE)
def ask(application: str) -> ResponseReturnValue:
    """Ask one person to choose a time."""
    person, now = current_person(), clock.now()
    found = candidates.application_for(person, application, deciding=True) or abort(404)
    back = redirect(url_for("candidates.profile", application=application), 303)
    try:
        with transaction():
            offers = operations.offer_times(
                [found], actor=person, now=now, due_at=undo.leaves_at(now)
            )
    except Refused as refused:
        flash(words(refused), "error")
        return back
    if found.candidate.email:
        told = _("%(name)s is asked to choose a time.", name=found.candidate.name)
    else:
        told = _(
            "%(name)s may choose a time. There is no mail address: send the link by hand.",
            name=found.candidate.name,
        )
    web.flash_undo(told, url_for(".undo_offers", batch=offers[0].batch))
    return back


@bp.post("/interviews/time-offers/<pubid:batch>/undo")
@requires(Permission.APPLICATION_NOTE)
def undo_offers(batch: str) -> ResponseReturnValue:
    """Take the offers back before their mails leave."""
    person, now = current_person(), clock.now()
    if not queries.offers_of(person, batch):
        abort(404)
    try:
        with transaction():
            count = operations.take_back(batch, actor=person, now=now)
    except Refused as refused:
        flash(words(refused), "error")
    else:
        told = ngettext(
            "Taken back: %(num)s person was not asked.",
            "Taken back: %(num)s people were not asked.",
            count,
        )
        flash(told, "success")
    return redirect(web.local_path(request.form.get("next"), url_for(".index")), 303)
