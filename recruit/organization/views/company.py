"""The settings page."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.permissions import Permission, requires
from recruit.organization import operations, queries
from recruit.organization.forms import CompanyForm
from recruit.organization.views import actor, bp


@bp.route("", methods=["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def company() -> ResponseReturnValue:
    """Name, currency, privacy notice, and the first guess of the show rate."""
    found = queries.organization()
    form = CompanyForm(found)
    if form.validate_on_submit():
        guess = form.prior_shows_of_ten.data
        hour = form.interviewer_hour.data
        wanted = operations.Company(
            name=form.name.data or "",
            legal_name=form.legal_name.data or "",
            website=form.website.data or "",
            phone=form.phone.data or "",
            country=form.country.data,
            currency=form.currency.data,
            privacy_text=form.privacy_text.data or "",
            retention_months=form.retention_months.data or 1,
            prior_shows_of_ten=int(guess) if guess else None,
            interviewer_hour_minor=None if hour is None else hour * 100,
        )
        with transaction():
            operations.edit_company(
                wanted, version=form.version.data, actor=actor(), now=clock.now()
            )
        flash(_("The settings were saved."), "success")
        return redirect(url_for(".company"), 303)
    page = render_template("organization/company.html", form=form, company=found)
    return page, 422 if form.errors else 200
