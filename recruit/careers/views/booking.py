"""A candidate chooses the time: sees free times, holds one for ten minutes, books it."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.candidates.models import Application
from recruit.careers.views.blueprint import bp
from recruit.careers.views.mine import mine, page
from recruit.careers.wording import words
from recruit.interviews import operations as interviews
from recruit.interviews.queries import open_invitation
from recruit.interviews.queries import self_booking as queries
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import public
from recruit.organization import queries as organization


@bp.route("/my/<pubid:pubid>/book", methods=["GET", "POST"])
@public
def book(pubid: str) -> ResponseReturnValue:
    """The free times; choosing one holds it. Never who else comes, nor how many."""
    application = mine(pubid)
    if request.method == "GET":
        return _times(application)
    slot = queries.slot_to_choose(application, request.form.get("slot"))
    if slot is None:
        return _times(application, _("Choose one of the times."))
    try:
        with transaction():
            interviews.hold(application, slot, now=clock.now())
    except Refused as refused:
        return _times(mine(pubid), words(refused))
    return redirect(url_for(".book", pubid=pubid), 303)


@bp.post("/my/<pubid:pubid>/book/confirm")
@public
def book_held(pubid: str) -> ResponseReturnValue:
    """Book the chosen time; it may also be booked when the ten minutes are over and a place is
    still left."""
    application = mine(pubid)
    chosen = request.form.get("slot")
    invitation = open_invitation(application)
    if invitation is not None and invitation.slot.pubid == chosen:
        return redirect(url_for(".my", pubid=pubid), 303)  # a second click
    slot = queries.slot_to_choose(application, chosen)
    if slot is None:
        return _times(application, _("Choose one of the times."))
    try:
        with transaction():
            interviews.book(application, slot, now=clock.now())
    except Refused as refused:
        return _times(mine(pubid), words(refused))
    return redirect(url_for(".my", pubid=pubid), 303)


def _times(application: Application, problem: str | None = None) -> ResponseReturnValue:
    """Answer with the times, or with the application's page where nothing is to be chosen."""
    now = clock.now()
    if queries.open_offer(application) is None or open_invitation(application) is not None:
        if problem:
            return page(application, problem, 422)
        return redirect(url_for(".my", pubid=application.pubid), 303)
    held = queries.hold_of(application, now)
    slots = queries.slots_to_choose(application, now)
    site = held.slot.pool.session.site if held else application.vacancy.site
    answer = render_template(
        "careers/book.html",
        application=application,
        held=held,
        slots=[slot for slot in slots if held is None or slot.id != held.slot_id],
        site=site,
        company=organization.organization(),
        problem=problem,
    )
    return answer, 422 if problem else 200
