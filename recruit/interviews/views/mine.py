"""The interviewer's day: the next person, the time, a break."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.interviews.models import Arrival, InterviewSession, Scorecard, SessionKind
from recruit.interviews.operations import desk as desk_operations
from recruit.interviews.operations import interviewing as operations
from recruit.interviews.queries import at_desk, pulse, scorecards
from recruit.interviews.queries import desk as queries
from recruit.interviews.views import live
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.desk import panel_of
from recruit.interviews.views.desk_words import words
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.rules.attendance import ArrivalState


@dataclass(frozen=True, slots=True)
class OwnDay:
    """One session in which the person interviews; `desk` is None before its day."""

    session: InterviewSession
    desk: queries.Desk | None
    waiting: list[Arrival]
    current: Arrival | None
    resting_since: datetime | None
    others: list[Person]
    """Free interviewers of the panel to whom the present interview may be handed over."""
    present: list[Arrival]
    cards: dict[int, Scorecard]
    minutes: int

    def split(self, person: Person) -> tuple[list[Arrival], list[Arrival]]:
        """Return whom this person interviewed or marked (in a group session: everybody), and
        the others of the panel whose turn has come."""
        if self.session.kind is SessionKind.GROUP:
            return self.present, []
        mine = {
            row.id
            for row in self.present
            if row.interviewer_id == person.id or row.application_id in self.cards
        }
        return [row for row in self.present if row.id in mine], [
            row
            for row in self.present
            if row.id not in mine and row.state is not ArrivalState.WAITING
        ]


@bp.get("/interviews/mine")
@requires(Permission.SCORECARD_SUBMIT)
def mine() -> ResponseReturnValue:
    """My panels: with whom I am now, who is next, which scorecards are open."""
    person, now = current_person(), clock.now()
    return render_template(
        "interviews/mine.html", days=_days(person, now), now=now, tag=_tag(person, now)
    )


@bp.get("/interviews/mine/now")
@requires(Permission.SCORECARD_SUBMIT)
def mine_now() -> ResponseReturnValue:
    """The part that reloads itself, when something has changed."""
    person, now = current_person(), clock.now()
    tag = _tag(person, now)
    if live.has(tag):
        return live.nothing_new(tag)
    page = render_template("interviews/_mine.html", days=_days(person, now), now=now)
    return live.tagged(page, tag)


def _tag(person: Person, now: datetime) -> str:
    return live.tag_of(person, "mine", pulse.number_of_own_day(person, now), now)


def _days(person: Person, now: datetime) -> list[OwnDay]:
    today = {row.id for row in queries.sessions_today(person, now)}
    return [
        _day(session, person, now, session.id in today)
        for session in queries.panel_sessions(person, now)
    ]


def _day(session: InterviewSession, person: Person, now: datetime, today: bool) -> OwnDay:
    minutes = queries.minutes_of(session)
    if not today:
        return OwnDay(session, None, [], None, None, [], [], {}, minutes)
    desk = queries.desk_of(session, person, now)
    pools = queries.own_pools(session, person)
    me = next((one for one in desk.interviewers if one.person.id == person.id), None)
    current = me.arrival if me else None
    return OwnDay(
        session=session,
        desk=desk,
        waiting=[one for one in desk.waiting if one.pool_id in pools],
        current=current,
        resting_since=me.resting_since if me else None,
        others=[one.person for one in desk.free_for(current)] if current else [],
        present=scorecards.present(session, person),
        cards=scorecards.own_cards(session, person),
        minutes=minutes,
    )


def _session_or_404(pubid: str, person: Person, now: datetime) -> InterviewSession:
    held = queries.session_for(person, pubid, now) or abort(404)
    if not queries.own_pools(held, person):
        abort(404)
    return held


@bp.post("/interviews/<pubid:session>/next")
@requires(Permission.SCORECARD_SUBMIT)
def take_next(session: str) -> ResponseReturnValue:
    """Take the next waiting person of my pools, and begin."""
    person, now = current_person(), clock.now()
    held = _session_or_404(session, person, now)
    pools = queries.own_pools(held, person)
    desk = queries.desk_of(held, person, now)
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
        flash(words(refused), "error")
        target = url_for(".mine")
    return redirect(target, 303)


@bp.post("/interviews/<pubid:session>/break")
@requires(Permission.SCORECARD_SUBMIT)
def take_break(session: str) -> ResponseReturnValue:
    """Begin a break, or end it (`over`)."""
    person, now = current_person(), clock.now()
    held = _session_or_404(session, person, now)
    change = operations.end_break if request.form.get("over") else operations.begin_break
    try:
        with transaction():
            change(held, person, now=now)
    except Refused as refused:
        flash(words(refused), "error")
    return redirect(url_for(".mine"), 303)


def _own(
    pubid: str, change: Callable[[Arrival, Person, datetime], object], told: str
) -> ResponseReturnValue:
    """Change the interview that the person is holding now, and go back to the page."""
    person, now = current_person(), clock.now()
    arrival = at_desk.arrival_for(person, pubid, now) or abort(404)
    if arrival.interviewer_id != person.id:
        abort(404)
    try:
        with transaction():
            change(arrival, person, now)
    except Refused as refused:
        flash(words(refused), "error")
    else:
        flash(told, "success")
    return redirect(url_for(".mine"), 303)


@bp.post("/interviews/mine/<pubid:arrival>/begin")
@requires(Permission.SCORECARD_SUBMIT)
def own_begin(arrival: str) -> ResponseReturnValue:
    """The person called to me is here."""
    return _own(
        arrival,
        lambda row, person, now: desk_operations.start(row, actor=person, now=now),
        _("The interview has begun."),
    )


@bp.post("/interviews/mine/<pubid:arrival>/done")
@requires(Permission.SCORECARD_SUBMIT)
def own_done(arrival: str) -> ResponseReturnValue:
    """My interview is over."""
    return _own(
        arrival,
        lambda row, person, now: desk_operations.finish(row, actor=person, now=now),
        _("The interview is over. Write the scorecard while it is fresh."),
    )


@bp.post("/interviews/mine/<pubid:arrival>/extend")
@requires(Permission.SCORECARD_SUBMIT)
def extend(arrival: str) -> ResponseReturnValue:
    """Five minutes more; the desk sees it."""
    return _own(
        arrival,
        lambda row, person, now: operations.extend(row, actor=person, now=now),
        _("Five minutes more. The desk sees it."),
    )


@bp.post("/interviews/mine/<pubid:arrival>/hand-over")
@requires(Permission.SCORECARD_SUBMIT)
def hand_over(arrival: str) -> ResponseReturnValue:
    """Another free interviewer of the panel goes on."""
    chosen = request.form.get("interviewer", "")

    def change(row: Arrival, person: Person, now: datetime) -> None:
        to = panel_of(row.session).get(chosen) or abort(404)
        operations.hand_over(row, to, actor=person, now=now)

    return _own(arrival, change, _("Handed over. Thank you."))
