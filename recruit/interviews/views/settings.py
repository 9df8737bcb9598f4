"""The company's rules for interviews: one page."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from recruit.interviews.forms.settings import SettingsForm
from recruit.interviews.operations.settings import change_settings
from recruit.interviews.queries import interview_settings
from recruit.interviews.views import scripts
from recruit.interviews.views.blueprint import bp
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Stale
from recruit.kernel.i18n import LOCALES
from recruit.kernel.permissions import Permission, requires
from recruit.people.login import current_person


@bp.route("/interviews/settings", methods=["GET", "POST"])
@requires(Permission.SITE_EDIT)
def settings() -> ResponseReturnValue:
    """Reminders, what candidates change by themselves, what is said on the phone."""
    form, stale = SettingsForm(interview_settings()), False
    if form.validate_on_submit():
        try:
            with transaction():
                change_settings(
                    form.wanted,
                    version=form.version.data,
                    actor=current_person(),
                    now=clock.now(),
                )
        except Stale:  # what was typed stays in sight
            stale = True
            form.form_errors.append(
                _("Somebody changed this while you had it open. Reload to see today's state.")
            )
        else:
            flash(_("The settings were saved."), "success")
            return redirect(url_for(".settings"), 303)
    page = render_template(
        "interviews/settings.html",
        form=form,
        placeholders=scripts.PLACEHOLDERS,
        defaults={locale: _default(locale) for locale in LOCALES},
    )
    return page, 409 if stale else 422 if form.errors else 200


def _default(locale: str) -> str:
    with force_locale(locale):
        return scripts.default_script()
