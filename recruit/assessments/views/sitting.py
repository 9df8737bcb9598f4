"""The trainee's pages: my tests, the sitting itself, the result."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.assessments import operations
from recruit.assessments.models import Assignment, Attempt, AttemptItem
from recruit.assessments.operations import Draft
from recruit.assessments.operations.papers import local_date
from recruit.assessments.queries import grading as grading_queries
from recruit.assessments.queries import results, timing
from recruit.assessments.queries import sitting as queries
from recruit.assessments.views import presenting, result
from recruit.assessments.views.blueprint import bp, words
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.ids import is_pubid, new_pubid
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.rules import sitting as rules
from recruit.rules.sitting import AttemptState
from recruit.rules.sitting_time import accommodated_minutes, time_left


def _attempt_or_404(pubid: str) -> Attempt:
    return queries.attempt_for(current_person(), pubid) or abort(404)


@bp.get("/tests/mine")
@requires(Permission.TEST_SIT)
def mine() -> ResponseReturnValue:
    """The trainee's tests."""
    rows = queries.my_assignments(current_person())
    return render_template("assessments/mine.html", rows=rows, next=_next_test(rows))


def _next_test(rows: Sequence[Assignment]) -> Assignment | None:
    """The running test, else the one that is to be sat first."""
    order = {AttemptState.IN_PROGRESS: 0, AttemptState.HELD: 1, AttemptState.ASSIGNED: 2}
    open_ = [row for row in rows if row.attempts[-1].state in order]
    return min(
        open_, key=lambda row: (order[row.attempts[-1].state], row.closes_at), default=None
    )


@bp.get("/tests/attempts/<pubid:pubid>")
@requires(Permission.TEST_SIT)
def attempt(pubid: str) -> ResponseReturnValue:
    """A sitting: before it, in it, after it, with the result once it was released."""
    return _overview(_attempt_or_404(pubid))


def _overview(attempt: Attempt, problem: str | None = None) -> ResponseReturnValue:
    context: dict[str, Any] = {}
    if attempt.state in rules.SEEN_BY_TRAINEE:
        whole = grading_queries.whole(attempt)
        answers = queries.counted_answers(whole.items)
        context = {
            "lines": [_result_line(item, answers.get(item.id)) for item in whole.items],
            "release": whole.releases[-1],
            "appeals_open": whole.appeal_until_on is not None
            and local_date(whole, clock.now()) <= whole.appeal_until_on,
            **result.context(whole, clock.now()),
        }
    elif attempt.state is not AttemptState.ASSIGNED:
        context = {"due_on": results.grading_due_on(attempt)}
    assignment = attempt.assignment
    if attempt.state is AttemptState.ASSIGNED:
        context = {"minutes": _minutes_before(attempt)}
    else:
        context |= {
            "pause": timing.open_pause(attempt),
            "changes": timing.changes(attempt),
            "pauses": timing.pauses(attempt),
            "presence": timing.presence(attempt),
        }
    page = render_template(
        "assessments/attempt.html",
        attempt=attempt,
        over=_is_over(attempt),
        version=assignment.test_version,
        zone=queries.zone_of(assignment.person),
        now=clock.now(),
        problem=problem,
        questions=len(attempt.items) or assignment.test_version.asks,
        **context,
    )
    return page, 422 if problem else 200


def _minutes_before(attempt: Attempt) -> int | None:
    """How long somebody has who begins now: with what they were given, for this test or all."""
    limit = attempt.assignment.test_version.time_limit_minutes
    if limit is None:
        return None
    standing = timing.accommodation(attempt.assignment.person)
    more = accommodated_minutes(limit, standing.percent) if standing else 0
    return limit + attempt.extra_minutes + more


def _result_line(item: AttemptItem, answer: Any) -> dict[str, Any]:
    """What a trainee learns about one answer: never the key, the rubric or earlier marks."""
    value = grading_queries.item_value(item)
    last = next(
        (row for row in reversed(item.entries) if row.kind.value in ("final", "auto")), None
    )
    return {
        "question": presenting.asked(item),
        "answer": presenting.in_words(item, answer),
        "value": value,
        "comment": last.comment if last else "",
        "said": presenting.said(item, answer),
        "appeal": item.appeal,
        "pubid": item.pubid,
    }


@bp.post("/tests/attempts/<pubid:pubid>/start")
@requires(Permission.TEST_SIT)
def start(pubid: str) -> ResponseReturnValue:
    """Begin."""
    attempt = _attempt_or_404(pubid)
    if attempt.state is AttemptState.IN_PROGRESS:  # a second click
        return redirect(url_for(".sit", pubid=pubid, position=1), 303)
    try:
        with transaction():
            operations.start(attempt, actor=current_person(), now=clock.now())
    except Refused as refused:
        return _overview(_attempt_or_404(pubid), words(refused))
    return redirect(url_for(".sit", pubid=pubid, position=1), 303)


@bp.get("/tests/attempts/<pubid:pubid>/<int:position>")
@requires(Permission.TEST_SIT)
def sit(pubid: str, position: int) -> ResponseReturnValue:
    """One question of a running sitting."""
    attempt = _attempt_or_404(pubid)
    item = _item_or_404(attempt, position)
    if _is_over(attempt):
        return redirect(url_for(".attempt", pubid=pubid), 303)
    return _question(attempt, item)


def _item_or_404(attempt: Attempt, position: int) -> AttemptItem:
    if not 1 <= position <= len(attempt.items):
        abort(404)
    return attempt.items[position - 1]


def _is_over(attempt: Attempt) -> bool:
    left = time_left(attempt.deadline_at, clock.now(), attempt.paused_at)
    return attempt.state is not AttemptState.IN_PROGRESS or (left is not None and left < 0)


def _question(
    attempt: Attempt,
    item: AttemptItem,
    conflict: dict[str, Any] | None = None,
    problem: str | None = None,
) -> ResponseReturnValue:
    """Show a question. conflict: what this form sent, when another text counts by now or, with
    a problem, when it was refused."""
    answers = queries.counted_answers(attempt.items)
    now = clock.now()
    head = presenting.shown(answers.get(item.id))
    page = render_template(
        "assessments/sit.html",
        attempt=attempt,
        item=item,
        question=presenting.asked(item),
        head=head,
        answer=conflict or head,
        conflict=None if problem else conflict,
        problem=problem,
        version=attempt.assignment.test_version,
        seen=len(timing.changes(attempt)),
        next_url=_next_page(attempt, item, "next"),
        previous_url=_next_page(attempt, item, "previous"),
        grid=[
            {
                "position": one.position,
                "answered": one.id in answers
                and rules.answered(answers[one.id].text, answers[one.id].data),
                "flagged": one.flagged,
            }
            for one in attempt.items
        ],
        client=new_pubid(),
        left=time_left(attempt.deadline_at, now, attempt.paused_at),
        longest=rules.LONGEST_TEXT,
    )
    return page, 422 if problem else 409 if conflict else 200


@bp.post("/tests/attempts/<pubid:pubid>/<int:position>")
@requires(Permission.TEST_SIT)
def sit_form(pubid: str, position: int) -> ResponseReturnValue:
    """Save by a plain form, and go where the pressed button says."""
    now, person = g.received_at, current_person()
    attempt = _attempt_or_404(pubid)
    item = _item_or_404(attempt, position)
    text, data = presenting.read_fields(request.form.items(multi=True))
    client, base = request.form.get("client", ""), request.form.get("base", "")
    client = client if is_pubid(client) else new_pubid()
    draft = Draft(client=client, seq=0, base=base[:40], text=text, data=data)
    try:
        with transaction():
            slot = queries.answering(person, item.pubid) or abort(404)
            receipt = operations.save_form(slot, draft, received_at=now)
    except Refused as refused:
        attempt = _attempt_or_404(pubid)
        if _is_over(attempt):
            return _overview(attempt, words(refused))
        sent = {"ref": base, "text": text, "data": data, "at": None}
        return _question(attempt, _item_or_404(attempt, position), sent, words(refused))
    if receipt is not None and receipt.late:
        if not _is_over(_attempt_or_404(pubid)):
            flash(_("The clock stands still: this is kept. Save it again later."), "warning")
            return redirect(_next_page(attempt, item, "stay"), 303)
        flash(_("Time was over when this arrived: it is kept, marked as late."), "warning")
        return redirect(url_for(".attempt", pubid=pubid), 303)
    if receipt is not None and not receipt.counts:
        attempt = _attempt_or_404(pubid)
        sent = {"ref": receipt.ref, "text": text, "data": data, "at": None}
        return _question(attempt, _item_or_404(attempt, position), sent)
    return redirect(_next_page(attempt, item, request.form.get("to", "next")), 303)


def _next_page(attempt: Attempt, item: AttemptItem, to: str) -> str:
    last = len(attempt.items)
    if to == "finish" or (to == "next" and item.position == last):
        return url_for(".review", pubid=attempt.pubid)
    step = {"next": 1, "previous": -1}.get(to, 0)
    position = min(max(item.position + step, 1), last)
    return url_for(".sit", pubid=attempt.pubid, position=position)


@bp.get("/tests/attempts/<pubid:pubid>/finish")
@requires(Permission.TEST_SIT)
def review(pubid: str) -> ResponseReturnValue:
    """What is answered and what is not, before handing in."""
    attempt = _attempt_or_404(pubid)
    if _is_over(attempt):
        return redirect(url_for(".attempt", pubid=pubid), 303)
    answers = queries.counted_answers(attempt.items)
    now = clock.now()
    return render_template(
        "assessments/review.html",
        attempt=attempt,
        rows=[
            {
                "question": presenting.asked(item),
                "item": item,
                "answered": item.id in answers
                and rules.answered(answers[item.id].text, answers[item.id].data),
            }
            for item in attempt.items
        ],
        left=time_left(attempt.deadline_at, now, attempt.paused_at),
        seen=len(timing.changes(attempt)),
    )


@bp.post("/tests/attempts/<pubid:pubid>/finish")
@requires(Permission.TEST_SIT)
def submit(pubid: str) -> ResponseReturnValue:
    """Hand in; a second click finds it handed in already."""
    attempt = _attempt_or_404(pubid)
    if attempt.state is AttemptState.IN_PROGRESS:
        try:
            with transaction():
                operations.submit(attempt, actor=current_person(), now=g.received_at)
        except Refused as refused:
            return _overview(_attempt_or_404(pubid), words(refused))
        flash(_("Handed in. You will be told when the result is there."), "success")
    return redirect(url_for(".attempt", pubid=pubid), 303)


@bp.post("/tests/assignments/<pubid:pubid>/retake")
@requires(Permission.TEST_SIT)
def retake(pubid: str) -> ResponseReturnValue:
    """Open the next attempt."""
    assignment = queries.assignment_for(current_person(), pubid) or abort(404)
    last = assignment.attempts[-1].pubid
    try:
        with transaction():
            opened = operations.retake(assignment, actor=current_person(), now=clock.now())
    except Refused as refused:
        return _overview(_attempt_or_404(last), words(refused))
    return redirect(url_for(".attempt", pubid=opened.pubid), 303)
