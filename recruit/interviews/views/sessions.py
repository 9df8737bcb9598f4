"""The list of days; the limits of one, and cancelling it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from recruit.interviews import operations
from recruit.interviews.forms.planning import limits_of
from recruit.interviews.models import InterviewSession
from recruit.interviews.queries import sessions as queries
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.wording import words
from recruit.kernel import clock, web
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.notifications import undo
from recruit.people.login import current_person
from recruit.people.models import Person


@bp.get("/interviews")
@requires(Permission.DAY_READ)
def index() -> ResponseReturnValue:
    """The days ahead, or those behind."""
    person, now = current_person(), clock.now()
    past = web.argument("show") == "past"
    page = queries.past(person, now, request.args.get("after")) if past else None
    rows = page.rows if page else queries.upcoming(person, now)
    return render_template(
        "interviews/index.html",
        rows=rows,
        past=past,
        older=page.older if page else None,
        now=now,
    )


@bp.route("/interviews/<pubid:session>/capacity", methods=["GET", "POST"])
@requires(Permission.CAPACITY_SET)
def capacity(session: str) -> ResponseReturnValue:
    """How many may be invited to each slot: numbers only, no names."""
    found: InterviewSession = queries.session_by(session) or abort(404)
    pools = queries.with_slots(found)
    keys = [slot.pubid for pool in pools for slot in pool.slots]
    problem = ""
    if request.method == "POST":
        typed = limits_of(request.form, keys)
        if typed is None:
            problem = _("Write whole numbers between 0 and 1000.")
        else:
            try:
                with transaction():
                    operations.set_limits(found, typed, actor=current_person(), now=clock.now())
                flash(_("The limits were saved."), "success")
                return redirect(url_for(".capacity", session=session), 303)
            except Refused as refused:
                problem = words(refused)
                found = queries.session_by(session) or abort(404)
                pools = queries.with_slots(found)
    page = render_template(
        "interviews/capacity.html",
        session=found,
        pools=pools,
        problem=problem,
        typed=request.form if problem else {},
    )
    return page, 422 if problem else 200


@bp.post("/interviews/<pubid:session>/cancel")
@requires(Permission.SESSION_PLAN)
def cancel_day(session: str) -> ResponseReturnValue:
    """Cancel a whole session and tell everybody."""
    person, now = current_person(), clock.now()
    found = queries.session_for(person, session, now) or abort(404)
    try:
        with transaction():
            told = operations.cancel_session(
                found, actor=person, now=now, due_at=undo.leaves_at(now)
            )
    except Refused as refused:
        flash(words(refused), "error")
    else:
        flash(
            ngettext(
                "The session is cancelled. %(num)s person is told.",
                "The session is cancelled. %(num)s people are told.",
                told,
            ),
            "success",
        )
    return redirect(url_for(".board", session=session), 303)


def session_or_404(session: str, person: Person) -> InterviewSession:
    """Return a session this person may see; anything else is not there."""
    return queries.session_for(person, session, clock.now()) or abort(404)
