"""Planning new days: the preview is computed from the address, the day is made by a POST."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from recruit.interviews import operations
from recruit.interviews.forms.planning import (
    GroupForm,
    HoursRow,
    SessionForm,
    StreamingForm,
    limits_of,
    minutes_of,
)
from recruit.interviews.operations import planning
from recruit.interviews.queries import planner
from recruit.interviews.queries import sessions as queries
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.wording import words
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.organization import queries as organization
from recruit.organization.models import Room, Site
from recruit.people.login import current_person
from recruit.rules import overbooking, slots
from recruit.vacancies.models import Vacancy

OVERTIME_SLOTS = 1
_FIELDS = {
    slots.Refusal.NO_VACANCY: "vacancies",
    slots.Refusal.SLOT_LENGTH: "minutes",
    slots.Refusal.SLOT_TOO_LONG: "minutes",
    slots.Refusal.TOO_MANY_SLOTS: "minutes",
    slots.Refusal.ENDS_BEFORE_START: "end",
    slots.Refusal.BREAK_OUTSIDE: "break_from",
    slots.Refusal.PAST: "on",
    slots.Refusal.TOO_FAR: "on",
    slots.Refusal.HOLIDAY: "on",
    slots.Refusal.ROOM_BUSY: "room",
    slots.Refusal.ROOM_ELSEWHERE: "room",
    slots.Refusal.ROOM_TOO_SMALL: "room",
    slots.Refusal.SEATS: "seats",
}


@bp.route("/interviews/new", methods=["GET", "POST"])
@requires(Permission.SESSION_PLAN)
def new() -> ResponseReturnValue:
    """Plan a streaming day. GET shows the plan for what stands in the address and writes
    nothing; POST creates the day."""
    person, now = current_person(), clock.now()
    given = request.form if request.method == "POST" else request.args
    asked = request.method == "POST" or "on" in given
    form = StreamingForm(given if asked else None, meta=_meta())
    choices = _offer(form)
    people = queries.interviewers()
    rows = form.rows(people, given)
    if not asked:
        _defaults(form, given, choices)
    plan: planner.Preview | None = None
    limits: dict[str, int] = {}
    if asked and form.validate():
        try:
            wish = _streaming(form, rows, choices)
            if wish is not None:
                shapes = planning.check_streaming(wish, now=now)
                plan = _preview(wish, shapes)
                limits = {str(i): row.limit for i, row in enumerate(plan.rows)}
                if request.method == "POST":
                    typed = limits_of(request.form, list(limits))
                    if typed is None:
                        form.refuse(form.minutes, _("Write whole numbers as limits."))
                    else:
                        with transaction():
                            session = operations.plan_streaming(
                                wish, list(typed.values()), actor=person, now=now
                            )
                        flash(_("The day is planned. Now invite the first people."), "success")
                        return redirect(url_for(".board", session=session.pubid), 303)
        except Refused as refused:
            plan = None
            _refuse(form, refused)
    page = render_template(
        "interviews/plan.html",
        form=form,
        rows=rows,
        plan=plan,
        limits=limits,
        asked=asked,
        kept=_kept(given),
        zone=_zone(form, choices),
        now=now,
    )
    return page, 422 if asked and (form.errors or any(row.problem for row in rows)) else 200


@bp.route("/interviews/groups/new", methods=["GET", "POST"])
@requires(Permission.SESSION_PLAN)
def new_group() -> ResponseReturnValue:
    """Plan a group session, in the same two steps."""
    person, now = current_person(), clock.now()
    given = request.form if request.method == "POST" else request.args
    asked = request.method == "POST" or "on" in given
    form = GroupForm(given if asked else None, meta=_meta())
    choices = _offer(form)
    people = queries.interviewers()
    form.offer_observers(people)
    if not asked:
        form.minutes.data, form.seats.data = 120, 8
        form.vacancies.data = given.getlist("vacancy")
    plan: planner.Preview | None = None
    if asked and form.validate():
        wish = planning.GroupSession(
            **_shared(form, choices),
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
            _refuse(form, refused)
    page = render_template(
        "interviews/plan_group.html",
        form=form,
        plan=plan,
        asked=asked,
        kept=_kept(given),
        zone=_zone(form, choices),
        now=now,
    )
    return page, 422 if asked and form.errors else 200


def _meta() -> dict[str, bool]:
    """A preview is a GET and carries no token; a POST is checked for all forms by the app."""
    return {} if request.method == "POST" else {"csrf": False}


Choices = tuple[dict[str, Site], dict[str, Room], dict[str, Vacancy]]


def _offer(form: SessionForm) -> Choices:
    sites = organization.sites()
    vacancies = queries.vacancies_to_plan()
    form.offer(sites, vacancies)
    return (
        {site.pubid: site for site in sites},
        {room.pubid: room for site in sites for room in site.rooms},
        {row.vacancy.pubid: row.vacancy for row in vacancies},
    )


def _defaults(form: StreamingForm, given: "MultiDict[str, str]", choices: Choices) -> None:
    sites, _rooms, vacancies = choices
    form.minutes.data = 30
    wanted = [key for key in given.getlist("vacancy") if key in vacancies]
    form.vacancies.data = wanted or list(vacancies)[:1]
    if wanted:
        form.site.data = vacancies[wanted[0]].site.pubid
    elif sites:
        form.site.data = next(iter(sites))


def _shared(form: SessionForm, choices: Choices) -> dict[str, Any]:
    sites, rooms, vacancies = choices
    return {
        "site": sites[form.site.data],
        "room": rooms.get(form.room.data or ""),
        "on": form.on.data,
        "title": form.title.data or "",
        "vacancies": [vacancies[key] for key in form.vacancies.data or ()],
    }


def _streaming(
    form: StreamingForm, rows: Sequence[HoursRow], choices: Choices
) -> planning.StreamingDay | None:
    hours = form.hours(rows)
    if hours is None:
        return None
    pause = form.pause()
    if any(a >= b for a, b in pause):
        raise Refused(slots.Refusal.BREAK_OUTSIDE)
    costs = overbooking.Costs.between(float(form.balance.data or 0.5))
    return planning.StreamingDay(
        **_shared(form, choices),
        interviewers=hours,
        minutes=form.minutes.data or 0,
        overtime_slots=OVERTIME_SLOTS,
        costs=planning.Costs(costs.wait, costs.overtime, costs.turned_away),
    )


def _preview(wish: planning.StreamingDay, shapes: Sequence[slots.Shape]) -> planner.Preview:
    costs = overbooking.Costs(
        wait=wish.costs.wait, overtime=wish.costs.overtime, turned_away=wish.costs.turned_away
    )
    return planner.preview(
        [planning.wall(wish.site, wish.on, shape.start) for shape in shapes],
        [len(shape.who) for shape in shapes],
        wish.minutes,
        costs,
        wish.overtime_slots,
    )


def _refuse(form: SessionForm, refused: Refused) -> None:
    name = _FIELDS.get(refused.reason, "")  # type: ignore[call-overload]
    if name and name in form:
        form.refuse(form[name], words(refused))
    else:
        form.form_errors.append(words(refused))


def _kept(given: "MultiDict[str, str]") -> list[tuple[str, str]]:
    """What was asked, to be sent again with the creation."""
    return [
        (name, value)
        for name in given
        if name != "csrf_token" and not name.startswith("limit-")
        for value in given.getlist(name)[:100]
        if value
    ]


def _zone(form: SessionForm, choices: Choices) -> str:
    site = choices[0].get(form.site.data or "")
    return site.zone if site else "UTC"
