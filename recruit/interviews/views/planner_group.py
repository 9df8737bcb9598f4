"""Planning a group session, in the same two steps as a streaming day."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from recruit.interviews import operations
from recruit.interviews.forms.planning import GroupForm, clock_time, limits_of, minutes_of
from recruit.interviews.models import InterviewSession
from recruit.interviews.operations import planning
from recruit.interviews.queries import planner
from recruit.interviews.queries import sessions as queries
from recruit.interviews.views import planning_forms as shared
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.planning_forms import Choices
from recruit.kernel import clock, web
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.rules import day_shapes, overbooking


@bp.route("/interviews/groups/new", methods=["GET", "POST"])
@requires(Permission.SESSION_PLAN)
def new_group() -> ResponseReturnValue:
    """Plan a group session, or copy one to another date."""
    person, now = current_person(), clock.now()
    given = _given(person, now)
    asked = request.method == "POST" or "on" in given
    form = GroupForm(given if asked else None, meta=shared.meta())
    choices = shared.offer(form)
    people = queries.interviewers()
    form.offer_observers(people)
    if not asked:
        _defaults(form, choices, now)
    plan: planner.Preview | None = None
    if asked and form.validate():
        wish = planning.GroupSession(
            **shared.wishes(form, choices),
            start=minutes_of(form.start.data or time()),
            minutes=form.minutes.data or 0,
            seats=form.seats.data or 0,
            observers=[one for one in people if one.pubid in set(form.observers.data or ())],
        )
        try:
            start = planning.check_group(wish, now=now)
            plan = planner.preview([start], [wish.seats], wish.minutes, overbooking.Costs(), 0)
            if request.method == "POST":
                typed = limits_of(request.form, ["0"])
                if typed is None:
                    form.refuse(form.seats, _("Write a whole number as the limit."))
                else:
                    with transaction():
                        session = operations.plan_group(wish, typed["0"], actor=person, now=now)
                    flash(_("The group session is planned. Now invite the people."), "success")
                    return redirect(url_for(".board", session=session.pubid), 303)
        except Refused as refused:
            plan = None
            shared.refuse(form, refused)
    page = render_template(
        "interviews/plan_group.html",
        form=form,
        plan=plan,
        asked=asked,
        kept=shared.kept(given, {"csrf_token"}),
        zone=shared.zone(form, choices),
        now=now,
    )
    return page, 422 if asked and form.errors else 200


def _given(person: Person, now: datetime) -> "MultiDict[str, str]":
    if request.method == "POST":
        return request.form
    if not (pubid := web.argument("copy")):
        return request.args
    session = queries.session_for(person, pubid, now) or abort(404)
    return _copy(session, now) or abort(404)


def _copy(session: InterviewSession, now: datetime) -> "MultiDict[str, str] | None":
    """What the form would send for the same group on the same weekday."""
    slots = [slot for pool in session.pools for slot in pool.slots]
    if not queries.is_group(session) or not slots:
        return None
    slot, zone = slots[0], ZoneInfo(session.site.zone)
    begins = slot.starts_at.astimezone(zone)
    today = now.astimezone(zone).date()
    on = day_shapes.same_weekday_after(session.held_on, max(today, session.held_on))
    found = MultiDict(
        {
            "site": session.site.pubid,
            "room": session.room.pubid if session.room else "",
            "title": session.title,
            "on": on.isoformat(),
            "start": clock_time(begins.hour * 60 + begins.minute),
            "minutes": str(slot.minutes),
            "seats": str(slot.capacity),
        }
    )
    found.setlist("vacancies", [one.pubid for one in session.pools[0].vacancies])
    found.setlist("observers", [member.person.pubid for member in slot.panel])
    return found


def _defaults(form: GroupForm, choices: Choices, now: datetime) -> None:
    sites, _rooms, vacancies = choices
    if sites:
        form.site.data = next(iter(sites))
    wanted = [key for key in request.args.getlist("vacancy") if key in vacancies]
    if wanted:
        form.site.data = vacancies[wanted[0]].site.pubid
    here = [key for key, one in vacancies.items() if one.site.pubid == form.site.data]
    form.vacancies.data = wanted or (here or list(vacancies))[:1]
    form.on.data = shared.next_open_day(form.site.data, now)
    form.start.data = time(11)
    form.minutes.data, form.seats.data = 120, 8
