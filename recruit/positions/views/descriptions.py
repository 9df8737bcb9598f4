"""Writing, agreeing, approving a description."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.fields import version_of
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person
from recruit.positions import forms, operations, queries
from recruit.positions.models import JobDescription, Position
from recruit.positions.views.blueprint import (
    bp,
    description_or_404,
    position_or_404,
    section_labels,
    words,
)
from recruit.rules.positions import latest_review


@bp.route("/<pubid:pubid>/descriptions/new", methods=["GET", "POST"])
@requires(Permission.POSITION_DRAFT)
def draft(pubid: str) -> ResponseReturnValue:
    """Write the next version, beginning with the text of the last one."""
    position = position_or_404(pubid)
    form = forms.Description(obj=queries.newest(position))
    preview = form.is_submitted() and "preview" in request.form
    if form.validate_on_submit() and not preview:
        try:
            with transaction():
                made = operations.draft(
                    position, form.sections(), actor=current_person(), now=clock.now()
                )
            flash(
                _("The draft was saved. The head of the department agrees to it next."),
                "success",
            )
            return redirect(url_for(".description", pubid=made.pubid), 303)
        except Refused as refused:
            form.form_errors = [words(refused)]
    return _write(form, position, preview)


@bp.route("/descriptions/<pubid:pubid>/edit", methods=["GET", "POST"])
@requires(Permission.POSITION_DRAFT)
def revise(pubid: str) -> ResponseReturnValue:
    """Go on with a draft."""
    description = description_or_404(pubid)
    form = forms.Description(obj=description)
    preview = form.is_submitted() and "preview" in request.form
    if form.validate_on_submit() and not preview:
        try:
            with transaction():
                operations.revise(
                    description,
                    form.sections(),
                    version=version_of(request.form.get("version")),
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("The draft was saved."), "success")
            return redirect(url_for(".description", pubid=pubid), 303)
        except Refused as refused:
            form.form_errors = [words(refused)]
    return _write(form, description.position, preview, description)


def _write(
    form: forms.Description,
    position: Position,
    preview: bool,
    description: JobDescription | None = None,
) -> ResponseReturnValue:
    page = render_template(
        "positions/write.html",
        form=form,
        position=position,
        description=description,
        preview=form.sections() if preview else None,
        sections=section_labels(),
    )
    return page, 422 if form.errors else 200


@bp.get("/descriptions/<pubid:pubid>")
@requires(Permission.POSITION_READ)
def description(pubid: str) -> ResponseReturnValue:
    """One version, with what may be done with it."""
    return _version(description_or_404(pubid), _approve_form(fresh=True))


def _approve_form(*, fresh: bool = False) -> forms.Approve:
    if not fresh:
        return forms.Approve()
    form = forms.Approve(formdata=None)
    form.review_on.data = latest_review(clock.now().date()) - timedelta(days=1)
    return form


def _version(
    description: JobDescription, form: forms.Approve, error: str | None = None
) -> ResponseReturnValue:
    page = render_template(
        "positions/description.html",
        description=description,
        form=form,
        error=error,
        sections=section_labels(),
        heads=current_person().heads(description.position.department_id),
    )
    return page, 422 if form.errors or error else 200


@bp.post("/descriptions/<pubid:pubid>/agree")
@requires(Permission.DESCRIPTION_AGREE)
def agree(pubid: str) -> ResponseReturnValue:
    """The head agrees."""
    found = description_or_404(pubid)
    try:
        with transaction():
            operations.agree(found, actor=current_person(), now=clock.now())
    except Refused as refused:
        return _version(found, _approve_form(fresh=True), words(refused))
    flash(_("You agreed to this version. The director approves it next."), "success")
    return redirect(url_for(".description", pubid=pubid), 303)


@bp.post("/descriptions/<pubid:pubid>/approve")
@requires(Permission.DESCRIPTION_APPROVE)
def approve(pubid: str) -> ResponseReturnValue:
    """The director approves and sets the date of the next review."""
    found, form = description_or_404(pubid), _approve_form()
    if form.validate() and form.review_on.data:
        try:
            with transaction():
                operations.approve(
                    found,
                    review_on=form.review_on.data,
                    actor=current_person(),
                    now=clock.now(),
                )
            flash(_("You approved this version."), "success")
            return redirect(url_for(".description", pubid=pubid), 303)
        except Refused as refused:
            form.refuse(form.review_on, words(refused))
    return _version(found, form)


@bp.post("/descriptions/<pubid:pubid>/force")
@requires(Permission.POSITION_DRAFT)
def put_in_force(pubid: str) -> ResponseReturnValue:
    """From today this version holds."""
    found = description_or_404(pubid)
    try:
        with transaction():
            operations.put_in_force(found, actor=current_person(), now=clock.now())
    except Refused as refused:
        return _version(found, _approve_form(fresh=True), words(refused))
    flash(_("This version is in force from today. Ask the employees to sign it."), "success")
    return redirect(url_for(".signatures", pubid=pubid), 303)
