"""Departments."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, requires
from recruit.organization import operations, queries
from recruit.organization.forms import DepartmentForm
from recruit.organization.models import Department
from recruit.organization.operations import Refusal
from recruit.organization.views import REFUSALS, actor, bp


@bp.route("/departments", methods=["GET", "POST"])
@requires(Permission.DEPARTMENT_EDIT)
def departments() -> ResponseReturnValue:
    """The list, and a form for one more."""
    form = DepartmentForm()
    if form.validate_on_submit():
        try:
            with transaction():
                operations.add_department(form.name.data or "", actor=actor(), now=clock.now())
        except Refused as refused:
            form.refuse(form.name, REFUSALS[Refusal(refused.reason)])
        else:
            flash(_("The department was added."), "success")
            return redirect(url_for(".departments"), 303)
    page = render_template(
        "organization/departments.html", form=form, departments=queries.departments()
    )
    return page, 422 if form.errors else 200


@bp.route("/departments/<pubid:department>", methods=["GET", "POST"])
@requires(Permission.DEPARTMENT_EDIT)
def department(department: str) -> ResponseReturnValue:
    """Rename a department."""
    found = _department_or_404(department)
    form = DepartmentForm(obj=found)
    if form.validate_on_submit():
        try:
            with transaction():
                operations.rename_department(
                    found, form.name.data or "", actor=actor(), now=clock.now()
                )
        except Refused as refused:
            form.refuse(form.name, REFUSALS[Refusal(refused.reason)])
        else:
            flash(_("The name was saved."), "success")
            return redirect(url_for(".departments"), 303)
    page = render_template("organization/department.html", form=form, department=found)
    return page, 422 if form.errors else 200


@bp.post("/departments/<pubid:department>/remove")
@requires(Permission.DEPARTMENT_EDIT)
def remove_department(department: str) -> ResponseReturnValue:
    """Remove a department nothing belongs to."""
    found = _department_or_404(department)
    try:
        with transaction():
            operations.remove_department(found, actor=actor(), now=clock.now())
    except Refused as refused:
        form = DepartmentForm(formdata=None, obj=found)
        form.form_errors.append(REFUSALS[Refusal(refused.reason)])
        page = render_template("organization/department.html", form=form, department=found)
        return page, 422
    flash(_("The department was removed."), "success")
    return redirect(url_for(".departments"), 303)


def _department_or_404(pubid: str) -> Department:
    return queries.department(pubid) or abort(404)
