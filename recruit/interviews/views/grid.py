"""A group session's grid: each observer's own marks, and the end of the session."""

from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.interviews.forms.scorecards import MARKS, RECOMMENDATIONS, Written, page_of
from recruit.interviews.models import Arrival, InterviewSession, Scorecard, SessionKind
from recruit.interviews.operations import desk as desk_operations
from recruit.interviews.operations import scorecards as operations
from recruit.interviews.queries import desk as desk_queries
from recruit.interviews.queries import groups, kits
from recruit.interviews.queries import scorecards as queries
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.scorecards import REFUSALS, session_or_404
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.ids import new_code
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.rules.kits import Content
from recruit.rules.scoring import Refusal


@bp.route("/interviews/<pubid:session>/grid", methods=["GET", "POST"])
@requires(Permission.SCORECARD_SUBMIT)
def grid(session: str) -> ResponseReturnValue:
    """A group session: one grid of my own marks, everybody who came by the kit's criteria."""
    person, now = current_person(), clock.now()
    held = session_or_404(session, person, now)
    present = queries.present(held, person)
    if not desk_queries.own_pools(held, person):
        abort(404)
    cards = queries.own_cards(held, person)
    version = kits.version_for(held)
    content = kits.content_of(version)
    values = _values(present, cards)
    bases = {row.application.pubid: _base(cards.get(row.application_id)) for row in present}
    errors: dict[str, str] = {}
    if request.method == "POST":
        submit = "submit" in request.form
        for arrival in present:
            who = arrival.application.pubid
            if (card := cards.get(arrival.application_id)) and card.submitted_at:
                continue
            values[who] = Written(request.form.items(), content, who).values
        errors = _save(held, present, cards, content, person, submit=submit, now=now)
        if not errors:
            flash(_("Submitted.") if submit else _("Draft saved."), "success")
            ranked = submit and url_for(".ranking", session=session)
            return redirect(ranked or url_for(".grid", session=session), 303)
        held = session_or_404(session, person, now)
        present, cards = queries.present(held, person), queries.own_cards(held, person)
        bases = {row.application.pubid: _base(cards.get(row.application_id)) for row in present}
    page = render_template(
        "interviews/grid.html",
        session=held,
        present=present,
        cards=cards,
        values=values,
        bases=bases,
        errors=errors,
        content=content,
        version=version,
        client=new_code(),
        marks=MARKS,
        seats={row.application.id: row.seat for row in groups.participants(held, person, now)},
        recommendations=RECOMMENDATIONS,
        reveal=queries.may_see_others(held, person),
    )
    return page, 422 if errors else 200


def _base(card: Scorecard | None) -> int:
    return card.version if card and card.saved_at else 0


def _values(present: list[Arrival], cards: dict[int, Scorecard]) -> dict[str, dict[str, str]]:
    values: dict[str, dict[str, str]] = {}
    for arrival in present:
        card = cards.get(arrival.application_id)
        row = {key: str(mark) for key, mark in card.marks.items()} if card else {}
        if card and card.recommendation:
            row["recommendation"] = card.recommendation.value
        row["comment"] = card.comment if card else ""
        values[arrival.application.pubid] = row
    return values


def _save(
    held: InterviewSession,
    present: list[Arrival],
    cards: dict[int, Scorecard],
    content: Content,
    person: Person,
    *,
    submit: bool,
    now: datetime,
) -> dict[str, str]:
    """Save (or submit) every open row, all or none; return the refusals by application."""
    who = ""
    try:
        with transaction():
            for arrival in present:
                card = cards.get(arrival.application_id)
                if card is not None and card.submitted_at is not None:
                    continue
                who = arrival.application.pubid
                written = Written(request.form.items(), content, who)
                page = page_of(
                    request.form.get("client"),
                    request.form.get(f"seq-{who}"),
                    request.form.get(f"base-{who}"),
                )
                operations.save(
                    held,
                    arrival.application,
                    person,
                    **written.saved(content),
                    submit=submit,
                    now=now,
                    page=page if page and page.client else None,
                    kit=request.form.get("kit") or None,
                )
    except Refused as refused:
        return {who: str(REFUSALS[Refusal(refused.reason)])}
    return {}


@bp.post("/interviews/<pubid:session>/finish")
@requires(Permission.SCORECARD_SUBMIT)
def finish_group(session: str) -> ResponseReturnValue:
    """The group session is over."""
    person, now = current_person(), clock.now()
    held = session_or_404(session, person, now)
    if held.kind is not SessionKind.GROUP or not desk_queries.own_pools(held, person):
        abort(404)  # a streaming day's people are interviewed one by one
    with transaction():
        count = desk_operations.finish_group(held, actor=person, now=now)
    flash(_("The session is over: %(count)s people were interviewed.", count=count), "success")
    return redirect(url_for(".grid", session=session), 303)
