"""One's own account."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import signed_in
from recruit.people import operations
from recruit.people.forms import ROLES, ChangePasswordForm, ProfileForm
from recruit.people.login import current_person, start_session
from recruit.people.operations import Refusal
from recruit.people.views import REFUSALS, bp


@bp.route("/me", methods=["GET", "POST"])
@signed_in
def profile() -> ResponseReturnValue:
    """Name, phone, language, zone."""
    person = current_person()
    form = ProfileForm(obj=person)
    if form.validate_on_submit():
        try:
            with transaction():
                operations.edit_profile(
                    person, name=form.name.data or "", phone=form.phone.data or "",
                    locale=form.locale.data, zone=form.zone.data, now=clock.now(),
                )  # fmt: skip
        except Refused as refused:
            form.refuse(form.zone, REFUSALS[Refusal(refused.reason)])
        else:
            flash(_("Your details were saved."), "success")
            return redirect(url_for(".profile"), 303)
    return _page(form, ChangePasswordForm(formdata=None))


@bp.post("/me/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """Change the password: every other session of this account ends."""
    person = current_person()
    form = ChangePasswordForm()
    status = 422
    if form.validate_on_submit():
        now = clock.now()
        try:
            with transaction():
                operations.change_password(
                    person, form.present.data or "", form.password.data or "", now=now
                )
        except Refused as refused:
            reason = Refusal(refused.reason)
            if reason is Refusal.WRONG_PASSWORD:
                with transaction():
                    operations.note_wrong_password(person, now=now)
            about_present = reason in (Refusal.WRONG_PASSWORD, Refusal.TOO_MANY_TRIES)
            form.refuse(form.present if about_present else form.password, REFUSALS[reason])
            status = 429 if reason is Refusal.TOO_MANY_TRIES else 422
        else:
            start_session(person)
            flash(_("Your password was changed. Other devices are signed out."), "success")
            return redirect(url_for(".profile"), 303)
    return _page(ProfileForm(formdata=None, obj=person), form, status)


@bp.post("/me/sessions/end")
@signed_in
def end_own_sessions() -> ResponseReturnValue:
    """Sign out everywhere else."""
    person = current_person()
    with transaction():
        operations.end_sessions(person, actor=person, now=clock.now())
    start_session(person)
    flash(_("Your other devices are signed out."), "success")
    return redirect(url_for(".profile"), 303)


def _page(
    form: ProfileForm, password: ChangePasswordForm, bad: int = 422
) -> ResponseReturnValue:
    roles = sorted(str(ROLES[role]) for role in current_person().roles)
    page = render_template(
        "people/profile.html", form=form, password_form=password, roles=", ".join(roles)
    )
    return page, bad if form.errors or password.errors else 200
