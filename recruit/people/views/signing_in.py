"""Signing in and out, and asking for a way back in."""

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import public
from recruit.kernel.web import argument, local_path
from recruit.people import operations, passwords, queries
from recruit.people.forms import ForgotForm, SignInForm
from recruit.people.login import start_session
from recruit.people.operations import Refusal
from recruit.people.views import REFUSALS, bp


@bp.route("/login", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in. A wrong password and an unknown address look and last the same."""
    form = SignInForm()
    if request.method == "GET":
        if current_user.is_authenticated:
            return redirect(local_path(argument("next"), "/"), 303)
        if not queries.anybody():
            return redirect(url_for(".first_admin"), 303)
        form.next.data = argument("next")
        return _sign_in_page(form, 200)
    if not form.validate():
        return _sign_in_page(form, 422)
    try:
        with transaction():
            who = operations.begin_sign_in(form.email.data or "", _address(), now=clock.now())
    except Refused as refused:
        form.form_errors.append(REFUSALS[Refusal(refused.reason)])
        return _sign_in_page(form, 429)
    if passwords.matches(who.password_hash, form.password.data or ""):
        outdated = passwords.is_outdated(who.password_hash)
        fresh = passwords.hashed(form.password.data or "") if outdated else None
        with transaction():
            person = operations.finish_sign_in(who, fresh, now=clock.now())
        if person is not None:
            start_session(person)
            return redirect(local_path(form.next.data, "/"), 303)
    form.form_errors.append(_("The address or the password is not right. Try again."))
    return _sign_in_page(form, 422)


def _sign_in_page(form: SignInForm, status: int) -> ResponseReturnValue:
    demo = current_app.config.get("DEMO_ACCOUNTS", ()) if current_app.config["DEMO"] else ()
    page = render_template(
        "people/sign_in.html", form=form, demo_accounts=demo() if callable(demo) else demo
    )
    return page, status


@bp.post("/logout")
@public
def sign_out() -> ResponseReturnValue:
    """End this session; harmless where there is none."""
    locale = session.get("locale")
    logout_user()
    session.clear()
    if locale:
        session["locale"] = locale
    flash(_("You are signed out."), "success")
    return redirect(url_for(".sign_in"), 303)


@bp.route("/people/forgot", methods=["GET", "POST"])
@public
def forgot() -> ResponseReturnValue:
    """Ask for a link to choose a new password; the answer is the same for every address."""
    form = ForgotForm()
    if form.validate_on_submit():
        try:
            with transaction():
                operations.ask_reset(form.email.data or "", _address(), now=clock.now())
        except Refused as refused:
            form.form_errors.append(REFUSALS[Refusal(refused.reason)])
            return render_template("people/forgot.html", form=form), 429
        return redirect(url_for(".forgot_sent"), 303)
    return render_template("people/forgot.html", form=form), 422 if form.errors else 200


@bp.get("/people/forgot/sent")
@public
def forgot_sent() -> ResponseReturnValue:
    """Say where to look, and for how long the link works."""
    return render_template("people/forgot_sent.html")


def _address() -> str:
    """Return the visitor's address; a forwarded one counts only behind a trusted proxy."""
    return request.remote_addr or "-"
