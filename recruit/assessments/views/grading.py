"""The graders' queue and the page of one paper."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.assessments import forms, operations
from recruit.assessments.models import Attempt, AttemptItem, GradingTask
from recruit.assessments.queries import grading as queries
from recruit.assessments.queries import sitting as sitting_queries
from recruit.assessments.views import presenting
from recruit.assessments.views.blueprint import bp, words
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.rules.grading import EntryKind, Total


def _task_or_404(pubid: str) -> GradingTask:
    return queries.task_for(current_person(), pubid) or abort(404)


def _item_or_404(attempt: Attempt, pubid: str) -> AttemptItem:
    return queries.item_of(attempt, pubid) or abort(404)


def paper_lines(
    attempt: Attempt,
    *,
    form_class: type[forms.MarkForm] | type[forms.Correction] = forms.MarkForm,
    only_by: int | None = None,
    failed: tuple[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """Return a paper's questions with answers, marks and an empty form each.

    only_by: a first marker sees the own marks and the machine's, nobody else's.
    failed: (public id of an item, the form that was refused for it).
    """
    answers = sitting_queries.counted_answers(attempt.items)
    beside = sitting_queries.beside(attempt.items)
    lines = []
    for item in attempt.items:
        entries = [
            row for row in item.entries if only_by is None or row.grader_id in (only_by, None)
        ]
        form: Any = form_class(formdata=None, prefix="")
        if failed and failed[0] == item.pubid:
            form = failed[1]
        lines.append(
            {
                "item": item,
                "wording": item.question_version,
                "question": presenting.asked(item),
                "answer": presenting.in_words(item, answers.get(item.id)),
                "beside": [
                    (row, presenting.in_words(item, row)) for row in beside.get(item.id, ())
                ],
                "value": queries.item_value(item),
                "entries": entries,
                "last": entries[-1] if entries else None,
                "form": form,
            }
        )
    return lines


@bp.get("/grading")
@requires(Permission.GRADE)
def queue() -> ResponseReturnValue:
    """What waits for this person's marks, the least time left first."""
    tasks = queries.queue_for(current_person())
    return render_template("assessments/queue.html", tasks=tasks, now=clock.now())


@bp.get("/grading/papers/<pubid:pubid>")
@requires(Permission.GRADE)
def grade(pubid: str) -> ResponseReturnValue:
    """One paper: answers, rubric, model answers, the facts of the day."""
    return _paper(_task_or_404(pubid))


def _paper(
    task: GradingTask, problem: str | None = None, failed: tuple[str, Any] | None = None
) -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    attempt = queries.whole(task.attempt)
    first = task.kind is not EntryKind.FINAL
    summed: Total = queries.summed(attempt)
    page = render_template(
        "assessments/grade.html",
        task=task,
        attempt=attempt,
        version=attempt.assignment.test_version,
        lines=paper_lines(attempt, only_by=person.id if first else None, failed=failed),
        first=first,
        summed=summed,
        mine=task.grader_id == person.id and task.leased_until and task.leased_until > now,
        taken=task.grader_id not in (None, person.id)
        and task.leased_until
        and task.leased_until > now,
        now=now,
        problem=problem,
    )
    return page, 422 if problem or failed else 200


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


@bp.post("/grading/papers/<pubid:pubid>/items/<pubid:item>")
@requires(Permission.GRADE)
def mark(pubid: str, item: str) -> ResponseReturnValue:
    """Mark one answer."""
    task = _task_or_404(pubid)
    found = _item_or_404(task.attempt, item)
    form = forms.MarkForm()
    if not form.validate_on_submit():
        return _paper(task, failed=(item, form))
    given = form.mark(found, retract=request.form.get("retract") == "1")
    try:
        with transaction():
            operations.mark(task, found, given, actor=current_person(), now=clock.now())
    except Refused as refused:
        form.refuse(form.points, words(refused))
        return _paper(_task_or_404(pubid), failed=(item, form))
    flash(_("Marked."), "success")
    return redirect(url_for(".grade", pubid=pubid, _anchor=f"q-{item}"), 303)


@bp.post("/grading/papers/<pubid:pubid>/finish")
@requires(Permission.GRADE)
def finish(pubid: str) -> ResponseReturnValue:
    """Finish one's marks."""
    person, now = current_person(), clock.now()
    if problem := _act(pubid, lambda task: operations.finish(task, actor=person, now=now)):
        return _paper(_task_or_404(pubid), problem)
    flash(_("Finished. Thank you."), "success")
    return redirect(url_for(".queue"), 303)
