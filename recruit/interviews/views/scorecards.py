"""The interviewer's day and the scorecard."""

from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from recruit.interviews.forms.desk import CRITERIA, RECOMMENDATIONS, Amendment, Card
from recruit.interviews.models import Arrival, InterviewSession, Scorecard
from recruit.interviews.operations import desk as desk_operations
from recruit.interviews.operations import scorecards as operations
from recruit.interviews.queries import desk as desk_queries
from recruit.interviews.queries import scorecards as queries
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.desk import words as desk_words
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
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
}


def session_or_404(pubid: str, person: Person, now: datetime) -> InterviewSession:
    """Return a session that this person sees."""
    return desk_queries.session_for(person, pubid, now) or abort(404)


@bp.get("/interviews/mine")
@requires(Permission.SCORECARD_SUBMIT)
def mine() -> ResponseReturnValue:
    """My panels: with whom I am now, who is next, which scorecards are open."""
    person, now = current_person(), clock.now()
    today = {row.id for row in desk_queries.sessions_today(person, now)}
    days = []
    for session in desk_queries.panel_sessions(person, now):
        desk = desk_queries.desk_of(session, person, now) if session.id in today else None
        pools = desk_queries.own_pools(session, person)
        days.append(
            {
                "session": session,
                "desk": desk,
                "waiting": [a for a in desk.waiting if a.pool_id in pools] if desk else [],
                "current": next(
                    (a for a in desk.busy if a.interviewer_id == person.id)
                    if desk
                    else iter(()),
                    None,
                ),
                "present": queries.present(session, person) if desk else [],
                "cards": queries.own_cards(session, person) if desk else {},
            }
        )
    return render_template("interviews/mine.html", days=days, now=now)


@bp.post("/interviews/<pubid:session>/next")
@requires(Permission.SCORECARD_SUBMIT)
def take_next(session: str) -> ResponseReturnValue:
    """Take the next waiting person of my pools, and begin."""
    person, now = current_person(), clock.now()
    held = session_or_404(session, person, now)
    pools = desk_queries.own_pools(held, person)
    desk = desk_queries.desk_of(held, person, now)
    arrival = next((one for one in desk.waiting if one.pool_id in pools), None)
    if arrival is None:
        flash(_("Nobody is waiting."), "info")
        return redirect(url_for(".mine"), 303)
    target = url_for(".scorecard", session=session, application=arrival.application.pubid)
    try:
        with transaction():
            desk_operations.call(arrival, person, actor=person, now=now)
            desk_operations.start(arrival, actor=person, now=now)
    except Refused as refused:
        flash(desk_words(refused), "error")
        target = url_for(".mine")
    return redirect(target, 303)


def _present(held: InterviewSession, person: Person, pubid: str) -> Arrival:
    """The arrival of a candidate on the person's own panel, or 404."""
    here = {arrival.application.pubid: arrival for arrival in queries.present(held, person)}
    return here.get(pubid) or abort(404)


def _fill(form: Card, card: Scorecard | None) -> None:
    if card is None:
        return
    for rating in card.ratings:
        form[rating.criterion].data = str(rating.rating)
    form.recommendation.data = card.recommendation.value if card.recommendation else None
    form.comment.data = card.comment


def _own_facts(card: Scorecard | None) -> list[tuple[object, object]]:
    """One's own marks and recommendation in words, for the locked card."""
    if card is None:
        return []
    marks = {rating.criterion: rating.rating for rating in card.ratings}
    facts: list[tuple[object, object]] = [
        (CRITERIA[name], marks.get(name)) for name in CRITERIA
    ]
    if card.recommendation:
        facts.append((_("Recommendation"), RECOMMENDATIONS[card.recommendation]))
    return facts


@bp.route(
    "/interviews/<pubid:session>/candidates/<pubid:application>/scorecard",
    methods=["GET", "POST"],
)
@requires(Permission.SCORECARD_SUBMIT)
def scorecard(session: str, application: str) -> ResponseReturnValue:
    """My scorecard for one candidate; the CV's text stands beside it."""
    person, now = current_person(), clock.now()
    held = session_or_404(session, person, now)
    arrival = _present(held, person, application)
    card = queries.own_cards(held, person).get(arrival.application_id)
    form = Card()
    if request.method == "GET":
        _fill(form, card)
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
                )
        except Refused as refused:
            form.refuse(form.recommendation, REFUSALS[Refusal(refused.reason)])
            held = session_or_404(session, person, now)
            arrival = _present(held, person, application)
            card = queries.own_cards(held, person).get(arrival.application_id)
        else:
            flash(_("Submitted.") if submit else _("Draft saved."), "success")
            here = url_for(".scorecard", session=session, application=application)
            return redirect(url_for(".mine") if submit else here, 303)
    page = render_template(
        "interviews/scorecard.html",
        form=form,
        session=held,
        arrival=arrival,
        card=card,
        amendment=Amendment(),
        now=now,
        own=_own_facts(card),
        cv=queries.cv_of(arrival.application),
    )
    return page, 422 if form.errors else 200


@bp.post("/interviews/<pubid:session>/candidates/<pubid:application>/scorecard/add")
@requires(Permission.SCORECARD_SUBMIT)
def amend(session: str, application: str) -> ResponseReturnValue:
    """Add to my submitted scorecard."""
    person, now = current_person(), clock.now()
    held = session_or_404(session, person, now)
    arrival = _present(held, person, application)
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
