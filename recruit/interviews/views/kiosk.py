"""Checking in by oneself: the desk's picture code, and a kiosk that shows nobody's name."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import (
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import (
    session as cookie,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import logout_user

from recruit.interviews.models import InterviewSession
from recruit.interviews.operations import self_check_in as operations
from recruit.interviews.queries import codes
from recruit.interviews.queries import desk as desk_queries
from recruit.interviews.views.blueprint import bp
from recruit.interviews.views.desk_words import outcome, words
from recruit.kernel import clock, qr
from recruit.kernel.db import transaction
from recruit.kernel.errors import Refused
from recruit.kernel.permissions import Permission, public, requires
from recruit.organization import queries as organization
from recruit.people.login import current_person
from recruit.rules.desk import Refusal

COOKIE = "kiosk"
KEPT = 16 * 60 * 60


def _held(pubid: str, now: datetime) -> InterviewSession:
    return desk_queries.session_for(current_person(), pubid, now) or abort(404)


@bp.get("/desk/<pubid:session>/self")
@requires(Permission.CHECK_IN)
def self_check_in(session: str) -> ResponseReturnValue:
    """The picture code and the code for people's own phones, and how to set up a kiosk."""
    held = _held(session, clock.now())
    return render_template(
        "interviews/self_check_in.html",
        session=held,
        address=phone_address(held),
        picture=qr.drawing(phone_address(held)),
        kiosk=_absolute(url_for(".kiosk_open", session=session, token=codes.kiosk_token(held))),
    )


def phone_address(held: InterviewSession) -> str:
    """Return what the desk's picture code opens on a candidate's own phone."""
    return _absolute(f"/here/{held.check_in_code}")


def _absolute(path: str) -> str:
    return str(current_app.config["BASE_URL"]).rstrip("/") + path


@bp.post("/desk/<pubid:session>/code")
@requires(Permission.CHECK_IN)
def renew_code(session: str) -> ResponseReturnValue:
    """Another code: the old picture and the kiosks opened with it stop working."""
    held = _held(session, clock.now())
    with transaction():
        operations.renew_code(held)
    flash(_("The desk has a new code. Open the kiosk again with the new link."), "success")
    return redirect(url_for(".self_check_in", session=session), 303)


@bp.post("/desk/<pubid:session>/kiosk-here")
@requires(Permission.CHECK_IN)
def kiosk_here(session: str) -> ResponseReturnValue:
    """Make this very device the kiosk: its account is signed out first."""
    held = _held(session, clock.now())
    token = codes.kiosk_token(held)
    logout_user()
    cookie.clear()
    return redirect(url_for(".kiosk_open", session=session, token=token), 303)


@bp.get("/desk/<pubid:session>/kiosk/<string(length=27):token>")
@public
def kiosk_open(session: str, token: str) -> ResponseReturnValue:
    """Arrive by the signed link: it becomes a cookie of this one page."""
    held = codes.kiosk_session(session, token)
    if held is None or not _today(held, clock.now()):
        abort(404)
    answer = redirect(url_for(".kiosk", session=session), 303)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=KEPT,
        path=f"/desk/{session}/kiosk",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return answer


def _today(held: InterviewSession, now: datetime) -> bool:
    return now.astimezone(ZoneInfo(held.site.zone)).date() == held.held_on


@bp.route("/desk/<pubid:session>/kiosk", methods=["GET", "POST"])
@public
def kiosk(session: str) -> ResponseReturnValue:
    """One field for six characters, and nothing else to go to. Nobody's name is shown."""
    now = clock.now()
    held = codes.kiosk_session(session, request.cookies.get(COOKIE, ""))
    if held is None or not _today(held, now):
        abort(404)
    problem = ""
    if request.method == "POST":
        typed = request.form.get("code", "")[:20]
        try:
            with transaction():
                came = operations.check_in_by_code(
                    held, typed, place=request.remote_addr or "unknown", now=now
                )
        except Refused as refused:
            problem = words(refused)
            held = codes.kiosk_session(session, request.cookies.get(COOKIE, "")) or abort(404)
        else:
            if came is not None:
                return redirect(url_for(".kiosk", session=session, here=1), 303)
            problem = (
                outcome(Refusal.WRONG_CODE)
                if not typed
                else _(
                    "Nobody is expected with these six characters. Look at your invitation again, "
                    "or go to the desk."
                )
            )
    page = render_template(
        "interviews/kiosk.html",
        session=held,
        problem=problem,
        here=request.method == "GET" and request.args.get("here") == "1",
        company=organization.organization(),
        picture=qr.drawing(phone_address(held)),
    )
    return page, 422 if problem else 200
