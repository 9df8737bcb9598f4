"""The desk: who is expected, who waits and for how long, who is free."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from recruit.candidates import operations as candidates
from recruit.interviews.forms.desk import WalkIn
from recruit.interviews.models import Arrival, DeskStep, InterviewSession
from recruit.interviews.operations import desk as operations
from recruit.interviews.operations.kept import pool_for
from recruit.interviews.queries import at_desk, overflow, pulse
from recruit.interviews.queries import desk as queries
from recruit.interviews.views import live
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.desk_words import done, outcome, words
from recruit.kernel import clock, web
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, Role, requires
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.rules import pipeline
from recruit.rules.desk import Refusal


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
    page = render_template(
        "interviews/desk.html",
        session=session,
        now=now,
        form=form or WalkIn(session),
        error=error,
        q=found,
        matches=at_desk.find_for_walk_in(session, found) if len(found) >= 2 else [],
        **_live(session, person, now),
    )
    return page, 422 if error or (form and form.errors) else 200


def _live(session: InterviewSession, person: Person, now: datetime) -> dict[str, Any]:
    """What the part of the desk that follows the day shows."""
    desk = queries.desk_of(session, person, now)
    help_ = desk.overflow is not None
    return {
        "tag": _tag(session.pubid, person, now),
        "desk": desk,
        "spare": overflow.spare_interviewers(session, now) if help_ else [],
        "groups": overflow.group_slots(session, now) if help_ else [],
    }


def _tag(session: str, person: Person, now: datetime) -> str:
    return live.tag_of(person, f"desk:{session}", pulse.number_of(session), now)


@bp.get("/desk/<pubid:session>")
@requires(Permission.CHECK_IN)
def desk(session: str) -> ResponseReturnValue:
    """One session's desk."""
    person, now = current_person(), clock.now()
    return _page(_session(session, person, now), person, now)


@bp.get("/desk/<pubid:session>/now")
@requires(Permission.CHECK_IN)
def desk_now(session: str) -> ResponseReturnValue:
    """The part of the desk that reloads itself, when something has changed."""
    person, now, number = current_person(), clock.now(), pulse.number_of(session)
    tag = live.tag_of(person, f"desk:{session}", number, now)
    if live.has(tag):
        return live.nothing_new(tag)
    held = _session(session, person, now)

    def draw() -> str:
        return render_template(
            "interviews/_desk_live.html", session=held, now=now, **_live(held, person, now)
        )

    return live.tagged(live.drawn_once(person, f"desk:{session}", number, now, draw), tag)


@bp.post("/desk/<pubid:session>/check-in")
@requires(Permission.CHECK_IN)
def check_in(session: str) -> ResponseReturnValue:
    """An invited person is here."""
    person, now = current_person(), clock.now()
    held = _session(session, person, now)
    invitation = at_desk.invitation_at_desk(held, request.form.get("invitation")) or abort(404)
    name = invitation.application.candidate.name
    try:
        with transaction():
            arrival = operations.check_in(invitation, now=now, actor=person)
    except Refused as refused:
        return _page(_session(session, person, now), person, now, error=words(refused))
    web.flash_undo(done(DeskStep.CHECK_IN, name), url_for(".desk_undo", arrival=arrival.pubid))
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
    application = at_desk.application_for_walk_in(held, known) if known else None
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
            pool = pool_for(held, application)
            arrival = operations.check_in_walk_in(application, pool, actor=person, now=now)
            name = application.candidate.name
    except Refused as refused:
        held = _session(session, person, now)
        message = words(refused)
        if isinstance(refused.reason, pipeline.Refusal):
            message = outcome(Refusal.APPLICATION_CLOSED)
        return _page(held, person, now, error=message)
    web.flash_undo(done(DeskStep.WALK_IN, name), url_for(".desk_undo", arrival=arrival.pubid))
    return redirect(url_for(".desk", session=session), 303)


def arrival_or_404(pubid: str, person: Person, now: datetime) -> Arrival:
    """Return an arrival of a session this person may see."""
    return at_desk.arrival_for(person, pubid, now) or abort(404)


def _act(
    pubid: str, step: DeskStep, change: Callable[[Arrival, Person, datetime], object]
) -> ResponseReturnValue:
    """Carry out one step for one arrival and go back to where the person works."""
    person, now = current_person(), clock.now()
    arrival = arrival_or_404(pubid, person, now)
    session, name = arrival.session.pubid, arrival.application.candidate.name
    back = web.local_path(request.form.get("next"), url_for(".desk", session=session))
    try:
        with transaction():
            change(arrival, person, now)
    except Refused as refused:
        flash(words(refused), "error")
        return redirect(back, 303)
    if step is not DeskStep.START:
        flash(done(step, name), "success")
    return redirect(back, 303)


@bp.post("/desk/arrivals/<pubid:arrival>/undo")
@requires(Permission.CHECK_IN)
def desk_undo(arrival: str) -> ResponseReturnValue:
    """Take a check-in back."""
    return _act(
        arrival,
        DeskStep.UNDO,
        lambda row, person, now: operations.undo_check_in(row, actor=person, now=now),
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
            interviewer = panel_of(row.session).get(chosen or "") or abort(404)
        operations.call(row, interviewer, actor=person, now=now)

    return _act(arrival, DeskStep.CALL, change)


def panel_of(session: InterviewSession) -> dict[str, Person]:
    """Return everybody who interviews in a session, by public id."""
    return {
        member.person.pubid: member.person
        for pool in session.pools
        for slot in pool.slots
        for member in slot.panel
    }


@bp.post("/desk/arrivals/<pubid:arrival>/back")
@requires(Permission.CALL_NEXT)
def call_back(arrival: str) -> ResponseReturnValue:
    """They were called and did not come forward."""
    return _act(
        arrival,
        DeskStep.BACK,
        lambda row, person, now: operations.call_back(row, actor=person, now=now),
    )


@bp.post("/desk/arrivals/<pubid:arrival>/start")
@requires(Permission.CALL_NEXT)
def start(arrival: str) -> ResponseReturnValue:
    """The interview begins."""
    return _act(
        arrival,
        DeskStep.START,
        lambda row, person, now: operations.start(row, actor=person, now=now),
    )


@bp.post("/desk/arrivals/<pubid:arrival>/done")
@requires(Permission.CALL_NEXT)
def finish(arrival: str) -> ResponseReturnValue:
    """The interview is over."""
    return _act(
        arrival,
        DeskStep.DONE,
        lambda row, person, now: operations.finish(row, actor=person, now=now),
    )


@bp.post("/desk/arrivals/<pubid:arrival>/leave")
@requires(Permission.CHECK_IN)
def leave(arrival: str) -> ResponseReturnValue:
    """They went away before their turn."""
    return _act(
        arrival,
        DeskStep.LEAVE,
        lambda row, person, now: operations.leave(row, actor=person, now=now),
    )
