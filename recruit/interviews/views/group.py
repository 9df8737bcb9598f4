"""A group session: the observer's grid, the ranking of everybody who came, the end."""

from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.interviews.forms.desk import CRITERIA, RECOMMENDATIONS
from recruit.interviews.models import Arrival, InterviewSession, Recommendation, Scorecard
from recruit.interviews.operations import desk as desk_operations
from recruit.interviews.operations import scorecards as operations
from recruit.interviews.queries import desk as desk_queries
from recruit.interviews.queries import scorecards as queries
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.scorecards import REFUSALS, session_or_404
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.forms import clean_text
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.rules import scoring
from recruit.rules.scoring import Refusal


@bp.route("/interviews/<pubid:session>/grid", methods=["GET", "POST"])
@requires(Permission.SCORECARD_SUBMIT)
def grid(session: str) -> ResponseReturnValue:
    """A group session: one grid of my own marks, everybody who came by the three criteria."""
    person, now = current_person(), clock.now()
    held = session_or_404(session, person, now)
    present = queries.present(held, person)
    if not desk_queries.own_pools(held, person):
        abort(404)
    cards = queries.own_cards(held, person)
    values = _grid_values(present, cards)
    errors: dict[str, str] = {}
    if request.method == "POST":
        submit = "submit" in request.form
        for arrival in present:
            if (card := cards.get(arrival.application_id)) and card.submitted_at:
                continue
            values[arrival.application.pubid] = _posted(arrival.application.pubid)
        errors = _save_grid(held, present, cards, values, person, submit=submit, now=now)
        if not errors:
            flash(_("Submitted.") if submit else _("Draft saved."), "success")
            ranked = submit and url_for(".ranking", session=session)
            return redirect(ranked or url_for(".grid", session=session), 303)
        held = session_or_404(session, person, now)
        present, cards = queries.present(held, person), queries.own_cards(held, person)
    page = render_template(
        "interviews/grid.html",
        session=held,
        present=present,
        cards=cards,
        values=values,
        errors=errors,
        criteria=CRITERIA,
        recommendations=RECOMMENDATIONS,
        reveal=queries.may_see_others(held, person),
    )
    return page, 422 if errors else 200


def _grid_values(
    present: list[Arrival], cards: dict[int, Scorecard]
) -> dict[str, dict[str, str]]:
    values: dict[str, dict[str, str]] = {}
    for arrival in present:
        card = cards.get(arrival.application_id)
        row = {r.criterion: str(r.rating) for r in card.ratings} if card else {}
        if card and card.recommendation:
            row["recommendation"] = card.recommendation.value
        row["comment"] = card.comment if card else ""
        values[arrival.application.pubid] = row
    return values


def _posted(pubid: str) -> dict[str, str]:
    """One row of the grid as sent; what is not a choice of ours is left out."""
    row: dict[str, str] = {}
    for name in CRITERIA:
        value = request.form.get(f"{name}-{pubid}", "")
        if value in {"1", "2", "3", "4", "5"}:
            row[name] = value
    recommendation = request.form.get(f"recommendation-{pubid}", "")
    if recommendation in {key.value for key in Recommendation}:
        row["recommendation"] = recommendation
    row["comment"] = str(clean_text(request.form.get(f"comment-{pubid}", "")))[:5000]
    return row


def _save_grid(
    held: InterviewSession,
    present: list[Arrival],
    cards: dict[int, Scorecard],
    values: dict[str, dict[str, str]],
    person: Person,
    *,
    submit: bool,
    now: datetime,
) -> dict[str, str]:
    """Save (or submit) every open row, all or none; return the refusals by application."""
    try:
        with transaction():
            for arrival in present:
                card = cards.get(arrival.application_id)
                if card is not None and card.submitted_at is not None:
                    continue
                row = values[arrival.application.pubid]
                recommendation = row.get("recommendation")
                operations.save(
                    held,
                    arrival.application,
                    person,
                    ratings={name: int(row[name]) for name in CRITERIA if name in row},
                    recommendation=Recommendation(recommendation) if recommendation else None,
                    comment=row.get("comment", ""),
                    submit=submit,
                    now=now,
                )
    except Refused as refused:
        who = str(refused.facts.get("who", ""))
        return {who: str(REFUSALS[Refusal(refused.reason)])}
    return {}


@bp.get("/interviews/<pubid:session>/ranking")
@requires(Permission.SCORECARD_READ)
def ranking(session: str) -> ResponseReturnValue:
    """The session's candidates side by side, by the mean of all submitted scorecards. Hidden
    from an observer until their own are submitted."""
    person, now = current_person(), clock.now()
    held = session_or_404(session, person, now)
    hidden = not queries.may_see_others(held, person)
    cards = [] if hidden else queries.submitted_cards(held)
    by_application = {card.application.pubid: card.application for card in cards}
    ranked = scoring.ranking(
        [
            scoring.Marks(
                card.application.pubid,
                card.interviewer.pubid,
                {row.criterion: row.rating for row in card.ratings},
            )
            for card in cards
        ]
    )
    return render_template(
        "interviews/ranking.html",
        session=held,
        hidden=hidden,
        ranked=ranked,
        cards=cards,
        applications=by_application,
        criteria=CRITERIA,
        recommendations=RECOMMENDATIONS,
    )


@bp.post("/interviews/<pubid:session>/finish")
@requires(Permission.SCORECARD_SUBMIT)
def finish_group(session: str) -> ResponseReturnValue:
    """The group session is over."""
    person, now = current_person(), clock.now()
    held = session_or_404(session, person, now)
    if not desk_queries.own_pools(held, person):
        abort(404)
    with transaction():
        count = desk_operations.finish_group(held, actor=person, now=now)
    flash(_("The session is over: %(count)s people were interviewed.", count=count), "success")
    return redirect(url_for(".grid", session=session), 303)
