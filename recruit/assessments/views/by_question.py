"""Marking one question over all papers that wait, answer after answer."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from recruit.assessments import forms, operations
from recruit.assessments.models import QuestionLease, QuestionVersion, TestVersion
from recruit.assessments.queries import marking as queries
from recruit.assessments.queries import sitting as sitting_queries
from recruit.assessments.queries.marking import Answer
from recruit.assessments.views.blueprint import bp, words
from recruit.assessments.views.grading import MEANWHILE
from recruit.assessments.views.mark_lines import Failed, lines_of, mark_of, name_of
from recruit.kernel import clock
from recruit.kernel.db import by_pubid, transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.kernel.web import argument
from recruit.people.login import current_person
from recruit.rules import similar_answers
from recruit.rules.grading import EntryKind, Refusal


def _version_or_404(pubid: str) -> TestVersion:
    return queries.version_for(current_person(), pubid) or abort(404)


def lease_or_404(pubid: str) -> QuestionLease:
    """Return one question's work, or answer 404."""
    return queries.lease_for(current_person(), pubid) or abort(404)


@bp.get("/grading/tests/<pubid:pubid>")
@requires(Permission.GRADE)
def by_question(pubid: str) -> ResponseReturnValue:
    """The questions of a test that wait for marks."""
    return _questions(_version_or_404(pubid))


def _questions(version: TestVersion, problem: str | None = None) -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    rows = queries.questions_waiting(person, version)
    kinds = list(dict.fromkeys(row.kind for row in rows))
    page = render_template(
        "assessments/by_question.html",
        version=version,
        kinds=[
            (
                kind,
                [row for row in rows if row.kind is kind],
                len(queries.complete_tasks(person, version, kind, now)),
            )
            for kind in kinds
        ],
        me=person,
        now=now,
        problem=problem,
    )
    return page, 422 if problem else 200


def _kind() -> EntryKind:
    asked = request.form.get("kind")
    return next((kind for kind in EntryKind if kind.value == asked), None) or abort(404)


@bp.post("/grading/tests/<pubid:pubid>/questions/<pubid:question>")
@requires(Permission.GRADE)
def take_question(pubid: str, question: str) -> ResponseReturnValue:
    """Take a question to go through its answers."""
    version, kind = _version_or_404(pubid), _kind()
    found = by_pubid(QuestionVersion, question) or abort(404)
    try:
        with transaction():
            lease = operations.take_question(
                version, found, kind, actor=current_person(), now=clock.now()
            )
    except Refused as refused:
        problem = words(refused)
        if refused.reason is Refusal.LEASED:
            problem = _("Somebody else is marking this question just now.")
        return _questions(_version_or_404(pubid), problem)
    return redirect(url_for(".question_run", pubid=lease.pubid), 303)


@bp.post("/grading/tests/<pubid:pubid>/finish")
@requires(Permission.GRADE)
def finish_complete(pubid: str) -> ResponseReturnValue:
    """Finish the papers whose every mark is there."""
    version, kind = _version_or_404(pubid), _kind()
    with transaction():
        done, refused = operations.finish_complete(
            version, kind, actor=current_person(), now=clock.now()
        )
    flash(ngettext("%(num)s paper finished.", "%(num)s papers finished.", done), "success")
    if refused:
        flash(_("Some could not be finished: their pages say why."), "warning")
    return redirect(url_for(".queue"), 303)


def sorted_answers(lease: QuestionLease, order: str | None) -> list[Answer]:
    """Return the answers of a question, on request those alike beside each other."""
    answers = queries.answers_of(current_person(), lease, clock.now())
    if order != "similar":
        return answers
    at = {key: place for place, key in enumerate(similar_answers.by_similarity(texts(answers)))}
    return sorted(answers, key=lambda one: at[one.item.pubid])


def texts(answers: Sequence[Answer]) -> dict[str, str]:
    """Return the counted texts of answers by the public id of their items."""
    counted = sitting_queries.counted_answers([one.item for one in answers])
    return {
        one.item.pubid: counted[one.item.id].text if one.item.id in counted else ""
        for one in answers
    }


@bp.get("/grading/questions/<pubid:pubid>")
@requires(Permission.GRADE)
def question_run(pubid: str) -> ResponseReturnValue:
    """One answer of a question, with the way to the next."""
    return _run(lease_or_404(pubid), argument("at"))


def _run(
    lease: QuestionLease, at: str | None, failed: Failed | None = None, status: int = 422
) -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    order = argument("order")
    answers = sorted_answers(lease, order)
    places = {one.item.pubid: place for place, one in enumerate(answers)}
    place = places.get(at or "", _first_open(answers))
    shown: dict[str, Any] = {}
    if answers and place < len(answers):
        answer = answers[place]
        (line,) = lines_of([answer.item], task=answer.task, person=person, failed=failed)
        shown = {"answer": answer, "line": line, "name": name_of(answer.item.attempt)}
    page = render_template(
        "assessments/question_run.html",
        lease=lease,
        version=lease.test_version,
        wording=lease.question_version,
        mine=lease.held_by(person.id, now),
        taken=lease.is_held(now) and not lease.held_by(person.id, now),
        answers=answers,
        place=place,
        marked=sum(one.marked for one in answers),
        before=answers[place - 1].item.pubid if 0 < place <= len(answers) else None,
        after=answers[place + 1].item.pubid if place + 1 < len(answers) else None,
        order=order if order == "similar" else None,
        complete=len(queries.complete_tasks(person, lease.test_version, lease.kind, now))
        if not shown
        else 0,
        **shown,
    )
    return page, status if failed else 200


def _first_open(answers: Sequence[Answer], after: int = -1) -> int:
    """Return the place of the next answer without a mark; after the last one begin anew."""
    turned = [*range(after + 1, len(answers)), *range(after + 1)]
    return next((at for at in turned if not answers[at].marked), len(answers))


@bp.post("/grading/questions/<pubid:pubid>/items/<pubid:item>")
@requires(Permission.GRADE)
def mark_next(pubid: str, item: str) -> ResponseReturnValue:
    """Mark one answer and go on with the next. Upon a stale page: 409, with both marks."""
    lease = lease_or_404(pubid)
    answers = sorted_answers(lease, argument("order"))
    place = next((n for n, one in enumerate(answers) if one.item.pubid == item), None)
    if place is None:
        return abort(404)
    found, form = answers[place], forms.MarkForm()
    if not form.validate_on_submit():
        return _run(lease, item, (item, form, None))
    given = form.mark(found.item, retract=request.form.get("retract") == "1")
    try:
        with transaction():
            operations.mark(
                found.task,
                found.item,
                given,
                actor=current_person(),
                now=clock.now(),
                seen=request.form.get("seen", "")[:40],
                lease=lease,
            )
    except Refused as refused:
        form.refuse(form.points, words(refused))
        status = 409 if refused.reason in MEANWHILE else 422
        failed = (item, form, mark_of(refused))
        return _run(lease_or_404(pubid), item, failed, status)
    following = _first_open(answers, place)
    to = answers[following].item.pubid if following not in (place, len(answers)) else None
    order = argument("order") or None
    return redirect(url_for(".question_run", pubid=pubid, at=to, order=order), 303)


@bp.post("/grading/questions/<pubid:pubid>/leave")
@requires(Permission.GRADE)
def leave_question(pubid: str) -> ResponseReturnValue:
    """Put a question back."""
    lease = lease_or_404(pubid)
    version = lease.test_version.pubid
    with transaction():
        operations.leave_question(lease, actor=current_person(), now=clock.now())
    if queries.version_for(current_person(), version) is None:
        return redirect(url_for(".queue"), 303)
    return redirect(url_for(".by_question", pubid=version), 303)
