"""The scorecard."""

from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from recruit.candidates.queries import application_for
from recruit.interviews.forms.scorecards import RECOMMENDATIONS, Amendment, Card, card_form
from recruit.interviews.models import Arrival, InterviewSession, KitVersion, Scorecard
from recruit.interviews.operations import scorecards as operations
from recruit.interviews.queries import desk as desk_queries
from recruit.interviews.queries import kits
from recruit.interviews.queries import scorecards as queries
from recruit.interviews.views.blueprint import bp
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.ids import new_code
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.rules.scoring import Refusal

REFUSALS = {
    Refusal.INCOMPLETE: _l("Give a mark on every criterion and a recommendation, then submit."),
    Refusal.LOCKED: _l("This scorecard is submitted. Add to it instead."),
    Refusal.NOT_SUBMITTED: _l("Submit the scorecard first."),
    Refusal.NOT_ON_PANEL: _l("You are not on this person's panel."),
    Refusal.NOT_HERE: _l("This person has not come."),
    Refusal.EMPTY: _l("Write what you add."),
    Refusal.NEWER_DRAFT: _l(
        "This scorecard was saved in another tab or on another device meanwhile. Here is what "
        "you wrote on this page: save it again to keep it instead."
    ),
    Refusal.KIT_CHANGED: _l(
        "The kit was changed before the session began. Open the page again to mark by the "
        "criteria that count."
    ),
    Refusal.NOT_REVEALED: _l("Submit all your own marks first."),
    Refusal.ROUND_CLOSED: _l("The moderated round is not open."),
    Refusal.ROUND_OVER: _l("The moderated round is over. The marks stand."),
    Refusal.STILL_WRITING: _l("An observer has begun and not submitted yet."),
    Refusal.NOBODY_SUBMITTED: _l("No observer has submitted all their marks yet."),
    Refusal.SAME_MARK: _l("This is your mark already. Choose another one."),
    Refusal.NO_MARK: _l("Choose a criterion and a mark from 1 to 5."),
    Refusal.REASON_MISSING: _l("Say in a sentence what changed your mind."),
    Refusal.NOT_LEADING: _l("The facilitator of the session does this."),
    Refusal.NO_GROUP: _l("This is no group session."),
    Refusal.SESSION_OVER: _l("This session is over."),
}


def session_or_404(pubid: str, person: Person, now: datetime) -> InterviewSession:
    """Return a session that this person sees."""
    return desk_queries.session_for(person, pubid, now) or abort(404)


def present_or_404(held: InterviewSession, person: Person, pubid: str) -> Arrival:
    """Return the arrival of a candidate on the person's own panel."""
    here = {arrival.application.pubid: arrival for arrival in queries.present(held, person)}
    return here.get(pubid) or abort(404)


def kit_of(
    held: InterviewSession, arrival: Arrival, card: Scorecard | None
) -> KitVersion | None:
    """Return the version by which the card marks; None: the kit as shipped."""
    if card is not None:
        return card.kit_version
    return kits.version_for(held, arrival.application.vacancy_id)


def _fill(form: Card, card: Scorecard | None, version: KitVersion | None) -> None:
    form.client.data, form.seq.data = new_code(), "0"
    form.base.data = str(card.version if card and card.saved_at else 0)
    form.kit.data = version.pubid if version else ""
    if card is None:
        return
    for criterion, rating in card.first_marks.items():
        if criterion in form.keys:
            form.mark(criterion).data = str(rating)
    form.recommendation.data = card.recommendation.value if card.recommendation else None
    form.comment.data = card.comment


@bp.route(
    "/interviews/<pubid:session>/candidates/<pubid:application>/scorecard",
    methods=["GET", "POST"],
)
@requires(Permission.SCORECARD_SUBMIT)
def scorecard(session: str, application: str) -> ResponseReturnValue:
    """My scorecard for one candidate; the kit and the CV's text stand beside it."""
    person, now = current_person(), clock.now()
    held = session_or_404(session, person, now)
    arrival = present_or_404(held, person, application)
    card = queries.own_cards(held, person).get(arrival.application_id)
    version = kit_of(held, arrival, card)
    content = kits.content_of(version)
    form = card_form(content)
    if request.method == "GET":
        _fill(form, card, version)
    if form.validate_on_submit():
        submit = bool(form.submit.data)
        try:
            with transaction():
                operations.save(
                    held,
                    arrival.application,
                    person,
                    ratings=form.ratings(),
                    recommendation=form.recommended(),
                    comment=form.comment.data or "",
                    submit=submit,
                    now=now,
                    page=form.page(),
                    kit=form.kit.data or None,
                )
        except Refused as refused:
            form.refuse(form.recommendation, REFUSALS[Refusal(refused.reason)])
            held = session_or_404(session, person, now)
            arrival = present_or_404(held, person, application)
            card = queries.own_cards(held, person).get(arrival.application_id)
            if refused.reason is Refusal.NEWER_DRAFT and card is not None:
                form.base.data = str(card.version)
        else:
            flash(_("Submitted.") if submit else _("Draft saved."), "success")
            here = url_for(".scorecard", session=session, application=application)
            return redirect(url_for(".mine") if submit else here, 303)
    readable = application_for(person, application) is not None
    page = render_template(
        "interviews/scorecard.html",
        form=form,
        session=held,
        arrival=arrival,
        card=card,
        content=content,
        version=version,
        amendment=Amendment(),
        now=now,
        recommendations=RECOMMENDATIONS,
        cv=queries.cv_of(arrival.application) if readable else None,
        readable=readable,
    )
    return page, 422 if form.errors else 200


@bp.post("/interviews/<pubid:session>/candidates/<pubid:application>/scorecard/add")
@requires(Permission.SCORECARD_SUBMIT)
def amend(session: str, application: str) -> ResponseReturnValue:
    """Add to my submitted scorecard."""
    person, now = current_person(), clock.now()
    held = session_or_404(session, person, now)
    arrival = present_or_404(held, person, application)
    card = queries.own_cards(held, person).get(arrival.application_id) or abort(404)
    form = Amendment()
    try:
        with transaction():
            operations.amend(card, form.body.data or "", actor=person, now=now)
    except Refused as refused:
        flash(str(REFUSALS[Refusal(refused.reason)]), "error")
    else:
        flash(_("Added."), "success")
    return redirect(url_for(".scorecard", session=session, application=application), 303)
