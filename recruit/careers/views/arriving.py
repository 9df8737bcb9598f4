"""The desk's picture code, opened on a candidate's own phone."""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from recruit.candidates import queries as candidates
from recruit.candidates.models import Application
from recruit.careers.views.blueprint import bp, visitor
from recruit.careers.wording import words
from recruit.interviews.operations import self_check_in
from recruit.interviews.queries import codes
from recruit.kernel import clock
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.ids import is_pubid
from recruit.kernel.permissions import public
from recruit.organization import queries as organization

COOKIE = "arriving"
PATH = "/here"


def remember(answer: Response, application: Application, token: str, max_age: int) -> None:
    """Let the picture code find the page that this phone opened last: it is sent nowhere else."""
    answer.set_cookie(
        COOKIE,
        f"{application.pubid}.{token}",
        max_age=max_age,
        path=PATH,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


@bp.route("/here/<string(length=6):code>", methods=["GET", "POST"])
@public
def at_desk(code: str) -> ResponseReturnValue:
    """This phone's own page, ready to check in; where it was never opened, one field for the
    six characters of the invitation. Whether the code is right is told to nobody before."""
    pubid, _dot, token = request.cookies.get(COOKIE, "").partition(".")
    if request.method == "GET" and is_pubid(pubid):
        known = candidates.application_by_link(pubid, token)
        if known is not None:
            return redirect(url_for(".here", pubid=pubid, code=code), 303)
    problem = ""
    if request.method == "POST":
        held = codes.session_of_code(code)
        came, typed = None, request.form.get("code", "")[:20]
        try:
            with transaction():
                came = self_check_in.check_in_from_phone(
                    held, typed, place=visitor(), now=clock.now()
                )
        except Refused as refused:
            problem = words(refused)
        else:
            if came is not None:
                return redirect(url_for(".at_desk", code=code, here=1), 303)
            problem = _(
                "Nobody is expected with these six characters. Look at your invitation again, "
                "or go to the desk."
            )
    page = render_template(
        "careers/at_desk.html",
        code=code,
        here=request.method == "GET" and request.args.get("here") == "1",
        problem=problem,
        company=organization.organization(),
    )
    return page, 422 if problem else 200
