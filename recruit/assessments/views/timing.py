"""The time of a sitting: its page for trainers, and what an open test page asks about it."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.assessments import operations
from recruit.assessments.forms import timing as forms
from recruit.assessments.models import (
    Accommodation,
    Attempt,
    PresenceKind,
    TimeChange,
    TimeChangeKind,
)
from recruit.assessments.queries import grading as grading_queries
from recruit.assessments.queries import sitting as sitting_queries
from recruit.assessments.queries import timing as queries
from recruit.assessments.views.blueprint import bp, words
from recruit.kernel import clock
from recruit.kernel.db import by_pubid, transaction
from recruit.kernel.errors import Refused
from recruit.kernel.fields import choices
from recruit.kernel.formats import format_datetime
from recruit.kernel.permissions import Permission, Role, requires
from recruit.people import queries as people
from recruit.people.login import current_person
from recruit.rules.sitting_time import time_left


def _paper_or_404(pubid: str) -> Attempt:
    return grading_queries.paper_for_trainer(current_person(), pubid) or abort(404)


@bp.get("/tests/papers/<pubid:pubid>/time")
@requires(Permission.TEST_AUTHOR)
def sitting_time(pubid: str) -> ResponseReturnValue:
    """When a sitting ends, why, and what can be done about it."""
    return _show(_paper_or_404(pubid))


def _show(attempt: Attempt, problem: str | None = None, **given: Any) -> ResponseReturnValue:
    zone = sitting_queries.zone_of(attempt.assignment.person)
    move_form = forms.MoveEnd(formdata=None)
    if attempt.deadline_at is not None:
        local = attempt.deadline_at.astimezone(ZoneInfo(zone))
        move_form.ends_at.data = local.replace(second=0, microsecond=0)
    context: dict[str, Any] = {
        "pause_form": forms.Pause(formdata=None, prefix="pause-"),
        "move_form": move_form,
        "extend_form": None,
    } | given
    page = render_template(
        "assessments/time.html",
        attempt=attempt,
        zone=zone,
        left=time_left(attempt.deadline_at, clock.now(), attempt.paused_at),
        standing=queries.accommodation(attempt.assignment.person),
        pause=queries.open_pause(attempt),
        changes=queries.changes(attempt),
        pauses=queries.pauses(attempt),
        presence=queries.presence(attempt),
        problem=problem,
        **context,
    )
    return page, 422 if problem or given else 200


@bp.post("/tests/papers/<pubid:pubid>/pause")
@requires(Permission.TEST_AUTHOR)
def pause_sitting(pubid: str) -> ResponseReturnValue:
    """Stop the clock of a running sitting."""
    attempt, form = _paper_or_404(pubid), forms.Pause(prefix="pause-")
    if not form.validate_on_submit():
        return _show(attempt, pause_form=form)
    try:
        with transaction():
            operations.pause(
                attempt, reason=str(form.reason.data), actor=current_person(), now=clock.now()
            )
    except Refused as refused:
        return _show(_paper_or_404(pubid), words(refused), pause_form=form)
    flash(_("The clock stands still. The open page says so within seconds."), "success")
    return redirect(url_for(".sitting_time", pubid=pubid), 303)


@bp.post("/tests/papers/<pubid:pubid>/resume")
@requires(Permission.TEST_AUTHOR)
def resume_sitting(pubid: str) -> ResponseReturnValue:
    """Let the clock run again."""
    attempt = _paper_or_404(pubid)
    try:
        with transaction():
            operations.resume(attempt, actor=current_person(), now=clock.now())
    except Refused as refused:
        return _show(_paper_or_404(pubid), words(refused))
    flash(_("The clock runs again; the end moved by the length of the pause."), "success")
    return redirect(url_for(".sitting_time", pubid=pubid), 303)


@bp.post("/tests/papers/<pubid:pubid>/end")
@requires(Permission.TEST_AUTHOR)
def move_end(pubid: str) -> ResponseReturnValue:
    """Let a running sitting end at another time."""
    attempt, form = _paper_or_404(pubid), forms.MoveEnd()
    if not form.validate_on_submit() or form.ends_at.data is None:
        return _show(attempt, move_form=form)
    zone = ZoneInfo(sitting_queries.zone_of(attempt.assignment.person))
    try:
        with transaction():
            operations.move_end(
                attempt,
                wanted=form.ends_at.data.replace(tzinfo=zone),
                reason=str(form.reason.data),
                actor=current_person(),
                now=clock.now(),
            )
    except OverflowError:  # the last day that dates have
        form.refuse(form.ends_at, _("Write a day near today."))
        return _show(attempt, move_form=form)
    except Refused as refused:
        return _show(_paper_or_404(pubid), words(refused), move_form=form)
    flash(_("The end was moved. The open page says so within seconds."), "success")
    return redirect(url_for(".sitting_time", pubid=pubid), 303)


def _told(change: TimeChange, zone: str) -> str:
    """One change of the end, as the trainee reads it."""
    minutes = abs(change.seconds) // 60
    facts = {
        "name": change.by.name,
        "minutes": minutes,
        "reason": change.reason,
        "end": format_datetime(change.deadline_at, zone).striptags(),
    }
    if change.kind is TimeChangeKind.MOVED:
        return str(_("%(name)s moved the end to %(end)s: %(reason)s", **facts))
    if change.kind is TimeChangeKind.PAUSED:
        return str(_("The clock runs again; your test ends %(end)s.", **facts))
    return str(_("%(name)s gave you %(minutes)s more minutes: %(reason)s", **facts))


@bp.get("/tests/attempts/<pubid:pubid>/news")
@requires(Permission.TEST_SIT)
def news(pubid: str) -> ResponseReturnValue:
    """What happened to the time of one's own sitting, in words, for the open page."""
    attempt = sitting_queries.attempt_for(current_person(), pubid) or abort(404)
    zone = sitting_queries.zone_of(attempt.assignment.person)
    changes, stop = queries.changes(attempt), queries.open_pause(attempt)
    return jsonify(
        changes=[_told(change, zone) for change in changes],
        paused=None
        if stop is None
        else _("Paused by %(name)s: %(reason)s", name=stop.paused_by.name, reason=stop.reason),
        left=time_left(attempt.deadline_at, g.received_at, attempt.paused_at),
    )


@bp.post("/tests/attempts/<pubid:pubid>/presence")
@requires(Permission.TEST_SIT)
def presence(pubid: str) -> ResponseReturnValue:
    """Note that one's own test page was left or is back, where the test says so."""
    attempt = sitting_queries.attempt_for(current_person(), pubid) or abort(404)
    kinds = {kind.value: kind for kind in PresenceKind}
    kind = kinds.get(request.form.get("kind", "")) or abort(400)
    with transaction():
        operations.note_presence(attempt, kind, now=g.received_at)
    return "", 204


@bp.get("/tests/accommodations")
@requires(Permission.TEST_AUTHOR)
def accommodations() -> ResponseReturnValue:
    """Who is given more time on every test."""
    return _accommodations(None)


def _accommodations(
    form: forms.Accommodate | None, problem: str | None = None
) -> ResponseReturnValue:
    shown = form or forms.Accommodate(formdata=None)
    shown.person.choices = choices(
        ((one.pubid, one.name) for one in people.people_with(Role.TRAINEE)),
        _("Choose a person"),
    )
    page = render_template(
        "assessments/accommodations.html",
        rows=queries.accommodations(),
        form=shown,
        problem=problem,
        now=clock.now(),
    )
    return page, 422 if form or problem else 200


@bp.post("/tests/accommodations")
@requires(Permission.TEST_AUTHOR)
def accommodate() -> ResponseReturnValue:
    """Give a person more time on every test."""
    form = forms.Accommodate()
    trainees = {one.pubid: one for one in people.people_with(Role.TRAINEE)}
    form.person.choices = choices((key, one.name) for key, one in trainees.items())
    if not form.validate_on_submit():
        return _accommodations(form)
    try:
        with transaction():
            operations.accommodate(
                trainees[form.person.data],
                percent=int(form.percent.data or 0),
                reason=str(form.reason.data),
                actor=current_person(),
                now=clock.now(),
            )
    except Refused as refused:
        return _accommodations(form, words(refused))
    flash(_("Written down; it holds from the next test on."), "success")
    return redirect(url_for(".accommodations"), 303)


@bp.post("/tests/accommodations/<pubid:accommodation>/end")
@requires(Permission.TEST_AUTHOR)
def end_accommodation(accommodation: str) -> ResponseReturnValue:
    """End what a person is given on every test."""
    given = by_pubid(Accommodation, accommodation) or abort(404)
    try:
        with transaction():
            operations.end_accommodation(given, actor=current_person(), now=clock.now())
    except Refused as refused:
        return _accommodations(None, words(refused))
    flash(_("Ended. Tests that have begun keep their time."), "success")
    return redirect(url_for(".accommodations"), 303)
