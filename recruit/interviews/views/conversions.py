"""From a streaming day into a group, and from a group to a talk with one person."""

from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from recruit.interviews.models import InterviewSession, SessionKind, Slot
from recruit.interviews.operations import conversions as operations
from recruit.interviews.queries import conversions as queries
from recruit.interviews.queries.groups import groups_with_places
from recruit.interviews.queries.scorecards import marks_of, may_see_others, submitted_cards
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.decisions import REFUSALS as DECISIONS
from recruit.interviews.views.scorecards import REFUSALS as SCORECARDS
from recruit.interviews.views.scorecards import session_or_404
from recruit.interviews.views.wording import words
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.kernel.web import flash_undo
from recruit.notifications import undo
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.rules import scoring


def _words(refused: Refused) -> str:
    for table in (DECISIONS, SCORECARDS):
        if refused.reason in table:
            return str(table[refused.reason])  # type: ignore[index]
    return words(refused)


def _session(pubid: str, kind: SessionKind, person: Person, now: datetime) -> InterviewSession:
    held = session_or_404(pubid, person, now)
    return held if held.kind is kind else abort(404)


def _offered(slots: list[Slot], pubid: str | None) -> Slot | None:
    return next((slot for slot in slots if slot.pubid == pubid), None)


@bp.route("/interviews/<pubid:session>/move-to-group", methods=["GET", "POST"])
@requires(Permission.APPLICATION_NOTE)
def move_to_group(session: str) -> ResponseReturnValue:
    """Before they come: move invited people of a streaming day into a group session that has
    places; they are written to. Whoever waits already is sent there by the desk."""
    person, now = current_person(), clock.now()
    held = _session(session, SessionKind.STREAMING, person, now)
    rows = queries.movable(held, person, now)
    slots = groups_with_places({row.application.vacancy_id for row in rows}, now)
    chosen = set(request.form.getlist("invitation"))
    problem = ""
    if request.method == "POST":
        slot = _offered(slots, request.form.get("slot"))
        if slot is None:
            problem = _("Choose the group session.")
        else:
            wanted = [row for row in rows if row.pubid in chosen]
            try:
                with transaction():
                    count = operations.to_group(
                        wanted, slot, actor=person, now=now, due_at=undo.leaves_at(now)
                    )
            except Refused as refused:
                problem = _words(refused)
                held = _session(session, SessionKind.STREAMING, person, now)
                rows = queries.movable(held, person, now)
                slots = groups_with_places({row.application.vacancy_id for row in rows}, now)
            else:
                flash(
                    ngettext(
                        "%(num)s person is moved to the group session and gets the new time.",
                        "%(num)s people are moved to the group session and get the new time.",
                        count,
                    ),
                    "success",
                )
                return redirect(url_for(".board", session=session), 303)
    page = render_template(
        "interviews/move_to_group.html",
        session=held,
        rows=rows,
        slots=slots,
        chosen=chosen,
        slot=request.form.get("slot"),
        problem=problem,
    )
    return page, 422 if problem else 200


@bp.route("/interviews/<pubid:session>/invite-on", methods=["GET", "POST"])
@requires(Permission.DECISION_PROPOSE)
def invite_on(session: str) -> ResponseReturnValue:
    """Invite the best of a group to a talk with one interviewer, each to a slot of their own."""
    person, now = current_person(), clock.now()
    held = _session(session, SessionKind.GROUP, person, now)
    if not may_see_others(held, person):  # the ranking says why
        return redirect(url_for(".ranking", session=session), 303)
    rows = queries.to_invite_on(held, person, now)
    chosen = set(request.values.getlist("application"))
    given = {
        row.application.pubid: request.form.get(f"slot-{row.application.pubid}") for row in rows
    }
    problem = ""
    if request.method == "POST":
        choices = [
            (row.application, slot)
            for row in rows
            if row.application.pubid in chosen
            and (slot := _offered(row.slots, given[row.application.pubid]))
        ]
        if len(choices) < len(chosen):
            problem = _("Choose a time for everybody who is to be invited.")
        else:
            try:
                with transaction():
                    sent = operations.invite_on(
                        held, choices, actor=person, now=now, due_at=undo.leaves_at(now)
                    )
                    batch = sent[0].batch or ""
            except Refused as refused:
                problem = _words(refused)
                held = _session(session, SessionKind.GROUP, person, now)
                rows = queries.to_invite_on(held, person, now)
            else:
                text = ngettext(
                    "%(num)s invitation is on its way.",
                    "%(num)s invitations are on their way.",
                    len(sent),
                )
                flash_undo(text, url_for(".undo_wave", batch=batch))
                return redirect(url_for(".ranking", session=session), 303)
    ranked = scoring.ranking(
        marks_of(submitted_cards(held, person)), scoring.Method.STANDARDISED
    )
    page = render_template(
        "interviews/invite_on.html",
        session=held,
        rows=sorted(
            rows,
            key=lambda row: next(
                (one.place for one in ranked if one.candidate == row.application.pubid), 999
            ),
        ),
        places={one.candidate: one.place for one in ranked},
        chosen=chosen,
        given=given,
        problem=problem,
    )
    return page, 422 if problem else 200
