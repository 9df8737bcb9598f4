"""The record of an oral test: the examiner asks, and writes down what they hear."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.assessments import operations
from recruit.assessments.models import Attempt
from recruit.assessments.operations import Draft
from recruit.assessments.queries import grading as grading_queries
from recruit.assessments.queries import oral as queries
from recruit.assessments.queries import sitting as sitting_queries
from recruit.assessments.views import answers, presenting
from recruit.assessments.views.blueprint import bp, words
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.forms import clean_text
from recruit.kernel.permissions import Permission, may, requires
from recruit.people.login import current_person
from recruit.rules import sitting as rules
from recruit.rules.sitting import AttemptState


def _oral_or_404(pubid: str) -> Attempt:
    return queries.oral_for(current_person(), pubid) or abort(404)


def _held_or_404(pubid: str) -> Attempt:
    attempt = _oral_or_404(pubid)
    mine = attempt.state is AttemptState.HELD and attempt.examiner_id == current_person().id
    return attempt if mine else abort(404)


@bp.get("/grading/oral")
@requires(Permission.TEST_AUTHOR, Permission.GRADE)
def orals() -> ResponseReturnValue:
    """The oral tests that wait for an examiner."""
    rows = queries.to_hold(current_person())
    return render_template("assessments/orals.html", rows=rows)


@bp.post("/tests/papers/<pubid:pubid>/hold")
@requires(Permission.TEST_AUTHOR, Permission.GRADE)
def hold(pubid: str) -> ResponseReturnValue:
    """Begin an oral test."""
    attempt = _oral_or_404(pubid)
    try:
        with transaction():
            operations.hold(attempt, examiner=current_person(), now=clock.now())
    except Refused as refused:
        flash(words(refused), "warning")
        return redirect(url_for(".orals"), 303)
    return redirect(url_for(".oral", pubid=pubid), 303)


@bp.get("/tests/papers/<pubid:pubid>/oral")
@requires(Permission.TEST_AUTHOR, Permission.GRADE)
def oral(pubid: str) -> ResponseReturnValue:
    """Everything on one page: the questions, a field for each answer, notes, the time."""
    attempt = _held_or_404(pubid)
    counted = sitting_queries.counted_answers(attempt.items)
    return render_template(
        "assessments/oral.html",
        attempt=attempt,
        version=attempt.assignment.test_version,
        rows=[
            (presenting.asked(item), presenting.shown(counted.get(item.id)))
            for item in attempt.items
        ],
        longest=rules.LONGEST_TEXT,
    )


@bp.post("/tests/papers/<pubid:pubid>/oral/<pubid:item>")
@requires(Permission.TEST_AUTHOR, Permission.GRADE)
def oral_answer(pubid: str, item: str) -> ResponseReturnValue:
    """Write down one answer by its button."""
    found = grading_queries.item_of(_held_or_404(pubid), item) or abort(404)
    text, data = presenting.read_fields(request.form.items(multi=True))
    base = request.form.get("base", "")[:40]
    try:
        with transaction():
            slot = sitting_queries.answering(current_person(), found.pubid, oral=True)
            draft = Draft(client="oral", seq=0, base=base, text=text, data=data)
            operations.save_form(slot or abort(404), draft, received_at=g.received_at)
    except Refused as refused:
        flash(words(refused), "warning")
    else:
        flash(_("Written down."), "success")
    return redirect(url_for(".oral", pubid=pubid, _anchor=f"q-{item}"), 303)


@bp.put("/tests/papers/<pubid:pubid>/oral/<pubid:item>")
@requires(Permission.TEST_AUTHOR, Permission.GRADE)
def oral_save(pubid: str, item: str) -> ResponseReturnValue:
    """Write down one answer while it is typed; the receipt goes out after the commit."""
    found = grading_queries.item_of(_held_or_404(pubid), item) or abort(404)
    return answers.save(found.pubid, oral=True)


@bp.get("/tests/papers/<pubid:pubid>/oral/<pubid:item>")
@requires(Permission.TEST_AUTHOR, Permission.GRADE)
def oral_status(pubid: str, item: str) -> ResponseReturnValue:
    """What is written down for a question, and a fresh form token."""
    found = grading_queries.item_of(_held_or_404(pubid), item) or abort(404)
    return answers.status(found.pubid, oral=True)


@bp.post("/tests/papers/<pubid:pubid>/notes")
@requires(Permission.TEST_AUTHOR, Permission.GRADE)
def oral_notes(pubid: str) -> ResponseReturnValue:
    """Keep the examiner's notes; a script gets no page back."""
    attempt = _held_or_404(pubid)
    notes = str(clean_text(request.form.get("notes", "")))
    try:
        with transaction():
            operations.note_oral(attempt, notes, actor=current_person())
    except Refused as refused:
        if request.headers.get("HX-Request"):
            return words(refused), 422
        flash(words(refused), "warning")
    if request.headers.get("HX-Request"):
        return "", 204
    return redirect(url_for(".oral", pubid=pubid, _anchor="notes"), 303)


@bp.post("/tests/papers/<pubid:pubid>/oral")
@requires(Permission.TEST_AUTHOR, Permission.GRADE)
def end_oral(pubid: str) -> ResponseReturnValue:
    """End an oral test; marking begins."""
    attempt = _held_or_404(pubid)
    try:
        with transaction():
            operations.end_oral(attempt, actor=current_person(), now=clock.now())
    except Refused as refused:
        flash(words(refused), "warning")
        return redirect(url_for(".oral", pubid=pubid), 303)
    flash(_("The oral test is over: it waits for its marks."), "success")
    if may(current_person(), Permission.TEST_READ):
        return redirect(url_for(".paper", pubid=pubid), 303)
    return redirect(url_for(".queue"), 303)
