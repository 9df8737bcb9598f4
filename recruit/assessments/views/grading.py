"""The graders' queue and the page of one paper."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.assessments import forms, operations
from recruit.assessments.models import Attempt, AttemptItem, GradingTask
from recruit.assessments.queries import grading as queries
from recruit.assessments.queries import queue as queue_queries
from recruit.assessments.queries import second_marks
from recruit.assessments.views import time_left
from recruit.assessments.views.blueprint import bp, words
from recruit.assessments.views.mark_lines import Failed, lines_of, mark_of, name_of
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.fields import choices
from recruit.kernel.permissions import Permission, Role, requires
from recruit.kernel.web import argument
from recruit.people import queries as people
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.rules.grading import BLIND, EntryKind, Refusal

MEANWHILE = (Refusal.MARKED_MEANWHILE, Refusal.COLLEAGUES_MARK)


def _task_or_404(pubid: str) -> GradingTask:
    return queries.task_for(current_person(), pubid) or abort(404)


def _item_or_404(attempt: Attempt, pubid: str) -> AttemptItem:
    return queries.item_of(attempt, pubid) or abort(404)


def paper_lines(
    attempt: Attempt,
    *,
    form_class: type[forms.MarkForm] | type[forms.Correction] = forms.MarkForm,
    failed: tuple[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """Return a paper's questions with every mark, for the director and deciders."""
    problem: Failed | None = (*failed, None) if failed else None
    return lines_of(attempt.items, form_class=form_class, failed=problem)


@bp.get("/grading")
@requires(Permission.GRADE)
def queue() -> ResponseReturnValue:
    """What waits for this person's marks, the least time left first."""
    person, now = current_person(), clock.now()
    wanted = queue_queries.Wanted(
        test=queue_queries.known(argument("test")),
        product=queue_queries.known(argument("product")),
        mine=argument("mine") == "1",
    )
    page = argument("page") or ""
    number = int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 5 else 1
    found = queue_queries.queue_page(person, wanted, max(1, number), now)
    return render_template(
        "assessments/queue.html",
        page_of=found,
        wanted=wanted,
        tests=[
            (row, time_left.until(row.soonest_at, now))
            for row in queue_queries.by_test(person, now)
        ],
        products=queue_queries.products_waiting(person),
        rows=[(task, time_left.of_task(task, now)) for task in found.tasks],
        now=now,
    )


@bp.get("/grading/papers/<pubid:pubid>")
@requires(Permission.GRADE)
def grade(pubid: str) -> ResponseReturnValue:
    """One paper: answers, rubric, model answers, the facts of the day."""
    return _paper(_task_or_404(pubid))


def _takers(task: GradingTask) -> dict[str, Person]:
    """Everybody who could be given the marks, by public id; the rules decide in the end."""
    roles = [Role.TRAINER, Role.RECRUITER]
    if task.kind is EntryKind.FIRST:
        roles.append(Role.MENTOR)
    found = {one.pubid: one for role in roles for one in people.people_with(role)}
    found.pop(task.attempt.assignment.person.pubid, None)
    found.pop(current_person().pubid, None)
    return dict(sorted(found.items(), key=lambda pair: pair[1].name))


def _hand_over_form(task: GradingTask, given: bool = False) -> forms.HandOver:
    form = forms.HandOver() if given else forms.HandOver(formdata=None)
    form.person.choices = choices(
        ((key, one.name) for key, one in _takers(task).items()), _("Every trainer")
    )
    return form


def _paper(
    task: GradingTask,
    problem: str | None = None,
    failed: Failed | None = None,
    status: int = 422,
) -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    attempt = queries.whole(task.attempt)
    held = bool(task.leased_until and task.leased_until > now)
    lines = lines_of(attempt.items, task=task, person=person, failed=failed)
    page = render_template(
        "assessments/grade.html",
        task=task,
        attempt=attempt,
        version=attempt.assignment.test_version,
        name=name_of(attempt),
        lines=lines,
        blind=task.kind in BLIND,
        doubled=second_marks.is_doubled(attempt),
        summed=queries.summed(attempt),
        missing=sum(line["markable"] and line["value"].standing == "ungraded" for line in lines)
        if task.kind is not EntryKind.THIRD
        else len(second_marks.incomplete(attempt, task.kind)),
        stakes=sum(bool(line.get("stake")) for line in lines),
        mine=task.grader_id == person.id and held,
        taken=task.grader_id not in (None, person.id) and held,
        left=time_left.of_task(task, now),
        hand_over=None if task.done_at else _hand_over_form(task),
        now=now,
        problem=problem,
    )
    return page, status if problem or failed else 200


def _act(pubid: str, action: Callable[[GradingTask], object]) -> str | None:
    """Run one operation on a task; return the refusal in words, None when it was done."""
    task = _task_or_404(pubid)
    try:
        with transaction():
            action(task)
    except Refused as refused:
        return words(refused)
    return None


@bp.post("/grading/papers/<pubid:pubid>/take")
@requires(Permission.GRADE)
def take(pubid: str) -> ResponseReturnValue:
    """Take a paper, so that nobody else marks it meanwhile."""
    person, now = current_person(), clock.now()
    if problem := _act(pubid, lambda task: operations.take(task, actor=person, now=now)):
        return _paper(_task_or_404(pubid), problem)
    return redirect(url_for(".grade", pubid=pubid), 303)


@bp.post("/grading/papers/<pubid:pubid>/leave")
@requires(Permission.GRADE)
def give_back(pubid: str) -> ResponseReturnValue:
    """Put a paper back."""
    person, now = current_person(), clock.now()
    if problem := _act(pubid, lambda task: operations.give_back(task, actor=person, now=now)):
        return _paper(_task_or_404(pubid), problem)
    return redirect(url_for(".queue"), 303)


@bp.post("/grading/papers/<pubid:pubid>/hand-over")
@requires(Permission.GRADE)
def hand_over(pubid: str) -> ResponseReturnValue:
    """Give the marks of a paper to somebody else, or back to every trainer."""
    task, actor, now = _task_or_404(pubid), current_person(), clock.now()
    form, takers = _hand_over_form(task, given=True), _takers(task)
    if not form.validate_on_submit():
        return _paper(task, _("Choose who goes on with it."))
    person = takers.get(form.person.data or "")
    if problem := _act(
        pubid, lambda task: operations.hand_over(task, person, actor=actor, now=now)
    ):
        return _paper(_task_or_404(pubid), problem)
    flash(_("Handed over."), "success")
    return redirect(url_for(".queue"), 303)


@bp.post("/grading/papers/<pubid:pubid>/items/<pubid:item>")
@requires(Permission.GRADE)
def mark(pubid: str, item: str) -> ResponseReturnValue:
    """Mark one answer. Upon a stale page: 409, with the mark of meanwhile and one's own."""
    task = _task_or_404(pubid)
    found = _item_or_404(task.attempt, item)
    form = forms.MarkForm()
    if not form.validate_on_submit():
        return _paper(task, failed=(item, form, None))
    given = form.mark(found, retract=request.form.get("retract") == "1")
    try:
        with transaction():
            operations.mark(
                task,
                found,
                given,
                actor=current_person(),
                now=clock.now(),
                seen=request.form.get("seen", "")[:40],
            )
    except Refused as refused:
        form.refuse(form.points, words(refused))
        failed = (item, form, mark_of(refused))
        status = 409 if refused.reason in MEANWHILE else 422
        return _paper(_task_or_404(pubid), failed=failed, status=status)
    flash(_("Marked."), "success")
    return redirect(url_for(".grade", pubid=pubid, _anchor=f"q-{item}"), 303)


@bp.post("/grading/papers/<pubid:pubid>/finish")
@requires(Permission.GRADE)
def finish(pubid: str) -> ResponseReturnValue:
    """Finish one's marks."""
    person, now = current_person(), clock.now()
    if problem := _act(pubid, lambda task: operations.finish(task, actor=person, now=now)):
        task = _task_or_404(pubid)
        if task.done_at is None:  # else it is the button pressed twice
            return _paper(task, problem)
    flash(_("Finished. Thank you."), "success")
    return redirect(url_for(".queue"), 303)
