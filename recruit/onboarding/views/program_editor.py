"""Editing a program's draft: figures, stages, gates, tasks."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel import clock
from recruit.kernel.forms import Form
from recruit.kernel.permissions import Permission, requires
from recruit.onboarding import forms, operations
from recruit.onboarding.models import ProgramVersion
from recruit.onboarding.views.blueprint import bp, from_minor, to_minor, tried
from recruit.onboarding.views.programs import done, may_draft, version_or_404
from recruit.people.login import current_person
from recruit.rules.onboarding.states import (
    ActivityKind,
    Anchor,
    Checker,
    EvidenceKind,
    Owner,
    Source,
    Unit,
)


def _edited(pubid: str) -> ProgramVersion:
    version = version_or_404(pubid)
    if not may_draft(version.program):
        abort(404)
    return version


def _edit_page(version: ProgramVersion, form: Form, title: str) -> ResponseReturnValue:
    page = render_template(
        "onboarding/edit.html", form=form, title=title,
        back=url_for(".program_version", pubid=version.pubid),
        back_label=version.program.name, save=_("Save"),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _back(version: ProgramVersion) -> ResponseReturnValue:
    flash(_("Saved."), "success")
    return redirect(url_for(".program_version", pubid=version.pubid), 303)


@bp.route("/programs/versions/<pubid:pubid>/edit", methods=["GET", "POST"])
@requires(Permission.PROGRAM_DRAFT)
def edit_program(pubid: str) -> ResponseReturnValue:
    """The draft's target, readiness and bonus."""
    version, form = _edited(pubid), forms.EditVersion()
    if form.validate_on_submit():
        problem = tried(
            lambda: operations.edit_version(
                version,
                actor=current_person(),
                now=clock.now(),
                note=form.note.data or "",
                target_kind=ActivityKind(form.target_kind.data),
                target_unit=Unit(form.target_unit.data),
                target_per_day=form.target_per_day.data,
                readiness_days=form.readiness_days.data,
                readiness_percent=form.readiness_percent.data,
                bonus_minor=to_minor(form.bonus.data, version.bonus_currency),
                bonus_target=form.bonus_target.data,
                bonus_days=form.bonus_days.data,
            )
        )
        if problem is None:
            return _back(version)
        form.refuse(form.note, problem)
    elif not form.is_submitted():
        for name in ("note", "target_per_day", "readiness_days", "readiness_percent",
                     "bonus_target", "bonus_days"):  # fmt: skip
            form[name].data = getattr(version, name)
        form.target_kind.data = version.target_kind.value
        form.target_unit.data = version.target_unit.value
        form.bonus.data = from_minor(version.bonus_minor, version.bonus_currency)
    return _edit_page(version, form, _("Target, readiness, bonus"))


@bp.route("/programs/versions/<pubid:pubid>/stages/<pubid:stage>/edit", methods=["GET", "POST"])
@requires(Permission.PROGRAM_DRAFT)
def edit_stage(pubid: str, stage: str) -> ResponseReturnValue:
    """A stage of the draft."""
    version, form = _edited(pubid), forms.EditStage()
    found = next((one for one in version.stages if one.pubid == stage), None) or abort(404)
    if form.validate_on_submit():
        problem = tried(
            lambda: operations.edit_stage(
                found,
                title=form.title.data or "",
                intro=form.intro.data or "",
                days=form.days.data,
                months=form.months.data,
                gate_words=form.gate_words.data or "",
                actor=current_person(),
                now=clock.now(),
            )
        )
        if problem is None:
            return _back(version)
        form.refuse(form.days, problem)
    elif not form.is_submitted():
        form.title.data, form.intro.data = found.title, found.intro
        form.days.data, form.months.data = found.days, found.months_from_start
        form.gate_words.data = found.gate.words if found.gate else ""
    return _edit_page(version, form, _("Stage: %(title)s", title=found.title))


@bp.route(
    "/programs/versions/<pubid:pubid>/criteria/<pubid:criterion>/edit", methods=["GET", "POST"]
)
@requires(Permission.PROGRAM_DRAFT)
def edit_criterion(pubid: str, criterion: str) -> ResponseReturnValue:
    """What a gate of the draft asks for."""
    version, form = _edited(pubid), forms.EditCriterion()
    gates = [stage.gate for stage in version.stages if stage.gate]
    found = next(
        (one for gate in gates for one in gate.criteria if one.pubid == criterion), None
    ) or abort(404)
    if found.source is not Source.LOG:
        del form.window_days
    if form.validate_on_submit():
        problem = tried(
            lambda: operations.edit_criterion(
                found,
                threshold=form.threshold.data or 1,
                window_days=form.window_days.data if "window_days" in form else None,
                actor=current_person(),
                now=clock.now(),
            )
        )
        if problem is None:
            return _back(version)
        form.refuse(form.threshold, problem)
    elif not form.is_submitted():
        form.threshold.data = found.threshold
        if "window_days" in form:
            form.window_days.data = found.window_days
    return _edit_page(version, form, _("What the gate asks for"))


@bp.route(
    "/programs/versions/<pubid:pubid>/stages/<pubid:stage>/tasks/new", methods=["GET", "POST"]
)
@bp.route(
    "/programs/versions/<pubid:pubid>/stages/<pubid:stage>/tasks/<pubid:task>/edit",
    methods=["GET", "POST"],
)
@requires(Permission.PROGRAM_DRAFT)
def edit_task(pubid: str, stage: str, task: str | None = None) -> ResponseReturnValue:
    """A task of the draft, or a new one."""
    version, form = _edited(pubid), forms.EditTask()
    found = next((one for one in version.stages if one.pubid == stage), None) or abort(404)
    old = next((one for one in found.tasks if one.pubid == task), None)
    if task is not None and old is None:
        abort(404)
    if form.validate_on_submit():
        problem = tried(
            lambda: operations.save_task(
                found,
                old,
                actor=current_person(),
                now=clock.now(),
                title=form.title.data or "",
                body=form.body.data or "",
                owner=Owner(form.owner.data),
                checker=Checker(form.checker.data),
                anchor=Anchor(form.anchor.data),
                offset_days=form.offset_days.data,
                evidence=EvidenceKind(form.evidence.data),
                required=bool(form.required.data),
            )
        )
        if problem is None:
            return _back(version)
        form.refuse(form.title, problem)
    elif not form.is_submitted():
        form.required.data = True
        if old is not None:
            for name in ("title", "body", "offset_days", "required"):
                form[name].data = getattr(old, name)
            for name in ("owner", "checker", "anchor", "evidence"):
                form[name].data = getattr(old, name).value
    return _edit_page(version, form, _("Task of “%(stage)s”", stage=found.title))


@bp.post("/programs/versions/<pubid:pubid>/tasks/remove")
@requires(Permission.PROGRAM_DRAFT)
def remove_task(pubid: str) -> ResponseReturnValue:
    """Take a task out of the draft."""
    version = _edited(pubid)
    wanted = request.form.get("task", "")
    found = next(
        (one for stage in version.stages for one in stage.tasks if one.pubid == wanted), None
    ) or abort(404)
    return done(
        pubid,
        lambda: operations.remove_task(found, actor=current_person(), now=clock.now()),
        _("The task was removed."),
    )
