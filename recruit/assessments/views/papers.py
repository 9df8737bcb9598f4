"""One paper as trainers and directors look after it: extra time, void, late texts, who marks."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.assessments import forms, operations
from recruit.assessments.models import AnswerRevision, Attempt, TestForm
from recruit.assessments.queries import grading as queries
from recruit.assessments.queries import sitting as sitting_queries
from recruit.assessments.views import presenting
from recruit.assessments.views.blueprint import bp, words
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.fields import choices
from recruit.kernel.permissions import Permission, Role, requires
from recruit.people import queries as people
from recruit.people.login import current_person
from recruit.people.models import Person
from recruit.rules import sitting as rules
from recruit.rules.grading import EntryKind
from recruit.rules.sitting import AttemptState


def _paper_or_404(pubid: str) -> Attempt:
    return queries.paper_for_trainer(current_person(), pubid) or abort(404)


def _askable(attempt: Attempt) -> dict[str, Person]:
    """Everybody who could be asked for marks, by public id."""
    found = {
        one.pubid: one
        for role in (Role.MENTOR, Role.TRAINER, Role.RECRUITER)
        for one in people.people_with(role)
    }
    found.pop(attempt.assignment.person.pubid, None)
    return dict(sorted(found.items(), key=lambda pair: pair[1].name))


@bp.get("/tests/papers/<pubid:pubid>")
@requires(Permission.TEST_READ)
def paper(pubid: str) -> ResponseReturnValue:
    """A paper and what can be done about it."""
    return _show(_paper_or_404(pubid))


def _show(attempt: Attempt, problem: str | None = None, **given: Any) -> ResponseReturnValue:
    beside: dict[int, list[AnswerRevision]] = {}
    if attempt.items and attempt.state not in rules.OVER:
        beside = sitting_queries.beside(attempt.items)
    excused = sitting_queries.excused(attempt.items) if beside else set()
    ask = given.get("ask_form") or forms.Ask(formdata=None)
    ask.person.choices = choices(
        ((key, one.name) for key, one in _askable(attempt).items()), _("Choose a person")
    )
    kinds = {EntryKind.FIRST} | {task.kind for task in attempt.tasks if task.done_at is None}
    ask.kind.choices = [one for one in forms.Ask.KINDS if one.value in kinds]
    fresh: dict[str, Any] = {
        "extend_form": forms.Extend(formdata=None),
        "void_form": forms.Reason(formdata=None, prefix="void-"),
        "ask_form": ask,
        "late_form": forms.Late(formdata=None),
    }
    page = render_template(
        "assessments/paper.html",
        attempt=attempt,
        version=attempt.assignment.test_version,
        zone=sitting_queries.zone_of(attempt.assignment.person),
        summed=queries.summed(attempt) if attempt.items else None,
        late=[
            (item, row, presenting.in_words(item, row))
            for item in attempt.items
            for row in beside.get(item.id, ())
            if row.late and row.id not in excused
        ],
        problem=problem,
        states=AttemptState,
        oral=attempt.assignment.test_version.form is TestForm.ORAL,
        **(fresh | given),
    )
    return page, 422 if problem or given else 200


@bp.post("/tests/papers/<pubid:pubid>/extend")
@requires(Permission.TEST_AUTHOR)
def extend(pubid: str) -> ResponseReturnValue:
    """Give extra time."""
    attempt, form = _paper_or_404(pubid), forms.Extend()
    if not form.validate_on_submit():
        return _show(attempt, extend_form=form)
    try:
        with transaction():
            operations.extend(
                attempt,
                minutes=int(form.minutes.data or 0),
                reason=str(form.reason.data),
                actor=current_person(),
                now=clock.now(),
            )
    except Refused as refused:
        return _show(_paper_or_404(pubid), words(refused), extend_form=form)
    flash(_("Extra time was given, and the trainee told."), "success")
    return redirect(url_for(".paper", pubid=pubid), 303)


@bp.post("/tests/papers/<pubid:pubid>/void")
@requires(Permission.TEST_AUTHOR)
def void(pubid: str) -> ResponseReturnValue:
    """Declare a sitting void."""
    attempt, form = _paper_or_404(pubid), forms.Reason(prefix="void-")
    if not form.validate_on_submit():
        return _show(attempt, void_form=form)
    try:
        with transaction():
            operations.void(
                attempt, reason=str(form.reason.data), actor=current_person(), now=clock.now()
            )
    except Refused as refused:
        return _show(_paper_or_404(pubid), words(refused), void_form=form)
    flash(_("The sitting is void, and the trainee told."), "success")
    return redirect(url_for(".paper", pubid=pubid), 303)


@bp.post("/tests/papers/<pubid:pubid>/ask")
@requires(Permission.TEST_AUTHOR)
def ask(pubid: str) -> ResponseReturnValue:
    """Ask somebody by name for marks."""
    attempt, form = _paper_or_404(pubid), forms.Ask()
    askable = _askable(attempt)
    form.person.choices = choices((key, one.name) for key, one in askable.items())
    if not form.validate_on_submit():
        return _show(attempt, ask_form=form)
    try:
        with transaction():
            operations.ask(
                attempt,
                askable[form.person.data],
                EntryKind(form.kind.data),
                actor=current_person(),
                now=clock.now(),
            )
    except Refused as refused:
        return _show(_paper_or_404(pubid), words(refused), ask_form=form)
    flash(_("Asked."), "success")
    return redirect(url_for(".paper", pubid=pubid), 303)


@bp.post("/tests/papers/<pubid:pubid>/items/<pubid:item>/late")
@requires(Permission.TEST_AUTHOR)
def count_late(pubid: str, item: str) -> ResponseReturnValue:
    """Let a late text count."""
    attempt, form = _paper_or_404(pubid), forms.Late()
    found = queries.item_of(attempt, item) or abort(404)
    revision = next(
        (row for row in found.revisions if row.pubid == form.revision.data), None
    ) or abort(404)
    if not form.validate_on_submit():
        return _show(attempt, late_form=form)
    try:
        with transaction():
            operations.count_late(
                found,
                revision,
                reason=str(form.reason.data),
                actor=current_person(),
                now=clock.now(),
            )
    except Refused as refused:
        return _show(_paper_or_404(pubid), words(refused), late_form=form)
    flash(_("The late text counts now."), "success")
    return redirect(url_for(".paper", pubid=pubid), 303)
