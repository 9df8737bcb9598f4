"""The trainee's day, everybody's tasks, and one task's page."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel import clock
from recruit.kernel.permissions import Permission, Role, requires, signed_in
from recruit.onboarding import forms, operations
from recruit.onboarding.models import Task
from recruit.onboarding.queries import evidence, mentoring, plans, records
from recruit.onboarding.queries import tasks as task_queries
from recruit.onboarding.views.blueprint import bp, tried
from recruit.people.login import current_person
from recruit.rules.onboarding.states import TO_DO_TASK, Checker, EvidenceKind, TaskState


@bp.get("/onboarding/my-day")
@requires(Permission.PLAN_WORK)
def my_day() -> ResponseReturnValue:
    """What is next, whom to ask, what the gate asks for, the counter."""
    person, now = current_person(), clock.now()
    if Role.TRAINEE not in person.roles:
        abort(404)
    plan = plans.own_plan(person)
    if plan is None:
        return render_template("onboarding/my_day_empty.html")
    summary = evidence.summary(plan, now)
    mine = [task for task in plan.tasks if task.owner is person and task.state in TO_DO_TASK]
    return render_template(
        "onboarding/my_day.html",
        plan=plan,
        s=summary,
        tasks=mine,
        today_counts=records.counted_on(plan, summary.today),
        quick=forms.QUICK,
        finals=summary.evidence.finals,
        topics=records.topics(plan),
        tests=records.tests(plan),
    )


@bp.get("/onboarding/tasks")
@signed_in
def tasks() -> ResponseReturnValue:
    """Everything the reader has to do for plans, the own one and others'."""
    person, now = current_person(), clock.now()
    mine = task_queries.own_tasks(person)
    todays = {task.plan_id: plans.today_of(task.plan, now) for task in mine}
    return render_template(
        "onboarding/tasks.html", tasks=mine, todays=todays,
        proposals=mentoring.proposals_to(person),
    )  # fmt: skip


def _task(pubid: str) -> Task:
    return task_queries.task_for(current_person(), pubid) or abort(404)


def _page(task: Task, form: forms.Submit, reason: forms.Reason) -> str:
    person = current_person()
    people = plans.around(task.plan)
    rights = plans.rights(person, task.plan, people)
    checker = task.definition.checker if task.definition else Checker.NOBODY
    checks = (
        task.state is TaskState.SUBMITTED
        and task.owner is not person
        and not rights.trainee
        and (rights.head or rights.recruiter or (rights.mentor and checker is not Checker.HEAD))
    )
    return render_template(
        "onboarding/task.html",
        task=task,
        form=form if form.errors else reason,
        submit=form,
        reason=reason,
        mine=task.owner is person and task.state in TO_DO_TASK,
        checks=checks,
        waives=rights.manages and task.owner is not person,
        reads=plans.plan_for(person, task.plan.pubid) is not None,
        people=people,
        wanted=task.definition.evidence if task.definition else EvidenceKind.NONE,
        today=plans.today_of(task.plan, clock.now()),
    )


@bp.get("/onboarding/tasks/<pubid:pubid>")
@signed_in
def task(pubid: str) -> ResponseReturnValue:
    """One task: what to do, what was handed in, what comes next."""
    found = _task(pubid)
    submit, reason = forms.Submit(), forms.Reason()
    submit.opened(found)
    reason.opened(found)
    return _page(found, submit, reason)


@bp.post("/onboarding/tasks/<pubid:pubid>/submit")
@signed_in
def submit_task(pubid: str) -> ResponseReturnValue:
    """Hand a task in."""
    found, form = _task(pubid), forms.Submit()
    if found.owner is not current_person():
        abort(404)
    if form.validate():
        problem = tried(
            lambda: operations.submit(
                found,
                form.content.data or "",
                version=form.opened_on,
                actor=current_person(),
                now=clock.now(),
            )
        )
        if problem is None:
            flash(_("Handed in."), "success")
            return redirect(url_for(".task", pubid=pubid), 303)
        form.refuse(form.content, problem)
    return _page(_task(pubid), form, forms.Reason(formdata=None)), 422


@bp.post("/onboarding/tasks/<pubid:pubid>/<any(accept, give_back, waive):action>")
@requires(Permission.PLAN_WORK, Permission.PLAN_OPEN)
def decide_task(pubid: str, action: str) -> ResponseReturnValue:
    """Accept a task, return it with a reason, or do without it."""
    found, form = _task(pubid), forms.Reason()
    if plans.plan_for(current_person(), found.plan.pubid) is None:
        abort(404)
    if form.validate():
        actor, now, reason = current_person(), clock.now(), form.reason.data or ""
        version = form.opened_on
        changes = {
            "accept": lambda: operations.accept_task(
                found, version=version, actor=actor, now=now
            ),
            "give_back": lambda: operations.give_back(
                found, reason, version=version, actor=actor, now=now
            ),
            "waive": lambda: operations.waive(
                found, reason, version=version, actor=actor, now=now
            ),
        }
        problem = tried(changes[action])
        if problem is None:
            done = {
                "accept": _("Accepted."),
                "give_back": _("Returned."),
                "waive": _("Waived."),
            }
            flash(done[action], "success")
            return redirect(url_for(".task", pubid=pubid), 303)
        form.refuse(form.reason, problem)
    return _page(_task(pubid), forms.Submit(formdata=None), form), 422
