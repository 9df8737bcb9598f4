"""What an invitation or a reset link opens.

The link's token is swapped for a cookie of this one path, and the address bar, history and
referrers never hold it again. A GET, be it a mail scanner's, changes nothing.
"""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import public
from recruit.kernel.web import error_page
from recruit.people import operations, queries
from recruit.people.forms import ChoosePasswordForm
from recruit.people.links import LIFE, Purpose, opens
from recruit.people.login import start_session
from recruit.people.operations import Refusal
from recruit.people.views import REFUSALS, bp

COOKIE = "recruit-link"


@bp.get("/people/join/<pubid:person>/<token>")
@public
def join_by_link(person: str, token: str) -> ResponseReturnValue:
    """Arrive from an invitation."""
    return _swap(Purpose.JOIN, person, token)


@bp.route("/people/join/<pubid:person>", methods=["GET", "POST"])
@public
def join(person: str) -> ResponseReturnValue:
    """Choose the first password of an account."""
    return _choose(Purpose.JOIN, person)


@bp.get("/people/reset/<pubid:person>/<token>")
@public
def reset_by_link(person: str, token: str) -> ResponseReturnValue:
    """Arrive from a reset mail."""
    return _swap(Purpose.RESET, person, token)


@bp.route("/people/reset/<pubid:person>", methods=["GET", "POST"])
@public
def reset(person: str) -> ResponseReturnValue:
    """Choose a new password."""
    return _choose(Purpose.RESET, person)


def _swap(purpose: Purpose, pubid: str, token: str) -> ResponseReturnValue:
    """Put the token into a cookie, whatever it is worth: whether it opens anything is said by
    the next page, in the same way for every link that does not."""
    path = url_for(f".{purpose.value}", person=pubid)
    answer = redirect(path, 303)
    answer.set_cookie(
        COOKIE, token[:100], max_age=LIFE[purpose], path=path, httponly=True, samesite="Lax",
        secure=request.is_secure,
    )  # fmt: skip
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _choose(purpose: Purpose, pubid: str) -> ResponseReturnValue:
    token = request.cookies.get(COOKIE, "")
    person = queries.person(pubid)
    now = clock.now()
    if person is None or not opens(person, purpose, token, now):
        return _guessed(purpose) if request.method == "POST" else _over(purpose)
    form = ChoosePasswordForm()
    if form.validate_on_submit():
        try:
            with transaction():
                operations.choose_password(
                    person, purpose, token, form.password.data or "", now=now
                )
        except Refused as refused:
            if refused.reason == Refusal.LINK_IS_OVER:
                return _over(purpose)
            form.refuse(form.password, REFUSALS[Refusal(refused.reason)])
        else:
            start_session(person)
            flash(_("Your password is set and you are signed in."), "success")
            answer = redirect("/", 303)
            answer.delete_cookie(COOKIE, path=request.path)
            return answer
    page = render_template(
        "people/choose_password.html", form=form, person=person, joining=purpose is Purpose.JOIN
    )
    answer = make_response(page, 422 if form.errors else 200)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _guessed(purpose: Purpose) -> ResponseReturnValue:
    try:
        with transaction():
            operations.note_guess(request.remote_addr or "-", now=clock.now())
    except Refused:
        return error_page(429)
    return _over(purpose)


def _over(purpose: Purpose) -> ResponseReturnValue:
    """Answer any link that does not work, whatever the reason, in the same way."""
    page = render_template("people/link_over.html", joining=purpose is Purpose.JOIN)
    answer = make_response(page, 404)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
