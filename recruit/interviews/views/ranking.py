"""Comparing everybody of a session: the ranking, the observers' agreement, the moderated round."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from recruit.interviews.forms.scorecards import RECOMMENDATIONS, MarkChange
from recruit.interviews.models import InterviewSession, Scorecard, SessionKind
from recruit.interviews.operations import groups as operations
from recruit.interviews.queries import groups, kits
from recruit.interviews.queries import scorecards as queries
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.scorecards import REFUSALS, session_or_404
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.kernel.web import argument
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.rules import agreement, scoring
from recruit.rules.scoring import Method, Refusal

METHODS = {
    Method.MEAN: (
        _l("Mean of the marks"),
        _l("The mean of everybody's scorecards; each criterion weighs the same."),
    ),
    Method.STANDARDISED: (
        _l("Standardised marks"),
        _l(
            "Each observer's marks are measured in their own spread from their own mean, so that "
            "a harsh and a mild observer count the same. Nought is the middle."
        ),
    ),
    Method.BORDA: (
        _l("Borda"),
        _l(
            "Only each observer's order counts: a point for every other candidate somebody "
            "stands above, half a point for a tie."
        ),
    ),
}
APART = 2
"""Marks this far apart on one criterion are worth talking about."""


@bp.get("/interviews/<pubid:session>/ranking")
@requires(Permission.SCORECARD_READ)
def ranking(session: str) -> ResponseReturnValue:
    """The session's candidates in order, by three methods. Hidden from an observer until their
    own marks are submitted."""
    person, now = current_person(), clock.now()
    held = session_or_404(session, person, now)
    hidden = not queries.may_see_others(held, person)
    cards = [] if hidden else queries.submitted_cards(held, person)
    changed = any(card.changes for card in cards)
    first = changed and argument("marks") == "first"
    marks = queries.marks_of(cards, first=first)
    group = held.kind is SessionKind.GROUP
    method = _method(Method.STANDARDISED if group else Method.MEAN)
    criteria = kits.criteria_of(cards)
    return render_template(
        "interviews/ranking.html",
        session=held,
        group=group,
        hidden=hidden,
        method=method,
        methods=METHODS,
        first=first,
        changed=changed,
        ranked=scoring.ranking(marks, method),
        cards=cards,
        applications={card.application.pubid: card.application for card in cards},
        observers={card.interviewer.pubid: card.interviewer for card in cards},
        criteria=criteria,
        overall=agreement.agreement(marks),
        by_criterion={one.key: agreement.agreement(marks, one.key) for one in criteria},
        remarks=agreement.remarks(marks, [one.key for one in criteria]),
        plan=groups.plan_of(held) if group else None,
        recommendations=RECOMMENDATIONS,
    )


def _method(default: Method) -> Method:
    try:
        return Method(argument("by") or default)
    except ValueError:
        return default


@dataclass(frozen=True, slots=True)
class Talk:
    """One candidate on one criterion: every observer's card, and how far apart they are."""

    application: Any
    criterion: Any
    cards: list[Scorecard]
    apart: int


def _talks(cards: list[Scorecard]) -> list[Talk]:
    """Everything there is to talk about, the furthest apart first."""
    found = []
    for criterion in kits.criteria_of(cards):
        by_application: dict[int, list[Scorecard]] = {}
        for card in cards:
            if criterion.key in card.marks:
                by_application.setdefault(card.application_id, []).append(card)
        for given in by_application.values():
            marks = [card.marks[criterion.key] for card in given]
            found.append(Talk(given[0].application, criterion, given, max(marks) - min(marks)))
    found.sort(key=lambda talk: (-talk.apart, talk.application.candidate.name))
    return found


def _round_page(
    held: InterviewSession,
    person: Person,
    *,
    problem: str = "",
    card: Scorecard | None = None,
    form: MarkChange | None = None,
    anyway: bool = False,
) -> ResponseReturnValue:
    plan = groups.plan_of(held)
    hidden = not queries.may_see_others(held, person)
    cards = [] if hidden else queries.submitted_cards(held, person)
    talks = _talks(cards)
    page = render_template(
        "interviews/round.html",
        session=held,
        plan=plan,
        hidden=hidden,
        talks=[one for one in talks if one.apart >= APART],
        calm=[one for one in talks if one.apart < APART],
        changes=sorted(
            (change for one in cards for change in one.changes), key=lambda one: one.id
        ),
        criteria={one.key: one for one in kits.criteria_of(cards)},
        leads=groups.leads(held, person, plan),
        progress=groups.progress(held),
        problem=problem,
        failed=card,
        form=form,
        anyway=anyway,
    )
    return page, 422 if problem or (form and form.errors) else 200


def _group_or_404(session: str, person: Person, now: datetime) -> InterviewSession:
    held = session_or_404(session, person, now)
    return held if held.kind is SessionKind.GROUP else abort(404)


@bp.get("/interviews/<pubid:session>/round")
@requires(Permission.SCORECARD_READ)
def moderated_round(session: str) -> ResponseReturnValue:
    """The moderated round: where the observers lie apart, and what was changed there."""
    person, now = current_person(), clock.now()
    return _round_page(_group_or_404(session, person, now), person)


@bp.post("/interviews/<pubid:session>/round")
@requires(Permission.SCORECARD_READ)
def run_round(session: str) -> ResponseReturnValue:
    """Open or close the round."""
    person, now = current_person(), clock.now()
    held = _group_or_404(session, person, now)
    try:
        with transaction():
            if request.form.get("do") == "close":
                operations.close_round(held, actor=person, now=now)
            else:
                anyway = request.form.get("anyway") == "1"
                operations.open_round(held, actor=person, now=now, anyway=anyway)
    except Refused as refused:
        held = _group_or_404(session, person, now)
        return _round_page(
            held,
            person,
            problem=str(REFUSALS[Refusal(refused.reason)]),
            anyway=refused.reason is Refusal.STILL_WRITING,
        )
    return redirect(url_for(".moderated_round", session=session), 303)


@bp.post("/interviews/cards/<pubid:card>/change")
@requires(Permission.SCORECARD_SUBMIT)
def change_mark(card: str) -> ResponseReturnValue:
    """Change one of my marks in the round: a new row, with its reason."""
    person, now = current_person(), clock.now()
    found = queries.own_card(person, card) or abort(404)
    held = _group_or_404(found.session.pubid, person, now)
    form = MarkChange(kits.content_of(found.kit_version))
    if form.validate_on_submit():
        try:
            with transaction():
                operations.change_mark(
                    found,
                    form.criterion.data,
                    int(form.rating.data),
                    form.reason.data or "",
                    actor=person,
                    now=now,
                )
        except Refused as refused:
            form.refuse(form.rating, REFUSALS[Refusal(refused.reason)])
        else:
            flash(_("Changed. Your first mark stays visible."), "success")
            return redirect(url_for(".moderated_round", session=held.pubid), 303)
    held = _group_or_404(held.pubid, person, now)
    return _round_page(held, person, card=queries.own_card(person, card), form=form)
