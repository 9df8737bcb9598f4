"""What a candidate answers by their own page: every answer is a POST, then a 303."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.candidates import operations as candidates
from recruit.candidates import queries as candidate_queries
from recruit.candidates.models import Application, Offer
from recruit.careers import queries
from recruit.careers.views.blueprint import bp
from recruit.careers.views.mine import mine, page
from recruit.careers.wording import CHANGED, words
from recruit.interviews import operations as interviews
from recruit.interviews import queries as interview_queries
from recruit.interviews.models import Invitation
from recruit.interviews.operations.desk import check_in
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import public
from recruit.kernel.web import argument
from recruit.organization import queries as organization
from recruit.rules.attendance import InvitationState
from recruit.rules.self_booking import LATENESS, lateness


def _invitation(application: Application) -> Invitation | None:
    """Return the invitation the visitor saw: None when it has moved or gone since."""
    found = interview_queries.open_invitation(application)
    seen = request.form.get("seen")
    if found is None or (seen is not None and seen != found.slot.pubid):
        return None
    return found


def _answer(
    pubid: str, change: Callable[[Invitation, datetime], object], thanks: str
) -> ResponseReturnValue:
    """Change the open invitation, then show today's truth."""
    application = mine(pubid)
    invitation = _invitation(application)
    if invitation is None:
        return page(application, str(CHANGED), 409)
    try:
        with transaction():
            change(invitation, clock.now())
    except Refused as refused:
        return page(mine(pubid), words(refused), 422)
    if thanks:
        flash(thanks, "success")
    return redirect(url_for(".my", pubid=pubid), 303)


@bp.post("/my/<pubid:pubid>/confirm")
@public
def confirm(pubid: str) -> ResponseReturnValue:
    """Yes, I'll be there."""
    return _answer(pubid, lambda invitation, now: interviews.confirm(invitation, now=now), "")


@bp.post("/my/<pubid:pubid>/unsure")
@public
def unsure(pubid: str) -> ResponseReturnValue:
    """I do not know yet."""
    return _answer(
        pubid,
        lambda invitation, now: interviews.unsure(invitation, now=now),
        _("Thank you. Your place stays yours; tell us as soon as you know."),
    )


@bp.route("/my/<pubid:pubid>/decline", methods=["GET", "POST"])
@public
def decline(pubid: str) -> ResponseReturnValue:
    """I can't come: asks once more, because the place goes to somebody else."""
    if request.method == "POST":
        last = interview_queries.last_invitation(mine(pubid))
        if last is not None and last.state is InvitationState.DECLINED:
            return redirect(url_for(".my", pubid=pubid), 303)  # a second click
        return _answer(
            pubid, lambda invitation, now: interviews.decline(invitation, now=now), ""
        )
    application = mine(pubid)
    invitation = interview_queries.open_invitation(application)
    if invitation is None:
        return redirect(url_for(".my", pubid=pubid), 303)
    return render_template(
        "careers/decline.html",
        application=application,
        invitation=invitation,
        slots=interview_queries.slots_to_move_to(invitation, clock.now()),
        site=invitation.slot.pool.session.site,
        company=organization.organization(),
    )


@bp.route("/my/<pubid:pubid>/move", methods=["GET", "POST"])
@public
def move(pubid: str) -> ResponseReturnValue:
    """I need another time: the open slots of the same kind of interview."""
    application, problem = mine(pubid), None
    if request.method == "POST":
        invitation = _invitation(application)
        if invitation is None:
            return page(application, str(CHANGED), 409)
        now, chosen = clock.now(), request.form.get("slot", "")
        slots = {s.pubid: s for s in interview_queries.slots_to_move_to(invitation, now)}
        if chosen in slots:
            try:
                with transaction():
                    interviews.move(invitation, slots[chosen], now=now)
                return redirect(url_for(".my", pubid=pubid), 303)
            except Refused as refused:
                problem = words(refused)
        elif chosen == invitation.slot.pubid:
            return redirect(url_for(".my", pubid=pubid), 303)
        else:
            problem = (
                _("Somebody was quicker: this time is taken. Choose another one.")
                if chosen
                else _("Choose one of the times.")
            )
        application = mine(pubid)
    invitation = interview_queries.open_invitation(application)
    if invitation is None:
        return redirect(url_for(".my", pubid=pubid), 303)
    answer = render_template(
        "careers/move.html",
        application=application,
        invitation=invitation,
        slots=interview_queries.slots_to_move_to(invitation, clock.now()),
        site=invitation.slot.pool.session.site,
        company=organization.organization(),
        problem=problem,
    )
    return answer, 422 if problem else 200


@bp.route("/my/<pubid:pubid>/here", methods=["GET", "POST"])
@public
def here(pubid: str) -> ResponseReturnValue:
    """I am here: checks in by the code that stands on the reception desk."""
    application, problem = mine(pubid), None
    code = argument("code")
    if request.method == "POST":
        code = request.form.get("code", "")[:20]
        invitation = interview_queries.open_invitation(application)
        if invitation is None:
            return page(application, str(CHANGED), 409)
        try:
            with transaction():
                check_in(invitation, now=clock.now(), actor=None, code=code)
            return redirect(url_for(".my", pubid=pubid), 303)
        except Refused as refused:
            problem = words(refused)
        application = mine(pubid)
    invitation = interview_queries.open_invitation(application)
    if invitation is None:
        return redirect(url_for(".my", pubid=pubid), 303)
    answer = render_template(
        "careers/here.html",
        application=application,
        invitation=invitation,
        site=invitation.slot.pool.session.site,
        company=organization.organization(),
        code=code,
        problem=problem,
    )
    return answer, 422 if problem else 200


@bp.route("/my/<pubid:pubid>/late", methods=["GET", "POST"])
@public
def late(pubid: str) -> ResponseReturnValue:
    """I am running late: by how much. The desk sees it."""
    application = mine(pubid)
    invitation = interview_queries.open_invitation(application)
    if invitation is None:
        return redirect(url_for(".my", pubid=pubid), 303)
    problem = None
    if request.method == "POST":
        minutes = lateness(request.form.get("minutes", ""))
        if minutes is not None:
            return _answer(
                pubid,
                lambda found, now: interviews.running_late(found, minutes, now=now),
                _("Thank you. The reception knows; take your time and travel safely."),
            )
        problem = _("Choose by how many minutes.")
    answer = render_template(
        "careers/late.html",
        application=application,
        invitation=invitation,
        site=invitation.slot.pool.session.site,
        company=organization.organization(),
        minutes=LATENESS,
        problem=problem,
    )
    return answer, 422 if problem else 200


@bp.route("/my/<pubid:pubid>/withdraw", methods=["GET", "POST"])
@public
def withdraw(pubid: str) -> ResponseReturnValue:
    """Take the application back: asks once more."""
    application = mine(pubid)
    if request.method == "POST":
        try:
            with transaction():
                candidates.withdraw(application, now=clock.now())
            return redirect(url_for(".my", pubid=pubid), 303)
        except Refused as refused:
            return page(mine(pubid), words(refused), 422)
    if application.closed_at is not None:
        return redirect(url_for(".my", pubid=pubid), 303)
    return render_template(
        "careers/withdraw.html", application=application, company=organization.organization()
    )


@bp.route("/my/<pubid:pubid>/offer/<any(accept, decline):answer>", methods=["GET", "POST"])
@public
def offer(pubid: str, answer: str) -> ResponseReturnValue:
    """Accept or decline an offer: asks once more, with the terms in view."""
    application = mine(pubid)
    found = candidate_queries.open_offer(application)
    if request.method == "POST":
        seen = request.form.get("seen")
        if found is None or (seen is not None and seen != f"{found.pubid}.{found.version}"):
            if answer == "accept" and queries.accepted_offer(application):
                return redirect(url_for(".my", pubid=pubid), 303)  # a second click
            return page(application, str(CHANGED), 409)
        try:
            with transaction():
                _settle(found, answer, clock.now())
            return redirect(url_for(".my", pubid=pubid), 303)
        except Refused as refused:
            return page(mine(pubid), words(refused), 422)
    if found is None:
        return redirect(url_for(".my", pubid=pubid), 303)
    return render_template(
        "careers/offer.html",
        application=application,
        offer=found,
        answer=answer,
        company=organization.organization(),
    )


def _settle(found: Offer, answer: str, now: datetime) -> None:
    if answer == "accept":
        candidates.accept_offer(found, now=now)
    else:
        candidates.decline_offer(found, now=now)
