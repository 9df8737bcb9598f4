"""The first account of an empty installation."""

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.i18n import current_locale
from recruit.kernel.permissions import public
from recruit.people import operations, queries
from recruit.people.forms import FirstAdminForm
from recruit.people.login import start_session
from recruit.people.operations import Refusal
from recruit.people.views import REFUSALS, bp

_ABOUT_PASSWORD = (Refusal.TOO_SHORT, Refusal.TOO_LONG, Refusal.COMMON, Refusal.ABOUT_YOU)


@bp.route("/people/first", methods=["GET", "POST"])
@public
def first_admin() -> ResponseReturnValue:
    """Make the first admin; once anybody has an account this page is not there."""
    if queries.anybody():
        abort(404)
    form = FirstAdminForm()
    if not form.is_submitted():
        form.locale.data = current_locale()
        form.zone.data = current_app.config["BABEL_DEFAULT_TIMEZONE"]
    if form.validate_on_submit():
        try:
            with transaction():
                person = operations.make_first_admin(
                    name=form.name.data or "", email=form.email.data or "",
                    password=form.password.data or "",
                    locale=form.locale.data, zone=form.zone.data, now=clock.now(),
                )  # fmt: skip
        except Refused as refused:
            field = form.password if refused.reason in _ABOUT_PASSWORD else form.email
            form.refuse(field, REFUSALS[Refusal(refused.reason)])
        else:
            start_session(person)
            flash(
                _("Welcome. This account is the admin; invite the others from here."), "success"
            )
            return redirect(url_for(".accounts"), 303)
    return render_template("people/first.html", form=form), 422 if form.errors else 200
