"""The desk: who is expected, who waits and for how long, who is free."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from recruit.candidates import operations as candidates
from recruit.interviews.forms.desk import TurnAway, WalkIn
from recruit.interviews.models import Arrival, InterviewSession
from recruit.interviews.operations import desk as operations
from recruit.interviews.queries import desk as queries
from recruit.interviews.views.blueprint import bp
from recruit.kernel import clock, web
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, Role, requires
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.rules import pipeline
from recruit.rules.desk import Refusal

REFUSALS = {
    Refusal.NOT_TODAY: _l("This session is not today."),
    Refusal.TOO_EARLY: _l("It is too early to check in."),
    Refusal.SESSION_OVER: _l("This session is closed."),
    Refusal.ALREADY_HERE: _l("This person is already checked in."),
    Refusal.INVITATION_OVER: _l(
        "This invitation is over. Add the person as a walk-in instead."
    ),
    Refusal.WRONG_CODE: _l("This is not the code of today's desk."),
    Refusal.NOT_FREE: _l("This interviewer is talking to somebody. Choose another."),
    Refusal.NOT_ON_PANEL: _l("This interviewer does not see these candidates."),
    Refusal.NOT_WAITING: _l("This person is not waiting any more."),
    Refusal.NOT_CALLED: _l("Call the person first."),
    Refusal.ALREADY_OVER: _l("This visit is already over."),
    Refusal.APPLICATION_CLOSED: _l("This application is closed."),
    Refusal.OTHER_VACANCY: _l("Today's interviewers do not see candidates of this vacancy."),
    Refusal.PROMISE_MISSING: _l("Promise a new time in the future: nobody goes without one."),
    Refusal.SLOT_FULL: _l("This slot is full."),
}


def words(refused: Refused) -> str:
    """Return the sentence of a refusal at the desk; other features' refusals stay general."""
    reason = refused.reason
    known = REFUSALS.get(reason) if isinstance(reason, Refusal) else None
    return str(known or _("This is not possible any more: somebody was faster. Look again."))


def _session(pubid: str, person: Person, now: datetime) -> InterviewSession:
    return queries.session_for(person, pubid, now) or abort(404)


@bp.get("/desk")
@requires(Permission.CHECK_IN)
def desk_today() -> ResponseReturnValue:
    """Today's sessions; with a single one, straight to its desk."""
    sessions = queries.sessions_today(current_person(), clock.now())
    if len(sessions) == 1:
        return redirect(url_for(".desk", session=sessions[0].pubid), 303)
    return render_template("interviews/desk_today.html", sessions=sessions)


def _page(
    session: InterviewSession,
    person: Person,
    now: datetime,
    *,
    form: WalkIn | None = None,
    error: str = "",
) -> ResponseReturnValue:
    found = web.argument("q")
    template = "interviews/desk.html"
    if request.headers.get("HX-Request") and request.method == "GET":
        template = "interviews/_desk_live.html"
    page = render_template(
        template,
        session=session,
        desk=queries.desk_of(session, person, now),
        now=now,
        form=form or WalkIn(session),
        error=error,
        q=found,
        matches=queries.find_for_walk_in(session, found) if len(found) >= 2 else [],
    )
    return page, 422 if error or (form and form.errors) else 200


@bp.get("/desk/<pubid:session>")
@requires(Permission.CHECK_IN)
def desk(session: str) -> ResponseReturnValue:
    """One session's desk; the live part alone for htmx."""
    person, now = current_person(), clock.now()
    return _page(_session(session, person, now), person, now)


@bp.post("/desk/<pubid:session>/check-in")
@requires(Permission.CHECK_IN)
def check_in(session: str) -> ResponseReturnValue:
    """An invited person is here."""
    person, now = current_person(), clock.now()
    held = _session(session, person, now)
    invitation = queries.invitation_at_desk(held, request.form.get("invitation")) or abort(404)
    name = invitation.application.candidate.name
    try:
        with transaction():
            arrival = operations.check_in(invitation, now=now, actor=person)
    except Refused as refused:
        return _page(_session(session, person, now), person, now, error=words(refused))
    web.flash_undo(
        _("%(name)s is here.", name=name), url_for(".desk_undo", arrival=arrival.pubid)
    )
    return redirect(url_for(".desk", session=session), 303)


@bp.post("/desk/<pubid:session>/walk-in")
@requires(Permission.CHECK_IN)
def walk_in(session: str) -> ResponseReturnValue:
    """Somebody without an invitation: known by an application, or new."""
    person, now = current_person(), clock.now()
    held = _session(session, person, now)
    known = request.form.get("application")
    form = WalkIn(held)
    if not known and not form.validate_on_submit():
        return _page(held, person, now, form=form)
    application = queries.application_for_walk_in(held, known) if known else None
    if known and application is None:
        abort(404)
    try:
        with transaction():
            if application is None:
                vacancy = next(
                    vacancy
                    for pool in held.pools
                    for vacancy in pool.vacancies
                    if vacancy.pubid == form.vacancy.data
                )
                application = candidates.apply(
                    vacancy,
                    name=form.name.data or "",
                    email=form.email.data or "",
                    phone=form.phone.data or "",
                    locale=person.locale,
                    promotion=None,
                    message="",
                    now=now,
                )
            pool = next(
                (
                    p
                    for p in held.pools
                    if application.vacancy_id in {v.id for v in p.vacancies}
                ),
                held.pools[0],
            )
            arrival = operations.check_in_walk_in(application, pool, actor=person, now=now)
            name = application.candidate.name
    except Refused as refused:
        held = _session(session, person, now)
        message = words(refused)
        if isinstance(refused.reason, pipeline.Refusal):
            message = str(REFUSALS[Refusal.APPLICATION_CLOSED])
        return _page(held, person, now, error=message)
    web.flash_undo(
        _("%(name)s is here, without an invitation.", name=name),
        url_for(".desk_undo", arrival=arrival.pubid),
    )
    return redirect(url_for(".desk", session=session), 303)


def _arrival(pubid: str, person: Person, now: datetime) -> Arrival:
    return queries.arrival_for(person, pubid, now) or abort(404)


def _act(
    pubid: str, change: Callable[[Arrival, Person, datetime], object], done: str = ""
) -> ResponseReturnValue:
    """Carry out one step for one arrival and go back to where the person works."""
    person, now = current_person(), clock.now()
    arrival = _arrival(pubid, person, now)
    session, name = arrival.session.pubid, arrival.application.candidate.name
    back = web.local_path(request.form.get("next"), url_for(".desk", session=session))
    try:
        with transaction():
            change(arrival, person, now)
    except Refused as refused:
        flash(words(refused), "error")
        return redirect(back, 303)
    if done:
        flash(done.replace("{name}", name), "success")
    return redirect(back, 303)


@bp.post("/desk/arrivals/<pubid:arrival>/undo")
@requires(Permission.CHECK_IN)
def desk_undo(arrival: str) -> ResponseReturnValue:
    """Take a check-in back."""
    return _act(
        arrival,
        lambda row, person, now: operations.undo_check_in(row, actor=person, now=now),
        _("The check-in of {name} was taken back."),
    )


@bp.post("/desk/arrivals/<pubid:arrival>/call")
@requires(Permission.CALL_NEXT)
def call(arrival: str) -> ResponseReturnValue:
    """Call a waiting person. An interviewer who is neither at the desk nor a recruiter calls to
    themselves only."""
    chosen = request.form.get("interviewer")

    def change(row: Arrival, person: Person, now: datetime) -> None:
        interviewer = person
        if person.roles & {Role.RECRUITER, Role.RECEPTIONIST}:
            panel = {m.person.pubid: m.person for s in row.pool.slots for m in s.panel}
            interviewer = panel.get(chosen or "") or abort(404)
        operations.call(row, interviewer, actor=person, now=now)

    return _act(arrival, change, _("{name} is called."))


@bp.post("/desk/arrivals/<pubid:arrival>/back")
@requires(Permission.CALL_NEXT)
def call_back(arrival: str) -> ResponseReturnValue:
    """They were called and did not come forward."""
    return _act(
        arrival,
        lambda row, person, now: operations.call_back(row, actor=person, now=now),
        _("{name} waits again."),
    )


@bp.post("/desk/arrivals/<pubid:arrival>/start")
@requires(Permission.CALL_NEXT)
def start(arrival: str) -> ResponseReturnValue:
    """The interview begins."""
    return _act(arrival, lambda row, person, now: operations.start(row, actor=person, now=now))


@bp.post("/desk/arrivals/<pubid:arrival>/done")
@requires(Permission.CALL_NEXT)
def finish(arrival: str) -> ResponseReturnValue:
    """The interview is over."""
    return _act(
        arrival,
        lambda row, person, now: operations.finish(row, actor=person, now=now),
        _("The interview with {name} is over."),
    )


@bp.post("/desk/arrivals/<pubid:arrival>/leave")
@requires(Permission.CHECK_IN)
def leave(arrival: str) -> ResponseReturnValue:
    """They went away before their turn."""
    return _act(
        arrival,
        lambda row, person, now: operations.leave(row, actor=person, now=now),
        _("{name} has left and can be invited again."),
    )


@bp.route("/desk/arrivals/<pubid:arrival>/turn-away", methods=["GET", "POST"])
@requires(Permission.CHECK_IN)
def turn_away(arrival: str) -> ResponseReturnValue:
    """Nobody can see them today: promise a new time."""
    person, now = current_person(), clock.now()
    row = _arrival(arrival, person, now)
    form = TurnAway()
    if form.validate_on_submit() and form.promised_at.data is not None:
        promised_at = form.promised_at.data.replace(tzinfo=ZoneInfo(row.session.site.zone))
        try:
            with transaction():
                operations.turn_away(row, promised_at=promised_at, actor=person, now=now)
        except Refused as refused:
            form.refuse(form.promised_at, words(refused))
        else:
            flash(_("The new time is noted. Thank them for coming."), "success")
            return redirect(url_for(".desk", session=row.session.pubid), 303)
    page = render_template("interviews/turn_away.html", form=form, arrival=row)
    return page, 422 if form.errors else 200
