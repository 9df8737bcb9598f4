"""Plans and exceptions: the list, opening one, and what HR or the head does to it."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from recruit.kernel import clock
from recruit.kernel.db import db
from recruit.kernel.permissions import Permission, Role, requires
from recruit.kernel.spreadsheet import csv_answer
from recruit.kernel.web import argument
from recruit.onboarding import forms, operations
from recruit.onboarding.queries import decisions, evidence, plans, programs
from recruit.onboarding.views.blueprint import Frame, bp, frame, refused_on, tried
from recruit.organization import queries as organization
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.positions.models import Position
from recruit.rules.onboarding.states import OPEN_PLAN, PlanState

PAGE = 50
_VIEWS: dict[str, tuple[PlanState, ...]] = {
    "open": OPEN_PLAN,
    "preboarding": (PlanState.DRAFT, PlanState.PREBOARDING),
    "active": (PlanState.ACTIVE,),
    "paused": (PlanState.PAUSED,),
    "over": (PlanState.COMPLETED, PlanState.EXITED, PlanState.CANCELLED),
}


@bp.get("/onboarding/plans", endpoint="plans")
@requires(Permission.PLAN_OPEN)
def plan_list() -> ResponseReturnValue:
    """Every plan the reader is responsible for; exceptions first."""
    person, now = current_person(), clock.now()
    view = argument("state", "open")
    view = view if view in _VIEWS else "open"
    start = argument("from")
    after = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 0
    found = plans.plans(
        person,
        states=[state.value for state in _VIEWS[view]],
        department=organization.department(argument("department")),
        search=argument("q"),
        after=after,
        limit=PAGE,
    )
    rows = evidence.summaries(found[:PAGE], now)
    if argument("as") == "csv":
        return _csv(rows)
    return render_template(
        "onboarding/plans.html",
        rows=rows,
        view=view,
        views=list(_VIEWS),
        q=argument("q"),
        department=argument("department"),
        departments=organization.departments(),
        exits=decisions.pending_exits(person),
        thirds=decisions.exceptions_waiting(person),
        older=after + PAGE if len(found) > PAGE else None,
        newer=max(0, after - PAGE) if after else None,
    )


def _csv(rows: list[evidence.Summary]) -> ResponseReturnValue:
    heads = [_("Trainee"), _("Position"), _("Start"), _("State"), _("Stage"), _("Due on")]
    return csv_answer(
        "plans.csv",
        heads,
        [
            [
                row.plan.trainee.name,
                row.plan.employment.position.title,
                row.plan.starts_on,
                row.plan.state.value,
                row.stage.definition.title if row.stage else "",
                row.stage.due_on if row.stage else "",
            ]
            for row in rows
        ],
    )


def _employees(person: Person) -> list[Person]:
    """Whom one may open a plan for: a recruiter and director anybody, a head the own people."""
    query = select(Person).where(Person.active, Person.id != person.id)
    rows = list(db.session.scalars(query.order_by(Person.name, Person.id)))
    if person.roles & {Role.RECRUITER, Role.DIRECTOR}:
        return rows
    mine = set(plans.headed_by(person))
    return [row for row in rows if row.department_ids & mine]


def _positions(person: Person) -> list[Position]:
    query = select(Position).where(Position.active).order_by(Position.title, Position.id)
    if not person.roles & {Role.RECRUITER, Role.DIRECTOR}:
        query = query.where(Position.department_id.in_(plans.headed_by(person)))
    return list(db.session.scalars(query))


@bp.route("/onboarding/plans/new", methods=["GET", "POST"])
@requires(Permission.PLAN_OPEN)
def new_plan() -> ResponseReturnValue:
    """Draft a plan for somebody employed already; hires make their own."""
    person = current_person()
    people = {one.pubid: one for one in _employees(person)}
    positions = {one.pubid: one for one in _positions(person)}
    sites = {one.pubid: one for one in organization.sites()}
    versions = {one.pubid: one for one in programs.published_versions()}
    form = forms.OpenPlan()
    form.offer("person", [(key, f"{one.name} ({one.email})") for key, one in people.items()])
    form.offer("position", [(key, one.title) for key, one in positions.items()])
    form.offer("site", [(key, one.name) for key, one in sites.items()])
    form.offer("program", [(key, one.program.name) for key, one in versions.items()])
    if form.validate_on_submit():
        made: list[str] = []
        problem = tried(
            lambda: made.append(
                operations.open_for_employee(
                    people[form.person.data],
                    positions[form.position.data],
                    sites[form.site.data],
                    form.starts_on.data,  # type: ignore[arg-type]
                    versions[form.program.data],
                    actor=current_person(),
                    now=clock.now(),
                ).pubid
            )
        )
        if problem is None:
            flash(_("The plan is drafted. Look at the dates, then let it begin."), "success")
            return redirect(url_for(".plan", pubid=made[0]), 303)
        form.refuse(form.person, problem)
    page = render_template(
        "onboarding/edit.html", form=form, title=_("Open a plan"),
        back=url_for(".plans"), back_label=_("Plans"), save=_("Draft the plan"),
        lead=_("For somebody employed already. An accepted offer opens its plan by itself."),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _managed(pubid: str) -> Frame:
    on = frame(pubid)
    if not on.rights.manages:
        abort(404)
    return on


def _manage_page(
    on: Frame,
    start: forms.MoveStart,
    pause: forms.PauseFrom,
    cancel: forms.Reason,
    test_problem: str | None = None,
) -> str:
    return render_template(
        "onboarding/plan_manage.html",
        plan=on.plan,
        s=on.summary,
        r=on.rights,
        tab="manage",
        start=start,
        pause=pause,
        cancel=cancel,
        form=next((one for one in (start, pause, cancel) if one.errors), start),
        may_cancel=on.plan.state in (PlanState.DRAFT, PlanState.PREBOARDING)
        or on.rights.recruiter
        or on.rights.director,
        problem=test_problem,
    )


def _blank(on: Frame) -> tuple[forms.MoveStart, forms.PauseFrom, forms.Reason]:
    start = forms.MoveStart(formdata=None)
    pause = forms.PauseFrom(formdata=None)
    start.starts_on.data, pause.from_on.data = on.plan.starts_on, on.summary.today
    return start, pause, forms.Reason(formdata=None)


@bp.get("/onboarding/plans/<pubid:pubid>/manage")
@requires(Permission.PLAN_OPEN)
def manage(pubid: str) -> ResponseReturnValue:
    """Start, pause, cancel: the exceptions of a plan."""
    on = _managed(pubid)
    return _manage_page(on, *_blank(on))


def _changed(pubid: str, change: Callable[[], object], message: str) -> ResponseReturnValue:
    problem = tried(change)
    if problem is not None:
        return refused_on(problem, lambda: manage(pubid))
    flash(message, "success")
    return redirect(url_for(".plan", pubid=pubid), 303)


@bp.post("/onboarding/plans/<pubid:pubid>/begin")
@requires(Permission.PLAN_OPEN)
def preboard(pubid: str) -> ResponseReturnValue:
    """Let a drafted plan begin."""
    on = _managed(pubid)
    return _changed(
        pubid,
        lambda: operations.preboard(on.plan, actor=current_person(), now=clock.now()),
        _("The plan begins: what is due before the first day is open."),
    )


@bp.post("/onboarding/plans/<pubid:pubid>/resume")
@requires(Permission.PLAN_OPEN)
def resume(pubid: str) -> ResponseReturnValue:
    """Let a paused plan go on from today."""
    on = _managed(pubid)
    return _changed(
        pubid,
        lambda: operations.resume(on.plan, actor=current_person(), now=clock.now()),
        _("The plan goes on. Open dates moved by the days missed."),
    )


@bp.post("/onboarding/plans/<pubid:pubid>/start-date")
@requires(Permission.PLAN_OPEN)
def move_start(pubid: str) -> ResponseReturnValue:
    """Move the first day."""
    on, form = _managed(pubid), forms.MoveStart()
    if form.validate():
        problem = tried(
            lambda: operations.move_start(
                on.plan,
                form.starts_on.data or on.plan.starts_on,
                actor=current_person(),
                now=clock.now(),
            )
        )
        if problem is None:
            flash(_("The first day was moved, and everything after it."), "success")
            return redirect(url_for(".plan", pubid=pubid), 303)
        form.refuse(form.starts_on, problem)
    on = _managed(pubid)
    _start, pause, cancel = _blank(on)
    return _manage_page(on, form, pause, cancel), 422


@bp.post("/onboarding/plans/<pubid:pubid>/pause")
@requires(Permission.PLAN_OPEN)
def pause(pubid: str) -> ResponseReturnValue:
    """Stop a plan's clocks."""
    on, form = _managed(pubid), forms.PauseFrom()
    if form.validate():
        problem = tried(
            lambda: operations.pause(
                on.plan,
                form.from_on.data or on.summary.today,
                form.cause.data or "",
                actor=current_person(),
                now=clock.now(),
            )
        )
        if problem is None:
            flash(_("The plan is paused: clocks and reminders stand still."), "success")
            return redirect(url_for(".plan", pubid=pubid), 303)
        form.refuse(form.from_on, problem)
    on = _managed(pubid)
    start, _pause, cancel = _blank(on)
    return _manage_page(on, start, form, cancel), 422


@bp.post("/onboarding/plans/<pubid:pubid>/cancel")
@requires(Permission.PLAN_OPEN)
def cancel(pubid: str) -> ResponseReturnValue:
    """Cancel a plan with a reason."""
    on, form = _managed(pubid), forms.Reason()
    if form.validate():
        problem = tried(
            lambda: operations.cancel(
                on.plan, form.reason.data or "", actor=current_person(), now=clock.now()
            )
        )
        if problem is None:
            flash(_("The plan is cancelled."), "success")
            return redirect(url_for(".plan", pubid=pubid), 303)
        form.refuse(form.reason, problem)
    on = _managed(pubid)
    start, paused, _cancel = _blank(on)
    return _manage_page(on, start, paused, form), 422
