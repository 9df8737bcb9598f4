"""HTTP for every page alike: headers, request ids, errors, health, the visitor's language."""

import json
import logging
import re
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    flash,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    session,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from recruit.kernel import clock, migrations
from recruit.kernel.db import db
from recruit.kernel.errors import Stale
from recruit.kernel.forms import clean_text
from recruit.kernel.i18n import LOCALES
from recruit.kernel.permissions import public
from recruit.kernel.singleton import Heartbeat

bp = Blueprint("web", __name__)
logger = logging.getLogger("recruit.web")
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors {ancestors}"
)
HEARTBEAT_LIMIT = timedelta(minutes=2)


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    app.before_request(_name_request)
    app.after_request(_headers)
    app.register_error_handler(HTTPException, _explain)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(Stale, _stale)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(OperationalError, _unavailable)
    app.register_error_handler(Exception, _bug)


def _name_request() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def _headers(response: Response) -> Response:
    ancestors = g.get("frame_ancestors") or "'none'"
    response.headers.setdefault("Content-Security-Policy", CSP.format(ancestors=ancestors))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["X-Request-Id"] = g.get("request_id", "-")
    if current_app.config["BASE_URL"].startswith("https://"):
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint == "static":
        if "/dist/" in request.path:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.add("Cookie")
    return response


def _wants_json() -> bool:
    return (
        request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json"
    )


def error_page(code: int, message: str | None = None) -> ResponseReturnValue:
    """Return the page (or the JSON) of an error; it needs neither database nor session."""
    if _wants_json():
        return jsonify(error=code, message=message), code
    if code >= 500:
        # What failed may be the reading of the account itself: nobody is asked for it again.
        g._login_user = AnonymousUserMixin()
    known = code if code in (400, 404, 405, 409, 413, 429, 500, 503) else 400
    return render_template(f"errors/{known}.html", message=message), code


def _explain(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    if isinstance(error, SecurityError):  # for a host we do not serve no link can be built
        return "This address is not served here.", 400, {"Content-Type": "text/plain"}
    return error_page(error.code)


def _expired_form(_error: CSRFError) -> ResponseReturnValue:
    return error_page(
        400, _("This form has expired. Go back, reload the page and send it again.")
    )


def _stale(_error: Stale | StaleDataError) -> ResponseReturnValue:
    message = _("Somebody changed this while you had it open. Reload to see today's state.")
    return error_page(409, message)


def _unavailable(error: OperationalError) -> ResponseReturnValue:
    db.session.rollback()
    logger.error("database unavailable: %s", type(error.orig).__name__, exc_info=True)
    return error_page(503)


def _bug(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    if current_app.config["TESTING"] and not current_app.config.get("SHOW_ERROR_PAGES"):
        raise error
    # A database error's text carries the values of the row: only its kind may be logged.
    detail = type(error.orig).__name__ if isinstance(error, DBAPIError) else None
    logger.error("unexpected error", exc_info=detail is None, extra={"detail": detail})
    return error_page(500)


def argument(name: str, default: str = "") -> str:
    """Return one query argument, cleaned; at most 200 characters."""
    return str(clean_text(request.args.get(name, default)))[:200]


def local_path(value: str | None, default: str) -> str:
    """Return `value` when it leads to a page of this site, else `default`."""
    if not value or not value.startswith("/") or value.startswith(("//", "/\\")):
        return default
    if any(ord(char) < 33 or char == "\\" for char in value):
        return default
    parts = urlsplit(value)
    return value if not parts.scheme and not parts.netloc else default


def flash_undo(message: str, url: str) -> None:
    """Tell what was done, with a button that takes it back: a POST to `url`."""
    flash(json.dumps({"text": str(message), "url": url}), "undo")


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """The process can work: database there, migrated, the scheduler alive."""
    checks: dict[str, Any] = {"database": False, "migrations": False, "scheduler": False}
    try:
        db.session.execute(text("SELECT 1"))
        checks["database"] = True
        checks["migrations"] = migrations.is_current()
        beat = db.session.get(Heartbeat, "scheduler")
        checks["scheduler"] = bool(beat and clock.now() - beat.at < HEARTBEAT_LIMIT)
    except DBAPIError:
        db.session.rollback()
    ready = all(checks.values())
    return jsonify(
        status="ok" if ready else "unavailable", checks=checks
    ), 200 if ready else 503


@bp.post("/language")
@public
def language() -> ResponseReturnValue:
    """Remember a visitor's language; an account's own language is on its profile page."""
    if (chosen := request.form.get("locale")) in LOCALES:
        session["locale"] = chosen
    return redirect(local_path(request.form.get("next"), "/"), 303)
