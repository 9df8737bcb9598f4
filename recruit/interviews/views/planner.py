"""Planning a streaming day: the preview is computed from the address, a POST makes the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from recruit.interviews import operations
from recruit.interviews.forms.planning import limits_of
from recruit.interviews.forms.streaming import (
    HoursRow,
    PoolFields,
    StreamingForm,
    fields_of,
)
from recruit.interviews.operations import planning
from recruit.interviews.queries import conflicts, day_templates, planner, what_if
from recruit.interviews.queries import sessions as queries
from recruit.interviews.queries.rates import lateness
from recruit.interviews.views import planning_forms as shared
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.planning_forms import Choices
from recruit.interviews.views.wording import words
from recruit.kernel import clock, web
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.rules import day_shapes, overbooking, slots

OVERTIME_SLOTS = 1
CHANCES = (80, 90, 95)
NOT_KEPT = {"csrf_token", "held", "chance", "add", "drop"}


@dataclass(frozen=True, slots=True)
class PoolPlan:
    """One pool's plan as the page shows it. first: the number of its first limit field."""

    fields: PoolFields
    plan: planner.Preview
    what_ifs: list[what_if.WhatIf]
    first: int
    waiting: int
    """How many people of its vacancies are to be invited."""


@bp.route("/interviews/new", methods=["GET", "POST"])
@requires(Permission.SESSION_PLAN)
def new() -> ResponseReturnValue:
    """Plan a streaming day. GET shows the plan for what stands in the address (or for a copied
    day, or a template) and writes nothing; POST creates the day."""
    person, now = current_person(), clock.now()
    given = _given(person, now)
    arranging = "add" in given or "drop" in given
    asked = request.method == "POST" or ("on" in given and not arranging)
    form = StreamingForm(given if asked or arranging else None, meta=shared.meta())
    choices = shared.offer(form)
    if not asked and not arranging:
        _defaults(form, given, choices, now)
    rows = form.rows(queries.interviewers(), given)
    pools = form.pools(given)
    plans: list[PoolPlan] = []
    typed: dict[str, int] | None = None
    if asked and form.validate():
        try:
            wish = _wish(form, rows, pools, choices)
            if wish is not None:
                found = planning.check_streaming(wish, now=now)
                if request.method == "POST":
                    keys = [str(n) for n in range(sum(map(len, found)))]
                    typed = limits_of(request.form, keys)
                    if typed is not None:
                        with transaction():
                            session = operations.plan_streaming(
                                wish, list(typed.values()), actor=person, now=now
                            )
                        flash(_("The day is planned. Now invite the first people."), "success")
                        return redirect(url_for(".board", session=session.pubid), 303)
                    form.refuse(form.minutes, _("Write whole numbers as limits."))
                plans = _plans(wish, found, pools)
        except Refused as refused:
            _refuse(form, pools, refused)
    goal, scale = _further(plans, form)
    page = render_template(
        "interviews/plan.html",
        form=form,
        rows=rows,
        taken=conflicts.taken_on(form.on.data) if form.on.data else {},
        pools=pools,
        plans=plans,
        asked=asked,
        kept=shared.kept(given, NOT_KEPT),
        typed=request.form,
        goal=goal,
        chances=CHANCES,
        scale=scale,
        templates=[] if asked else day_templates.templates(),
        lateness=lateness() if plans else None,
        zone=shared.zone(form, choices),
        now=now,
    )
    problems = (
        form.errors or any(one.problem for one in rows) or any(one.problem for one in pools)
    )
    return page, 422 if asked and problems else 200


def _given(person: Person, now: datetime) -> "MultiDict[str, str]":
    """What was sent; for ?copy= and ?template= what the form would send for that day."""
    if request.method == "POST":
        return request.form
    shape = None
    if pubid := web.argument("copy"):
        session = queries.session_for(person, pubid, now) or abort(404)
        shape = None if queries.is_group(session) else day_templates.shape_of(session)
        zone = ZoneInfo(session.site.zone)
        today = now.astimezone(zone).date()
        on = day_shapes.same_weekday_after(session.held_on, max(today, session.held_on))
    elif pubid := web.argument("template"):
        template = day_templates.template(pubid) or abort(404)
        shape = day_templates.shape_of_template(template)
        on = shared.next_open_day(shape.site, now)
    else:
        return request.args
    return fields_of(shape or abort(404), on)


def _defaults(
    form: StreamingForm, given: "MultiDict[str, str]", choices: Choices, now: datetime
) -> None:
    sites, _rooms, vacancies = choices
    wanted = [key for key in given.getlist("vacancy") if key in vacancies]
    if wanted:
        form.site.data = vacancies[wanted[0]].site.pubid
    elif sites:
        form.site.data = next(iter(sites))
    here = [key for key, one in vacancies.items() if one.site.pubid == form.site.data]
    form.vacancies.data = wanted or (here or list(vacancies))[:1]
    form.on.data = shared.next_open_day(form.site.data, now)
    form.minutes.data = 30
    form.start.data, form.end.data = time(10), time(16)
    form.break_from.data, form.break_until.data = time(13), time(13, 30)


def _wish(
    form: StreamingForm,
    rows: Sequence[HoursRow],
    pools: Sequence[PoolFields],
    choices: Choices,
) -> planning.StreamingDay | None:
    for row in rows:
        row.pool = min(row.pool, len(pools))
    hours = form.hours(rows)
    if hours is None:
        return None
    if any(a >= b for a, b in form.pause()):
        raise Refused(slots.Refusal.BREAK_OUTSIDE)
    costs = overbooking.Costs.between(float(form.balance.data or 0.5))
    first, *others = pools
    _sites, _rooms, vacancies = choices
    return planning.StreamingDay(
        **shared.wishes(form, choices),
        interviewers=hours.get(1, []),
        minutes=form.minutes.data or 0,
        overtime_slots=OVERTIME_SLOTS,
        costs=planning.Costs(costs.wait, costs.overtime, costs.turned_away),
        fair=form.fair.data != "no",
        pool_name=first.name,
        further=[
            planning.PoolWish(
                [vacancies[key] for key in one.vacancies], hours.get(one.number, []), one.name
            )
            for one in others
        ],
        top_ups_per_day=int(form.top_ups.data or 0),
        top_ups_cut_off=int(form.cut_off.data or 24),
    )


def _plans(
    wish: planning.StreamingDay,
    found: Sequence[Sequence[slots.Shape]],
    pools: Sequence[PoolFields],
) -> list[PoolPlan]:
    costs = overbooking.Costs(
        wait=wish.costs.wait, overtime=wish.costs.overtime, turned_away=wish.costs.turned_away
    )
    waiting = queries.waiting_for([one for pool in wish.pools for one in pool.vacancies])
    plans = []
    first = 0
    for fields, pool, shapes in zip(pools, wish.pools, found, strict=True):
        plan = planner.preview(
            [planning.wall(wish.site, wish.on, shape.start) for shape in shapes],
            [len(shape.who) for shape in shapes],
            wish.minutes,
            costs,
            wish.overtime_slots,
        )
        people = sum(waiting.get(one.id, 0) for one in pool.vacancies)
        plans.append(PoolPlan(fields, plan, what_if.what_ifs(plan), first, people))
        first += len(shapes)
    return plans


def _further(
    plans: Sequence[PoolPlan], form: StreamingForm
) -> tuple[what_if.Goal | None, dict[str, Any]]:
    """The wanted number, and what each step of the scale brings."""
    if not plans:
        return None, {}
    previews = [one.plan for one in plans]
    places = sum(one.capacity for one in previews)
    held, chance = web.argument("held"), web.argument("chance")
    number = int(held) if held.isdecimal() and len(held) < 4 else min(5, places)
    share = int(chance) if chance in {str(one) for one in CHANCES} else 90
    goal = what_if.goal(previews, max(1, min(number, what_if.MOST_HELD)), share / 100)
    scale = what_if.steps_of_the_scale(previews, float(form.balance.data or 0.5))
    return goal, {str(step): figures for step, figures in scale.items()}


def _refuse(form: StreamingForm, pools: Sequence[PoolFields], refused: Refused) -> None:
    number = int(str(refused.facts.get("pool", 0)))
    if number and len(pools) > number:
        pools[number].problem = words(refused)
    else:
        shared.refuse(form, refused)
