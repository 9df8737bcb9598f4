"""Similar answers side by side: proposals that a person accepts, and takes back."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from recruit.assessments import forms, operations
from recruit.assessments.models import AnswerGroup, QuestionLease
from recruit.assessments.queries import marking as marking_queries
from recruit.assessments.queries import similar as queries
from recruit.assessments.queries import sitting as sitting_queries
from recruit.assessments.views.blueprint import bp, words
from recruit.assessments.views.by_question import lease_or_404, texts
from recruit.assessments.views.grading import MEANWHILE
from recruit.assessments.views.mark_lines import lines_of
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.rules import similar_answers
from recruit.rules.similar_answers import Group

SHOWN = 60
"""Proposals on one page; the largest come first."""


def _open_answers(lease: QuestionLease) -> dict[str, marking_queries.Answer]:
    """Return the answers without a mark by the public id of their items."""
    answers = marking_queries.answers_of(current_person(), lease, clock.now())
    return {one.item.pubid: one for one in answers if not one.marked}


@bp.get("/grading/questions/<pubid:pubid>/similar")
@requires(Permission.GRADE)
def similar(pubid: str) -> ResponseReturnValue:
    """The proposals of a question, and the groups that were marked."""
    lease = lease_or_404(pubid)
    answers = _open_answers(lease)
    said = texts(list(answers.values()))
    proposals = [one for one in similar_answers.groups(said) if one.is_proposal]
    return render_template(
        "assessments/similar.html",
        lease=lease,
        version=lease.test_version,
        wording=lease.question_version,
        proposals=[(one, said[one.members[0]]) for one in proposals[:SHOWN]],
        left=len(answers),
        alone=len(answers) - sum(len(one.members) for one in proposals),
        groups=queries.groups_of(current_person(), lease),
        mine=lease.held_by(current_person().id, clock.now()),
    )


def _proposal(lease: QuestionLease, item: str) -> tuple[Group, dict[str, str]]:
    """Return the proposal with this answer in it, and the texts.

    Where the answer was marked meanwhile (a button pressed twice, a page of before) the way
    leads to the proposals that are left; an answer that does not wait here is 404.
    """
    answers = _open_answers(lease)
    said = texts(list(answers.values()))
    found = next((one for one in similar_answers.groups(said) if item in one.members), None)
    if found is None or not found.is_proposal:
        waiting = marking_queries.answers_of(current_person(), lease, clock.now())
        if item in {one.item.pubid for one in waiting}:
            abort(redirect(url_for(".similar", pubid=lease.pubid), 303))
        abort(404)
    return found, said


@bp.get("/grading/questions/<pubid:pubid>/similar/<pubid:item>")
@requires(Permission.GRADE)
def similar_group(pubid: str, item: str) -> ResponseReturnValue:
    """The answers of a proposal side by side."""
    return _group(lease_or_404(pubid), item)


def _group(
    lease: QuestionLease,
    item: str,
    form: forms.MarkForm | None = None,
    problem: str | None = None,
    status: int = 422,
) -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    proposal, said = _proposal(lease, item)
    answers = _open_answers(lease)
    first = answers[proposal.members[0]]
    failed = (first.item.pubid, form, None) if form is not None else None
    (line,) = lines_of([first.item], task=first.task, person=person, failed=failed)
    chosen = set(request.form.getlist("members")) if form is not None else None
    marked = similar_answers.differing([said[one] for one in proposal.members])
    page = render_template(
        "assessments/similar_group.html",
        lease=lease,
        version=lease.test_version,
        wording=lease.question_version,
        proposal=proposal,
        item=item,
        rows=[
            (answers[one], spans, chosen is None or one in chosen)
            for one, spans in zip(proposal.members, marked, strict=True)
        ],
        line=line,
        mine=lease.held_by(person.id, now),
        problem=problem,
    )
    return page, status if problem or form is not None else 200


@bp.post("/grading/questions/<pubid:pubid>/similar/<pubid:item>")
@requires(Permission.GRADE)
def mark_group(pubid: str, item: str) -> ResponseReturnValue:
    """Give the ticked answers of a proposal one mark."""
    lease, form = lease_or_404(pubid), forms.MarkForm()
    proposal, _said = _proposal(lease, item)
    if not form.validate_on_submit():
        return _group(lease, item, form)
    chosen = request.form.getlist("members")
    seen = dict(pair.split(":", 1) for pair in request.form.getlist("seen") if ":" in pair)
    answers = _open_answers(lease)
    try:
        with transaction():
            group = operations.accept_group(
                lease,
                proposal,
                chosen,
                form.mark(answers[item].item),
                seen=seen,
                actor=current_person(),
                now=clock.now(),
            )
    except Refused as refused:
        form.refuse(form.points, words(refused))
        status = 409 if refused.reason in MEANWHILE else 422
        return _group(lease_or_404(pubid), item, form, words(refused), status)
    count = sum(1 for one in group.members if one.entry)
    flash(ngettext("%(num)s answer marked.", "%(num)s answers marked.", count), "success")
    return redirect(url_for(".group", pubid=group.pubid), 303)


def _group_or_404(pubid: str) -> AnswerGroup:
    return queries.group_for(current_person(), pubid) or abort(404)


@bp.get("/grading/groups/<pubid:pubid>")
@requires(Permission.GRADE)
def group(pubid: str) -> ResponseReturnValue:
    """A group that was marked: its answers, its mark, the way back."""
    return _marked(_group_or_404(pubid))


def _marked(found: AnswerGroup, problem: str | None = None) -> ResponseReturnValue:
    person = current_person()
    said = _texts(found)
    lease = marking_queries.lease_of(found.test_version, found.question_version, found.kind)
    inside = [one for one in found.members if one.entry]
    marked = similar_answers.differing([said[one.item.pubid] for one in inside])
    page = render_template(
        "assessments/similar_marked.html",
        group=found,
        rows=list(zip(inside, marked, strict=True)),
        aside=[(one, said[one.item.pubid]) for one in found.members if not one.entry],
        mark=inside[0].entry if inside else None,
        lease=lease if lease and marking_queries.lease_for(person, lease.pubid) else None,
        problem=problem,
    )
    return page, 422 if problem else 200


def _texts(found: AnswerGroup) -> dict[str, Any]:
    items = [one.item for one in found.members]
    counted = sitting_queries.counted_answers(items)
    return {one.pubid: counted[one.id].text if one.id in counted else "" for one in items}


@bp.post("/grading/groups/<pubid:pubid>/undo")
@requires(Permission.GRADE)
def undo_group(pubid: str) -> ResponseReturnValue:
    """Give every answer of a group its earlier value back."""
    found = _group_or_404(pubid)
    try:
        with transaction():
            count = operations.undo_group(found, actor=current_person(), now=clock.now())
    except Refused as refused:
        return _marked(_group_or_404(pubid), words(refused))
    flash(
        ngettext("%(num)s answer stands as before.", "%(num)s answers stand as before.", count),
        "success",
    )
    return redirect(url_for(".group", pubid=pubid), 303)


@bp.post("/grading/groups/<pubid:pubid>/members/<pubid:member>")
@requires(Permission.GRADE)
def take_out(pubid: str, member: str) -> ResponseReturnValue:
    """Take one answer out of a group."""
    found = _group_or_404(pubid)
    one = next((row for row in found.members if row.pubid == member), None) or abort(404)
    try:
        with transaction():
            operations.take_out(found, one, actor=current_person(), now=clock.now())
    except Refused as refused:
        return _marked(_group_or_404(pubid), words(refused))
    flash(_("Taken out: the answer stands as before."), "success")
    return redirect(url_for(".group", pubid=pubid), 303)
